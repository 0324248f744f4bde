package clearance

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"
)

// Verdict is the answer to "may it go now?", with every reason. All of it is at one
// instant; the slices are the caller's to change. Times are in the plan's zone.
type Verdict struct {
	Package  string
	Place    string // as asked: an environment or a window
	Activity string // the phase, and site, that the answer is about: "portal-12.deploy@zurich"
	At       time.Time
	Allowed  Answer
	Reasons  []Reason // those that say no first, then those unknown, then those only to be known; of each, the least that people can change first

	// Until is when the answer changes, with nothing else changing but time: of a yes, the first
	// instant at which it is too late. Zero: not within the time the Gate was compiled for.
	Until time.Time
	// Next is the first instant from At on at which the answer would be yes, with nothing else changing: rules and facts
	// as they are. Where there is none, but something that is not known decides, it is the first at which nothing known stands
	// in the way. NextAnswer says which: Yes, or Unknown. Zero: neither, within the time the Gate was compiled for.
	Next       time.Time
	NextAnswer Answer
	// Opens is the first instant from At on at which nothing stands in the way that passes with time alone: when it
	// could go if all that people have to do, such as approvals and other deployments, were done by then. Zero: none.
	Opens time.Time
	// WouldHelp is what would remove a reason, a phrase each: an exception, an approval and its meeting, a fact.
	WouldHelp []string

	clock  clock
	target *target
}

// verdict looks a target up at an instant. It allocates the lists of reasons and helps, once each.
func (g *Gate) verdict(t *target, place string, at time.Time, k int64) Verdict {
	v := Verdict{Package: t.pkg, Place: place, Activity: t.activity, At: at.In(g.clock.zone), clock: g.clock, target: t}
	if at.Before(g.from) || !at.Before(g.to) {
		v.Reasons = []Reason{{Kind: KindHorizon, Text: "asked about " + g.clock.says(at) + ", but rules and facts were read for " + g.clock.says(g.from) + " to " + g.clock.saysEnd(g.to)}}
		return v
	}
	i := t.line.segment(k)
	end := g.clock.offset(g.to)
	within := func(k int64) time.Time {
		if k >= end {
			return time.Time{}
		}
		return g.clock.time(k)
	}
	v.Allowed, v.Until = t.line.answers[i], within(t.line.ends[i])
	if yes := max(k, t.line.yes[i]); yes < end {
		v.Next, v.NextAnswer = within(yes), Yes
	} else {
		v.Next = within(max(k, t.line.unknown[i]))
	}
	v.Opens = within(max(k, t.line.open[i]))

	var buffer [48]*stretch
	hold, helps := buffer[:0], 0
	for _, own := range t.tracks {
		if s := own.at(k); s != nil {
			hold, helps = append(hold, s), helps+len(s.help)
		}
	}
	if len(hold) > 0 {
		v.Reasons = make([]Reason, 0, len(hold))
	}
	if helps > 0 {
		v.WouldHelp = make([]string, 0, helps)
	}
	for _, answer := range [...]Answer{No, Unknown, Yes} {
		for _, s := range hold {
			if s.reason.Answer != answer {
				continue
			}
			v.Reasons = append(v.Reasons, s.reason)
			for _, h := range s.help {
				if !contains(v.WouldHelp, h) {
					v.WouldHelp = append(v.WouldHelp, h)
				}
			}
		}
	}
	return v
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// String is the answer as people read it: a line for the answer, one for each reason, one for when, and
// one for each thing that would help.
func (v Verdict) String() string {
	c := v.clock
	if c.zone == nil {
		c = clock{v.At, v.At.Location()}
	}
	var b strings.Builder
	line := func(parts ...string) {
		for _, p := range parts {
			b.WriteString(p)
		}
		b.WriteByte('\n')
	}
	head := strings.ToUpper(v.Allowed.String())
	if v.Allowed == Unknown {
		head = "CANNOT TELL"
	}
	about := v.Activity
	if about == "" {
		about = v.Package
	}
	b.WriteString(head + ": " + about + ", " + v.Place + ", " + c.says(v.At) + " " + c.zone.String())
	if v.Allowed == Yes && !v.Until.IsZero() {
		b.WriteString("; start by " + c.saysEnd(v.Until))
	}
	b.WriteByte('\n')
	for _, r := range v.Reasons {
		mark := map[Answer]string{No: "  no       ", Unknown: "  unknown  ", Yes: "  note     "}[r.Answer]
		line(mark, r.Text)
	}
	switch {
	case v.Allowed == Yes:
	case v.Next.IsZero() && v.Opens.IsZero():
		line("next:     none as things are")
	case v.Next.IsZero() && v.Opens.Equal(v.At):
		line("next:     none as things are; at once when all that people must do is done")
	case v.Next.IsZero():
		line("next:     none as things are; ", c.says(v.Opens), " if all that people must do is done by then")
	case v.NextAnswer == Yes:
		line("next:     ", c.says(v.Next))
	case v.Next.Equal(v.At):
		line("next:     at once, if what is not known turns out well")
	default:
		line("next:     ", c.says(v.Next), ", if what is not known turns out well")
	}
	for i, h := range v.WouldHelp {
		if i == 0 {
			line("helps:    ", h)
		} else {
			line("          ", h)
		}
	}
	return b.String()
}

// MarshalJSON gives the verdict as an object that stays the same between versions, but for new fields:
//
//	package, place, activity, at
//	allowed      "yes", "no" or "unknown"
//	reasons      each with answer ("no", "unknown", or "yes" for one that refuses nothing), kind, name, text and until
//	until        when the answer changes
//	next         when it would be yes, or, if next_allowed is "unknown", when nothing known stands in the way
//	next_allowed "yes" or "unknown"
//	opens        when nothing is left in the way that passes with time
//	would_help   phrases
//
// Times are RFC 3339 with the offset of the plan's zone, cut to whole seconds; what is not known is absent. The lists are always there.
func (v Verdict) MarshalJSON() ([]byte, error) {
	type reason struct {
		Answer Answer     `json:"answer"`
		Kind   Kind       `json:"kind"`
		Name   string     `json:"name"`
		Text   string     `json:"text"`
		Until  *time.Time `json:"until,omitempty"`
	}
	given := func(t time.Time) *time.Time {
		if t.IsZero() {
			return nil
		}
		t = t.Truncate(time.Second)
		return &t
	}
	d := struct {
		Package   string     `json:"package"`
		Place     string     `json:"place"`
		Activity  string     `json:"activity,omitempty"`
		At        time.Time  `json:"at"`
		Allowed   Answer     `json:"allowed"`
		Reasons   []reason   `json:"reasons"`
		Until     *time.Time `json:"until,omitempty"`
		Next      *time.Time `json:"next,omitempty"`
		NextAns   string     `json:"next_allowed,omitempty"`
		Opens     *time.Time `json:"opens,omitempty"`
		WouldHelp []string   `json:"would_help"`
	}{
		Package: v.Package, Place: v.Place, Activity: v.Activity, At: v.At, Allowed: v.Allowed, Reasons: []reason{},
		Until: given(v.Until), Next: given(v.Next), Opens: given(v.Opens), WouldHelp: append([]string{}, v.WouldHelp...),
	}
	if !v.Next.IsZero() {
		d.NextAns = v.NextAnswer.String()
	}
	for _, r := range v.Reasons {
		d.Reasons = append(d.Reasons, reason{r.Answer, r.Kind, r.Name, r.Text, given(r.Until)})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // "≥ 98% > 95%" is to be read; who wants it escaped has the encoder around this do it
	err := e.Encode(d)
	return b.Bytes(), err
}
