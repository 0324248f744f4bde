package clearance

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// asked is a criterion of a gate, about a package.
type asked struct {
	pkg       string
	gate      string
	phase     string // whose gate it is
	criterion release.Criterion
}

// criteria are those of its own gate, if that stands before it, and those of the gates that stand
// after what it waits for directly.
func (k *making) criteria() {
	var all []asked
	add := func(pkg string, ph *release.Phase, entry bool) {
		at := slices.IndexFunc(k.p.Gates, func(g release.Gate) bool { return g.Name == ph.Gate })
		if at < 0 {
			return
		}
		g := &k.p.Gates[at]
		before := g.Entry || !g.Exit && ph.Window != ""
		after := g.Exit || !g.Entry && ph.Window == ""
		if entry && !before || !entry && !after {
			return
		}
		for _, c := range g.Requires {
			one := asked{pkg, g.Name, ph.Name, c}
			if !slices.ContainsFunc(all, func(o asked) bool { return o.pkg == pkg && o.criterion == c }) {
				all = append(all, one)
			}
		}
	}
	add(k.a.Package, k.phase, true)
	for i := range k.problem.Activities {
		// What the first site waits for, every site does.
		site := &k.problem.Activities[i]
		if site.Package != k.a.Package || site.Phase != k.a.Phase {
			continue
		}
		for _, l := range k.incoming[site.Name] {
			other := &k.problem.Activities[k.activity[l.From]]
			if l.Kind == schedule.FinishToStart && other.Time != schedule.Decision && (other.Package != k.a.Package || other.Phase != k.a.Phase) {
				add(other.Package, k.phaseOf(other), false)
			}
		}
	}
	for _, one := range all {
		k.criterion(one)
	}
}

// criterion is what is known of one, from each instant on at which more is.
func (k *making) criterion(c asked) {
	facts := k.factsOf(c)
	instants := []int64{ever}
	for _, f := range facts {
		if !f.At.IsZero() {
			instants = append(instants, k.offset(f.At.Begin(k.zone)))
		}
	}
	slices.Sort(instants)
	instants = slices.Compact(instants)
	for i, from := range instants {
		to := int64(never)
		if i+1 < len(instants) {
			to = instants[i+1]
		}
		var last *release.Fact
		for _, f := range facts {
			if f.At.IsZero() || k.offset(f.At.Begin(k.zone)) <= from {
				last = f
			}
		}
		k.judged(c, last, from, to)
	}
}

// factsOf is the facts on a criterion in the order of the list: the last counts.
func (k *making) factsOf(c asked) []*release.Fact {
	var out []*release.Fact
	facts := k.names.Facts
	for i := range facts {
		f := &facts[i]
		if f.Package != c.pkg && f.Package != "" {
			continue
		}
		kind, name, _ := strings.Cut(f.Name, ":")
		kind, name = strings.TrimSpace(kind), strings.TrimSpace(name)
		fits := f.Name == c.criterion.Name
		switch c.criterion.Kind {
		case release.ApprovalOf, release.SignOffOf:
			fits = f.Package == c.pkg && kind == c.criterion.Kind.String() && name == c.criterion.Name
		}
		if fits {
			out = append(out, f)
		}
	}
	return out
}

// judged is a criterion with one state of what is known, in [from, to).
func (k *making) judged(c asked, f *release.Fact, from, to int64) {
	answer, known := judge(c.criterion, f)
	text := c.criterion.String()
	kind, subject := KindCriterion, c.criterion.Name
	switch c.criterion.Kind {
	case release.ApprovalOf:
		kind, subject = KindApproval, "the approval"
	case release.SignOffOf:
		kind, subject = KindSignOff, "the sign-off"
	}
	said := "gate " + c.gate + " of " + c.pkg + "." + c.phase + " asks for " + strconv.Quote(text) + ": " + subject + " " + known
	if f != nil && f.By != "" {
		said += " (" + f.By + ")"
	}
	if answer == Yes && kind == KindApproval && f.Digest != "" {
		would, have := k.options.Digests[c.pkg]
		switch {
		case !have:
			k.add(from, to, false, Reason{Answer: Yes, Kind: KindDigest, Name: text,
				Text: text + " is " + f.Value + " for the digest " + shown(f.Digest) + "; whether that is what would be deployed was not checked"})
		case would != f.Digest:
			answer, said = No, text+" is for the digest "+shown(f.Digest)+", and that of "+c.pkg+" is "+shown(would)
		}
	}
	if answer == Yes {
		return
	}
	reason := Reason{Answer: answer, Kind: kind, Name: text, Text: said}
	if kind != KindApproval {
		help := "the fact " + c.criterion.Name + " for " + c.pkg + ", yes"
		switch {
		case kind == KindSignOff:
			help = "the sign-off of " + c.criterion.Name + " for " + c.pkg + ", the fact " + strconv.Quote(text)
		case c.criterion.Kind == release.Comparison && f != nil:
			help = text + " for " + c.pkg
		case c.criterion.Kind == release.Comparison:
			help = "the fact " + c.criterion.Name + " for " + c.pkg + ", " + c.criterion.Op + " " + c.criterion.Value
		}
		k.add(from, to, false, reason, help)
		return
	}
	k.approval(c, from, to, reason)
}

// approval names with each instant the meeting that can still be reached.
func (k *making) approval(c asked, from, to int64, r Reason) {
	sessions := k.sessions(c)
	want := "the approval of " + c.criterion.Name + " for " + c.pkg
	cuts := []int64{from}
	for _, s := range sessions {
		for _, at := range []int64{after(s.papers), after(s.meets)} {
			if at > from && at < to {
				cuts = append(cuts, at)
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i, cut := range cuts {
		end := to
		if i+1 < len(cuts) {
			end = cuts[i+1]
		}
		first := slices.IndexFunc(sessions, func(s session) bool { return s.meets >= cut })
		reached := slices.IndexFunc(sessions, func(s session) bool { return s.papers >= cut && s.meets >= cut })
		help := want
		switch {
		case first < 0 || reached < 0:
		case first == reached:
			help += ", which meets " + k.says(k.time(sessions[first].meets)) + k.by(sessions[first])
		default:
			help += ", which meets " + k.says(k.time(sessions[first].meets)) + " (papers were due " + k.says(k.time(sessions[first].papers)) + "), then " +
				k.says(k.time(sessions[reached].meets)) + k.by(sessions[reached])
		}
		part := r
		if to < k.end {
			part.Until = k.time(to)
		}
		k.list = append(k.list, stretch{from: cut, to: end, reason: part, help: []string{help}})
	}
}

// session is one meeting, and by when papers must be in.
type session struct{ meets, papers int64 }

func (k *making) by(s session) string {
	if s.papers == s.meets {
		return ""
	}
	return ", papers by " + k.says(k.time(s.papers))
}

// sessions are the meetings that decide on a criterion, within what was compiled.
func (k *making) sessions(c asked) []session {
	m := slices.IndexFunc(k.p.Meetings, func(m release.Meeting) bool { return m.Name == c.criterion.Name })
	at, known := k.activity[release.Ref{Package: c.pkg, Phase: c.phase + "/" + c.criterion.Name}.String()]
	if m < 0 || !known {
		return nil
	}
	decision := &k.problem.Activities[at]
	lead := func(t time.Time) (time.Time, bool) {
		submission := k.p.Meetings[m].Submission
		if submission.IsZero() {
			return t, true
		}
		for _, l := range k.incoming[decision.Name] {
			if l.Lag > 0 && k.problem.Activities[k.activity[l.From]].Package == c.pkg {
				return l.Calendar.Add(t, -l.Lag)
			}
		}
		work := k.p.Working(nil)
		return k.working().Add(t, -submission.Working(work.StandardDay()))
	}
	var out []session
	for _, o := range decision.Modes[0].Calendar.Occurrences() {
		if o.Opens.Before(k.from) {
			continue
		}
		if papers, ok := lead(o.Opens); ok {
			out = append(out, session{k.offset(o.Opens), k.offset(papers)})
		}
	}
	return out
}

// working is the plan's working time, in which papers are due where no phase of the package leads to the meeting.
func (k *making) working() *calendar.Compiled {
	if k.plan == nil {
		c := k.p.Working(nil)
		span := calendar.Interval{Start: k.problem.Start.Add(-margin), End: k.problem.Horizon}
		made, err := calendar.Spec{Zone: c.Zone, Weekly: c.Weekly(), Holidays: c.Holidays}.Compile(span, calendar.Subject{}, 0)
		if err != nil {
			return nil // FromPortfolio has compiled it already
		}
		k.plan = made
	}
	return k.plan
}

// thousandths prints a risk as people write it.
func thousandths(n int64) string {
	return cmp.Or(strings.TrimRight(strings.TrimRight(strconv.FormatFloat(float64(n)/1000, 'f', 3, 64), "0"), "."), "0")
}
