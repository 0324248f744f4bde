package psplib_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule/psplib"
)

func read(t *testing.T, name string) *psplib.Project {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	require.NoError(t, err)
	defer f.Close()
	p, err := psplib.Read(name, f)
	require.NoError(t, err)
	return p
}

func TestReadSingleMode(t *testing.T) {
	p := read(t, "small.sm")
	require.Equal(t, &psplib.Project{
		Name: "small", Renewable: []int{4, 3}, Nonrenewable: []int{}, Horizon: 1 + 3 + 4 + 2,
		Jobs: []psplib.Job{
			{Modes: []psplib.Mode{{0, []int{0, 0}, []int{}}}, After: []psplib.Lag{{1, 0, true}, {2, 0, true}}},
			{Modes: []psplib.Mode{{3, []int{2, 0}, []int{}}}, After: []psplib.Lag{{3, 0, true}}},
			{Modes: []psplib.Mode{{4, []int{3, 1}, []int{}}}, After: []psplib.Lag{{4, 0, true}}},
			{Modes: []psplib.Mode{{2, []int{0, 3}, []int{}}}, After: []psplib.Lag{{4, 0, true}}},
			{Modes: []psplib.Mode{{0, []int{0, 0}, []int{}}}},
		},
	}, p)
	require.Equal(t, 5, p.CriticalPath())
}

func TestReadMultiMode(t *testing.T) {
	p := read(t, "small.mm")
	require.Equal(t, []int{5}, p.Renewable)
	require.Equal(t, []int{6}, p.Nonrenewable)
	require.Equal(t, []psplib.Mode{{2, []int{4}, []int{1}}, {5, []int{1}, []int{3}}}, p.Jobs[1].Modes)
	require.Equal(t, []psplib.Mode{{1, []int{5}, []int{2}}, {6, []int{0}, []int{0}}}, p.Jobs[2].Modes)
	require.Equal(t, 3, p.CriticalPath(), "in the shortest modes")
}

func TestReadLags(t *testing.T) {
	p := read(t, "small.sch")
	require.Equal(t, []int{4}, p.Renewable)
	require.Equal(t, []psplib.Lag{{2, 3, false}, {3, 2, false}}, p.Jobs[1].After)
	require.Equal(t, []psplib.Lag{{1, -5, false}, {3, 4, false}}, p.Jobs[2].After)
	require.Equal(t, 7, p.CriticalPath())
	links := p.Problem().Links
	require.Contains(t, links, p.Problem().Links[4])
}

func TestReadPatterson(t *testing.T) {
	p, q := read(t, "small.rcp"), read(t, "small.sm")
	require.Equal(t, q.Renewable, p.Renewable)
	require.Len(t, p.Jobs, len(q.Jobs))
	for j := range p.Jobs {
		require.Equal(t, q.Jobs[j].After, p.Jobs[j].After, "job %d", j+1)
		require.Equal(t, q.Jobs[j].Modes[0].Duration, p.Jobs[j].Modes[0].Duration, "job %d", j+1)
		require.Equal(t, q.Jobs[j].Modes[0].Renewable, p.Jobs[j].Modes[0].Renewable, "job %d", j+1)
	}
}

// TestFaults changes one thing of a good file at a time.
func TestFaults(t *testing.T) {
	cases := []struct {
		reason         string
		file, old, new string
		want           []string // prefixes of the faults, in order
	}{
		{"an ending of another kind", "small.sm:small.txt", "", "", []string{"small.txt:1: unknown-format"}},
		{"nothing in it", "small.rcp", "*", "", []string{"small.rcp:1: missing-section"}},
		{"a heading is missing", "small.sm", "REQUESTS/DURATIONS", "REQUESTS", []string{"small.sm:33: missing-section"}},
		{"a word where a number belongs", "small.sm", "  2      1     3       2    0", "  2      1     x       2    0", []string{"small.sm:25: bad-number: found \"x\""}},
		{"a negative duration", "small.sm", "  2      1     3       2    0", "  2      1    -3       2    0", []string{"small.sm:25: bad-number: found -3"}},
		{"a number beyond all bounds", "small.rcp", "4 3\n", "4 99999999999999999999\n", []string{"small.rcp:2: bad-number"}},
		{"too few needs", "small.sm", "  4      1     2       0    3", "  4      1     2       0", []string{"small.sm:27: duplicate-job: found mode 4 of job 3"}},
		{"more successors than told", "small.sm", "   2        1          1           4", "   2        1          1           4   5", []string{"small.sm:16: wrong-count"}},
		{"a successor that is not there", "small.sm", "   2        1          1           4", "   2        1          1           9", []string{"small.sm:16: unknown-job: found 9, expected a job from 1 to 5"}},
		{"a job that stands twice", "small.sm", "   3        1          1           5", "   2        1          1           5", []string{"small.sm:17: duplicate-job"}},
		{"jobs that wait for each other", "small.sm", "   4        1          1           5", "   4        1          1           2", []string{"small.sm:16: cycle: found 4 → 2 → 4"}},
		{"two faults at once", "small.sm", "   2        1          1           4\n   3        1          1           5", "   2        1          1           8\n   3        1          1           y", []string{"small.sm:16: unknown-job", "small.sm:17: bad-number"}},
		{"modes that are not as many as told", "small.mm", "   2        2          1           3", "   2        3          1           3", []string{"small.mm:23: wrong-count: found 2 modes of job 2"}},
		{"a lag is missing", "small.sch", "1 1 2 2 3 [3] [2]", "1 1 2 2 3 [3]", []string{"small.sch:3: wrong-count"}},
		{"a job in the wrong place", "small.sch", "2 1 2 1 3 [-5] [4]", "3 1 2 1 3 [-5] [4]", []string{"small.sch:4: duplicate-job"}},
		{"resources of another kind", "small.sch", "2 1 0 0", "2 1 1 0", []string{"small.sch:1: bad-number"}},
		{"a capacity is missing", "small.sch", "\n4\n", "\n", []string{"small.sch:9: missing-section"}},
		{"the file is cut", "small.rcp", "0 0 0 0\n", "", []string{"small.rcp:6: missing-section"}},
		{"something behind the end", "small.rcp", "0 0 0 0\n", "0 0 0 0\n7 7\n", []string{"small.rcp:8: wrong-count"}},
		{"a number of jobs beyond all bounds", "small.rcp", "5 2\n", "5000000 2\n", []string{"small.rcp:1: bad-number"}},
	}
	for _, c := range cases {
		t.Run(c.reason, func(t *testing.T) {
			from, to, other := strings.Cut(c.file, ":")
			if !other {
				to = from
			}
			text, err := os.ReadFile(filepath.Join("testdata", from))
			require.NoError(t, err)
			changed := strings.Replace(string(text), c.old, c.new, 1)
			if c.old == "*" {
				changed = ""
			}
			if c.old != "" {
				require.NotEqual(t, string(text), changed, "nothing was changed")
			}
			_, err = psplib.Read(to, strings.NewReader(changed))
			var faults release.Faults
			require.ErrorAs(t, err, &faults)
			require.Len(t, faults, len(c.want), "%v", err)
			for i, f := range faults {
				require.True(t, strings.HasPrefix(f.Error(), c.want[i]), "%s, want %s", f, c.want[i])
			}
		})
	}
}

func TestTooLong(t *testing.T) {
	_, err := psplib.Read("long.rcp", strings.NewReader(strings.Repeat("1 ", 9<<20)))
	require.ErrorContains(t, err, "long.rcp:1: too-long")
}

func FuzzRead(f *testing.F) {
	for i, name := range []string{"small.sm", "small.mm", "small.sch", "small.rcp"} {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		require.NoError(f, err)
		f.Add(i, string(text))
	}
	endings := []string{".sm", ".mm", ".sch", ".rcp"}
	f.Fuzz(func(t *testing.T, ending int, text string) {
		p, err := psplib.Read("x"+endings[uint(ending)%4], strings.NewReader(text))
		if err != nil {
			var faults release.Faults
			require.ErrorAs(t, err, &faults)
			require.NotEmpty(t, faults)
			return
		}
		if len(p.Jobs) < 1000 {
			require.NoError(t, p.Problem().Validate(), "what is read is a problem")
		}
	})
}
