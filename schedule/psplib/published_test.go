package psplib_test

import (
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/psplib"
)

// published is what is known of an instance: no plan ends before lower, and one ends at upper.
// Where upper is 0 it has none.
type published struct{ lower, upper int64 }

// library returns a folder of the given cases.
func library(t testing.TB, path ...string) string {
	t.Helper()
	root := os.Getenv("BERTH_CASES")
	if root == "" {
		t.Skip("BERTH_CASES is unset: it names the folder of real cases")
	}
	return filepath.Join(append([]string{root, "psplib"}, path...)...)
}

// answers reads a table of the best known answers, by set and instance in small letters.
func answers(t testing.TB, name string) map[string]published {
	t.Helper()
	f, err := os.Open(name)
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	column := map[string]int{}
	for i, head := range rows[0] {
		column[head] = i
	}
	known := map[string]published{}
	for _, row := range rows[1:] {
		instance, _, _ := strings.Cut(row[column["instance"]], ".")
		var p published
		if upper := row[column["upper_bound"]]; upper != "unsat" {
			p.upper, err = strconv.ParseInt(upper, 10, 64)
			require.NoError(t, err)
			p.lower, err = strconv.ParseInt(row[column["lower_bound"]], 10, 64)
			require.NoError(t, err)
		}
		if strings.HasPrefix(row[column["set"]], "j") && filepath.Base(filepath.Dir(name)) == "mm" && p.upper >= 1000 {
			p = published{} // there it counts what cannot be met
		}
		known[strings.ToLower(row[column["set"]]+"/"+instance)] = p
	}
	return known
}

// TestPublishedOptima solves a part of each set with little work: no best known answer is contradicted,
// what is said to be optimal is, every plan meets the rules of its file, and most optima are proved.
func TestPublishedOptima(t *testing.T) {
	tests := []struct {
		set    string // a folder
		table  string
		every  int // one instance of so many
		work   int64
		proved float64 // the part that is decided at least: an optimum proved, or that there is no plan
		reason string
	}{
		{"j30", "bks.csv", 2, 40_000, 0.8, "30 activities, one mode"},
		{"j60", "bks.csv", 8, 40_000, 0.5, "60 activities: half of them are easy"},
		{"mm/j10", "mm/bks.csv", 2, 40_000, 0.8, "10 activities in several modes"},
		{"mm/j20", "mm/bks.csv", 4, 40_000, 0.5, "20 activities in several modes"},
		{"max/j10", "max/bks.csv", 3, 40_000, 0.9, "10 activities with maximum lags"},
		{"max/j20", "max/bks.csv", 5, 40_000, 0.7, "20 activities with maximum lags"},
		{"max/ubo10", "max/bks.csv", 2, 40_000, 0.9, "10 activities with maximum lags, of another generator"},
	}
	for _, tt := range tests {
		t.Run(tt.set, func(t *testing.T) {
			known := answers(t, library(t, tt.table))
			files, err := filepath.Glob(library(t, tt.set, "*.*"))
			require.NoError(t, err)
			require.NotEmpty(t, files)
			count, decided := 0, 0
			for i := 0; i < len(files); i += tt.every {
				count++
				if solved(t, files[i], tt.work, known) {
					decided++
				}
			}
			t.Logf("%d of %d decided", decided, count)
			require.GreaterOrEqual(t, float64(decided), tt.proved*float64(count), tt.reason)
		})
	}
}

// solved solves one instance, compares with what is known, and reports whether it was decided.
func solved(t *testing.T, file string, work int64, known map[string]published) bool {
	t.Helper()
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	p, err := psplib.Read(file, f)
	require.NoError(t, err)
	set := filepath.Base(filepath.Dir(file))
	best, ok := known[strings.ToLower(set+"/"+p.Name)]
	require.True(t, ok, "nothing is known of %s", file)
	if len(p.Hopeless()) > 0 {
		require.Zero(t, best.upper, file)
		return true
	}
	problem := p.Problem()
	plan, err := schedule.Solve(context.Background(), problem, schedule.Options{Work: work, Diagnosis: -1})
	var conflict *schedule.Conflict
	if errors.As(err, &conflict) {
		if plan.Status == schedule.Infeasible {
			require.Zero(t, best.upper, "%s has a plan", file)
		}
		return plan.Status == schedule.Infeasible
	}
	require.NoError(t, err)
	require.NotZero(t, best.upper, "%s has no plan", file)
	violations, _ := schedule.Verify(problem, plan)
	require.Empty(t, violations, file)
	starts, modes := p.Starts(plan)
	checkProject(t, p, starts, modes)
	makespan := int64(p.Makespan(starts, modes))
	require.GreaterOrEqual(t, makespan, best.lower, "%s: shorter than any plan can be", file)
	require.LessOrEqual(t, plan.Objective[0].Bound, best.upper, "%s: a plan is known that is shorter than the bound", file)
	if plan.Status == schedule.Optimal {
		require.LessOrEqual(t, makespan, best.upper, "%s: a better plan is known", file)
		require.Equal(t, makespan, plan.Objective[0].Bound, file)
	}
	return plan.Status == schedule.Optimal
}
