package bound_test

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule/internal/bound"
	"github.com/berthplan/berth/schedule/internal/grid"
)

// TestNoPublishedPlanBeatsABound bounds the single-mode instances of PSPLIB (Kolisch & Sprecher
// 1997, doi:10.1016/S0377-2217(96)00170-1), and says how much of the way from the critical path to the best known makespan it makes.
func TestNoPublishedPlanBeatsABound(t *testing.T) {
	root := os.Getenv("BERTH_CASES")
	if root == "" {
		t.Skip("BERTH_CASES is unset: it names the folder of real cases")
	}
	table, err := os.ReadFile(filepath.Join(root, "psplib", "bks.csv"))
	require.NoError(t, err)
	known, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	require.NoError(t, err)
	for _, set := range []string{"j30", "j60", "j90", "j120"} {
		var n, tight, path, best, work int64
		var sum [2]int64
		for _, row := range known {
			text, err := os.ReadFile(filepath.Join(root, "psplib", set, row[0]+".sm"))
			if row[1] != set || os.IsNotExist(err) {
				continue // a part of the instances is given
			}
			require.NoError(t, err)
			p := project(string(text))
			upper, err := strconv.ParseInt(row[3], 10, 64)
			require.NoError(t, err)
			start, end := bound.CriticalPath(p, true)
			least := bound.Levels(p, start, end, true)[0]
			s := bound.NewSearch(p, nil, least, upper+10) // as a plan that is not the best would have it
			s.Step(20_000_000, nil)
			require.LessOrEqual(t, s.Bound, upper, row[0])
			n, path, best, work = n+1, path+least, best+upper, work+s.Work()
			sum[0] += s.Bound
			if s.Bound == upper {
				tight++
			}
		}
		require.Greater(t, n, int64(100), set)
		t.Logf("%s: %d instances: critical path %d, bound %d, best known %d: %.1f %% of the way; tight %d; mean work %d",
			set, n, path, sum[0], best, 100*float64(sum[0]-path)/float64(best-path), tight, work/n)
		require.Greater(t, 2*(sum[0]-path), best-path, "less than half of the way")
	}
}

// project reads a single-mode instance.
func project(text string) *grid.Problem {
	p := &grid.Problem{Levels: []grid.Level{{Terms: []grid.Term{grid.Makespan}}}}
	part := ""
	for in := bufio.NewScanner(strings.NewReader(text)); in.Scan(); {
		if line := strings.TrimSpace(in.Text()); strings.HasSuffix(line, ":") || strings.HasPrefix(line, "****") {
			part = line
		}
		var row []int
		for _, w := range strings.Fields(in.Text()) {
			x, err := strconv.Atoi(w)
			if err != nil {
				row = nil
				break
			}
			row = append(row, x)
		}
		switch {
		case len(row) == 0:
		case part == "PRECEDENCE RELATIONS:":
			for _, to := range row[3:] {
				p.Links = append(p.Links, grid.Link{Kind: grid.FinishStart, From: row[0] - 1, To: to - 1})
			}
		case part == "REQUESTS/DURATIONS:":
			m := grid.Mode{Duration: row[2], Env: grid.None, Config: grid.None}
			for r, n := range row[3:] {
				m.Needs = append(m.Needs, grid.Need{Res: r, Amount: n})
			}
			p.Horizon += row[2]
			p.Acts = append(p.Acts, grid.Activity{Modes: []grid.Mode{m}, Pkg: grid.None, Win: grid.None, Group: grid.None, Occ: grid.None, Latest: grid.Never, Deadline: grid.Never})
		case part == "RESOURCEAVAILABILITIES:":
			for _, c := range row {
				p.Res = append(p.Res, grid.Resource{Capacity: c})
			}
		}
	}
	for l, k := range p.Links {
		p.Acts[k.From].Out = append(p.Acts[k.From].Out, l)
		p.Acts[k.To].In = append(p.Acts[k.To].In, l)
	}
	return p
}
