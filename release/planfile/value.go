package planfile

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile/internal/yaml"
)

// text reads a name or any other text, as it was typed.
func (r *reader) text(dst *string) setter {
	return func(n *yaml.Node, path string) {
		if n.Kind != yaml.Text {
			r.wrong(n, path, "a text")
			return
		}
		*dst = n.Text
	}
}

// texts reads a list of texts; one text is a list of one.
func (r *reader) texts(dst *[]string) setter {
	return func(n *yaml.Node, path string) {
		r.each(n, path, "a list of texts", func(n *yaml.Node, path string) {
			var s string
			r.text(&s)(n, path)
			*dst = append(*dst, s)
		})
	}
}

// each reads the items of a list; anything else is a list of one.
func (r *reader) each(n *yaml.Node, path, expected string, read setter) {
	switch n.Kind {
	case yaml.List:
		for i, one := range n.Items {
			if r.full() {
				return
			}
			at := item(path, i)
			r.at(at, nil, one)
			read(one, at)
		}
	case yaml.Null, yaml.Broken:
		if n.Kind == yaml.Null {
			r.fault("missing-value", path, n.At, "nothing", expected, "an empty list is []; or take out the key")
		}
	default:
		at := item(path, 0)
		r.at(at, nil, n)
		read(n, at)
	}
}

// parsed reads a text that has a form of its own.
func parsed[T any](r *reader, dst *T, expected string, parse func(string) (T, error)) setter {
	return func(n *yaml.Node, path string) {
		if n.Kind != yaml.Text {
			r.wrong(n, path, expected)
			return
		}
		v, err := parse(n.Text)
		if err != nil {
			r.because(err, path, n.At, n.Text)
			return
		}
		*dst = v
	}
}

// joined reads a text that has a form of its own, or its parts as a list.
func joined[T any](r *reader, dst *T, expected string, parse func(string) (T, error)) setter {
	return func(n *yaml.Node, path string) {
		if n.Kind != yaml.List || len(n.Items) == 0 {
			parsed(r, dst, expected, parse)(n, path)
			return
		}
		var parts []string
		before := len(r.faults)
		r.texts(&parts)(n, path)
		whole := &yaml.Node{Kind: yaml.Text, Text: strings.Join(parts, ", "), At: n.At}
		if len(r.faults) == before {
			parsed(r, dst, expected, parse)(whole, path)
		}
	}
}

func (r *reader) moment(dst *calendar.Moment) setter {
	return parsed(r, dst, "a day such as 2026-11-15, or a time such as 2026-11-15T09:00", calendar.ParseMoment)
}

func (r *reader) length(dst *calendar.Length) setter {
	return parsed(r, dst, "a length of time such as 3d or 4h", calendar.ParseLength)
}

// someLength reads a length that, where it is zero, would mean "not given".
func (r *reader) someLength(dst *calendar.Length) setter {
	return func(n *yaml.Node, path string) {
		r.length(dst)(n, path)
		if n.Kind == yaml.Text && dst.IsZero() && !r.faulty[path] {
			r.zero(n, path, "a length of time above zero")
		}
	}
}

func (r *reader) rule(dst *calendar.Rule) setter {
	return joined(r, dst, "when it recurs, such as [tue, thu]", calendar.ParseRule)
}

func (r *reader) days(dst *calendar.Days) setter {
	return joined(r, dst, "weekdays such as mon-fri", calendar.ParseDays)
}

// hours reads spans of a day; an empty list says "the whole day" where nothing would be inherited.
func (r *reader) hours(dst *calendar.Hours) setter {
	return func(n *yaml.Node, path string) {
		if n.Kind == yaml.List && len(n.Items) == 0 {
			*dst = calendar.Hours{}
			return
		}
		joined(r, dst, `hours such as "08:00-12:00, 13:00-17:00"`, calendar.ParseHours)(n, path)
	}
}

func (r *reader) dates(dst *[]calendar.Date) setter {
	return func(n *yaml.Node, path string) {
		r.each(n, path, "a list of days", func(n *yaml.Node, path string) {
			var d calendar.Date
			parsed(r, &d, "a day such as 2026-11-15", calendar.ParseDate)(n, path)
			*dst = append(*dst, d)
		})
	}
}

// estimate reads "5d", "3d..5d..9d" or, with a shape, {low, likely, high, shape}.
func (r *reader) estimate(dst *release.Estimate) setter {
	return func(n *yaml.Node, path string) {
		if n.Kind == yaml.Map {
			shape := ""
			r.fields(n, path, []field{
				{"low", r.length(&dst.Low)}, {"likely", r.length(&dst.Likely)}, {"high", r.length(&dst.High)}, {"shape", r.text(&shape)},
			}, nil)
			dst.Shape = release.Shape(shape)
			return
		}
		parsed(r, dst, "a duration such as 5d or 3d..5d..9d", release.ParseEstimate)(n, path)
		if n.Kind == yaml.Text && dst.IsZero() && !r.faulty[path] {
			r.zero(n, path, "a duration above zero, or skip")
		}
	}
}

func (r *reader) zero(n *yaml.Node, path, expected string) {
	r.fault("zero-value", path, n.At, quote(n.Text), expected, "for the default, take out the key")
}

var (
	integerForm = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,17})$`)
	numberForm  = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?$`)
	percentForm = regexp.MustCompile(`^(0|[1-9][0-9]*)(\.[0-9]+)?%$`)
)

// count reads a whole number that counts something. 0 stands for "not given" in
// a portfolio, so that a 0 in a file would not mean what it says.
func (r *reader) count(dst *int) setter {
	return func(n *yaml.Node, path string) {
		const expected = "a whole number of at least 1"
		if n.Kind != yaml.Text {
			r.wrong(n, path, expected)
			return
		}
		v, err := strconv.ParseInt(n.Text, 10, 32)
		switch {
		case !integerForm.MatchString(n.Text) || err != nil:
			r.fault("bad-number", path, n.At, quote(n.Text), expected, "")
		case v == 0:
			r.zero(n, path, expected)
		case v < 0:
			r.fault("bad-number", path, n.At, quote(n.Text), expected, "")
		default:
			*dst = int(v)
		}
	}
}

// number reads a number or a percentage.
func (r *reader) number(dst *float64) setter {
	return func(n *yaml.Node, path string) {
		const expected = "a number such as 0.2 or 20%"
		if n.Kind != yaml.Text {
			r.wrong(n, path, expected)
			return
		}
		text := n.Text
		switch {
		case percentForm.MatchString(text):
			text = strings.TrimSuffix(text, "%") + "e-2"
		case !numberForm.MatchString(text):
			hint := ""
			if strings.Contains(text, ",") {
				hint = "write a decimal point: " + strings.Replace(text, ",", ".", 1)
			}
			r.fault("bad-number", path, n.At, quote(n.Text), expected, hint)
			return
		}
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			r.fault("bad-number", path, n.At, quote(n.Text), expected, "")
			return
		}
		*dst = v
	}
}

// someNumber reads a number that, where it is zero, would mean "not given".
func (r *reader) someNumber(dst *float64) setter {
	return func(n *yaml.Node, path string) {
		r.number(dst)(n, path)
		if n.Kind == yaml.Text && *dst == 0 && !r.faulty[path] {
			r.zero(n, path, "a number above zero")
		}
	}
}

func (r *reader) boolean(dst *bool) setter {
	return func(n *yaml.Node, path string) {
		switch {
		case n.Kind != yaml.Text:
			r.wrong(n, path, "true or false")
		case n.Text == "true" || n.Text == "false":
			*dst = n.Text == "true"
		default:
			hint := ""
			switch strings.ToLower(n.Text) {
			case "yes", "y", "on", "1", "true":
				hint = "write true"
			case "no", "n", "off", "0", "false":
				hint = "write false"
			}
			r.fault("bad-boolean", path, n.At, quote(n.Text), "true or false", hint)
		}
	}
}

// word reads one of a few words; the position among words is the value.
func word[T ~uint8](r *reader, dst *T, words []string) setter {
	return func(n *yaml.Node, path string) {
		expected := strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
		if n.Kind != yaml.Text {
			r.wrong(n, path, expected)
			return
		}
		for i, w := range words {
			if w == n.Text {
				*dst = T(i)
				return
			}
		}
		r.fault("unknown-word", path, n.At, quote(n.Text), expected, didYouMean(n.Text, words))
	}
}

// The words of enumerations, in the order of their constants.
var (
	levelWords   = []string{"hard", "soft"}
	stopWords    = []string{"deploy", "work", "changeover"}
	changesWords = []string{"unlimited", "one-at-a-time", "one-per-occurrence"}
	timeWords    = []string{"default", "working", "contiguous", "elapsed"}
	laneWords    = []string{"elapsed", "working"} // of a changeover
	gateWords    = []string{"entry", "exit"}
	builtIn      = []string{"build", "sit", "uat", "deploy", "soak"}
)

func (r *reader) level(dst *calendar.Level) setter { return word(r, dst, levelWords) }

// stops reads "deploy, work" or [deploy, work].
func (r *reader) stops(dst *calendar.Stops) setter {
	return joined(r, dst, "what it stops: "+strings.Join(stopWords, ", "), func(text string) (calendar.Stops, error) {
		var all calendar.Stops
		for part := range strings.SplitSeq(text, ",") {
			part = strings.TrimSpace(part)
			at := -1
			for i, w := range stopWords {
				if w == part {
					at = i
				}
			}
			if at < 0 {
				return 0, release.Fault{Code: "unknown-word", Found: quote(part), Expected: strings.Join(stopWords, ", "), Hint: didYouMean(part, stopWords)}
			}
			all |= 1 << at
		}
		return all, nil
	})
}

// named reads a map of names: read makes one thing of each entry, put adds it.
func named[T any](r *reader, section string, list *[]T, expected string, read func(n *yaml.Node, path, name string) T) setter {
	return func(n *yaml.Node, path string) {
		switch n.Kind {
		case yaml.Null, yaml.Broken:
			return
		case yaml.Map:
		default:
			hint := ""
			if n.Kind == yaml.List {
				hint = "give each a name: " + section + ": {name: {…}}"
			}
			found := quote(n.Text)
			if n.Kind == yaml.List {
				found = "a list"
			}
			r.fault("wrong-kind", path, n.At, found, expected, hint)
			r.incomplete = true
			return
		}
		for i, e := range n.Entries {
			if r.full() {
				return
			}
			at := join(path, e.Key.Text)
			if e.Value.Bare {
				r.stray(n.Entries, i, at)
			}
			if e.Key.Text == "" {
				r.fault("missing-name", path, e.Key.At, `""`, "a name", "")
				continue
			}
			r.at(at, e.Key, e.Value)
			thing := read(e.Value, at, e.Key.Text)
			if before, again := r.index[at]; again {
				r.same(e.Key, at, before.place, (*list)[before.index], thing)
				continue
			}
			r.index[at] = defined{len(*list), place{r.source, e.Key.At}}
			*list = append(*list, thing)
		}
	}
}

// same reports a thing that two files define differently.
func (r *reader) same(key *yaml.Node, path string, before place, first, second any) {
	if equal(first, second) {
		return
	}
	r.fault("defined-twice", path, key.At, fmt.Sprintf("%s defined in another way", quote(key.Text)),
		"one definition, or the same in both files", fmt.Sprintf("the other stands at %s", before))
}
