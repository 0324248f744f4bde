package evolve_test

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule/internal/evolve"
	"github.com/berthplan/berth/schedule/internal/grid"
)

// library returns a folder of BERTH_CASES.
func library(t testing.TB, path ...string) string {
	root := os.Getenv("BERTH_CASES")
	if root == "" {
		t.Skip("BERTH_CASES is unset: it names the folder of real cases")
	}
	return filepath.Join(append([]string{root, "psplib"}, path...)...)
}

// rows returns the fields of each line of a file that are numbers.
func rows(t testing.TB, path string) (fields [][]int, lines []string) {
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	for sc := bufio.NewScanner(f); sc.Scan(); {
		var row []int
		for _, w := range strings.Fields(sc.Text()) {
			if n, err := strconv.Atoi(w); err == nil {
				row = append(row, n)
			}
		}
		fields, lines = append(fields, row), append(lines, sc.Text())
	}
	return fields, lines
}

// instance reads a single-mode instance of PSPLIB.
func instance(t testing.TB, path string) *grid.Problem {
	fields, lines := rows(t, path)
	after := func(title string) [][]int {
		for i, l := range lines {
			if strings.HasPrefix(l, title) {
				return fields[i+2:]
			}
		}
		t.Fatalf("%s has no %s", path, title)
		return nil
	}
	p := &grid.Problem{Levels: []grid.Level{{Terms: []grid.Term{grid.Makespan}}}}
	for _, c := range after("RESOURCEAVAILABILITIES")[0] {
		p.Res = append(p.Res, grid.Resource{Capacity: c})
	}
	for _, row := range after("REQUESTS/DURATIONS")[1:] {
		if len(row) != 3+len(p.Res) {
			break
		}
		m := grid.Mode{Duration: row[2], Env: grid.None, Config: grid.None}
		for r, n := range row[3:] {
			m.Needs = append(m.Needs, grid.Need{Res: r, Amount: n})
		}
		p.Horizon += row[2]
		p.Acts = append(p.Acts, grid.Activity{Modes: []grid.Mode{m}, Pkg: grid.None, Win: grid.None, Group: grid.None, Latest: grid.Never, Deadline: grid.Never})
	}
	for i, row := range after("PRECEDENCE RELATIONS")[:len(p.Acts)] {
		for _, to := range row[3:] {
			p.Acts[i].Out = append(p.Acts[i].Out, len(p.Links))
			p.Acts[to-1].In = append(p.Acts[to-1].In, len(p.Links))
			p.Links = append(p.Links, grid.Link{Kind: grid.FinishStart, From: i, To: to - 1})
		}
	}
	return p
}

func TestKnownOptimaOfThirtyActivitiesAreFound(t *testing.T) {
	known := map[string]int{}
	_, lines := rows(t, library(t, "bks.csv"))
	for _, l := range lines[1:] {
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
