package main

import (
	"cmp"
	"slices"
	"time"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// comparison is a plan beside what really happened.
type comparison struct {
	rows  []compared // by planned release, then name
	kept  kept
	chain [][]link // the longest chains of dependencies, each first what is required
}

// compared is one deliverable, planned and real. Zero times: there is none.
type compared struct {
	name, group string
	target      time.Time // end of the day by which it should be tagged first
	candidate   pair
	release     pair
}

// pair is one tag, planned and real.
type pair struct {
	planned, real time.Time
	fact          bool // it had happened before the plan was made: there is nothing to compare
}

func (p pair) comparable() bool { return !p.fact && !p.planned.IsZero() && !p.real.IsZero() }

// late is how much later than in reality it is planned; negative: earlier.
func (p pair) late() time.Duration { return p.planned.Sub(p.real) }

// kept counts the dependencies whose order the dates keep: what is required is final no later than
// what requires it is tagged first.
type kept struct {
	plan, real    int
	planned, seen int    // those of which both dates are known
	byFacts       int    // out of order in the plan, where what requires was tagged before the plan was made
	broken        []edge // by the real dates
	contrary      []edge // those the targets contradict: the required has the later one
}

// link is one member of a chain of dependencies.
type link struct {
	name string
	at   pair // of the tag that others wait for
}

// compare puts the plan beside the data.
func compare(w *work, plan *schedule.Plan) comparison {
	places := make(map[release.Ref]schedule.Assignment, len(plan.Activities))
	for _, a := range plan.Activities {
		places[release.Ref{Package: a.Package, Phase: a.Phase}] = a
	}
	all := make([]compared, len(w.in.list))
	for i := range w.in.list {
		d := &w.in.list[i]
		t := w.terms(d)
		candidate, final := w.cycle.milestones(d)
		all[i] = compared{
			name: d.name, group: t.group, target: t.target.AddDays(1).In(time.UTC),
			candidate: beside(places, d.name, phaseCandidate, candidate),
			release:   beside(places, d.name, phaseRelease, final),
		}
	}
	out := comparison{kept: w.keeps(all), chain: w.longest(all)}
	for i := range all {
		if w.in.list[i].isReleased() {
			out.rows = append(out.rows, all[i])
		}
	}
	slices.SortFunc(out.rows, func(a, b compared) int {
		return cmp.Or(a.release.planned.Compare(b.release.planned), cmp.Compare(a.name, b.name))
	})
	return out
}

func (w *work) terms(d *deliverable) terms {
	return w.cycle.terms(d, int(w.assume.lead.Elapsed()/(24*time.Hour)))
}

func beside(places map[release.Ref]schedule.Assignment, name, phase string, t *tag) pair {
	var p pair
	if a, ok := places[release.Ref{Package: name, Phase: phase}]; ok {
		p.planned, p.fact = a.End.UTC(), a.Fact
	}
	if t != nil {
		p.real = t.merged.UTC()
	}
	return p
}

// first is the tag that others wait for, and that waits for others.
func (c *compared) first(d *deliverable) pair {
	if d.firstTag() == phaseCandidate {
		return c.candidate
	}
	return c.release
}

func (w *work) keeps(all []compared) kept {
	var out kept
	for _, e := range w.edges.used {
		before, after := all[e.to].first(&w.in.list[e.to]), all[e.from].first(&w.in.list[e.from])
		if !before.planned.IsZero() && !after.planned.IsZero() {
			out.planned++
			switch {
			case !before.planned.After(after.planned):
				out.plan++
			case after.fact:
				out.byFacts++
			}
		}
		if !before.real.IsZero() && !after.real.IsZero() {
			out.seen++
			if before.real.After(after.real) {
				out.broken = append(out.broken, e)
			} else {
				out.real++
			}
		}
		if all[e.to].target.After(all[e.from].target) {
			out.contrary = append(out.contrary, e)
		}
	}
	return out
}

// mostChains is how many of the longest chains are shown.
const mostChains = 3

// longest is the longest chains of dependencies, of those the ones with the latest planned end; each ends with
// something that nothing else requires.
func (w *work) longest(all []compared) [][]link {
	n := len(all)
	chains := w.edges.chains(n)
	required := make([]bool, n)
	for _, e := range w.edges.used {
		required[e.to] = true
	}
	var ends []int
	for i := range n {
		if !required[i] && chains.length[i] > 1 {
			ends = append(ends, i)
		}
	}
	slices.SortFunc(ends, func(a, b int) int {
		return cmp.Or(chains.length[b]-chains.length[a],
			all[b].first(&w.in.list[b]).planned.Compare(all[a].first(&w.in.list[a]).planned), a-b)
	})
	var out [][]link
	shown := make(map[int]bool) // by the last member but one: chains that only end differently are one
	for _, end := range ends {
		if shown[chains.previous[end]] || len(out) == mostChains {
			continue
		}
		shown[chains.previous[end]] = true
		var chain []link
		for _, v := range chains.to(end) {
			chain = append(chain, link{all[v].name, all[v].first(&w.in.list[v])})
		}
		out = append(out, chain)
	}
	return out
}

// summary is how a group of tags fares.
type summary struct {
	compared, noLater int
	median            time.Duration // of planned later than real
	least, most       time.Duration
	facts, unknown    int // not compared: it had happened; it never happened in the data
}

func summarize(pairs []pair) summary {
	var s summary
	var late []time.Duration
	for _, p := range pairs {
		switch {
		case p.fact:
			s.facts++
		case !p.comparable():
			s.unknown++
		default:
			late = append(late, p.late())
			if p.late() <= 0 {
				s.noLater++
			}
		}
	}
	if s.compared = len(late); s.compared > 0 {
		slices.Sort(late)
		s.median, s.least, s.most = rank(late, 50), late[0], late[len(late)-1]
	}
	return s
}
