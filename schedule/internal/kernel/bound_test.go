package kernel_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/schedule/internal/bound"
	"github.com/berthplan/berth/schedule/internal/grid"
)

// TestNoBoundIsBeatenByBrute holds the bounds that are proved without a search against what trying
// everything finds: for the best plan's levels, and for levels that are worse above.
func TestNoBoundIsBeatenByBrute(t *testing.T) {
	from := map[string]int{}
	for name, w := range map[string]what{
		"projects":     {},
		"links":        {links: true},
		"modes":        {modes: true, links: true},
		"calendars":    {calendars: true, links: true},
		"windows":      {windows: true, links: true, calendars: true},
		"environments": {environments: true, modes: true},
		"packages":     {packages: true, links: true},
		"facts":        {packages: true, facts: true, environments: true},
		"all":          {true, true, true, true, true, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				p := problem(t, w)
				if rapid.Bool().Draw(t, "replanned") {
					expected(t, p)
				}
				p.Levels[0].Free = int64(rapid.IntRange(0, 2).Draw(t, "free"))
				b := &brute{p: p}
				best := b.run()
				if best == nil {
					return
				}
				start, end := bound.CriticalPath(p, false)
				least := bound.Levels(p, start, end, false)
				above := append([]int64(nil), best...)
				for k := range p.Levels {
					require.LessOrEqual(t, least[k], best[k])
					worst := best[k] + int64(rapid.IntRange(0, 9).Draw(t, "worse"))
					s := bound.NewSearch(p, above[:k], least[k], worst)
					s.Step(1_000_000, nil)
					require.True(t, s.Over())
					// no plan pays less on this level: not the best one, and none that pays as little above
					q := *p
					q.Levels = append([]grid.Level(nil), p.Levels[:k+1]...)
					for l, v := range above[:k] {
						q.Levels[l].Free += v
					}
					got := (&brute{p: &q}).run()
					require.LessOrEqual(t, s.Bound, got[k], "level %d, %s", k, s.From)
					if s.From != "" && s.Bound == got[k] {
						from[s.From]++
					}
					above[k] += int64(rapid.IntRange(0, 2).Draw(t, "worse above"))
				}
			})
		})
	}
	t.Log("bounds that are exact: ", from)
	for _, s := range []string{"critical path", "energy", "destructive"} {
		require.Positive(t, from[s], s)
	}
}

// expected says of some activities where they are expected, and makes that a level.
func expected(t *rapid.T, p *grid.Problem) {
	for i := range p.Acts {
		if p.Acts[i].Fixed || rapid.IntRange(0, 2).Draw(t, "new") == 0 {
			continue
		}
		w := grid.Was{Start: rapid.IntRange(0, p.Horizon).Draw(t, "was"), Env: rapid.IntRange(-1, 1).Draw(t, "was in"), Weight: int64(rapid.IntRange(1, 3).Draw(t, "weight"))}
		if rapid.IntRange(0, 4).Draw(t, "was out") == 0 {
			w.Start = grid.Never
		}
		p.Acts[i].Was = w
	}
	level := grid.Level{Terms: []grid.Term{grid.Disturbance}}
	if rapid.Bool().Draw(t, "disturbance first") {
		p.Levels = append([]grid.Level{level}, p.Levels...)
	} else {
		p.Levels = append(p.Levels, level)
	}
}
