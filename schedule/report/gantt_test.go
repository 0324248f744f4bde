package report_test

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

func TestGanttGolden(t *testing.T) {
	golden(t, "train.gantt.txt", []byte(shown(t, report.Gantt, train(t), report.GanttOptions{})))
	golden(t, "train.gantt.60.txt", []byte(shown(t, report.Gantt, train(t), report.GanttOptions{Width: 60})))
	golden(t, "noway.gantt.txt", []byte(shown(t, report.Gantt, noWay(t), report.GanttOptions{})))
}

var escape = regexp.MustCompile("\x1b\\[[0-9]+m")

func TestGanttColours(t *testing.T) {
	plain := shown(t, report.Gantt, train(t), report.GanttOptions{})
	coloured := shown(t, report.Gantt, train(t), report.GanttOptions{Colour: true})
	require.NotContains(t, plain, "\x1b")
	require.Contains(t, coloured, "\x1b[31mgateway-7.0\x1b[0m", "a late package is red")
	require.Equal(t, plain, escape.ReplaceAllString(coloured, ""), "colour adds nothing but colour")
	for _, line := range lines(coloured) {
		if found := escape.FindAllString(line, -1); len(found) > 0 {
			require.Equal(t, "\x1b[0m", found[len(found)-1], "a line ends without colour: %q", line)
		}
	}
}

func TestGanttFitsTheWidth(t *testing.T) {
	for _, width := range []int{-1, 0, 1, 40, 41, 59, 80, 100, 237, 1000, 1 << 30} {
		want := min(max(width, 40), 1000)
		if width == 0 {
			want = 100
		}
		for _, name := range append(hostile, "plain") {
			for _, line := range lines(shown(t, report.Gantt, named(t, name), report.GanttOptions{Width: width})) {
				if strings.Contains(line, name) && len(name) > want {
					continue // a single word cannot be broken
				}
				n := utf8.RuneCountInString(line) + strings.Count(line, "語") + strings.Count(line, "の") + strings.Count(line, "名")
				require.LessOrEqual(t, n, want, "%d: %q", width, line)
				require.NotContains(t, line, "\x1b")
			}
		}
	}
}

// chart is the line of a Gantt chart that starts with a name, without the name.
func chart(t *testing.T, text, name string) string {
	t.Helper()
	for _, line := range lines(text) {
		if rest, ok := strings.CutPrefix(line, name+" "); ok {
			return rest
		}
	}
	require.Fail(t, "no line", "%s in\n%s", name, text)
	return ""
}

func TestGanttBars(t *testing.T) {
	at := func(day, hour int) time.Time { return time.Date(2026, 9, day, hour, 0, 0, 0, time.UTC) }
	plan := func(list ...schedule.Assignment) *schedule.Plan {
		return &schedule.Plan{Name: "p", Status: schedule.Feasible, Start: at(7, 0), Activities: list}
	}
	bar := func(phase string, start, end time.Time) schedule.Assignment {
		return schedule.Assignment{Activity: "package-1." + phase, Package: "package-1", Phase: phase, Start: start, End: end}
	}
	// 40 columns: 10 of the names' (blackouts), 30 of the time line: ten days, three columns a day.
	opt := report.GanttOptions{Width: 40}
	for _, c := range []struct {
		reason string
		plan   *schedule.Plan
		want   []string // the lines of the chart, without the axis
	}{
		{"one after the other", plan(bar("build", at(7, 0), at(9, 0)), bar("sit", at(10, 0), at(17, 0))),
			[]string{"package-1 bbbbbb   sssssssssssssssssssss"}},
		{"side by side where they overlap", plan(bar("build", at(7, 0), at(9, 0)), bar("sit", at(8, 0), at(17, 0))),
			[]string{"package-1 bbbbbb", "             sssssssssssssssssssssssssss"}},
		{"a moment takes a column", plan(bar("build", at(7, 0), at(9, 0)), bar("cab", at(9, 0), at(9, 0)), bar("sit", at(9, 0), at(17, 0))),
			[]string{"package-1 bbbbbbcsssssssssssssssssssssss"}},
		{"facts are capitals", plan(schedule.Assignment{Activity: "x", Package: "package-1", Phase: "build", Start: at(7, 0), End: at(17, 0), Fact: true}),
			[]string{"package-1 BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"}},
		{"the same letter twice", plan(bar("sit", at(7, 0), at(9, 0)), bar("soak", at(9, 0), at(17, 0))),
			[]string{"package-1 ssssssoooooooooooooooooooooooo"}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			out := lines(shown(t, report.Gantt, c.plan, opt))
			first := 0 // the axis
			for first < len(out) && !strings.HasPrefix(out[first], "day ") {
				first++
			}
			require.Equal(t, append(c.want, ""), out[first+1:first+2+len(c.want)], strings.Join(out, "\n"))
		})
	}
}

func TestGanttMarks(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2026, 9, day, 0, 0, 0, 0, time.UTC) }
	plan := &schedule.Plan{
		Name: "p", Status: schedule.Feasible, Start: at(7),
		Activities: []schedule.Assignment{
			{Activity: "late.sit", Package: "late", Phase: "sit", Start: at(7), End: at(17)},
			{Activity: "early.sit", Package: "early", Phase: "sit", Start: at(7), End: at(8)},
			{Activity: "far.sit", Package: "far", Phase: "sit", Start: at(7), End: at(8)},
		},
		Packages: []schedule.Outcome{
			{Package: "late", Finish: at(17), Due: at(9), Late: 8 * 24 * time.Hour},
			{Package: "early", Finish: at(8), Due: at(9), Deadline: at(12)},
			{Package: "far", Finish: at(8), Due: at(9).AddDate(5, 0, 0)},
		},
	}
	text := shown(t, report.Gantt, plan, report.GanttOptions{Width: 40})
	require.Equal(t, "     sssss!ssssssssssssssssssssssss", chart(t, text, "late"), "over the bar, on the day before midnight")
	require.Equal(t, "    sss  !        |", chart(t, text, "early"))
	require.Equal(t, "      sss", chart(t, text, "far"), "what is far away does not stretch the line")
	require.Contains(t, text, "! due; | deadline")
}

func TestGanttAxis(t *testing.T) {
	for _, c := range []struct {
		reason     string
		zone       string
		from       string
		length     time.Duration
		step, says string
	}{
		{"hours", "Europe/Zurich", "2026-09-01T21:00:00Z", 3 * time.Hour, "hour", "Tue 1 Sep 2026"},
		{"days", "Europe/Zurich", "2026-09-01T21:00:00Z", 10 * 24 * time.Hour, "day", "Sep 2026"},
		{"weeks", "Europe/Zurich", "2026-09-01T21:00:00Z", 90 * 24 * time.Hour, "week", "Nov 2026"},
		{"months", "Europe/Zurich", "2026-09-01T21:00:00Z", 500 * 24 * time.Hour, "month", "2027"},
		{"years", "Europe/Zurich", "2026-09-01T21:00:00Z", 9000 * 24 * time.Hour, "year", "2050"},
		{"the widest a plan can be", "Europe/Zurich", "2026-09-01T21:00:00Z", 100_000 * 24 * time.Hour, "year", "2200"},
		{"an hour that the clocks skip", "Europe/Zurich", "2026-03-28T23:00:00Z", 6 * time.Hour, "hour", "Sun 29 Mar 2026"},
		{"an hour that they show twice", "Europe/Zurich", "2026-10-24T22:00:00Z", 6 * time.Hour, "hour", "Sun 25 Oct 2026"},
		{"a day without midnight", "America/Sao_Paulo", "2018-11-01T12:00:00Z", 10 * 24 * time.Hour, "day", "Nov 2018"},
		{"a day that is missing", "Pacific/Apia", "2011-12-26T12:00:00Z", 10 * 24 * time.Hour, "day", "Dec 2011"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			from, err := time.Parse(time.RFC3339, c.from)
			require.NoError(t, err)
			text := shown(t, report.Gantt, &schedule.Plan{Zone: c.zone, Status: schedule.Feasible, Start: from, Activities: []schedule.Assignment{
				{Activity: "x", Start: from, End: from.Add(c.length)},
			}}, report.GanttOptions{Width: 90})
			require.Contains(t, text, "\n"+c.step+" ", text)
			require.Contains(t, text, c.says, text)
		})
	}
}
