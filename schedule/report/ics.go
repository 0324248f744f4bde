package report

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/berthplan/berth/calendar/ical"
	"github.com/berthplan/berth/schedule"
)

// ICSOptions say which part of a plan goes into a calendar: what fits all that are given. The zero value is everything.
type ICSOptions struct {
	Package     string
	Environment string
	Resource    string // one that is held, such as a team: schedule.Assignment.Resources
}

// ICS writes plan as an iCalendar file (RFC 5545) to subscribe to: one event for
// each activity, in the plan's zone, with what holds it up in its description.
// Decisions are events without length. Deployments and meetings, which have an
// appointed time, take people's time; all else is shown and leaves them free.
//
// The UID of an event follows from the names of activity and plan alone, such as
// "ledger-4.2.uat@payments-autumn-train.berth": a new plan of the same name moves the event
// and makes no second one. Its SEQUENCE is Assignment.Revision, and Plan.Gone gives the
// events that are cancelled; [schedule.Plan.Revise] sets both from the plan that was published before:
//
//	next.Revise(plan)
//	err := report.ICS(w, next, report.ICSOptions{Environment: "uat"})
//
// An activity that left the part written is cancelled there, as one that left the
// plan is. The stamp (DTSTAMP) is the plan's start, so that the same plan gives the same file.
func ICS(w io.Writer, plan *schedule.Plan, opt ICSOptions) error {
	words, err := wordsOf(plan)
	if err != nil {
		return err
	}
	c := ical.Calendar{Name: plan.Name, Product: "-//berthplan//berth report//EN", Zone: words.zone, Stamp: stamp(plan)}
	if parts := opt.words(); parts != "" {
		c.Name = strings.TrimPrefix(c.Name+": "+parts, ": ")
	}
	c.Name = cleanLines(c.Name)
	live := map[string]bool{} // activities that have an event
	now := map[string]schedule.Assignment{}
	for _, a := range plan.Activities {
		now[a.Activity] = a
		if opt.holds(a) {
			live[a.Activity] = true
			c.Events = append(c.Events, words.event(plan, a))
		}
	}
	cancelled := map[string]int{} // index into c.Events
	for _, g := range plan.Gone {
		if live[g.Activity] || !opt.holds(g) {
			continue
		}
		e := words.event(plan, g)
		e.Status, e.Busy, e.Description = ical.Cancelled, false, "No longer in the plan."
		if a, still := now[g.Activity]; still {
			e.Description = sentence("Moved: " + words.place(a))
		}
		if i, twice := cancelled[g.Activity]; !twice {
			cancelled[g.Activity] = len(c.Events)
			c.Events = append(c.Events, e)
		} else if e.Sequence > c.Events[i].Sequence {
			c.Events[i] = e
		}
	}
	return ical.Write(w, c)
}

func (o ICSOptions) holds(a schedule.Assignment) bool {
	return (o.Package == "" || a.Package == o.Package) && (o.Environment == "" || a.Environment == o.Environment) &&
		(o.Resource == "" || slices.Contains(a.Resources, o.Resource))
}

func (o ICSOptions) words() string {
	given := slices.DeleteFunc([]string{o.Package, o.Environment, o.Resource}, func(s string) bool { return s == "" })
	return strings.Join(given, ", ")
}

// stamp is a time that follows from the plan alone.
func stamp(plan *schedule.Plan) time.Time {
	at := plan.Start
	for _, a := range plan.Activities {
		if plan.Start.IsZero() && (at.IsZero() || a.Start.Before(at)) {
			at = a.Start
		}
	}
	if at.IsZero() {
		return time.Unix(0, 0)
	}
	return at
}

func (w words) event(plan *schedule.Plan, a schedule.Assignment) ical.Event {
	e := ical.Event{
		UID: uid(a.Activity, plan.Name), Sequence: a.Revision, Start: a.Start, End: a.End,
		Summary: strings.TrimSpace(a.Package + " " + phaseOf(a)), Busy: !a.Opens.IsZero(),
	}
	for _, s := range []string{a.Environment, a.Site} {
		if s != "" {
			e.Location = strings.TrimPrefix(e.Location+", "+s, ", ")
		}
	}
	for _, s := range []string{a.Package, a.Phase} {
		if s != "" {
			e.Categories = append(e.Categories, s)
		}
	}
	var lines []string
	for _, c := range a.Causes {
		lines = append(lines, sentence(c.Text))
	}
	if len(lines) > 0 {
		lines = append([]string{"Why not earlier:"}, lines...)
	}
	for _, fact := range []struct{ name, value string }{
		{"Configuration", a.Configuration}, {"Window", a.Window}, {"Held", strings.Join(a.Resources, ", ")},
	} {
		if fact.value != "" {
			lines = append(lines, fact.name+": "+fact.value)
		}
	}
	if a.Slack > 0 && !a.Fact {
		lines = append(lines, "Could start "+w.length(a.Slack)+" later with nothing else moving.")
	}
	e.Description = cleanLines(strings.Join(lines, "\n"))
	e.Summary, e.Location = cleanLines(e.Summary), cleanLines(e.Location)
	for i := range e.Categories {
		e.Categories[i] = cleanLines(e.Categories[i])
	}
	return e
}

// cleanLines is a text of several lines without other control characters.
func cleanLines(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(c rune) rune {
		if unicode.IsControl(c) && c != '\n' && c != '\t' {
			return '\uFFFD'
		}
		return c
	}, s)
}

// place says when and where an activity is: "Mon 28 Sep 08:00 to Wed 7 Oct 17:00 in uat (tls13)".
func (w words) place(a schedule.Assignment) string {
	s := w.starts(a)
	if a.End.After(a.Start) {
		s += " to " + w.ends(a)
	}
	if a.Environment != "" {
		s += " in " + a.Environment
		if a.Configuration != "" {
			s += " (" + a.Configuration + ")"
		}
	}
	return s
}

// maxUID is how long a UID may be, in octets (RFC 7986).
const maxUID = 255

// uid names an event for good. Two activities of a plan never share one: all
// but letters, digits and -._~@ is percent-encoded in the activity's name. In the plan's, case does not count and a space is a hyphen.
func uid(activity, plan string) string {
	if plan == "" {
		plan = "plan"
	}
	s := encoded(activity, "-._~@") + "@" + encoded(strings.ReplaceAll(strings.ToLower(plan), " ", "-"), "-._~") + ".berth"
	if len(s) > maxUID {
		sum := sha256.Sum256([]byte(s))
		s = s[:maxUID-33] + "-" + hex.EncodeToString(sum[:16])
	}
	return s
}

func encoded(s, plain string) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte(plain, c) >= 0 {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', digits[c>>4], digits[c&15]})
		}
	}
	return b.String()
}
