package kernel

import (
	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel/lcg"
)

// Solver solves a problem.
type Solver struct {
	P       *grid.Problem
	Ceiling []int64
	Stop    func() bool
}

// Result is what a run found.
type Result struct {
	Best   *grid.Solution
	Value  []int64
	Bound  []int64
	Proved bool
	Stats  lcg.Stats
}

// Run searches until a limit.
func (s *Solver) Run() Result {
	m := newModel(s.P)
	var r Result
	lo := m.e.Min(m.span)
	hi := s.P.Horizon + 1
	if s.Ceiling != nil {
		hi = int(s.Ceiling[0]) + 1
	}
	var b lcg.Earliest
	for _, x := range m.start {
		b = append(b, x.Plus(0))
	}
	budget := int64(1000)
	for turn := 0; lo < hi; turn++ {
		m.e.AddClause(m.span.Le(hi - 1))
		limit := lcg.Limits{Conflicts: budget, Stop: s.Stop}
		var assume []lcg.Lit
		if turn%2 == 1 && r.Best != nil {
			assume = append(assume, m.span.Le(lo))
		}
		switch m.e.Solve(assume, b, limit) {
		case lcg.Found:
			r.Best = m.solution()
			r.Value = s.P.Evaluate(r.Best)
			hi = int(r.Value[0])
			for i, x := range m.start {
				m.e.Aim(x, r.Best.Start[i])
			}
		case lcg.Refuted:
			if assume == nil {
				lo = hi
			} else {
				lo++
				m.e.AddClause(m.span.Ge(lo))
			}
		}
		m.e.Release()
		lo = max(lo, min(hi, m.e.Min(m.span)))
		if s.Stop != nil && s.Stop() {
			break
		}
		if turn%2 == 1 {
			budget += budget / 4
		}
	}
	r.Bound = []int64{int64(lo)}
	r.Proved = lo >= hi
	r.Stats = m.e.Stats()
	return r
}

func (m *model) solution() *grid.Solution {
	s := &grid.Solution{}
	for i, x := range m.start {
		t := m.e.Min(x)
		s.Start = append(s.Start, t)
		s.End = append(s.End, t+m.p.Acts[i].Modes[0].Duration)
		s.Mode = append(s.Mode, 0)
	}
	return s
}
