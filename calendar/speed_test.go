package calendar_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
)

// zurichDecade is ten years of an office in Zurich: mon-fri in two halves, ten
// holidays a year by name, a freeze over each month's end and one over each year's.
func zurichDecade(t testing.TB) (calendar.Spec, calendar.Interval) {
	spec := calendar.Spec{
		Zone:   "Europe/Zurich",
		Weekly: calendar.Weekly{Days: days(t, "mon-fri"), Hours: hours(t, "08:00-12:00, 13:00-17:00")},
		Blackouts: []calendar.Blackout{
			{Name: "month end", Every: rule(t, "last 3 working days of month")},
		},
	}
	for year := 2026; year < 2036; year++ {
		easter := easterOf(year)
		spec.Holidays = append(spec.Holidays, []calendar.Holiday{
			{Date: calendar.Date{Year: year, Month: time.January, Day: 1}, Name: "New Year"},
			{Date: calendar.Date{Year: year, Month: time.January, Day: 2}, Name: "Berchtold's Day"},
			{Date: easter.AddDays(-2), Name: "Good Friday"},
			{Date: easter.AddDays(1), Name: "Easter Monday"},
			{Date: calendar.Date{Year: year, Month: time.May, Day: 1}, Name: "Labour Day"},
			{Date: easter.AddDays(39), Name: "Ascension"},
			{Date: easter.AddDays(50), Name: "Whit Monday"},
			{Date: calendar.Date{Year: year, Month: time.August, Day: 1}, Name: "National Day"},
			{Date: calendar.Date{Year: year, Month: time.December, Day: 25}, Name: "Christmas Day"},
			{Date: calendar.Date{Year: year, Month: time.December, Day: 26}, Name: "St Stephen's Day"},
		}...)
		spec.Blackouts = append(spec.Blackouts, calendar.Blackout{
			Name: fmt.Sprintf("year end %d", year),
			From: moment(t, fmt.Sprintf("%d-12-18", year)), To: moment(t, fmt.Sprintf("%d-01-04", year+1)),
		})
	}
	return spec, between(t, "Europe/Zurich", "2026-01-01", "2036-01-01")
}

// easterOf is Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).
func easterOf(year int) calendar.Date {
	a, b, c := year%19, year/100, year%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return calendar.Date{Year: year, Month: time.Month(n / 31), Day: n%31 + 1}
}

// busySubject is what one package meets: a thousand window occurrences and two hundred freezes.
func busySubject(t testing.TB) (calendar.Spec, calendar.Interval) {
	spec := calendar.Spec{
		Zone: "Europe/Zurich",
		Windows: []calendar.Window{
			{Name: "prod", Every: rule(t, "tue, thu"), Hours: hours(t, "21:00-03:00")},
			{Name: "weekend", Every: rule(t, "sat"), Hours: hours(t, "06:00-12:00")},
		},
	}
	first := date(t, "2026-01-05")
	for i := range 200 {
		from := first.AddDays(12 * i)
		spec.Blackouts = append(spec.Blackouts, calendar.Blackout{
			Name: fmt.Sprintf("freeze %d", i), Scope: calendar.Scope{Systems: []string{"portal", "gate*"}},
			From: moment(t, from.String()), To: moment(t, from.AddDays(i%3).String()),
		})
	}
	return spec, between(t, "Europe/Zurich", "2026-01-01", "2032-06-01")
}

// instants are 1,024 times spread over a span without any order.
func instants(span calendar.Interval) []time.Time {
	out := make([]time.Time, 1024)
	state := uint64(1)
	for i := range out {
		state = state*6364136223846793005 + 1442695040888963407
		out[i] = span.Start.Add(time.Duration(state>>1) % span.Duration())
	}
	return out
}

func decade(t testing.TB) *calendar.Compiled {
	spec, span := zurichDecade(t)
	return compile(t, spec, span)
}

// The questions that clearance asks often must not allocate.
func TestNoAllocations(t *testing.T) {
	c := decade(t)
	at := c.Span().Start.AddDate(5, 0, 0)
	for name, f := range map[string]func(){
		"Open": func() { c.Open(at) }, "Next": func() { c.Next(at) }, "Previous": func() { c.Previous(at) },
		"Add": func() { c.Add(at, 40*time.Hour) }, "Between": func() { c.Between(at, at.AddDate(1, 0, 0)) },
	} {
		require.Zero(t, testing.AllocsPerRun(100, f), name)
	}
}

func BenchmarkOpen(b *testing.B) {
	c := decade(b)
	at := instants(c.Span())
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		c.Open(at[i%1024])
	}
}

func BenchmarkNext(b *testing.B) {
	c := decade(b)
	at := instants(c.Span())
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		c.Next(at[i%1024])
	}
}

func BenchmarkPrevious(b *testing.B) {
	c := decade(b)
	at := instants(c.Span())
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		c.Previous(at[i%1024])
	}
}

func BenchmarkBetween(b *testing.B) {
	c := decade(b)
	at := instants(c.Span())
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		c.Between(at[i%1024], at[(i+7)%1024])
	}
}

func BenchmarkAdd(b *testing.B) {
	c := decade(b)
	at := instants(c.Span())
	for _, d := range []time.Duration{40 * time.Hour, 1000 * time.Hour, -40 * time.Hour} {
		b.Run(d.String(), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				c.Add(at[i%1024], d)
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	for name, build := range map[string]func(testing.TB) (calendar.Spec, calendar.Interval){"decade": zurichDecade, "busy": busySubject} {
		b.Run(name, func(b *testing.B) {
			spec, span := build(b)
			b.ReportAllocs()
			for b.Loop() {
				compile(b, spec, span)
			}
		})
	}
}

func BenchmarkIntersect(b *testing.B) {
	three := make([]*calendar.Compiled, 3)
	for i, build := range []func(testing.TB) (calendar.Spec, calendar.Interval){zurichDecade, busySubject, zurichDecade} {
		spec, span := build(b)
		three[i] = compile(b, spec, span)
	}
	b.ReportAllocs()
	for b.Loop() {
		calendar.Intersect(three...)
	}
}
