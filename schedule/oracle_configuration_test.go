package schedule_test

import (
	"time"

	"github.com/berthplan/berth/schedule"
)

// holder is an activity or a booking that holds an environment in [s, e).
type holder struct {
	s, e          int
	configuration string
	fixed         bool // no choice of the plan
	outage        bool
	activity      bool
}

// holders are those of one environment, activities first.
func (n *naive) holders(env schedule.Environment) []holder {
	var list []holder
	for i, a := range n.p.Activities {
		if !n.in[i] || n.mode(i).Environment != env.Name || n.s[i] == n.e[i] {
			continue
		}
		h := holder{s: n.s[i], e: n.e[i], configuration: n.mode(i).Configuration, fixed: n.fact[i], activity: true}
		if n.fact[i] && a.Fact.Configuration != "" {
			h.configuration = a.Fact.Configuration
		}
		list = append(list, h)
	}
	for _, b := range env.Bookings {
		if !b.Soft {
			h := holder{configuration: b.Configuration, fixed: true, outage: b.Outage}
			h.s, h.e = n.span(b.Interval)
			if b.Outage {
				h.configuration = ""
			}
			list = append(list, h)
		}
	}
	return sorted(list, func(a, b holder) bool { return a.s < b.s })
}

// turn is a change of configuration at a minute.
type turn struct {
	at            int
	configuration string
}

// forced lists what fixed holders force: the configuration at the start, and each change
// for which they leave each other no time.
func (n *naive) forced(env schedule.Environment, holders []holder) (initial string, turns []turn) {
	initial = env.Configurations[0]
	now, left := initial, n.start
	for _, h := range holders {
		if !h.fixed || h.configuration == "" || h.e <= n.start {
			continue
		}
		if h.s <= n.start {
			initial = h.configuration
		} else if h.configuration != now && !n.room(env, holders, now, h.configuration, left, h.s) {
			turns = append(turns, turn{h.s, h.configuration})
		}
		now, left = h.configuration, max(left, h.e)
	}
	return initial, turns
}

func duration(env schedule.Environment, from, to string) int {
	for f, a := range env.Configurations {
		for t, b := range env.Configurations {
			if a == from && b == to && len(env.Changeover) > 0 {
				return int(env.Changeover[f][t].Minutes())
			}
		}
	}
	return 0
}

// room reports whether fixed holders leave time for a changeover between two minutes.
func (n *naive) room(env schedule.Environment, holders []holder, from, to string, left, until int) bool {
	d := duration(env, from, to)
	for s := left; s <= until; s++ {
		for e, count := s, 0; e <= until && free(holders, s, e, true); e++ {
			if count >= d {
				return true
			}
			if n.open(env.Calendar)[e] {
				count++
			}
		}
	}
	return false
}

// free reports whether nothing holds an environment in [s, e), or, where that is empty, through s.
func free(holders []holder, s, e int, fixedOnly bool) bool {
	for _, h := range holders {
		if (h.fixed || !fixedOnly) && h.s < e && h.e > s && h.s < h.e {
			return false
		}
	}
	return true
}

func (n *naive) configurations() {
	for _, env := range n.p.Environments {
		var over []schedule.Reconfiguration
		for _, c := range n.plan.Changeovers {
			if c.Environment == env.Name {
				over = append(over, c)
			}
		}
		if len(env.Configurations) == 0 {
			n.breaks(schedule.RuleConfiguration, len(over) > 0)
			continue
		}
		holders := n.holders(env)
		states := n.states(env, holders, over, true)
		for _, h := range holders {
			if h.configuration == "" || h.e <= n.start {
				continue
			}
			first := max(h.s, n.start)
			switch {
			case h.fixed && h.s <= n.start, !h.activity && h.s >= n.end:
			case h.fixed:
				n.breaks(schedule.RuleConfiguration, states[first] != h.configuration)
			default:
				for m := first; m < h.e; m++ {
					n.breaks(schedule.RuleConfiguration, states[m] != h.configuration)
				}
			}
		}
	}
}

// states is the configuration of an environment in each minute, given its
// changeovers. It judges them on the way if asked to.
func (n *naive) states(env schedule.Environment, holders []holder, over []schedule.Reconfiguration, judge bool) []string {
	initial, turns := n.forced(env, holders)
	states := make([]string, n.n)
	set := func(from int, configuration string) {
		for m := from; m < n.n; m++ {
			states[m] = configuration
		}
	}
	set(0, initial)
	now, last := initial, n.start
	over = sorted(over, func(a, b schedule.Reconfiguration) bool {
		return a.Start.Before(b.Start) || a.Start.Equal(b.Start) && a.End.Before(b.End)
	})
	wrong := func(when bool) { n.breaks(schedule.RuleConfiguration, judge && when) }
	for _, c := range over {
		s, e := n.span(c.Interval)
		n.breaks(schedule.RuleGrid, judge && (!c.Start.Truncate(time.Minute).Equal(c.Start) || !c.End.Truncate(time.Minute).Equal(c.End)))
		for len(turns) > 0 && turns[0].at < max(e, last) {
			set(turns[0].at, turns[0].configuration)
			now, turns = turns[0].configuration, turns[1:]
		}
		known := false
		for _, name := range env.Configurations {
			known = known || name == c.To
		}
		wrong(!known)
		if !known {
			continue
		}
		wrong(c.From != now || c.To == now || e < s || s < n.start || s < last)
		e = max(s, e)
		wrong(!free(holders, s, e, false))
		wrong(n.between(env.Calendar, s, e) != duration(env, c.From, c.To))
		wrong(!n.needs(holders, e, c.To))
		last = max(last, e)
		set(last, c.To)
		now = c.To
	}
	for _, t := range turns {
		set(t.at, t.configuration)
	}
	return states
}

// needs reports whether the next holder from minute m on that states a configuration states this one.
func (n *naive) needs(holders []holder, m int, configuration string) bool {
	for at := m; at < n.n; at++ {
		found, right := false, false
		for _, h := range holders {
			if h.s == at && h.e > h.s && h.configuration != "" && h.e > n.start {
				found = true
				right = right || h.configuration == configuration
			}
		}
		if found {
			return right
		}
	}
	return false
}
