package evolve_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule/internal/evolve"
	"github.com/berthplan/berth/schedule/internal/grid"
	"github.com/berthplan/berth/schedule/psplib"
)

// library returns a folder of BERTH_CASES.
func library(t testing.TB, path ...string) string {
	root := os.Getenv("BERTH_CASES")
	if root == "" {
		t.Skip("BERTH_CASES is unset: it names the folder of real cases")
	}
	return filepath.Join(append([]string{root, "psplib"}, path...)...)
}

// instance reads a single-mode instance of PSPLIB.
func instance(t testing.TB, path string) *grid.Problem {
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	project, err := psplib.Read(path, f)
	require.NoError(t, err)
	p := &grid.Problem{Levels: []grid.Level{{Terms: []grid.Term{grid.Makespan}}}}
	for _, c := range project.Renewable {
		p.Res = append(p.Res, grid.Resource{Capacity: c})
	}
	for _, job := range project.Jobs {
		m := grid.Mode{Duration: job.Modes[0].Duration, Env: grid.None, Config: grid.None}
		for r, n := range job.Modes[0].Renewable {
			m.Needs = append(m.Needs, grid.Need{Res: r, Amount: n})
		}
		p.Horizon += m.Duration
		p.Acts = append(p.Acts, grid.Activity{Modes: []grid.Mode{m}, Pkg: grid.None, Win: grid.None, Group: grid.None, Latest: grid.Never, Deadline: grid.Never})
	}
	for i, job := range project.Jobs {
		for _, l := range job.After {
			p.Acts[i].Out = append(p.Acts[i].Out, len(p.Links))
			p.Acts[l.To].In = append(p.Acts[l.To].In, len(p.Links))
			p.Links = append(p.Links, grid.Link{Kind: grid.FinishStart, From: i, To: l.To})
		}
	}
	return p
}

func TestKnownOptimaOfThirtyActivitiesAreFound(t *testing.T) {
	known := map[string]int{}
	table, err := os.ReadFile(library(t, "bks.csv"))
	require.NoError(t, err)
	for _, l := range strings.Split(strings.TrimSpace(string(table)), "\n")[1:] {
		w := strings.Split(l, ",")
		known[w[0]], _ = strconv.Atoi(w[3])
	}
	files, err := filepath.Glob(library(t, "j30", "*.sm"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for i := 0; i < len(files); i += 12 {
		p := instance(t, files[i])
		q, ok := evolve.New(p)
		require.True(t, ok)
		s := &evolve.Search{Project: q, Work: 20_000_000, Lower: known[strings.TrimSuffix(filepath.Base(files[i]), ".sm")]}
		require.Equal(t, evolve.Bounded, s.Run(), files[i])
		sol, end := s.Best()
		require.NoError(t, verify(p, sol))
		require.Equal(t, s.Lower, end, files[i])
	}
}

// BenchmarkSchedules reports how many schedules of 120 activities are built a
// second, a schedule being so many placements.
func BenchmarkSchedules(b *testing.B) {
	q, ok := evolve.New(instance(b, library(b, "j120", "j12011_4.sm")))
	require.True(b, ok)
	s := &evolve.Search{Project: q, Seed: 1}
	b.ReportAllocs()
	for b.Loop() {
		s.Step(122)
	}
	b.ReportMetric(float64(s.Placed())/122/b.Elapsed().Seconds(), "schedules/s")
}
