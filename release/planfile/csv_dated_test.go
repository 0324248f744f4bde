package planfile_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
)

func writtenCSV(t require.TestingT, table *planfile.Table) string {
	var b bytes.Buffer
	require.NoError(t, table.Write(&b))
	return b.String()
}

func TestDated(t *testing.T) {
	at := func(s string) time.Time {
		out, err := time.Parse("2006-01-02T15:04", s)
		require.NoError(t, err)
		return out
	}
	row := func(name, phase, start, end string) release.Row {
		return release.Row{Package: name, Phase: phase, Start: at(start), End: at(end)}
	}
	tests := []struct {
		reason, text string
		dates        []release.Row
		want         string
	}{
		{"the same dates leave the text", "Task,When,Bis\na,Tue 1 Sep 2026,02.09.2026\n",
			[]release.Row{row("a", "work", "2026-09-01T00:00", "2026-09-03T00:00")},
			"Task,When,Bis\na,Tue 1 Sep 2026,02.09.2026\n"},
		{"only what changes is written anew", "Task,When,Bis,Who\na,Tue 1 Sep 2026,02.09.2026,ann\n",
			[]release.Row{row("a", "work", "2026-09-01T00:00", "2026-09-04T00:00")},
			"Task,When,Bis,Who\na,Tue 1 Sep 2026,2026-09-03,ann\n"},
		{"a milestone with one date keeps one", "name,start\na,2026-09-01\n",
			[]release.Row{row("a", "work", "2026-09-07T09:00", "2026-09-07T09:00")}, "name,start\na,2026-09-07 09:00\n"},
		{"a length stays beside the dates", "name,days,start,end\na,2d,,\n",
			[]release.Row{row("a", "work", "2026-09-07T08:00", "2026-09-09T17:00")}, "name,days,start,end\na,2d,2026-09-07 08:00,2026-09-09 17:00\n"},
		{"what has no date any more", "name,start,x\na,2026-09-01,1\nb,2026-09-02,2\n",
			[]release.Row{row("b", "work", "2026-09-07T00:00", "2026-09-07T00:00")}, "name,start,x\na,,1\nb,2026-09-07,2\n"},
		{"a row besides follows its package", "name,phase,start\na,x,2026-09-01\nb,,2026-09-02\n",
			[]release.Row{row("b", "work", "2026-09-02T00:00", "2026-09-02T00:00"), row("a", "y", "2026-09-03T00:00", "2026-09-04T00:00"), row("a", "x", "2026-09-01T00:00", "2026-09-01T00:00")},
			"name,phase,start,end\na,x,2026-09-01,\na,y,2026-09-03,2026-09-03\nb,,2026-09-02,\n"},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			table, err := planfile.ReadCSV(planfile.File{Data: []byte(tt.text)}, planfile.CSVOptions{})
			require.NoError(t, err)
			before := writtenCSV(t, table)
			require.Equal(t, tt.want, writtenCSV(t, table.Dated(release.Timetable{Rows: tt.dates})))
			require.Equal(t, before, writtenCSV(t, table), "the table is as it was")
		})
	}
}

// A cell that a spreadsheet or a terminal would obey is written so that neither does, and reads back.
func TestHarmlessCells(t *testing.T) {
	cells := []string{"=1+1", "'=1+1", "''=1", "@x", "-5", "+41 44 668 18 00", "-", "-x", "+cmd|' /C calc'!A0", "'tis", "\tx", "\x1b[2J", "␛", "␛1B", "␛␛1B", "\u009b31m", "\x07", "a\nb"}
	check := func(t require.TestingT, cell string) {
		p := &release.Portfolio{Packages: []release.Package{{Name: "a", Notes: []release.Note{{Name: "x", Text: cell}}}}}
		rows := []release.Row{{Package: "a", Phase: "work", Start: time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)}}
		text := writtenCSV(t, &planfile.Table{Portfolio: p, Timetable: release.Timetable{Rows: rows}})
		require.False(t, strings.ContainsFunc(text, func(c rune) bool { return c < ' ' && c != '\n' && c != '\t' || c >= 0x7f && c < 0xa0 }), "%q", text)
		for _, c := range []string{",=", ",@", ",+c", ",-x", "\n\t"} {
			require.NotContains(t, text, c)
		}
		back, err := planfile.ReadCSV(planfile.File{Data: []byte(text)}, planfile.CSVOptions{})
		require.NoError(t, err)
		require.Equal(t, p.Packages[0].Notes, back.Portfolio.Packages[0].Notes, "%q", text)
	}
	for _, cell := range cells {
		check(t, cell)
	}
	rapid.Check(t, func(t *rapid.T) {
		check(t, rapid.StringOfN(rapid.SampledFrom([]rune("'=+-@␛1B\x1b\u0085\tx")), 1, 6, -1).Draw(t, "cell"))
	})
}
