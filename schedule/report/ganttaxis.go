package report

import "time"

// step is a distance between the labels of the axis, and what stands above it.
type step struct {
	name         string // on the left
	room         int    // columns that a label needs, with a gap
	next         func(t time.Time, n int) time.Time
	n            int
	label, above string // layouts
}

func civil(t time.Time, year int, month time.Month, day, hour int) time.Time {
	return time.Date(year, month, day, hour, 0, 0, 0, t.Location())
}

// Steps by the clock and the calendar of the zone, each from the start of the one
// that holds an instant; a change of the clocks moves no label.
func byHours(t time.Time, n int) time.Time {
	return civil(t, t.Year(), t.Month(), t.Day(), t.Hour()/n*n+n)
}

func byDays(t time.Time, n int) time.Time { return civil(t, t.Year(), t.Month(), t.Day()+n, 0) }

func byWeeks(t time.Time, n int) time.Time {
	return civil(t, t.Year(), t.Month(), t.Day()-(int(t.Weekday())+6)%7+7*n, 0)
}

func byMonths(t time.Time, n int) time.Time {
	return civil(t, t.Year(), t.Month()-(t.Month()-1)%time.Month(n)+time.Month(n), 1, 0)
}

func byYears(t time.Time, n int) time.Time { return civil(t, t.Year()/n*n+n, 1, 1, 0) }

// after is where the next step begins. Where the clocks skip that hour, time.Date may answer with one before t.
func (s step) after(t time.Time) time.Time {
	next := s.next(t, s.n)
	if !next.After(t) {
		next = s.next(t.Add(3*time.Hour), s.n)
	}
	return next
}

const (
	aboveHours = "Mon 2 Jan 2006"
	aboveDays  = "Jan 2006"
)

// steps from the closest on; the first whose labels have room is taken.
var steps = []step{
	{"hour", 3, byHours, 1, "15", aboveHours},
	{"hour", 3, byHours, 3, "15", aboveHours},
	{"hour", 3, byHours, 6, "15", aboveHours},
	{"day", 3, byDays, 1, "2", aboveDays},
	{"week", 3, byWeeks, 1, "2", aboveDays},
	{"month", 4, byMonths, 1, "Jan", "2006"},
	{"month", 4, byMonths, 3, "Jan", "2006"},
	{"year", 5, byYears, 1, "2006", ""},
	{"year", 5, byYears, 10, "2006", ""},
	{"year", 5, byYears, 100, "2006", ""},
}

// axis prints two lines: what is around, and the steps. A label stands where its step begins.
func (g *gantt) axis() {
	from := time.Unix(g.from, 0).In(g.zone)
	chosen := steps[len(steps)-1]
	for _, s := range steps {
		first := s.after(from)
		if length := s.after(first).Unix() - first.Unix(); length*int64(g.chart) >= int64(s.room)*(g.to-g.from) {
			chosen = s
			break
		}
	}
	above, below := make([]cell, g.chart), make([]cell, g.chart)
	aboveFree, belowFree := 0, 0
	put := func(cells []cell, free *int, at int, label string) bool {
		at = min(at, len(cells)-len(label)) // the last one may stand a little to the left
		if at < *free {
			return false
		}
		for i, r := range label {
			cells[at+i] = cell{sign: r, tint: quietTint}
		}
		*free = at + len(label) + 1
		return true
	}
	last := ""
	for t, i := from, 0; i <= g.chart && t.Unix() < g.to; i++ {
		at := g.column(t)
		if text := t.Format(chosen.above); chosen.above != "" && text != last && put(above, &aboveFree, at, text) {
			last = text
		}
		if starts := chosen.after(t.Add(-time.Second)).Equal(t); starts && at+len(t.Format(chosen.label)) <= g.chart {
			put(below, &belowFree, at, t.Format(chosen.label))
		}
		t = chosen.after(t)
	}
	g.row("", 0, above)
	g.row(chosen.name, quietTint, below)
}
