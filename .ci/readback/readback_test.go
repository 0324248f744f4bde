package readback_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	arran "github.com/arran4/golang-ical"
	emersion "github.com/emersion/go-ical"
	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

// plan is the one that the tests of package report keep in their testdata, read from its JSON.
func plan(t *testing.T) *schedule.Plan {
	file, err := os.Open(filepath.Join("..", "..", "schedule", "report", "testdata", "autumn.json"))
	require.NoError(t, err)
	defer file.Close()
	p, err := report.ReadJSON(file)
	require.NoError(t, err)
	p.Activities[0].Causes[0].Text = "commas, semicolons; \\ and\nlines, 語" // what must be escaped, and is long enough to be folded
	p.Activities[0].Revision = 3
	return p
}

func calendar(t *testing.T, p *schedule.Plan) []byte {
	var b bytes.Buffer
	require.NoError(t, report.ICS(&b, p, report.ICSOptions{}))
	return b.Bytes()
}

func TestEmersionGoICal(t *testing.T) {
	p := plan(t)
	got, err := emersion.NewDecoder(bytes.NewReader(calendar(t, p))).Decode()
	require.NoError(t, err)
	require.Len(t, got.Events(), len(p.Activities))
	for i, e := range got.Events() {
		a := p.Activities[i]
		start, err := e.DateTimeStart(time.UTC)
		require.NoError(t, err)
		end, err := e.DateTimeEnd(time.UTC)
		require.NoError(t, err)
		require.True(t, a.Start.Equal(start), "%s starts %s, read as %s", a.Activity, a.Start, start)
		require.True(t, a.End.Equal(end), "%s ends %s, read as %s", a.Activity, a.End, end)
		sequence, err := e.Props.Get(emersion.PropSequence).Int()
		require.NoError(t, err)
		require.Equal(t, a.Revision, sequence)
		for _, c := range a.Causes {
			text, err := e.Props.Text(emersion.PropDescription)
			require.NoError(t, err)
			require.Contains(t, text, c.Text)
		}
	}
	// Its encoder checks which properties a component has, and how often.
	require.NoError(t, emersion.NewEncoder(&bytes.Buffer{}).Encode(got))
}

func TestArranGolangICal(t *testing.T) {
	p := plan(t)
	got, err := arran.ParseCalendar(bytes.NewReader(calendar(t, p)))
	require.NoError(t, err)
	require.Len(t, got.Events(), len(p.Activities))
	require.Len(t, got.Timezones(), 1)
	for i, e := range got.Events() {
		a := p.Activities[i]
		start, err := e.GetStartAt()
		require.NoError(t, err)
		end, err := e.GetEndAt()
		require.NoError(t, err)
		require.True(t, a.Start.Equal(start), "%s starts %s, read as %s", a.Activity, a.Start, start)
		require.True(t, a.End.Equal(end), "%s ends %s, read as %s", a.Activity, a.End, end)
		for _, c := range a.Causes {
			require.Contains(t, e.GetProperty(arran.ComponentPropertyDescription).Value, c.Text)
		}
	}
}
