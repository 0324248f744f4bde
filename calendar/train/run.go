package train

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/internal/near"
)

// Run is one release of a train.
type Run struct {
	Name    string
	Number  int           // {n}; 0 of an extra one
	GA      calendar.Date // the day of release
	Regular calendar.Date // the day that the cadence gives; zero of an extra one
	Reason  string        // of the exception that moved or added it
	Stops   []Stop        // its milestones, in the order of the train
}

// Stop is a milestone of one run: the moment, or the days from From to To.
type Stop struct {
	Name     string
	From, To calendar.Moment // To as an end: a bare day is that whole day. Of a single moment both are the same.
}

// later is how far past what is asked for exceptions may name runs.
const later = 5

// Between gives the runs whose day of release lies from first to last, both included, in the order of those days. The
// error is a [calendar.Errors] with every fault of t, and of exceptions that name no run up to five years after last.
func (t Cadence) Between(first, last calendar.Date) ([]Run, error) {
	faults := t.check()
	if len(faults) > 0 {
		return nil, faults
	}
	all, err := t.regular(last)
	if err != nil {
		return nil, err
	}
	all, faults = t.except(all)
	if len(faults) > 0 {
		return nil, faults
	}
	var out []Run
	for _, r := range all {
		if r.GA.Compare(first) >= 0 && r.GA.Compare(last) <= 0 {
			out = append(out, r)
		}
	}
	for i := range out {
		if err := t.stops(&out[i]); err != nil {
			return nil, calendar.Errors{err}
		}
	}
	return out, nil
}

// regular lists the runs from the first to a few years after last, or to Until.
func (t Cadence) regular(last calendar.Date) ([]Run, error) {
	begins, _ := t.begins()
	end := last
	for _, e := range t.Exceptions {
		if e.To.Compare(end) > 0 {
			end = e.To
		}
	}
	end.Year += later
	if !t.Until.IsZero() && t.Until.Compare(end) < 0 {
		end = t.Until
	}
	from, _ := calendar.ParseMoment(begins.String()) // the text of a day can be read
	spec := calendar.Spec{Weekly: calendar.Weekly{Days: t.days()}, Windows: []calendar.Window{{Every: t.Runs, From: from}}}
	for _, h := range t.Holidays {
		spec.Holidays = append(spec.Holidays, calendar.Holiday{Date: h})
	}
	c, err := spec.Compile(calendar.Interval{Start: begins.In(time.UTC), End: end.AddDays(1).In(time.UTC)}, calendar.Subject{}, 0)
	if err != nil {
		return nil, t.refused(err)
	}
	var out []Run
	n, i, year := cmp.Or(t.First, 1), 0, 0
	for _, o := range c.Occurrences() {
		d := calendar.DateOf(o.Opens)
		if i++; d.Year != year {
			i, year = 1, d.Year
		}
		out = append(out, Run{Name: name(t.Names, n, i, d), Number: n, GA: d, Regular: d})
		n++
	}
	return out, nil
}

// refused puts what the calendar says of the cadence in the words of a train.
func (t Cadence) refused(err error) error {
	all, ok := err.(calendar.Errors)
	if !ok {
		return err
	}
	var out calendar.Errors
	for _, e := range all {
		if e.Path == "windows[0].lasts" || e.Path == "windows[0].zone" {
			e = fault("timed-rule", t.Runs.String(), "a rule of days, without times", "put the time into a milestone, such as GA at 17:00")
		}
		moved := *e
		switch {
		case strings.HasPrefix(e.Path, "windows") || e.Path == "":
			moved.Path = "runs"
		case strings.HasPrefix(e.Path, "weekly"):
			moved.Path = "days"
		case e.Path == "span":
			moved.Path = "from"
		}
		out = append(out, &moved)
	}
	return out
}

// except skips, moves and adds runs, and sorts them.
func (t Cadence) except(all []Run) ([]Run, calendar.Errors) {
	var faults calendar.Errors
	add := func(path string, e *calendar.Error) {
		e.Path = path
		faults = append(faults, e)
	}
	at, names := map[string]int{}, make([]string, 0, len(all))
	for i, r := range all {
		if j, ok := at[r.Name]; ok {
			add("names", fault("duplicate-name", r.Name, "a name for each run", "it is that of the runs of "+all[j].GA.String()+" and "+r.GA.String()+"; {n} tells them apart"))
			return nil, faults
		}
		at[r.Name] = i
		names = append(names, r.Name)
	}
	skipped := map[int]bool{}
	for i, e := range t.Exceptions {
		j, known := at[e.Name]
		path := fmt.Sprintf("exceptions[%d].name", i)
		switch {
		case e.Kind == Extra && known:
			add(path, fault("duplicate-name", e.Name, "a name that no run of the cadence has", "to give that run another day, write move"))
		case e.Kind == Extra:
			all = append(all, Run{Name: e.Name, GA: e.To, Reason: e.Reason})
		case !known:
			add(path, fault("unknown-run", e.Name, "a run of this train", near.Hint(e.Name, names)))
		case e.Kind == Move:
			all[j].GA, all[j].Reason = e.To, e.Reason
		default:
			skipped[j] = true
		}
	}
	var out []Run
	for i, r := range all {
		if !skipped[i] {
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b Run) int { return cmp.Or(a.GA.Compare(b.GA), strings.Compare(a.Name, b.Name)) })
	return out, faults
}

// stops dates the milestones of a run. They are known to count from GA in the end.
func (t Cadence) stops(r *Run) *calendar.Error {
	holidays := map[calendar.Date]bool{}
	for _, h := range t.Holidays {
		holidays[h] = true
	}
	working := func(d calendar.Date) bool { return t.days().Has(d.Weekday()) && !holidays[d] }
	days := map[string]calendar.Date{"": r.GA, release: r.GA}
	index := map[string]int{}
	for i, m := range t.Milestones {
		index[m.Name] = i
	}
	var failed *calendar.Error
	var date func(o Offset, path string) calendar.Date
	date = func(o Offset, path string) calendar.Date {
		if _, ok := days[o.Of]; !ok {
			i := index[o.Of]
			days[o.Of] = date(t.Milestones[i].At, fmt.Sprintf("milestones[%d].at", i))
		}
		d, ok := o.from(days[o.Of], working)
		if (!ok || d.Year < 1 || d.Year > 9999) && failed == nil {
			failed = fault("no-working-day", o.String(), "working days enough around "+days[o.Of].String(), "")
			failed.Path = path
		}
		return d
	}
	moment := func(o Offset, d calendar.Date) calendar.Moment {
		text := d.String()
		if o.Timed {
			text += "T" + o.At.String()
		}
		m, _ := calendar.ParseMoment(text) // the text of a day and a time can be read
		return m
	}
	for i, m := range t.Milestones {
		path := fmt.Sprintf("milestones[%d]", i)
		from := date(m.At, path+".at")
		days[m.Name] = from
		s := Stop{Name: m.Name, From: moment(m.At, from)}
		if s.To = s.From; m.Lasts {
			to := date(m.Until, path+".until")
			if s.To = moment(m.Until, to); failed == nil && !s.To.Finish(nil).After(s.From.Begin(nil)) {
				failed = fault("ends-before-start", s.To.String(), "an end after "+s.From.String()+" in "+r.Name, "")
				failed.Path = path + ".until"
			}
		}
		r.Stops = append(r.Stops, s)
	}
	return failed
}

// Stop is the milestone of that name; "GA" is the day of release.
func (r Run) Stop(name string) (Stop, bool) {
	for _, s := range r.Stops {
		if s.Name == name {
			return s, true
		}
	}
	if name != release {
		return Stop{}, false
	}
	m, _ := calendar.ParseMoment(r.GA.String())
	return Stop{release, m, m}, true
}

// Blackout is the time of a milestone as a hard blackout of deployments, called "v1.34 code freeze".
func (r Run) Blackout(name string) (calendar.Blackout, bool) {
	s, ok := r.Stop(name)
	return calendar.Blackout{Name: r.Name + " " + name, From: s.From, To: s.To}, ok
}

// longestStop bounds the days of a milestone that becomes a window.
const longestStop = 3660

// Windows makes a window of each milestone, and "GA" of the days of release: open on the days that it has in any of the runs.
// They are in the order of the milestones, GA last; there are none without runs, since a window without dates opens every day.
func Windows(runs []Run) []calendar.Window {
	var names []string
	dates := map[string][]calendar.Date{}
	for _, r := range runs {
		ga, _ := r.Stop(release)
		for _, s := range append(slices.Clone(r.Stops), ga) {
			if dates[s.Name] == nil && s.Name != release {
				names = append(names, s.Name)
			}
			first, end := calendar.DateOf(s.From.Begin(nil)), s.To.Finish(nil)
			for d := first; d == first || d.In(time.UTC).Before(end) && d.Compare(first.AddDays(longestStop)) < 0; d = d.AddDays(1) {
				dates[s.Name] = append(dates[s.Name], d)
			}
		}
	}
	if len(runs) > 0 {
		names = append(names, release)
	}
	var out []calendar.Window
	for _, n := range names {
		days := dates[n]
		slices.SortFunc(days, calendar.Date.Compare)
		out = append(out, calendar.Window{Name: n, Dates: slices.Compact(days)})
	}
	return out
}
