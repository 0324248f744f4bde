package psplib_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/psplib"
)

func TestSmallProjectsAreSolved(t *testing.T) {
	cases := []struct {
		file     string
		makespan int
		reason   string
	}{
		{"small.sm", 9, "jobs 2 and 3 need 5 of 4 units of the first resource, 3 and 4 need 4 of 3 of the second: no two at once"},
		{"small.mm", 3, "job 2 in its short mode, then job 3 in its short one: 3 of 6 used up"},
		{"small.sch", 7, "job 2 three after job 1, at most five"},
		{"small.rcp", 9, "the same as small.sm"},
	}
	for _, c := range cases {
		t.Run(c.file, func(t *testing.T) {
			p := read(t, c.file)
			problem := p.Problem()
			require.NoError(t, problem.Validate())
			plan, err := schedule.Solve(context.Background(), problem, schedule.Options{Work: 20_000})
			require.NoError(t, err)
			violations, _ := schedule.Verify(problem, plan)
			require.Empty(t, violations)
			starts, modes := p.Starts(plan)
			require.Len(t, starts, len(p.Jobs))
			require.Equal(t, c.makespan, p.Makespan(starts, modes), c.reason)
			checkProject(t, p, starts, modes)
		})
	}
}

// checkProject judges a schedule by the file alone, period by period.
func checkProject(t *testing.T, p *psplib.Project, starts, modes []int) {
	t.Helper()
	used := make([]int, len(p.Nonrenewable))
	for j, job := range p.Jobs {
		m := job.Modes[modes[j]-1]
		for k := range used {
			used[k] += m.Nonrenewable[k]
		}
		for _, l := range job.After {
			from := starts[j]
			if l.FromEnd {
				from += m.Duration
			}
			require.GreaterOrEqual(t, starts[l.To], from+l.Periods, "job %d after job %d", l.To+1, j+1)
		}
	}
	for k := range used {
		require.LessOrEqual(t, used[k], p.Nonrenewable[k])
	}
	for now := range p.Makespan(starts, modes) {
		for k, capacity := range p.Renewable {
			need := 0
			for j, job := range p.Jobs {
				if m := job.Modes[modes[j]-1]; starts[j] <= now && now < starts[j]+m.Duration {
					need += m.Renewable[k]
				}
			}
			require.LessOrEqual(t, need, capacity, "resource %d in period %d", k+1, now)
		}
	}
}

// TestPublishedInstances reads every instance that is given, and compares critical paths with the published ones.
func TestPublishedInstances(t *testing.T) {
	cases := os.Getenv("BERTH_CASES")
	if cases == "" {
		t.Skip("BERTH_CASES is unset")
	}
	paths := map[string]int{}
	f, err := os.Open(filepath.Join(cases, "psplib", "bks.csv"))
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	for _, row := range rows[1:] {
		paths[row[0]], err = strconv.Atoi(row[4])
		require.NoError(t, err)
	}
	count := 0
	err = filepath.WalkDir(filepath.Join(cases, "psplib"), func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".csv") || strings.HasSuffix(name, ".md") {
			return err
		}
		f, err := os.Open(name)
		require.NoError(t, err)
		defer f.Close()
		p, err := psplib.Read(name, f)
		require.NoError(t, err, name)
		count++
		if want, ok := paths[p.Name]; ok && strings.HasSuffix(name, ".sm") {
			require.Equal(t, want, p.CriticalPath(), name)
		}
		return nil
	})
	require.NoError(t, err)
	require.Greater(t, count, 1000)
	t.Logf("%d instances read", count)
}

func ExampleProject_Problem() {
	text := "4 1\n4\n0 0 2 2 3\n3 2 1 4\n4 3 1 4\n0 0 0\n" // Patterson's form: two jobs that need 5 of 4 units
	project, err := psplib.Read("two.rcp", strings.NewReader(text))
	if err != nil {
		fmt.Println(err)
		return
	}
	plan, err := schedule.Solve(context.Background(), project.Problem(), schedule.Options{Work: 1000})
	if err != nil {
		fmt.Println(err)
		return
	}
	starts, modes := project.Starts(plan)
	fmt.Println("makespan", project.Makespan(starts, modes), "critical path", project.CriticalPath())
	// Output: makespan 7 critical path 4
}

func TestWhatCannotBeDone(t *testing.T) {
	lags := "2 1 0 0\n0 1 1 1 [0]\n1 1 2 2 3 [3] [2]\n2 1 2 1 3 [-2] [4]\n3 1 0\n0 1 0 0\n1 1 2 3\n2 1 4 2\n3 1 0 0\n4\n" // job 2 three after job 1, and at most two
	p, err := psplib.Read("clash.sch", strings.NewReader(lags))
	require.NoError(t, err)
	plan, err := schedule.Solve(context.Background(), p.Problem(), schedule.Options{Work: 20_000})
	require.Error(t, err)
	require.Equal(t, schedule.Infeasible, plan.Status, "lags clash whatever the horizon: %v", err)

	tight := strings.Replace(lags, "[-2]", "[-5]", 1)
	tight = strings.Replace(tight, "2 1 4 2", "2 1 4 5", 1) // needs 5 of 4
	p, err = psplib.Read("hopeless.sch", strings.NewReader(tight))
	require.NoError(t, err)
	require.Equal(t, []int{2}, p.Hopeless())
}

func TestResourcesThatClashUnderMaximumLags(t *testing.T) {
	// jobs 1 and 2 need 3 of 4 units each and last 3; job 2 starts at most 2 after job 1, and job 1 at most 2 after job 2
	text := "2 1 0 0\n0 1 2 1 2 [0] [0]\n1 1 2 2 3 [-2] [3]\n2 1 2 1 3 [-2] [3]\n3 1 0\n0 1 0 0\n1 1 3 3\n2 1 3 3\n3 1 0 0\n4\n"
	p, err := psplib.Read("x.sch", strings.NewReader(text))
	require.NoError(t, err)
	plan, err := schedule.Solve(context.Background(), p.Problem(), schedule.Options{Work: 20_000})
	require.Error(t, err)
	require.Equal(t, schedule.Infeasible, plan.Status, "%v", err)
}

func TestModesThatCannotBeDoneKeepTheirNumbers(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "small.mm"))
	require.NoError(t, err)
	p, err := psplib.Read("small.mm", strings.NewReader(strings.Replace(string(text), "  2      1     2       4    1", "  2      1     2       9    1", 1)))
	require.NoError(t, err)
	require.Empty(t, p.Hopeless())
	plan, err := schedule.Solve(context.Background(), p.Problem(), schedule.Options{Work: 20_000})
	require.NoError(t, err)
	starts, modes := p.Starts(plan)
	require.Equal(t, 2, modes[1], "the first needs 9 of 5")
	checkProject(t, p, starts, modes)
}
