package lcg_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule/internal/kernel/lcg"
)

// TestRulesBeyondTimeTables shows of each rule a case in which it alone, and
// no time-table, sees that there is no solution, that a task moves, or that one is absent.
func TestRulesBeyondTimeTables(t *testing.T) {
	const every = lcg.WindowRule | lcg.OverloadRule | lcg.PrecedenceRule | lcg.NotLastRule | lcg.EdgeRule
	type job struct{ est, lct, length, need int }
	type want struct{ est, lct int } // of the last job
	for _, c := range []struct {
		reason   string
		rule     lcg.Rules
		capacity int
		jobs     []job
		optional bool // the last job; what is wanted is then that it is absent
		want     want // zero: no solution
	}{
		{"five of length 3 need 15 of the 14 that 7 slots have", lcg.WindowRule, 2,
			[]job{{0, 7, 3, 1}, {0, 7, 3, 1}, {0, 7, 3, 1}, {0, 7, 3, 1}, {0, 7, 3, 1}}, false, want{}},
		{"four fill all 6 slots, so the fifth starts behind them", lcg.WindowRule, 2,
			[]job{{0, 6, 3, 1}, {0, 6, 3, 1}, {0, 6, 3, 1}, {0, 6, 3, 1}, {0, 20, 3, 1}}, false, want{6, 20}},
		{"and one that has come from the other side ends before them", lcg.WindowRule, 2,
			[]job{{14, 20, 3, 1}, {14, 20, 3, 1}, {14, 20, 3, 1}, {14, 20, 3, 1}, {0, 20, 3, 1}}, false, want{0, 14}},
		{"the fifth has no place", lcg.WindowRule, 2,
			[]job{{0, 6, 3, 1}, {0, 6, 3, 1}, {0, 6, 3, 1}, {0, 6, 3, 1}, {0, 8, 3, 1}}, true, want{}},
		{"three of length 3 take more than 8 slots", lcg.OverloadRule, 1,
			[]job{{0, 8, 3, 1}, {0, 8, 3, 1}, {0, 8, 3, 1}}, false, want{}},
		{"both must start before the last can end, so both come first", lcg.PrecedenceRule, 1,
			[]job{{0, 7, 3, 1}, {0, 7, 3, 1}, {0, 20, 5, 1}}, false, want{6, 20}},
		{"neither can end before the last must start, so both come behind", lcg.PrecedenceRule, 1,
			[]job{{13, 20, 3, 1}, {13, 20, 3, 1}, {0, 20, 5, 1}}, false, want{0, 14}},
		{"it would have to come behind both, and cannot", lcg.PrecedenceRule, 1,
			[]job{{0, 7, 3, 1}, {0, 7, 3, 1}, {0, 10, 5, 1}}, true, want{}},
		{"both are done at 21 and the last starts by 18: one comes behind it", lcg.NotLastRule, 1,
			[]job{{0, 25, 11, 1}, {1, 27, 10, 1}, {4, 20, 2, 1}}, false, want{4, 17}},
		{"the last ends at 16 and more and the others must start by 19 and 17: one comes first", lcg.NotLastRule, 1,
			[]job{{15, 40, 11, 1}, {13, 39, 10, 1}, {20, 36, 2, 1}}, false, want{23, 36}},
		{"it cannot come behind both, and not before one", lcg.NotLastRule, 1,
			[]job{{0, 15, 6, 1}, {0, 15, 6, 1}, {9, 13, 2, 1}}, true, want{}},
		{"with any of the three behind it 4 … 16 is too short", lcg.EdgeRule, 1,
			[]job{{4, 16, 4, 1}, {5, 16, 3, 1}, {5, 13, 3, 1}, {4, 30, 4, 1}}, false, want{14, 30}},
		{"with any of the three before it 14 … 26 is too short", lcg.EdgeRule, 1,
			[]job{{14, 26, 4, 1}, {14, 25, 3, 1}, {17, 25, 3, 1}, {0, 26, 4, 1}}, false, want{0, 16}},
		{"it would be last, and there is no room", lcg.EdgeRule, 1,
			[]job{{4, 16, 4, 1}, {5, 16, 3, 1}, {5, 13, 3, 1}, {4, 17, 4, 1}}, true, want{}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			for _, off := range []lcg.Rules{every, every &^ c.rule} {
				e := lcg.New()
				e.Without(off)
				var tasks []lcg.Task
				for n, j := range c.jobs {
					task := lcg.Task{Start: e.NewVar(j.est, j.lct-j.length).Plus(0), Need: j.need, When: lcg.True}
					if task.End = task.Start.Plus(j.length); c.optional && n == len(c.jobs)-1 {
						task.When = e.NewVar(0, 1).Ge(1)
					}
					tasks = append(tasks, task)
				}
				e.AddCumulative(c.capacity, tasks)
				if c.capacity == 1 {
					e.AddDisjunctive(tasks)
				}
				status := e.Solve(nil, nil, lcg.Limits{Probe: true})
				last, was := tasks[len(tasks)-1], c.jobs[len(c.jobs)-1]
				if off == every {
					require.Equal(t, lcg.Unknown, status)
					require.False(t, e.Fails(last.When))
					require.Equal(t, want{was.est, was.lct}, want{e.Min(last.Start), e.Max(last.End)})
					continue
				}
				switch {
				case c.optional:
					require.True(t, e.Fails(last.When))
				case c.want == want{}:
					require.Equal(t, lcg.Refuted, status)
				default:
					require.Equal(t, c.want, want{e.Min(last.Start), e.Max(last.End)})
				}
			}
		})
	}
}
