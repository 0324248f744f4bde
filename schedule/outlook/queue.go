package outlook

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/berthplan/berth/schedule"
)

// queue finds what activities wait for.
type queue struct {
	*ground
	by     Party
	in     [][]*schedule.Link
	at     []span
	turn   map[string][]turn // by window
	lapses []lapse           // of the activity that is looked at
}

// lapse is a wait and when it was.
type lapse struct {
	Wait
	spans []span
	most  int64 // minutes that its Holder has
}

// party is who an activity belongs to.
func (w *queue) party(i int) string {
	a := &w.p.Activities[i]
	k, ok := w.pack[a.Package]
	if !ok {
		return a.Name
	}
	switch pkg := &w.p.Packages[k]; w.by {
	case Projects:
		return cmp.Or(pkg.Project, "no project")
	case Owners:
		return cmp.Or(pkg.Owner, "no team")
	default:
		return pkg.Name
	}
}

// turn is an occurrence of a window in which something starts.
type turn struct {
	opens int64
	who   []int // the contiguous activities that start in it
}

// line lists the occurrences of each window in which something starts, by opening.
func (w *queue) line() {
	starts := map[occasion][]int{}
	for i := range w.places {
		if w.p.Activities[i].Time == schedule.Contiguous {
			for _, o := range w.openings(i) {
				starts[o] = append(starts[o], i)
			}
		}
	}
	w.turn = map[string][]turn{}
	opens := slices.SortedFunc(maps.Keys(starts), func(a, b occasion) int { return cmp.Compare(a.opens, b.opens) })
	for _, o := range opens {
		w.turn[o.window] = append(w.turn[o.window], turn{floor(time.Unix(o.opens, 0)), starts[o]})
	}
}

// activity finds what one activity waits for: first for those it has links from, then for what others hold.
func (w *queue) activity(i int) {
	me := w.party(i)
	var own []*schedule.Link
	for _, l := range w.in[i] {
		if w.party(w.act[l.From]) == me {
			own = append(own, l)
		}
	}
	alone, ready := w.soonest(i, own, w.at), w.soonest(i, w.in[i], w.at)
	if !alone.ok || !ready.ok {
		return
	}
	start := w.places[i].start
	ready.start = min(ready.start, start)
	if ready.start > alone.start {
		for _, l := range w.in[i] {
			from := w.act[l.From]
			if w.party(from) == me {
				continue
			}
			if with := w.soonest(i, append(own[:len(own):len(own)], l), w.at); with.ok && with.start > alone.start {
				w.note(i, schedule.RuleLink, label(l), hold{by: l.From, activity: from}, span{alone.start, min(with.start, start), true})
			}
		}
	}
	if ready.start < start {
		w.held(i, ready.start, start)
	}
}

// label is what a link is called.
func label(l *schedule.Link) string { return cmp.Or(l.Name, l.Kind.String()+" "+l.From) }

// note adds a wait of activity i, whose party waits for that of a holder.
func (w *queue) note(i int, kind schedule.RuleKind, name string, h hold, s span) {
	one := Wait{Activity: w.p.Activities[i].Name, Who: w.party(i), For: h.by, Kind: kind, Name: name}
	if h.activity >= 0 {
		one.For = w.party(h.activity)
	}
	one.For = cmp.Or(one.For, "reduced capacity")
	k := slices.IndexFunc(w.lapses, func(l lapse) bool { return l.For == one.For && l.Kind == kind && l.Name == name })
	if k < 0 {
		k = len(w.lapses)
		w.lapses = append(w.lapses, lapse{Wait: one})
	}
	l := &w.lapses[k]
	if l.spans = append(l.spans, s); s.end-s.start > l.most {
		l.Holder, l.most = h.by, s.end-s.start
	}
}

// held shares out the minutes in [ready, start) among the causes: each has those up to its own, and what the
// clock alone takes after it, as that is only waited for because of it.
func (w *queue) held(i int, ready, start int64) {
	var rules [][]schedule.Rule
	var until []int64
	for _, c := range w.places[i].row.Causes {
		var here []schedule.Rule
		for _, r := range c.Rules {
			if kinds[r.Kind] != "" && r.Kind != schedule.RuleLink {
				here = append(here, r)
			}
		}
		if len(here) > 0 {
			rules, until = append(rules, here), append(until, floor(c.At)+1)
		} else if n := len(until); n > 0 {
			until[n-1] = max(until[n-1], floor(c.At)+1)
		}
	}
	for k, from := 0, ready; k < len(rules); k++ {
		to := min(max(until[k], from), start)
		if k == len(rules)-1 {
			to = start
		}
		for _, r := range rules[k] {
			w.shared(i, r, from, to)
		}
		from = to
	}
}

// shared adds the waits for those who hold what a rule is about in [from, to).
func (w *queue) shared(i int, r schedule.Rule, from, to int64) {
	if from >= to {
		return
	}
	holds := w.holders(i, r, from, to)
	if len(holds) == 0 {
		w.note(i, r.Kind, r.Name, hold{by: r.By, activity: w.known(r.By)}, span{from, to, true})
		return
	}
	slices.SortStableFunc(holds, func(a, b hold) int { return cmp.Compare(a.from, b.from) })
	last := from
	for k := range holds {
		holds[k].from, holds[k].to = max(holds[k].from, from), min(holds[k].to, to)
		last = max(last, holds[k].to)
	}
	// A gap is waited for those who hold next; one at the end, for those before.
	reached, began, gap := from, holds[0].from, from
	for _, h := range holds {
		if h.from > reached {
			began, gap = h.from, reached
		}
		reached = max(reached, h.to)
		s := span{h.from, h.to, true}
		if h.from == began {
			s.start = gap
		}
		if h.to == last {
			s.end = to
		}
		w.note(i, r.Kind, r.Name, h, s)
	}
}

// known is an activity by name, or -1.
func (w *queue) known(name string) int {
	if i, ok := w.act[name]; ok {
		return i
	}
	return -1
}

// holders lists who else holds what a rule is about at some time in [from, to).
func (w *queue) holders(i int, r schedule.Rule, from, to int64) []hold {
	var list []hold
	switch r.Kind {
	case schedule.RuleEnvironment, schedule.RuleConfiguration, schedule.RuleOutage:
		if e, ok := w.env[r.Name]; ok {
			list = slices.Clone(w.holds(e))
		}
	case schedule.RuleResource:
		list = slices.Clone(w.demands(r.Name))
		for k := range w.p.Resources {
			if res := &w.p.Resources[k]; res.Name == r.Name {
				for _, s := range res.Steps {
					if s.Capacity < res.Capacity {
						list = append(list, hold{from: floor(s.Start), to: ceil(s.End), by: s.Name, activity: -1})
					}
				}
			}
		}
	default:
		list = w.turns(i, r, to)
	}
	return slices.DeleteFunc(list, func(h hold) bool { return h.activity == i || h.to <= from || h.from >= to })
}

// turns lists who starts in the occurrences, or changes the system, before a minute: whoever starts in an occurrence
// stands in the way from its opening to the next one's.
func (w *queue) turns(i int, r schedule.Rule, before int64) []hold {
	a := &w.p.Activities[i]
	mine := func(k int) bool {
		other := &w.p.Activities[k]
		if r.Kind == schedule.RuleSystem {
			return other.System == r.Name
		}
		return other.Window == r.Name
	}
	var list []hold
	turns := w.turn[a.Window]
	for k, t := range turns {
		next := before
		if k+1 < len(turns) {
			next = min(next, turns[k+1].opens)
		}
		for _, other := range t.who {
			if mine(other) {
				list = append(list, hold{from: t.opens, to: max(next, w.places[other].end), by: w.p.Activities[other].Name, activity: other})
			}
		}
	}
	if r.Kind == schedule.RuleSystem {
		for k := range w.places {
			if w.places[k].long() && w.p.Activities[k].Time == schedule.Contiguous && mine(k) {
				list = append(list, hold{from: w.places[k].start, to: w.places[k].end, by: w.p.Activities[k].Name, activity: k})
			}
		}
	}
	return list
}

// hands lists the links between activities of different parties that are in the plan.
func (w *queue) hands() []Hands {
	list := []Hands{}
	for k := range w.p.Links {
		l := &w.p.Links[k]
		f, t := w.act[l.From], w.act[l.To]
		from, to := &w.places[f], &w.places[t]
		if w.party(f) == w.party(t) || from.row == nil || to.row == nil || l.Kind > schedule.MaxStartToFinish {
			continue
		}
		h := Hands{From: l.From, To: l.To, FromParty: w.party(f), ToParty: w.party(t), Name: label(l)}
		s, e := from.end, to.start
		switch l.Kind {
		case schedule.StartToStart, schedule.StartToFinish, schedule.MaxStartToStart, schedule.MaxStartToFinish:
			s = from.start
		}
		switch l.Kind {
		case schedule.FinishToFinish, schedule.StartToFinish, schedule.MaxFinishToFinish, schedule.MaxStartToFinish:
			e = to.end
		}
		if l.Kind > schedule.StartToFinish {
			h.Slack = int64((l.Lag - l.Calendar.Between(instant(s), instant(e))) / time.Minute)
		} else if least, ok := w.add(l.Calendar, s, l.Lag); ok {
			h.Slack = e - least
		}
		list = append(list, h)
	}
	slices.SortStableFunc(list, func(a, b Hands) int { return cmp.Compare(a.Slack, b.Slack) })
	return list
}
