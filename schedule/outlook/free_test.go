package outlook_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/outlook"
)

// probe puts one more activity into a plan and asks the verifier. It counts every minute and shares nothing with the search.
type probe struct {
	p    *schedule.Problem
	plan *schedule.Plan
	a    schedule.Activity
}

// with is the problem with the activity, and the plan with it in a place.
func (pr *probe) with(mode int, start time.Time, configuration string, changeovers []schedule.Reconfiguration) (*schedule.Problem, *schedule.Plan, bool) {
	p, plan := *pr.p, *pr.plan
	p.Activities = append(slices.Clone(p.Activities), pr.a)
	m := &pr.a.Modes[mode]
	end, ok := pr.end(m, start)
	row := schedule.Assignment{Activity: pr.a.Name, Package: pr.a.Package, Start: start, End: end, Mode: mode, Environment: m.Environment, Configuration: configuration}
	if m.Calendar != nil && (pr.a.Time == schedule.Contiguous || pr.a.Time == schedule.Decision) {
		for _, piece := range m.Calendar.Pieces() {
			if piece.Contains(start) && piece.Occurrence != (calendar.Occurrence{}) {
				row.Window, row.Opens = piece.Occurrence.Window, piece.Occurrence.Opens
			}
		}
	}
	plan.Activities = append(slices.Clone(plan.Activities), row)
	plan.Changeovers, plan.Objective, plan.Packages, plan.Status = changeovers, nil, nil, schedule.Feasible
	return &p, &plan, ok
}

// end counts the minutes of work.
func (pr *probe) end(m *schedule.Mode, start time.Time) (time.Time, bool) {
	left := int(m.Duration / time.Minute)
	end := start
	for ; left > 0; end = end.Add(time.Minute) {
		if end.After(pr.p.Horizon) {
			return end, false
		}
		if pr.a.Time != schedule.Working || m.Calendar == nil || m.Calendar.Open(end) {
			left--
		}
	}
	return end, true
}

// holds reports whether an activity may start at a time in a mode, wherever changeovers are then.
func (pr *probe) holds(mode int, start time.Time) bool {
	m := &pr.a.Modes[mode]
	var env *schedule.Environment
	for i := range pr.p.Environments {
		if e := &pr.p.Environments[i]; e.Name == m.Environment && len(e.Configurations) > 0 {
			env = e
		}
	}
	tried := []string{m.Configuration}
	if env != nil && m.Configuration == "" && m.Duration > 0 {
		tried = env.Configurations
	}
	for _, configuration := range tried {
		// The cheap rules first: without any changeover but the old ones.
		p, plan, ok := pr.with(mode, start, configuration, pr.plan.Changeovers)
		if !ok {
			return false
		}
		violations, _ := schedule.Verify(p, plan)
		if len(violations) == 0 {
			return true
		}
		if env == nil || slices.ContainsFunc(violations, func(f schedule.Finding) bool {
			return f.Code != string(schedule.RuleConfiguration) && f.Code != schedule.CodeRow
		}) {
			continue
		}
		plan.Changeovers = pr.naive(env, plan)
		if violations, _ = schedule.Verify(p, plan); len(violations) == 0 {
			return true
		}
	}
	return false
}

// naive changes an environment over wherever it must, at the first minute at which nothing holds it and
// after which all find what they found before.
func (pr *probe) naive(env *schedule.Environment, plan *schedule.Plan) []schedule.Reconfiguration {
	type use struct {
		calendar.Interval
		states, found string
		fixed         bool
	}
	var uses []use
	for i, row := range plan.Activities {
		if row.Environment != env.Name || !row.End.After(row.Start) {
			continue
		}
		a := &pr.a
		if i < len(plan.Activities)-1 {
			for k := range pr.p.Activities {
				if pr.p.Activities[k].Name == row.Activity {
					a = &pr.p.Activities[k]
				}
			}
		}
		u := use{Interval: calendar.Interval{Start: row.Start, End: row.End}, states: a.Modes[row.Mode].Configuration, found: row.Configuration, fixed: a.Fact != nil}
		if u.fixed && u.states == "" {
			u.found = ""
		}
		uses = append(uses, u)
	}
	for _, b := range env.Bookings {
		switch {
		case b.Outage:
			uses = append(uses, use{Interval: b.Interval})
		case !b.Soft:
			uses = append(uses, use{Interval: b.Interval, states: b.Configuration, fixed: true})
		}
	}
	slices.SortStableFunc(uses, func(a, b use) int { return a.Start.Compare(b.Start) })
	out := slices.DeleteFunc(slices.Clone(plan.Changeovers), func(c schedule.Reconfiguration) bool { return c.Environment == env.Name })
	now, left := env.Configurations[0], pr.p.Start
	for _, u := range uses {
		if u.states == "" || !u.End.After(pr.p.Start) || !u.Start.Before(pr.p.Horizon) {
			continue
		}
		if u.fixed && !u.Start.After(pr.p.Start) {
			now = u.states
		}
		if u.states != now {
			d := env.Changeover[slices.Index(env.Configurations, now)][slices.Index(env.Configurations, u.states)]
			for start := left; !start.After(u.Start); start = start.Add(15 * time.Minute) {
				end, done := start, time.Duration(0)
				for ; done < d; end = end.Add(time.Minute) {
					if env.Calendar == nil || env.Calendar.Open(end) {
						done += time.Minute
					}
					if end.After(u.Start) {
						break
					}
				}
				if done < d || end.After(u.Start) {
					break
				}
				if slices.ContainsFunc(uses, func(v use) bool {
					return v.Start.Before(end) && v.End.After(start) && (end.After(start) || v.Start.Before(start)) ||
						v.found != "" && !v.Start.Before(left) && v.Start.Before(u.Start) && (v.Start.Before(end) && v.found != now || !v.Start.Before(end) && v.found != u.states)
				}) {
					continue
				}
				out = append(out, schedule.Reconfiguration{Environment: env.Name, From: now, To: u.states, Interval: calendar.Interval{Start: start, End: end}})
				break
			}
			now = u.states
		}
		if u.End.After(left) {
			left = u.End
		}
	}
	slices.SortStableFunc(out, func(a, b schedule.Reconfiguration) int { return a.Start.Compare(b.Start) })
	return out
}

// Every start within a slot keeps every rule, no other start before the last slot does, and the changeovers that a slot
// names make its first start one.
func TestFreeAgainstEveryStart(t *testing.T) {
	slots, closed, changeovers, bounds := 0, 0, 0, 0
	for seed := range uint64(100) {
		p, plan, a := drawn(t, seed)
		room, err := outlook.Free(p, plan, a, 1000)
		require.NoError(t, err)
		pr := &probe{p, plan, a}
		for mode := range a.Modes {
			m := &a.Modes[mode]
			for start := p.Start; !start.After(p.Horizon); start = start.Add(15 * time.Minute) {
				want := pr.holds(mode, start)
				got := slices.ContainsFunc(room.Slots, func(s outlook.Slot) bool {
					return s.Mode == mode && !start.Before(s.Start) && !start.After(s.Last)
				})
				if a.Time == schedule.Working && m.Calendar != nil && m.Duration > 0 && !m.Calendar.Open(start) {
					got = false // within a slot, but no start
				}
				require.Equal(t, want, got, "seed %d: mode %d at %s\n%s", seed, mode, start, room)
				if !want {
					closed++
				}
			}
		}
		for _, s := range room.Slots {
			slots++
			changeovers += len(s.Changeovers)
			made := slices.DeleteFunc(slices.Clone(plan.Changeovers), func(c schedule.Reconfiguration) bool {
				return slices.ContainsFunc(s.Instead, func(i outlook.Changeover) bool {
					return i.Environment == c.Environment && i.Start.Equal(c.Start) && i.To == c.To
				})
			})
			require.Len(t, made, len(plan.Changeovers)-len(s.Instead))
			for _, c := range s.Changeovers {
				made = append(made, schedule.Reconfiguration{Environment: c.Environment, From: c.From, To: c.To, Interval: calendar.Interval{Start: c.Start, End: c.End}})
			}
			slices.SortStableFunc(made, func(a, b schedule.Reconfiguration) int { return a.Start.Compare(b.Start) })
			configuration := s.Configuration
			q, with, ok := pr.with(s.Mode, s.Start, configuration, made)
			require.True(t, ok)
			violations, _ := schedule.Verify(q, with)
			require.Empty(t, violations, "seed %d: %s", seed, fmt.Sprintf("%+v\n%s", s, room))
			last, _ := pr.end(&a.Modes[s.Mode], s.Last)
			require.True(t, last.Equal(s.LastEnd))
			bounds += pr.bounds(t, &s, s.Start.Add(-15*time.Minute), s.Before) + pr.bounds(t, &s, s.Last.Add(15*time.Minute), s.After)
		}
	}
	require.Positive(t, slots)
	require.Positive(t, closed)
	require.Positive(t, changeovers)
	require.Positive(t, bounds)
}

// bounds holds what is said to end a slot to what the verifier says a step further: where it is said that
// something is held, that is what the verifier finds.
func (pr *probe) bounds(t *testing.T, s *outlook.Slot, start time.Time, said []outlook.Bound) int {
	require.NotEmpty(t, said)
	m := &pr.a.Modes[s.Mode]
	if start.Before(pr.p.Start) || pr.a.Time == schedule.Working && m.Calendar != nil && !m.Calendar.Open(start) {
		return 0
	}
	p, plan, ok := pr.with(s.Mode, start, s.Configuration, pr.plan.Changeovers)
	if !ok {
		return 0
	}
	var found []string
	violations, _ := schedule.Verify(p, plan)
	for _, v := range violations {
		found = append(found, v.Code+" "+v.Rule.Name)
	}
	n := 0
	for _, b := range said {
		require.NotEmpty(t, b.Text)
		switch b.Kind {
		case schedule.RuleEnvironment, schedule.RuleResource, schedule.RuleOutage, schedule.RuleSystem:
			require.Contains(t, found, string(b.Kind)+" "+b.Name, "%s: %s", start, b.Text)
			n++
		}
	}
	return n
}
