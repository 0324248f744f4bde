package bound_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule/internal/bound"
	"github.com/berthplan/berth/schedule/internal/grid"
)

// job is an activity of one mode for the tables.
type job struct {
	d, need  int
	earliest int
	after    []int
	pkg      int // from 1; 0: none
	env      bool
	fixed    bool // at earliest
	modes    [][2]int
	cal      *grid.Calendar
}

// shop puts jobs on one resource, or environment, that has room for so many at once.
func shop(capacity int, jobs []job) *grid.Problem {
	p := &grid.Problem{Horizon: 1000, Levels: []grid.Level{{Terms: []grid.Term{grid.Makespan}}},
		Res: []grid.Resource{{Capacity: capacity}}, Envs: []grid.Environment{{Capacity: capacity, Initial: grid.None}}}
	for i, j := range jobs {
		a := grid.Activity{Pkg: j.pkg - 1, Win: grid.None, Group: grid.None, Occ: grid.None, Earliest: j.earliest, Latest: grid.Never, Deadline: 1000}
		for len(p.Pkgs) < j.pkg {
			p.Pkgs = append(p.Pkgs, grid.Package{Priority: 1, Due: grid.Never})
		}
		if j.pkg > 0 {
			p.Pkgs[j.pkg-1].Acts = append(p.Pkgs[j.pkg-1].Acts, i)
		}
		if j.modes == nil {
			j.modes = [][2]int{{j.d, j.need}}
		}
		for _, m := range j.modes {
			md := grid.Mode{Duration: m[0], Env: grid.None, Config: grid.None, Cal: j.cal}
			if j.env {
				md.Env, md.Units = 0, m[1]
			} else {
				md.Needs = []grid.Need{{Res: 0, Amount: m[1]}}
			}
			a.Modes = append(a.Modes, md)
		}
		if j.cal != nil {
			a.Kind = grid.Working
		}
		if j.fixed {
			a.Fixed, a.Start, a.End = true, j.earliest, j.earliest+j.d
		}
		for _, k := range j.after {
			a.In = append(a.In, len(p.Links))
			p.Acts[k].Out = append(p.Acts[k].Out, len(p.Links))
			p.Links = append(p.Links, grid.Link{Kind: grid.FinishStart, From: k, To: i})
		}
		p.Acts = append(p.Acts, a)
	}
	return p
}

func TestEnergyBeatsTheCriticalPath(t *testing.T) {
	days := func(n int) *grid.Calendar { // eight slots of each day of 24
		var pieces []grid.Piece
		for k := range n {
			pieces = append(pieces, grid.Piece{Start: 24 * k, End: 24*k + 8, Occ: grid.None})
		}
		return grid.NewCalendar(pieces)
	}
	cases := []struct {
		name     string
		capacity int
		jobs     []job
		change   func(p *grid.Problem)
		path     int64 // the critical path
		best     int64
		from     string
		reason   string
	}{
		{name: "one after the other", capacity: 1, jobs: []job{{d: 3, need: 1}, {d: 4, need: 1}, {d: 5, need: 1}}, path: 5, best: 12, from: "energy",
			reason: "3 + 4 + 5 on a capacity of 1"},
		{name: "rounded up", capacity: 2, jobs: []job{{d: 3, need: 1}, {d: 3, need: 1}, {d: 3, need: 1}}, path: 3, best: 6, from: "energy",
			reason: "9 units on 2 would end by 5; but then all three would run in slot 2"},
		{name: "heads", capacity: 1, jobs: []job{{d: 3, need: 1, earliest: 10}, {d: 4, need: 1, earliest: 10}}, path: 14, best: 17, from: "energy",
			reason: "nothing can begin before 10"},
		{name: "tails", capacity: 1, jobs: []job{{d: 3, need: 1}, {d: 4, need: 1}, {d: 6, need: 0, after: []int{0, 1}}}, path: 10, best: 13, from: "energy",
			reason: "7 on the resource, then 6 more behind both"},
		{name: "a step", capacity: 2, jobs: []job{{d: 4, need: 1}, {d: 4, need: 1}, {d: 4, need: 1}, {d: 4, need: 1}}, path: 4, best: 14, from: "destructive",
			change: func(p *grid.Problem) { p.Res[0].Steps = []grid.Step{{Start: 2, End: 6, Capacity: 0}} },
			reason: "nobody fits before the 4 slots of none; from 6 on 16 units on 2"},
		{name: "more for a while", capacity: 1, jobs: []job{{d: 4, need: 1}, {d: 4, need: 1}, {d: 4, need: 1}}, path: 4, best: 8, from: "energy",
			change: func(p *grid.Problem) { p.Res[0].Steps = []grid.Step{{Start: 0, End: 4, Capacity: 2}} },
			reason: "8 by slot 4, the other 4 by slot 8"},
		{name: "an outage", capacity: 1, jobs: []job{{d: 4, need: 1, env: true}, {d: 4, need: 1, env: true}}, path: 4, best: 11, from: "energy",
			change: func(p *grid.Problem) {
				p.Envs[0].Holds = []grid.Hold{{Start: 4, End: 7, Config: grid.None, Act: grid.None, Outage: true}}
			},
			reason: "4, then 3 out, then 4"},
		{name: "a booking", capacity: 2, jobs: []job{{d: 4, need: 2, env: true}, {d: 4, need: 1, env: true}, {d: 4, need: 1, env: true}}, path: 6, best: 10, from: "destructive",
			change: func(p *grid.Problem) {
				p.Envs[0].Holds = []grid.Hold{{Start: 0, End: 2, Units: 1, Config: grid.None, Act: grid.None}}
			},
			reason: "16 units and 2 booked on 2 would end by 9; but who needs both cannot begin before 2, and the others fill no 4 beside it"},
		{name: "a fact", capacity: 2, jobs: []job{{d: 6, need: 2, fixed: true}, {d: 3, need: 1}, {d: 3, need: 2}}, path: 3, best: 12, from: "destructive",
			reason: "the fact has all of it until 6; then two that cannot run together"},
		{name: "modes", capacity: 2, jobs: []job{{modes: [][2]int{{2, 2}, {5, 1}}}, {modes: [][2]int{{3, 2}, {6, 1}}}}, path: 3, best: 5, from: "energy",
			reason: "4 and 6 units at least, whatever the mode"},
		{name: "pauses", capacity: 1, jobs: []job{{d: 12, need: 1, cal: days(40)}, {d: 12, need: 1, cal: days(40)}}, path: 28, best: 56, from: "energy",
			reason: "12 slots of work hold the resource for 28, the night between among them; the second works 4 on that day and 8 on the next"},
		{name: "who may stay out", capacity: 1, jobs: []job{{d: 3, need: 1}, {d: 9, need: 1, pkg: 1}}, path: 3, best: 3, from: "",
			change: func(p *grid.Problem) { p.Pkgs[0].Optional = true },
			reason: "an optional package needs no energy"},
		{name: "who may not stay out for what that costs", capacity: 1, jobs: []job{{d: 3, need: 1}, {d: 9, need: 1, pkg: 1}}, path: 3, best: 12, from: "energy",
			change: func(p *grid.Problem) {
				p.Pkgs[0].Optional = true
				p.Levels = []grid.Level{{Terms: []grid.Term{grid.LeftOut}}, p.Levels[0]}
			},
			reason: "plans that leave nothing out are asked for"},
		{name: "lateness", capacity: 1, jobs: []job{{d: 3, need: 1, pkg: 1}, {d: 4, need: 1, pkg: 2}}, path: 0, best: 2, from: "energy",
			change: func(p *grid.Problem) {
				p.Pkgs[0].Due, p.Pkgs[1].Due = 5, 5
				p.Levels[0].Terms[0] = grid.Tardiness
			},
			reason: "one of them ends at 7"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := shop(c.capacity, c.jobs)
			if c.change != nil {
				c.change(p)
			}
			k := len(p.Levels) - 1
			start, end := bound.CriticalPath(p, false)
			least := bound.Levels(p, start, end, false)
			require.Equal(t, c.path, least[k], c.reason)
			s := bound.NewSearch(p, make([]int64, k), least[k], 200)
			s.Step(1_000_000, nil)
			require.True(t, s.Over())
			require.Equal(t, c.best, s.Bound, c.reason)
			require.Equal(t, c.from, s.From, c.reason)
		})
	}
}

// nights puts changes of length 1 into a window that opens every 10 slots for 4.
func nights(window grid.Window, changes int) *grid.Problem {
	p := &grid.Problem{Horizon: 1000, Wins: []grid.Window{window}, Groups: 1, Levels: []grid.Level{{Terms: []grid.Term{grid.Makespan}}}}
	var pieces []grid.Piece
	for k := range 100 {
		p.Occs = append(p.Occs, grid.Occurrence{Win: 0, Opens: 10 * k})
		pieces = append(pieces, grid.Piece{Start: 10 * k, End: 10*k + 4, Occ: k})
	}
	c := grid.NewCalendar(pieces)
	for range changes {
		p.Acts = append(p.Acts, grid.Activity{Kind: grid.Contiguous, Pkg: grid.None, Group: grid.None, Occ: grid.None, Latest: grid.Never, Deadline: 1000, Risk: 3,
			Modes: []grid.Mode{{Duration: 1, Runway: 2, Cal: c, Env: grid.None, Config: grid.None}}})
	}
	return p
}

func TestWindowsBeatTheCriticalPath(t *testing.T) {
	free := grid.Window{Capacity: grid.Never, Budget: -1}
	cases := []struct {
		name   string
		window grid.Window
		change func(p *grid.Problem)
		best   int64
		from   string
		reason string
	}{
		{name: "free", window: free, best: 1, reason: "all in the first night"},
		{name: "starts", window: grid.Window{Capacity: 2, Budget: -1}, best: 21, from: "windows", reason: "five at two a night: the third night"},
		{name: "risk", window: grid.Window{Capacity: grid.Never, Budget: 3}, best: 41, from: "windows", reason: "one a night"},
		{name: "one change of a system", window: free, best: 41, from: "windows", reason: "one a night",
			change: func(p *grid.Problem) {
				for i := range p.Acts {
					p.Acts[i].Group = 0
				}
			}},
		{name: "a fact", window: grid.Window{Capacity: 2, Budget: -1}, best: 11, from: "windows", reason: "four are left, and the first night has room for three less one",
			change: func(p *grid.Problem) {
				p.Wins[0].Capacity = 3
				p.Acts[0].Fixed, p.Acts[0].Start, p.Acts[0].End, p.Acts[0].Occ = true, 0, 1, 0
			}},
		{name: "pushed on", window: grid.Window{Capacity: 1, Budget: -1}, best: 71, from: "windows", reason: "the first two nights are taken, so what has 50 behind it is in the third at best",
			change: func(p *grid.Problem) {
				p.Acts[0].Latest, p.Acts[1].Latest = 19, 19
				p.Acts[4].Out = []int{0}
				p.Links = []grid.Link{{Kind: grid.FinishStart, From: 4, To: 5}}
				p.Acts = append(p.Acts, grid.Activity{Pkg: grid.None, Win: grid.None, Group: grid.None, Occ: grid.None, Latest: grid.Never, Deadline: 1000, In: []int{0},
					Modes: []grid.Mode{{Duration: 50, Env: grid.None, Config: grid.None}}})
			}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := nights(c.window, 5)
			if c.change != nil {
				c.change(p)
			}
			start, end := bound.CriticalPath(p, false)
			least := bound.Levels(p, start, end, false)[0]
			s := bound.NewSearch(p, nil, least, 200)
			s.Step(1_000_000, nil)
			require.Equal(t, c.best, s.Bound, c.reason)
			require.Equal(t, c.from, s.From, c.reason)
		})
	}
}

func TestChangeoversCount(t *testing.T) {
	p := shop(2, []job{{d: 4, need: 1, env: true}, {d: 4, need: 1, env: true}, {d: 4, need: 1, env: true}})
	p.Envs[0].Change = [][]int{{0, 3}, {3, 0}}
	for i := range p.Acts {
		p.Acts[i].Modes[0].Config = i % 2
	}
	s := bound.NewSearch(p, nil, 4, 200)
	s.Step(1_000_000, nil)
	require.Equal(t, int64(11), s.Bound, "one configuration for 4, a changeover of 3, the other for 4")
	require.Equal(t, "destructive", s.From)
}

func TestAlternativesAreCountedTogether(t *testing.T) {
	p := shop(1, []job{{d: 4, need: 1, env: true}, {d: 4, need: 1, env: true}, {d: 4, need: 1, env: true}, {d: 4, need: 1, env: true}})
	p.Envs = append(p.Envs, grid.Environment{Capacity: 1, Initial: grid.None})
	for i := range p.Acts {
		other := p.Acts[i].Modes[0]
		other.Env = 1
		p.Acts[i].Modes = append(p.Acts[i].Modes, other)
	}
	s := bound.NewSearch(p, nil, 4, 200)
	s.Step(1_000_000, nil)
	require.Equal(t, int64(8), s.Bound, "four of 4 in two environments")
	require.Equal(t, "energy", s.From)

	p.Envs[1].Holds = []grid.Hold{{Start: 0, End: 4, Units: 1, Config: grid.None, Act: grid.None}}
	s = bound.NewSearch(p, nil, 4, 200)
	s.Step(1_000_000, nil)
	require.Equal(t, int64(10), s.Bound, "4 are booked: 20 units on 2")
}

func TestASearchEndsWhenItIsTold(t *testing.T) {
	p := shop(1, []job{{d: 3, need: 1}, {d: 4, need: 1}, {d: 5, need: 1}})
	polls := 0
	s := bound.NewSearch(p, nil, 0, 1_000_000)
	s.Step(1<<40, func() bool { polls++; return polls > 3 })
	require.False(t, s.Over())
	require.LessOrEqual(t, polls, 6, "each look asks again, and nothing goes on")

	s.Below(12) // a plan is found elsewhere
	s.Step(1<<40, nil)
	require.True(t, s.Over())
	require.Equal(t, int64(12), s.Bound)
}

func TestASearchInStepsIsTheSame(t *testing.T) {
	jobs := []job{{d: 3, need: 1}, {d: 4, need: 2}, {d: 5, need: 1, after: []int{0}}, {d: 2, need: 2, after: []int{1}}, {d: 6, need: 1}}
	whole := bound.NewSearch(shop(2, jobs), nil, 0, 500)
	whole.Step(1<<40, nil)
	parts := bound.NewSearch(shop(2, jobs), nil, 0, 500)
	for !parts.Over() {
		parts.Step(parts.Work()+1, nil)
	}
	require.Equal(t, whole.Bound, parts.Bound)
	require.Equal(t, whole.Work(), parts.Work())
}
