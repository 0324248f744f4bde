package release

import (
	"strings"

	"github.com/berthplan/berth/calendar"
)

// linkForms says, for each kind, how its links are written.
var linkForms = [...]string{
	FinishToStart:   "x, x +2d, x -1d, x +48h elapsed or within 3d of x",
	StartToStart:    "x, x +2d, x -1d or x +48h elapsed",
	FinishToFinish:  "x, x +2d, x -1d or x +48h elapsed",
	StartToFinish:   "x, x +2d, x -1d or x +48h elapsed",
	Within:          "3d of x or 48h elapsed of x",
	SameOccurrence:  "x",
	OtherOccurrence: "x",
	Apart:           "2d from x or 48h elapsed from x",
}

// ParseLink reads what stands after a link's key in a plan file; kind is the
// key's, and within the package it stands in ("" for the plan's own phases; see
// Resolve). The forms are "x", "x +2d", "x -1d" and "x +48h elapsed" for the kinds that
// order, "x" for SameOccurrence and OtherOccurrence, "3d of x" or "within 3d of x" for
// Within (which FinishToStart takes, too), and "2d from x" for Apart. The error is a [Fault] without a path.
func (p *Portfolio) ParseLink(kind LinkKind, text, within string) (Link, error) {
	if int(kind) >= len(linkForms) {
		return Link{}, Fault{Code: "unknown-word", Found: kind.String(), Expected: "a kind of link"}
	}
	l := Link{Kind: kind}
	bad := Fault{Code: "bad-link", Found: quote(text), Expected: kind.String() + ": " + linkForms[kind]}
	text = strings.TrimSpace(text)
	if text == "" {
		return Link{}, bad
	}
	switch kind {
	case Apart:
		return p.parseSpaced(l, text, " from ", within, bad)
	case Within:
		return p.parseSpaced(l, strings.TrimPrefix(text, "within "), " of ", within, bad)
	}
	to, err := p.Resolve(text, within)
	if err == nil {
		l.To = to
		return l, nil
	}
	if kind == FinishToStart {
		if rest, found := strings.CutPrefix(text, "within "); found {
			l.Kind = Within
			return p.parseSpaced(l, rest, " of ", within, bad)
		}
	}
	name, lag, found := cutLag(text)
	if !found {
		if at := strings.LastIndexAny(text, "+-"); at > 0 && at+1 < len(text) && isDigit(text[at+1]) {
			if _, unspaced := p.Resolve(text[:at], within); unspaced == nil {
				bad.Hint = "a space stands before the lag: write " + text[:at] + " " + text[at:]
				return Link{}, bad
			}
		}
		return Link{}, err
	}
	if !kind.Orders() {
		bad.Hint = "this kind of link has no lag"
		return Link{}, bad
	}
	if l.Lag, l.Elapsed, err = parseLag(lag); err != nil {
		return Link{}, bad.because(err)
	}
	if l.To, err = p.Resolve(name, within); err != nil {
		return Link{}, err
	}
	return l, nil
}

// parseSpaced reads "3d of x" or "2d from x"; between is " of " or " from ".
func (p *Portfolio) parseSpaced(l Link, text, between, within string, bad Fault) (Link, error) {
	lag, name, found := strings.Cut(text, between)
	if !found {
		bad.Hint = "how long comes first"
		return Link{}, bad
	}
	var err error
	if l.Lag, l.Elapsed, err = parseLag(strings.TrimSpace(lag)); err != nil {
		return Link{}, bad.because(err)
	}
	if negative(l.Lag) {
		bad.Hint = "the length is not negative here"
		return Link{}, bad
	}
	if l.To, err = p.Resolve(strings.TrimSpace(name), within); err != nil {
		return Link{}, err
	}
	return l, nil
}

// cutLag splits "x +2d elapsed" into "x" and "+2d elapsed": at the last sign
// that stands after a space and before a digit.
func cutLag(text string) (name, lag string, found bool) {
	for i := len(text) - 2; i > 0; i-- {
		if (text[i] == '+' || text[i] == '-') && text[i-1] == ' ' {
			rest := strings.TrimLeft(text[i+1:], " ")
			if rest != "" && isDigit(rest[0]) {
				return strings.TrimSpace(text[:i]), text[i:i+1] + rest, true
			}
		}
	}
	return text, "", false
}

// parseLag reads "+2d", "-1d", "2d" or "48h elapsed".
func parseLag(text string) (lag calendar.Length, elapsed bool, err error) {
	if rest, found := strings.CutSuffix(text, " elapsed"); found {
		text, elapsed = strings.TrimSpace(rest), true
	}
	lag, err = calendar.ParseLength(strings.TrimPrefix(text, "+"))
	return lag, elapsed, err
}

func negative(l calendar.Length) bool {
	return min(l.Weeks, l.Days, l.Hours, l.Minutes) < 0
}
