package schedule

import (
	"slices"
	"sort"
	"strings"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/sgs"
)

// reasons finds why each activity of a finished plan does not start earlier, by
// taking it out, trying the earlier slot and asking which rules refuse it.
type reasons struct {
	*ground
	st    *sgs.State
	sol   *grid.Solution
	users [][]int // by resource: the activities placed that need it, by start
	long  []int   // by resource: how long one of them takes at most
	span  int     // end of the last activity
}

func (b *ground) reasons(st *sgs.State, sol *grid.Solution) *reasons {
	r := &reasons{ground: b, st: st, sol: sol, users: make([][]int, len(b.g.Res)), long: make([]int, len(b.g.Res))}
	for i := range b.g.Acts {
		if !st.Placed(i) {
			continue
		}
		r.span = max(r.span, st.End[i])
		for _, n := range b.g.Acts[i].Modes[sol.Mode[i]].Needs {
			r.users[n.Res] = append(r.users[n.Res], i)
			r.long[n.Res] = max(r.long[n.Res], st.End[i]-st.Start[i])
		}
	}
	for _, list := range r.users {
		slices.SortStableFunc(list, func(x, y int) int { return sol.Start[x] - sol.Start[y] })
	}
	return r
}

// A chain of causes is followed back over at most steps slots and lists at most links causes.
const (
	steps = 400
	links = 6
)

// causes returns why activity i does not start earlier. The last cause is that
// of the slot just before its start. Where only time had to pass there (closed
// hours, a changeover under way), the cause before it is that of the last slot at which
// another rule stood in the way, and so on back to what was waited for.
func (r *reasons) causes(i int) []Cause {
	a := &r.g.Acts[i]
	start, end, mode := r.sol.Start[i], r.sol.End[i], r.sol.Mode[i]
	if a.Fixed {
		return []Cause{r.factCause(i)}
	}
	if start == 0 {
		rule := Rule{Kind: RulePlanStart}
		return []Cause{{At: r.time(-1), Rules: []Rule{rule}, Text: "plan start"}}
	}
	r.st.Remove(i)
	defer r.st.Place(i, mode, start, end)
	var chain []Cause
	for n, t := 0, start-1; t >= 0 && n < steps && len(chain) < links; n++ {
		blocks := r.st.Blocks(i, mode, t)
		if c := r.cause(i, mode, t, blocks, t == start-1); !slices.ContainsFunc(chain, c.sameRules) {
			chain = append(chain, c)
		}
		t = r.waited(i, mode, t, blocks)
	}
	slices.Reverse(chain)
	return chain
}

// sameRules reports whether two causes differ in nothing but their time: every night of a long wait is closed.
func (c Cause) sameRules(d Cause) bool { return slices.Equal(c.Rules, d.Rules) }

// waited returns the last slot before t at which other rules refuse activity i,
// given what refuses it at t; -1 where there is none, or where more than passing time refuses it at t.
func (r *reasons) waited(i, mode, t int, blocks []sgs.Block) int {
	back := -1
	for _, b := range blocks {
		switch {
		case b.Kind == sgs.Calendar:
			back = max(back, r.before(i, mode, t))
		case b.Kind == sgs.Environment && b.Clash.Kind == sgs.ChangeoverBefore && b.Clash.Since <= t:
			back = max(back, b.Clash.Since-1)
		default:
			return -1
		}
	}
	return min(back, t-1)
}

// before returns the last slot before t at which one of the rules that close
// the calendar of activity i at t does not, or -1.
func (r *reasons) before(i, mode, t int) int {
	a := &r.g.Acts[i]
	cal := r.p.Activities[i].Modes[mode].Calendar
	run := r.run(i, mode)
	back := -1
	for _, why := range cal.Closing(calendar.Interval{Start: r.time(t), End: r.time(t + run)}) {
		back = max(back, r.down(why.Closed.Start)-run)
	}
	if a.Kind == grid.Decision || back < 0 || back >= t {
		back = lastAdmitted(a, mode, t)
	}
	return back
}

// run is how long activity i needs its calendar open at a stretch.
func (r *reasons) run(i, mode int) int {
	if a := &r.g.Acts[i]; a.Kind == grid.Contiguous {
		return max(a.Modes[mode].Runway, 1)
	}
	return 1
}

// lastAdmitted returns the last start before t that the calendar of activity a admits, or -1.
func lastAdmitted(a *grid.Activity, mode, t int) int {
	s := t - 1
	switch a.Kind {
	case grid.Working:
		s = a.Modes[mode].Cal.LastOpen(t)
	case grid.Contiguous:
		s = a.LatestStart(mode, t-1+a.Modes[mode].Duration)
	case grid.Decision:
		s = a.LatestStart(mode, t-1)
	}
	return max(s, -1)
}

// cause names every rule among blocks, and says them in a sentence: what was
// waited for, then the clock. Further back than the slot before the start the
// clock is said only where nothing else is: what follows in the chain says it anyway.
func (r *reasons) cause(i, mode, t int, blocks []sgs.Block, last bool) Cause {
	c := Cause{At: r.time(t)}
	var parts []string
	for _, clock := range []bool{false, true} {
		say := last || !clock || len(parts) == 0
		for _, b := range blocks {
			if (b.Kind == sgs.Calendar) != clock {
				continue
			}
			r.explain(i, mode, t, b, func(rule Rule, text string) {
				if slices.Contains(c.Rules, rule) {
					return
				}
				c.Rules = append(c.Rules, rule)
				if say {
					parts = append(parts, text)
				}
			})
		}
	}
	if len(blocks) == 0 {
		r.softer(i, mode, t, func(rule Rule, text string) {
			c.Rules, parts = append(c.Rules, rule), append(parts, text)
		})
	}
	c.Text = strings.Join(parts, "; and ")
	return c
}

func (r *reasons) factCause(i int) Cause {
	a := &r.p.Activities[i]
	text := "fact: started " + r.when(a.Fact.Start)
	if !a.Fact.End.IsZero() {
		text = "fact: done " + r.ends(a.Fact.End)
	}
	return Cause{At: a.Fact.Start.In(r.loc), Rules: []Rule{{Kind: RuleFact, Name: a.Name}}, Text: text}
}

// holders names who needs resource res at slot t, by start.
func (r *reasons) holders(res, t int) (names []string) {
	list := r.users[res]
	first := sort.Search(len(list), func(k int) bool { return r.sol.Start[list[k]] > t-r.long[res] })
	for _, i := range list[first:] {
		if r.sol.Start[i] > t {
			break
		}
		if r.st.Placed(i) && r.st.End[i] > t {
			names = append(names, r.p.Activities[i].Name)
		}
	}
	return names
}
