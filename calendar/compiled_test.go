package calendar_test

import (
	"path"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
)

// scan is the oracle of Compiled: a calendar read rule by rule at every minute,
// from the clock on the wall. It is right as long as no edge lies in an hour that the clock skips or repeats.
type scan struct {
	cal  calendar.Spec
	who  calendar.Subject
	loc  *time.Location
	span calendar.Interval
}

// inHours reports whether the wall clock of t is in some span of some day that fits.
func (s scan) inHours(t time.Time, h calendar.Hours, fits func(calendar.Date) bool) bool {
	wall := t.In(s.loc)
	today := calendar.DateOf(wall)
	c := calendar.Clock(wall.Hour()*3600 + wall.Minute()*60)
	if len(h) == 0 {
		return fits(today)
	}
	for _, x := range h {
		if x.To > x.From && c >= x.From && c < x.To && fits(today) {
			return true
		}
		if x.To <= x.From && (c >= x.From && fits(today) || c < x.To && fits(today.AddDays(-1))) {
			return true
		}
	}
	return false
}

func (s scan) onDays(d calendar.Days) func(calendar.Date) bool {
	return func(day calendar.Date) bool { return d.Has(day.Weekday()) }
}

func (s scan) open(t time.Time) bool {
	for _, b := range s.cal.Blackouts {
		if b.Level == calendar.Soft {
			continue
		}
		hit := true
		if !b.From.IsZero() {
			hit = calendar.DateOf(t.In(s.loc)).String() >= b.From.String() && calendar.DateOf(t.In(s.loc)).String() <= b.To.String()
		}
		if !b.Every.IsZero() {
			d, _ := calendar.ParseDays(b.Every.String())
			hit = hit && s.inHours(t, b.Hours, s.onDays(d))
		}
		for _, e := range b.Exceptions {
			match, _ := path.Match(e.Packages[0], s.who.Package)
			if match && calendar.DateOf(t.In(s.loc)).String() <= e.Until.String() {
				hit = false
			}
		}
		if hit {
			return false
		}
	}
	if len(s.cal.Windows) > 0 {
		return slices.ContainsFunc(s.cal.Windows, func(w calendar.Window) bool {
			d, _ := calendar.ParseDays(w.Every.String())
			return s.inHours(t, w.Hours, func(day calendar.Date) bool { return d.Has(day.Weekday()) && !slices.Contains(w.Except, day) })
		})
	}
	for _, h := range s.cal.Holidays {
		if h.Date == calendar.DateOf(t.In(s.loc)) {
			return false
		}
	}
	holiday := func(d calendar.Date) bool {
		return slices.ContainsFunc(s.cal.Holidays, func(h calendar.Holiday) bool { return h.Date == d })
	}
	d := s.cal.Weekly.Days
	if d == 0 {
		d = 127
	}
	return s.inHours(t, s.cal.Weekly.Hours, func(day calendar.Date) bool { return d.Has(day.Weekday()) && !holiday(day) })
}

// draw makes a calendar around a change of the clock.
func drawScan(t *rapid.T) scan {
	at := rapid.SampledFrom([]struct{ zone, day string }{
		{"UTC", "2026-02-27"}, {"Europe/Berlin", "2026-03-27"}, {"Europe/Berlin", "2026-10-23"},
		{"America/New_York", "2026-03-06"}, {"America/Sao_Paulo", "2018-11-02"}, {"America/Sao_Paulo", "2018-02-16"}, {"Asia/Singapore", "2026-12-30"},
	}).Draw(t, "place")
	loc, err := calendar.LoadZone(at.zone)
	require.NoError(t, err)
	first, err := calendar.ParseDate(at.day)
	require.NoError(t, err)
	day := func(label string) calendar.Date { return first.AddDays(rapid.IntRange(-1, 4).Draw(t, label)) }
	edges := []calendar.Clock{0, 5 * 3600, 8*3600 + 1800, 12 * 3600, 13 * 3600, 17 * 3600, 22 * 3600}
	hoursOf := func(label string) calendar.Hours {
		switch i, j := rapid.IntRange(0, 6).Draw(t, label), rapid.IntRange(0, 6).Draw(t, label); {
		case i < j:
			return calendar.Hours{{From: edges[i], To: edges[j]}}
		case i > j && j > 0:
			return calendar.Hours{{From: edges[i], To: edges[j]}}
		case i > j:
			return calendar.Hours{{From: edges[1], To: edges[3]}, {From: edges[4], To: 86400}}
		}
		return nil
	}
	everyOf := func(label string) calendar.Rule {
		r, err := calendar.ParseRule(calendar.Days(rapid.IntRange(1, 127).Draw(t, label)).String())
		require.NoError(t, err)
		return r
	}
	s := scan{loc: loc, who: calendar.Subject{Package: "hotfix-1"}}
	s.cal.Zone = at.zone
	s.cal.Weekly = calendar.Weekly{Days: calendar.Days(rapid.IntRange(0, 127).Draw(t, "days")), Hours: hoursOf("hours")}
	for range rapid.IntRange(0, 2).Draw(t, "holidays") {
		s.cal.Holidays = append(s.cal.Holidays, calendar.Holiday{Date: day("holiday")})
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "windows") {
		w := calendar.Window{Name: string(rune('a' + i)), Every: everyOf("every"), Hours: hoursOf("window hours")}
		if rapid.Bool().Draw(t, "except") {
			w.Except = []calendar.Date{day("except")}
		}
		s.cal.Windows = append(s.cal.Windows, w)
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "blackouts") {
		b := calendar.Blackout{Name: string(rune('x' + i)), Level: calendar.Level(rapid.IntRange(0, 1).Draw(t, "level"))}
		if rapid.Bool().Draw(t, "recurs") {
			b.Every, b.Hours = everyOf("blackout"), hoursOf("blackout hours")
		} else {
			from := day("from")
			to := from.AddDays(rapid.IntRange(0, 2).Draw(t, "days"))
			b.From, _ = calendar.ParseMoment(from.String())
			b.To, _ = calendar.ParseMoment(to.String())
		}
		if rapid.Bool().Draw(t, "exception") {
			until, _ := calendar.ParseMoment(day("until").String())
			e := calendar.Exception{Packages: []string{rapid.SampledFrom([]string{"hotfix-*", "other"}).Draw(t, "packages")}, Until: until}
			if b.From.IsZero() || until.String() >= b.From.String() {
				b.Exceptions = append(b.Exceptions, e)
			}
		}
		s.cal.Blackouts = append(s.cal.Blackouts, b)
	}
	start := first.In(loc).Add(time.Duration(rapid.IntRange(0, 600).Draw(t, "start")) * time.Minute)
	s.span = calendar.Interval{Start: start, End: start.Add(time.Duration(rapid.IntRange(1, 4*1440).Draw(t, "length")) * time.Minute)}
	return s
}

func TestCompiledAgainstMinutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScan(t)
		c, err := s.cal.Compile(s.span, s.who, calendar.StopDeploy)
		require.NoError(t, err)

		n := int(s.span.Duration() / time.Minute)
		at := func(i int) time.Time { return s.span.Start.Add(time.Duration(i) * time.Minute) }
		open := make([]bool, n)
		for i := range open {
			open[i] = s.open(at(i))
			require.Equal(t, open[i], c.Open(at(i)), "Open at %s", at(i).In(s.loc))
			require.Equal(t, open[i], len(c.Why(at(i))) == 0, "Why at %s", at(i).In(s.loc))
		}
		isOpen := func(i int) bool { return i >= 0 && i < n && open[i] }
		count := func(i, j int) (minutes int) {
			for ; i < j; i++ {
				if isOpen(i) {
					minutes++
				}
			}
			return minutes
		}
		for range 4 {
			i, j := rapid.IntRange(-30, n+30).Draw(t, "i"), rapid.IntRange(-30, n+30).Draw(t, "j")
			if i > j {
				i, j = j, i
			}
			total := time.Duration(count(i, j)) * time.Minute
			require.Equal(t, total, c.Between(at(i), at(j)), "Between")
			require.Equal(t, -total, c.Between(at(j), at(i)), "Between backwards")

			next := i
			for next < n && !isOpen(next) {
				next++
			}
			got, ok := c.Next(at(i))
			require.Equal(t, next < n, ok, "Next")
			require.True(t, !ok || got.Equal(at(next)), "Next")

			previous := i
			for previous > 0 && !isOpen(previous-1) {
				previous--
			}
			got, ok = c.Previous(at(i))
			require.Equal(t, previous > 0, ok, "Previous")
			require.True(t, !ok || got.Equal(at(previous)), "Previous")

			d := rapid.IntRange(1, 2000).Draw(t, "d")
			e, left := i, d
			for ; e < n && left > 0; e++ {
				left -= count(e, e+1)
			}
			got, ok = c.Add(at(i), time.Duration(d)*time.Minute)
			require.Equal(t, left == 0, ok, "Add")
			require.True(t, !ok || got.Equal(at(e)), "Add %d minutes to %s: %s, want %s", d, at(i), got, at(e))

			e, left = i, d
			for ; e > 0 && left > 0; e-- {
				left -= count(e-1, e)
			}
			for left == 0 && e < i && !isOpen(e) { // the greatest such instant
				e++
			}
			got, ok = c.Add(at(i), -time.Duration(d)*time.Minute)
			require.Equal(t, left == 0, ok, "Add backwards")
			require.True(t, !ok || got.Equal(at(e)), "Add -%d minutes to %s: %s, want %s", d, at(i), got, at(e))
		}
		checkPieces(t, c)
		checkReasons(t, c)
		require.True(t, c == c.Minutes(), "all is on whole minutes")
	})
}

// checkPieces finds what must hold of any Compiled.
func checkPieces(t require.TestingT, c *calendar.Compiled) {
	pieces := c.Pieces()
	for i, p := range pieces {
		require.False(t, p.Empty())
		require.True(t, !p.Start.Before(c.Span().Start) && !p.End.After(c.Span().End))
		require.Equal(t, time.UTC, p.Start.Location())
		if i > 0 {
			require.False(t, p.Start.Before(pieces[i-1].End), "sorted and disjoint")
			if p.Start.Equal(pieces[i-1].End) {
				require.NotEqual(t, pieces[i-1].Occurrence, p.Occurrence, "touching pieces differ in their occurrence")
			}
		}
		if o := p.Occurrence; o.Window != "" {
			require.Contains(t, c.Occurrences(), o)
			require.True(t, !p.Start.Before(o.Opens) && !p.End.After(o.Closes))
		}
	}
	seen := map[calendar.Occurrence]bool{}
	for _, o := range c.Occurrences() {
		o.Closes = time.Time{}
		require.False(t, seen[o], "one occurrence for each opening")
		seen[o] = true
	}
}

// checkReasons asks at every edge of the open time for the reasons of what is closed there.
func checkReasons(t require.TestingT, c *calendar.Compiled) {
	var edges []time.Time
	for _, p := range c.Pieces() {
		edges = append(edges, p.Start.Add(-1), p.End)
	}
	for _, at := range append(edges, c.Span().Start, c.Span().End) {
		reasons := c.Why(at)
		for _, r := range reasons {
			require.True(t, r.Closed.Contains(at), "%s closes %s", r, at)
			if r.Kind == calendar.BeyondHorizon {
				continue
			}
			for _, outside := range []time.Time{r.Closed.Start.Add(-1), r.Closed.End} {
				for _, other := range c.Why(outside) {
					require.False(t, other.Kind == r.Kind && other.Name == r.Name && c.Span().Contains(outside) && r.Closed.Overlaps(other.Closed), "%s does not end at its ends", r)
				}
			}
			found := slices.ContainsFunc(c.Closing(calendar.Interval{Start: at, End: at.Add(1)}), func(x calendar.Reason) bool { return x.Kind == r.Kind && x.Name == r.Name })
			require.True(t, found, "Closing names %s, too", r)
		}
	}
}

func TestAddEndsWithTheWork(t *testing.T) {
	c := compile(t, calendar.Spec{
		Weekly: calendar.Weekly{Days: days(t, "mon-fri"), Hours: hours(t, "09:00-17:00")},
	}, between(t, "UTC", "2026-08-31", "2026-09-30"))
	at := func(s string) time.Time { return moment(t, s).Begin(time.UTC) }
	tests := []struct {
		from, want string
		d          time.Duration
		reason     string
	}{
		{"2026-09-04T09:00", "2026-09-04T17:00", 8 * time.Hour, "at the closing, not at the next opening"},
		{"2026-09-04T09:00", "2026-09-07T10:00", 9 * time.Hour, "over the weekend"},
		{"2026-09-04T17:00", "2026-09-04T17:00", 0, "nothing moves nothing"},
		{"2026-09-05T12:00", "2026-09-05T12:00", 0, "also where it is closed"},
		{"2026-09-05T12:00", "2026-09-07T10:00", time.Hour, "from the next opening"},
		{"2026-09-07T09:00", "2026-09-04T16:00", -time.Hour, "backwards"},
		{"2026-09-04T17:00", "2026-09-04T09:00", -8 * time.Hour, "backwards to the opening"},
		{"2026-09-07T10:00", "2026-09-07T09:00", -time.Hour, "backwards: the greatest instant is the opening, not the last closing"},
	}
	for _, tt := range tests {
		got, ok := c.Add(at(tt.from), tt.d)
		require.True(t, ok, tt.reason)
		require.Equal(t, at(tt.want), got, tt.reason)
	}
	_, ok := c.Add(at("2026-09-04T09:00"), 1000*time.Hour)
	require.False(t, ok, "beyond the span")
	_, ok = c.Add(at("2026-09-04T09:00"), -1000*time.Hour)
	require.False(t, ok, "before the span")
	_, ok = c.Add(at("2026-09-04T09:00"), 1<<63-1)
	require.False(t, ok, "nothing overflows")
	_, ok = c.Add(at("2026-09-04T09:00"), -1<<63)
	require.False(t, ok, "nothing overflows")
	far := time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	require.False(t, c.Open(far))
	require.Equal(t, c.Between(c.Span().Start, c.Span().End), c.Between(time.Time{}, far), "closed outside the span")
}

func TestNilIsAlwaysOpen(t *testing.T) {
	var c *calendar.Compiled
	now := time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC)
	require.True(t, c.Open(now))
	got, ok := c.Next(now)
	require.True(t, ok && got.Equal(now))
	got, ok = c.Previous(now)
	require.True(t, ok && got.Equal(now))
	got, ok = c.Add(now, -time.Hour)
	require.True(t, ok && got.Equal(now.Add(-time.Hour)))
	require.Equal(t, time.Hour, c.Between(now, now.Add(time.Hour)))
	require.Empty(t, c.Why(now))
	require.Empty(t, c.Closing(calendar.Interval{Start: now, End: now.Add(time.Hour)}))
	require.Empty(t, c.Pieces())
	require.Empty(t, c.Occurrences())
	require.Empty(t, c.Charges())
	require.Nil(t, c.Minutes())
	require.True(t, c.Span().Contains(now))
	require.Nil(t, calendar.Intersect())
	require.Nil(t, calendar.Intersect(nil, nil))
}

func TestEmptySpanNeverOpens(t *testing.T) {
	at := time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC)
	for _, end := range []time.Time{at, at.Add(-time.Hour)} {
		c, err := calendar.Spec{}.Compile(calendar.Interval{Start: at, End: end}, calendar.Subject{}, calendar.StopDeploy)
		require.NoError(t, err)
		require.False(t, c.Open(at))
		require.Equal(t, calendar.BeyondHorizon, c.Why(at)[0].Kind)
		_, ok := c.Add(at, -time.Minute)
		require.False(t, ok)
	}
}
