package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// tick is a stretch of the time axis with its label.
type tick struct {
	from, to time.Time
	label    string
}

// unit is a way to divide the axis.
type unit struct {
	pixels float64 // that it needs
	days   float64 // how long it usually is
	label  string  // a layout of package time; "": quarters
	above  *unit   // the row over it
	floor  func(t time.Time) time.Time
	next   func(t time.Time) time.Time
}

// units are the ways to divide an axis, the finest first.
func units() []unit {
	tomorrow := func(t time.Time) time.Time { return midnight(t, 1) }
	day := unit{label: "Mon 2 Jan 2006", floor: today, next: tomorrow}
	month, year := months(1, "Jan 2006", 62), months(12, "2006", 36)
	week := unit{20, 7, "2", &month, monday, func(t time.Time) time.Time { return midnight(t, 7) }}
	list := []unit{
		{46, 1, "Mon 2", &month, today, tomorrow},
		{20, 1, "2", &month, today, tomorrow},
		week, months(1, "Jan", 30), months(3, "", 26), year,
		months(120, "2006", 36), months(1200, "2006", 36), months(12000, "2006", 36),
	}
	list[3].above, list[4].above = &year, &year
	var all []unit
	for _, n := range []int{1, 3, 6, 12} {
		all = append(all, hours(n, &day))
	}
	return append(all, list...)
}

const (
	maxTicks  = 2000 // more than fit into the widest chart
	leastGrid = 9    // pixels between grid lines
)

func hours(n int, above *unit) unit {
	next := func(t time.Time) time.Time { // by the clock, so that every label is a multiple of n
		at := time.Date(t.Year(), t.Month(), t.Day(), t.Hour()-t.Hour()%n+n, 0, 0, 0, t.Location())
		if !at.After(t) {
			at = t.Add(time.Duration(n) * time.Hour) // over a change of the clocks
		}
		return at
	}
	return unit{42, float64(n) / 24, "15:04", above, today, next}
}

func months(n int, label string, pixels float64) unit {
	first := func(t time.Time, more int) time.Time {
		all := t.Year()*12 + int(t.Month()) - 1
		all += more - all%n
		return calendar.Date{Year: all / 12, Month: time.Month(1 + all%12), Day: 1}.In(t.Location())
	}
	return unit{
		pixels, float64(n) * 30.4, label, nil,
		func(t time.Time) time.Time { return first(t, 0) },
		func(t time.Time) time.Time { return first(t, n) },
	}
}

func today(t time.Time) time.Time { return midnight(t, 0) }

func monday(t time.Time) time.Time { return midnight(t, -(int(t.Weekday())+6)%7) }

// ticks divides the span as finely as the labels allow.
func (s span) ticks() (minor, major []tick) {
	all := units()
	fit := all[len(all)-1]
	for _, u := range all {
		if u.days*s.pixels()/s.days() >= u.pixels {
			fit = u
			break
		}
	}
	minor = s.divide(fit)
	if fit.above != nil {
		major = s.divide(*fit.above)
	}
	return minor, major
}

func (s span) divide(u unit) []tick {
	var all []tick
	at := u.floor(s.from)
	for range maxTicks {
		next := u.next(at)
		if !next.After(at) || !at.Before(s.to) {
			break
		}
		t := tick{from: later(at, s.from), to: next, label: at.Format(u.label)}
		if next.After(s.to) {
			t.to = s.to
		}
		if u.label == "" {
			t.label = "Q" + strconv.Itoa(1+int(at.Month()-1)/3)
		}
		room := func() bool { return s.pixel(t.to)-s.pixel(t.from) >= letter*float64(textWidth(t.label))+4 }
		if u.label == "Jan 2006" && !room() {
			t.label = at.Format("Jan")
		}
		if !room() {
			t.label = ""
		}
		if t.to.After(t.from) {
			all = append(all, t)
		}
		at = next
	}
	return all
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// band is a kind of shading behind the bars.
type band struct {
	colour string // a custom property of the style sheet
	parts  [][2]time.Time
}

// rules are the width of the charts and what is behind every row: the plan's
// start, the bands, and lines at the ticks. One rule draws them for all rows.
func (s span) rules(bands []band) string {
	if s.days() <= 0 {
		return ""
	}
	var layers []string
	if s.start.After(s.from) && s.start.Before(s.to) {
		layers = append(layers, lines("--start", 2, []float64{s.percent(s.start)}))
	}
	layers = append(layers, lines("--major", 1, s.starts(s.major)))
	for _, b := range bands {
		var stops strings.Builder
		stops.WriteString("#0000 0")
		for _, part := range b.parts {
			from, to := decimals(s.percent(part[0])), decimals(s.percent(part[1]))
			fmt.Fprintf(&stops, ",#0000 %s%%,var(%s) 0 %s%%,#0000 0", from, b.colour, to)
		}
		layers = append(layers, "linear-gradient(90deg,"+stops.String()+")")
	}
	if n := len(s.minor); n > 0 && s.pixels()/float64(n) >= leastGrid {
		layers = append(layers, lines("--minor", 1, s.starts(s.minor)))
	}
	layers = filled(layers)
	rule := fmt.Sprintf("@media screen{.g{min-width:calc(var(--name) + %.0fpx)}}\n", s.width)
	if len(layers) > 0 {
		rule += ".l{background-image:" + strings.Join(layers, ",\n") + "}\n"
	}
	return rule
}

// starts is where ticks begin, the first apart.
func (s span) starts(ticks []tick) []float64 {
	var at []float64
	for _, t := range ticks {
		if t.from.After(s.from) {
			at = append(at, s.percent(t.from))
		}
	}
	return at
}

// lines is a gradient of vertical lines.
func lines(colour string, width int, at []float64) string {
	if len(at) == 0 {
		return ""
	}
	var stops strings.Builder
	stops.WriteString("#0000 0")
	for _, v := range at {
		p := decimals(v) + "%"
		fmt.Fprintf(&stops, ",#0000 %s,var(%s) 0 calc(%s + %dpx),#0000 0", p, colour, p, width)
	}
	return "linear-gradient(90deg," + stops.String() + ")"
}

func filled(all []string) []string {
	var kept []string
	for _, s := range all {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}
