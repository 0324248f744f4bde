package kernel_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/internal/kernel"
	"github.com/berthplan/berth/schedule/psplib"
)

// TestPublishedOptima solves the 30-activity instances of PSPLIB (Kolisch &
// Sprecher 1997, doi:10.1016/S0377-2217(96)00170-1) with little work each: no published optimum may be beaten,
// nor any bound lie above it, and nearly all are proved.
func TestPublishedOptima(t *testing.T) {
	root := os.Getenv("BERTH_CASES")
	if root == "" {
		t.Skip("BERTH_CASES is not set: no instances to solve")
	}
	table, err := os.ReadFile(filepath.Join(root, "psplib", "bks.csv"))
	require.NoError(t, err)
	proved, solved := 0, 0
	for _, line := range strings.Split(string(table), "\n") {
		f := strings.Split(strings.TrimSpace(line), ",")
		if len(f) < 4 || f[1] != "j30" || f[2] != f[3] {
			continue
		}
		text, err := os.ReadFile(filepath.Join(root, "psplib", "j30", f[0]+".sm"))
		if os.IsNotExist(err) {
			continue // about half of the instances are given
		}
		require.NoError(t, err)
		best, err := strconv.ParseInt(f[2], 10, 64)
		require.NoError(t, err)
		r := (&kernel.Solver{P: single(t, f[0]+".sm", string(text)), Work: 4_000_000}).Run()
		require.NotNil(t, r.Best, f[0])
		require.GreaterOrEqual(t, r.Value[0], best, f[0])
		require.LessOrEqual(t, r.Bound[0], best, f[0])
		solved++
		if r.Proved {
			proved++
		}
	}
	require.Greater(t, solved, 100)
	require.Greater(t, proved, solved*9/10, "of %d", solved)
}

// single reads a single-mode instance.
func single(t *testing.T, name, text string) *grid.Problem {
	project, err := psplib.Read(name, strings.NewReader(text))
	require.NoError(t, err)
	p := &grid.Problem{Levels: []grid.Level{{Terms: []grid.Term{grid.Makespan}}}}
	for _, c := range project.Renewable {
		p.Res = append(p.Res, grid.Resource{Capacity: c})
	}
	for i, job := range project.Jobs {
		m := grid.Mode{Duration: job.Modes[0].Duration, Env: grid.None, Config: grid.None}
		for r, n := range job.Modes[0].Renewable {
			m.Needs = append(m.Needs, grid.Need{Res: r, Amount: n})
		}
		p.Horizon += m.Duration
		p.Acts = append(p.Acts, grid.Activity{Modes: []grid.Mode{m}, Pkg: grid.None, Win: grid.None, Group: grid.None})
		for _, l := range job.After {
			p.Links = append(p.Links, grid.Link{Kind: grid.FinishStart, From: i, To: l.To})
		}
	}
	require.Len(t, p.Acts, 32)
	for i := range p.Acts {
		p.Acts[i].Latest, p.Acts[i].Deadline = p.Horizon, p.Horizon
	}
	return p
}
