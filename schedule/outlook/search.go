package outlook

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// search looks for the free starts of one activity in one of its modes.
type search struct {
	g           *ground
	a           *schedule.Activity
	index       int
	m           *schedule.Mode
	from, until int64 // no start before, no end after
	last        int64 // no start after
	why         Bound // of until
	length      int64
	tracks      [][]block // each by time, without overlaps
	lane        *lane     // nil: the environment has no configurations, or nothing is held
	boxes       []box
	shut        map[occasion]block
	spent       bool // a budget has too little left
}

// block is a time in which something else leaves too little.
type block struct {
	from, to int64
	rule     schedule.Rule
	text     string // "uat is held by ledger-4.2.uat"
}

func (g *ground) search(a *schedule.Activity, mode int, until int64, why Bound) *search {
	s := &search{g: g, a: a, index: mode, m: &a.Modes[mode], from: g.start, until: until, why: why, last: maxMinute, shut: map[occasion]block{}}
	s.length = int64(s.m.Duration / time.Minute)
	for _, t := range []time.Time{a.Earliest, a.Pin.Start} {
		if !t.IsZero() {
			s.from = max(s.from, ceil(t))
		}
	}
	if a.Pin != (calendar.Interval{}) {
		s.last = floor(a.Pin.End) - 1
	}
	if s.length > 0 {
		s.environment()
		s.resources()
		s.system()
	}
	s.budgets()
	s.occurrences()
	return s
}

// environment adds when the environment has too little left, and where its configuration can be.
func (s *search) environment() {
	e, ok := s.g.env[s.m.Environment]
	if !ok {
		return
	}
	env := &s.g.p.Environments[e]
	holds := s.g.holds(e)
	s.track(holds, []stage{{minMinute, int64(max(1, env.Capacity))}}, int64(max(1, s.m.Units)), func(by []hold) (schedule.Rule, string) {
		for _, h := range by {
			if h.outage {
				return schedule.Rule{Kind: schedule.RuleOutage, Name: env.Name, By: h.by}, env.Name + " has an outage (" + h.by + ")"
			}
		}
		return schedule.Rule{Kind: schedule.RuleEnvironment, Name: env.Name, By: named(by)}, env.Name + " is held by " + named(by)
	})
	if len(env.Configurations) > 0 {
		s.lane = s.g.lane(e, holds)
		s.boxes = s.lane.boxes(s.m.Configuration)
	}
}

func (s *search) resources() {
	for i := range s.g.p.Resources {
		r := &s.g.p.Resources[i]
		if n := amount(s.m, r.Name); n > 0 && !r.Budget {
			s.track(s.g.demands(r.Name), supply(r), n, func(by []hold) (schedule.Rule, string) {
				who := cmp.Or(named(by), "reduced capacity")
				return schedule.Rule{Kind: schedule.RuleResource, Name: r.Name, By: who}, r.Name + " is taken by " + who
			})
		}
	}
}

func (s *search) budgets() {
	for i := range s.g.p.Resources {
		r := &s.g.p.Resources[i]
		used := amount(s.m, r.Name)
		if !r.Budget || used == 0 {
			continue
		}
		for k := range s.g.places {
			if s.g.places[k].row != nil {
				used += amount(s.g.places[k].mode, r.Name)
			}
		}
		s.spent = s.spent || used > int64(r.Capacity)
	}
}

// system adds when another change of a system runs that admits one at a time.
func (s *search) system() {
	system := s.g.system(s.a)
	if system == nil || !system.OneAtATime {
		return
	}
	var holds []hold
	for i := range s.g.places {
		if pl, a := &s.g.places[i], &s.g.p.Activities[i]; pl.long() && a.Time == schedule.Contiguous && a.System == system.Name {
			holds = append(holds, hold{from: pl.start, to: pl.end, units: 1, by: a.Name, activity: i})
		}
	}
	s.track(holds, []stage{{minMinute, 1}}, 1, func(by []hold) (schedule.Rule, string) {
		return schedule.Rule{Kind: schedule.RuleSystem, Name: system.Name}, system.Name + " takes one change at a time: " + named(by)
	})
}

// system is that of an activity which changes one, or nil.
func (g *ground) system(a *schedule.Activity) *schedule.System {
	for i := range g.p.Systems {
		if a.Time == schedule.Contiguous && a.System != "" && g.p.Systems[i].Name == a.System {
			return &g.p.Systems[i]
		}
	}
	return nil
}

// occurrences finds those that take no more: full, with too little risk budget, or with a change of the system.
func (s *search) occurrences() {
	if s.a.Time != schedule.Contiguous {
		return
	}
	window := schedule.Window{}
	for _, w := range s.g.p.Windows {
		if w.Name == s.a.Window && s.a.Window != "" {
			window = w
		}
	}
	system := s.g.system(s.a)
	type sum struct{ starts, risk, changes int64 }
	sums := map[occasion]sum{}
	for i := range s.g.places {
		a := &s.g.p.Activities[i]
		if s.g.places[i].row == nil || a.Time != schedule.Contiguous {
			continue
		}
		for _, o := range s.g.openings(i) {
			n := sums[o]
			if a.Window != "" && a.Window == s.a.Window && o.window == a.Window {
				n.starts, n.risk = n.starts+1, n.risk+a.Risk
			}
			if a.System == s.a.System {
				n.changes++
			}
			sums[o] = n
		}
	}
	if window.Name != "" && window.RiskBudget > 0 && s.a.Risk > window.RiskBudget {
		s.spent = true
	}
	for o, n := range sums {
		text := o.window + " of " + s.g.phrases.at(time.Unix(o.opens, 0))
		switch {
		case o.window == window.Name && window.Capacity > 0 && n.starts >= int64(window.Capacity):
			s.shut[o] = block{rule: schedule.Rule{Kind: schedule.RuleWindowCapacity, Name: o.window}, text: fmt.Sprintf("%s is full (%d starts)", text, n.starts)}
		case o.window == window.Name && window.RiskBudget > 0 && n.risk+s.a.Risk > window.RiskBudget:
			s.shut[o] = block{rule: schedule.Rule{Kind: schedule.RuleRiskBudget, Name: o.window}, text: text + " has too little risk budget left for it"}
		case system != nil && system.OnePerOccurrence && n.changes > 0:
			s.shut[o] = block{rule: schedule.Rule{Kind: schedule.RuleSystem, Name: system.Name}, text: system.Name + " already has its change in " + text}
		}
	}
}

func named(by []hold) string {
	var names []string
	for _, h := range by {
		names = append(names, h.by)
	}
	return strings.Join(names, ", ")
}

// track adds the times in which holds leave fewer than need of a capacity.
func (s *search) track(holds []hold, capacity []stage, need int64, says func([]hold) (schedule.Rule, string)) {
	var borders []int64
	for _, h := range holds {
		borders = append(borders, h.from, h.to)
	}
	for _, c := range capacity {
		borders = append(borders, c.at)
	}
	slices.Sort(borders)
	borders = slices.Compact(borders)
	holds = slices.Clone(holds)
	slices.SortStableFunc(holds, func(a, b hold) int { return cmp.Compare(a.from, b.from) })
	var list []block
	var active []hold
	next, most := 0, capacity[0].n
	for k, at := range borders {
		active = slices.DeleteFunc(active, func(h hold) bool { return h.to <= at })
		for ; next < len(holds) && holds[next].from <= at; next++ {
			if holds[next].to > at {
				active = append(active, holds[next])
			}
		}
		for len(capacity) > 0 && capacity[0].at <= at {
			most, capacity = capacity[0].n, capacity[1:]
		}
		used := need
		for _, h := range active {
			used += h.units
		}
		if used <= most {
			continue
		}
		b := block{from: at, to: maxMinute}
		if k+1 < len(borders) {
			b.to = borders[k+1]
		}
		b.rule, b.text = says(active)
		list = append(list, b)
	}
	if len(list) > 0 {
		s.tracks = append(s.tracks, list)
	}
}

// starts lists the stretches of starts that the calendar admits, both ends included.
func (s *search) starts() []piece {
	if s.always() {
		return []piece{{from: minMinute, to: maxMinute}}
	}
	var list []piece
	for _, p := range s.g.open(s.m.Calendar) {
		if p = s.admits(p); p.from <= p.to {
			list = append(list, p)
		}
	}
	return list
}

// admits is the stretch of starts in a piece of open time; it ends before it begins where there are none.
func (s *search) admits(p piece) piece {
	switch s.a.Time {
	case schedule.Working:
		p.to--
	case schedule.Contiguous:
		p.to = min(p.to-1, p.to-s.length-int64(s.m.Rollback/time.Minute))
	case schedule.Decision:
		opens := p.occurrence != (calendar.Occurrence{}) && ceil(p.occurrence.Opens) == p.from
		if p.to = p.from; !opens {
			p.to--
		}
	}
	return p
}

// first is the first start from a minute on that the calendar admits.
func (s *search) first(from int64) (int64, bool) {
	if s.always() {
		return from, true
	}
	pieces := s.g.open(s.m.Calendar)
	for _, p := range pieces[sort.Search(len(pieces), func(k int) bool { return pieces[k].to > from }):] {
		if p = s.admits(p); max(p.from, from) <= p.to {
			return max(p.from, from), true
		}
	}
	return 0, false
}

// always reports whether every minute is a start as far as calendars go.
func (s *search) always() bool {
	return s.a.Time == schedule.Elapsed || s.m.Calendar == nil || s.a.Time == schedule.Working && s.length == 0
}

// end is when what starts at a minute ends; false where the calendar does not hold it.
func (s *search) end(start int64) (int64, bool) {
	if s.a.Time != schedule.Working || s.m.Calendar == nil || s.length == 0 {
		return start + s.length, true
	}
	return s.g.add(s.m.Calendar, start, s.m.Duration)
}

// refuses says what stands in the way of [start, end), and the first start at which none of that does.
func (s *search) refuses(start, end int64) (next int64, why []block) {
	next = start
	for _, track := range s.tracks {
		k := sort.Search(len(track), func(k int) bool { return track[k].to > start })
		if k < len(track) && track[k].from < end {
			next, why = max(next, track[k].to), append(why, track[k])
		}
	}
	if s.lane != nil && s.box(start, end) == nil {
		soonest, text := int64(maxMinute), ""
		for i := range s.boxes {
			if b := &s.boxes[i]; b.hi >= end && b.lo > start && b.lo < soonest {
				soonest = b.lo
			}
		}
		env := s.lane.env.Name
		if text = env + " is in another configuration, or has no time to change over"; s.m.Configuration != "" {
			text = env + " cannot be in " + s.m.Configuration
		} else if len(s.boxes) > 1 {
			text = env + " changes over"
		}
		next = max(next, soonest)
		why = append(why, block{start, soonest, schedule.Rule{Kind: schedule.RuleConfiguration, Name: env}, text})
	}
	return next, why
}

// box is where [start, end) lies, of several the one that reaches furthest; nil where there is none.
func (s *search) box(start, end int64) *box {
	var best *box
	for i := range s.boxes {
		if b := &s.boxes[i]; b.lo <= start && end <= b.hi && (best == nil || b.hi > best.hi) {
			best = b
		}
	}
	return best
}

// stays is the last start from a free one on, up to another, until which nothing stands in the way.
func (s *search) stays(start, end, to int64) int64 {
	limit := s.until
	for _, track := range s.tracks {
		if k := sort.Search(len(track), func(k int) bool { return track[k].to > start }); k < len(track) {
			limit = min(limit, track[k].from)
		}
	}
	if s.lane != nil {
		limit = min(limit, s.box(start, end).hi)
	}
	// to may be far beyond what the calendar holds: its ends grow with its starts.
	to = min(to, limit)
	return start + int64(sort.Search(int(to-start), func(k int) bool {
		e, ok := s.end(start + int64(k) + 1)
		return !ok || e > limit
	}))
}
