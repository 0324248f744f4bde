package planfile_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/release/planfile"
)

// publishedTables are Kubernetes' time lines as one table, and the mistakes known in them.
func publishedTables(t *testing.T) (records [][]string, known [][]string) {
	t.Helper()
	cases := os.Getenv("BERTH_CASES")
	if cases == "" {
		t.Skip("BERTH_CASES is not set: no published tables")
	}
	data, err := os.ReadFile(filepath.Join(cases, "release", "kubernetes", "timelines.json"))
	require.NoError(t, err)
	var in struct {
		Rows []struct{ Release, What, Who, When, Week, Signal string }
	}
	require.NoError(t, json.Unmarshal(data, &in))
	records = [][]string{{"release", "what", "who", "when", "week", "signal"}}
	for _, r := range in.Rows {
		records = append(records, []string{r.Release, r.What, r.Who, r.When, r.Week, r.Signal})
	}
	text, err := os.ReadFile(filepath.Join(cases, "release", "kubernetes", "known_errors.csv"))
	require.NoError(t, err)
	known, err = csv.NewReader(bytes.NewReader(text)).ReadAll()
	require.NoError(t, err)
	return records, known[1:]
}

func csvText(t *testing.T, records [][]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	require.NoError(t, w.WriteAll(records))
	return b.Bytes()
}

// Every mistake known in the published tables comes out as a slip of its row, and nothing else does.
func TestPublishedTables(t *testing.T) {
	records, known := publishedTables(t)
	table, err := planfile.ReadCSV(planfile.File{Name: "kubernetes.csv", Data: csvText(t, records)}, planfile.CSVOptions{})
	require.NoError(t, err)
	require.Len(t, table.Timetable.Rows, len(records)-1)
	kind := func(problem string) string {
		switch {
		case strings.Contains(problem, " is a "):
			return "weekday"
		case strings.Contains(problem, " is in "):
			return "zone-label"
		}
		return "two-times"
	}
	type mistake struct{ release, what, when, code string }
	want, got := map[mistake]int{}, map[mistake]int{}
	for _, k := range known {
		want[mistake{k[0], k[1], k[2], kind(k[3])}]++
	}
	for _, s := range table.Slips {
		cells := records[s.Line-1]
		require.Equal(t, 4, s.Column)
		got[mistake{cells[0], cells[1], cells[3], s.Code}]++
	}
	require.Equal(t, want, got)
	dated := 0
	for _, r := range table.Timetable.Rows {
		if !r.Start.IsZero() {
			dated++
		}
	}
	t.Logf("%d rows, %d with a date, %d slips, %d remarks", len(table.Timetable.Rows), dated, len(table.Slips), len(table.Remarks))

	var out bytes.Buffer
	require.NoError(t, table.Write(&out))
	back, err := csv.NewReader(&out).ReadAll()
	require.NoError(t, err)
	for _, cells := range back {
		for i, c := range cells {
			if strings.HasPrefix(c, "'@") { // which a spreadsheet would take for a formula
				cells[i] = c[1:]
			}
		}
	}
	require.Equal(t, records, back, "every cell comes back")
}
