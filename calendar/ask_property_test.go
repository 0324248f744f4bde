package calendar_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
)

// tape is the oracle of this file: what a calendar is at every minute of its span, "" closed, else whose time it is.
type tape struct {
	start time.Time
	owner []string
}

// tapeOf reads the rules at every minute, and whose the time is from the list of occurrences.
func tapeOf(s scan, c *calendar.Compiled) tape {
	out := tape{start: s.span.Start, owner: make([]string, int(s.span.Duration()/time.Minute))}
	list := c.Occurrences()
	for i := range out.owner {
		t := out.at(i)
		if !s.open(t) {
			continue
		}
		out.owner[i] = "open"
		first := -1
		for j, o := range list {
			if !t.Before(o.Opens) && t.Before(o.Closes) &&
				(first < 0 || o.Opens.Before(list[first].Opens) || o.Opens.Equal(list[first].Opens) && o.Window < list[first].Window) {
				first = j
			}
		}
		if first >= 0 {
			out.owner[i] = fmt.Sprint(list[first].Window, list[first].Opens)
		}
	}
	return out
}

func (p tape) at(i int) time.Time { return p.start.Add(time.Duration(i) * time.Minute) }

func (p tape) is(i int) string {
	if i < 0 || i >= len(p.owner) {
		return ""
	}
	return p.owner[i]
}

// fits walks through every minute of the work.
func (p tape) fits(i, length int) bool {
	for j := i; j < i+length; j++ {
		if p.is(j) == "" || p.is(j) != p.is(i) {
			return false
		}
	}
	return p.is(i) != ""
}

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

// drawTape makes a calendar, its tape and a way to draw a minute in and around it.
func drawTape(t *rapid.T) (scan, *calendar.Compiled, tape, func(string) int) {
	s := drawScan(t)
	c, err := s.cal.Compile(s.span, s.who, calendar.StopDeploy)
	require.NoError(t, err)
	if rapid.Bool().Draw(t, "minutes") {
		c = c.Minutes()
	}
	p := tapeOf(s, c)
	return s, c, p, func(label string) int { return rapid.IntRange(-60, len(p.owner)+60).Draw(t, label) }
}

func TestFitsAgainstMinutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, c, p, draw := drawTape(t)
		for range 4 {
			i, length := draw("t"), rapid.IntRange(1, 1500).Draw(t, "length")
			require.Equal(t, p.fits(i, length), c.Fits(p.at(i), minutes(length)), "Fits")

			start := i
			for start < len(p.owner) && !p.fits(start, length) {
				start++
			}
			got, ok := c.EarliestFit(p.at(i), minutes(length))
			require.Equal(t, start < len(p.owner), ok, "EarliestFit")
			require.True(t, !ok || got.Equal(p.at(start)), "EarliestFit %s", got)

			start = min(i, len(p.owner)) - length
			for start >= 0 && !p.fits(start, length) {
				start--
			}
			got, ok = c.LatestFit(p.at(i), minutes(length))
			require.Equal(t, start >= 0, ok, "LatestFit")
			require.True(t, !ok || got.Equal(p.at(start)), "LatestFit %s", got)

			a, b := i, draw("end")
			n := rapid.IntRange(0, 3).Draw(t, "n")
			var want []calendar.Interval
			for from := max(a, 0); from < min(b, len(p.owner)); {
				to := from + 1
				for to < min(b, len(p.owner)) && p.is(to) == p.is(from) {
					to++
				}
				if p.is(from) != "" && to-from >= length && (n == 0 || len(want) < n) {
					want = append(want, calendar.Interval{Start: p.at(from).UTC(), End: p.at(to).UTC()})
				}
				from = to
			}
			var slots []calendar.Interval
			for _, s := range c.Slots(calendar.Interval{Start: p.at(a), End: p.at(b)}, minutes(length), n) {
				slots = append(slots, s.Interval)
			}
			require.Equal(t, want, slots, "Slots")
		}
	})
}

func TestCapacityAgainstMinutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, c, p, draw := drawTape(t)
		for range 4 {
			a, b := draw("from"), draw("to")
			in := calendar.Interval{Start: p.at(a), End: p.at(b)}
			a, b = max(a, 0), min(b, len(p.owner))
			var want calendar.Interval
			for from := a; from < b; {
				to := from
				for to < b && p.is(to) == "" {
					to++
				}
				if minutes(to-from) > want.Duration() {
					want = calendar.Interval{Start: p.at(from).UTC(), End: p.at(to).UTC()}
				}
				from = to + 1
			}
			require.Equal(t, want, c.LongestGap(in), "LongestGap")

			window := rapid.IntRange(0, 2000).Draw(t, "window")
			least, begin := -1, 0
			for from := a; from+window <= b; from++ {
				n := 0
				for i := from; i < from+window; i++ {
					if p.is(i) != "" {
						n++
					}
				}
				if least < 0 || n < least {
					least, begin = n, from
				}
			}
			got, open, ok := c.LeastOpen(in, minutes(window))
			require.Equal(t, least >= 0 && b > a, ok, "LeastOpen")
			if ok {
				require.Equal(t, minutes(least), open, "LeastOpen")
				require.Equal(t, calendar.Interval{Start: p.at(begin).UTC(), End: p.at(begin + window).UTC()}, got, "the first window")
			}
		}
	})
}

func TestQuorumAgainstMinutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScan(t)
		all := []*calendar.Compiled{nil, nil, nil}
		span := s.span
		for i := range rapid.IntRange(1, 3).Draw(t, "calendars") {
			other := drawScan(t)
			other.span = calendar.Interval{Start: s.span.Start.Add(minutes(rapid.IntRange(-300, 300).Draw(t, "shift"))), End: s.span.End.Add(minutes(rapid.IntRange(-300, 300).Draw(t, "shift")))}
			c, err := other.cal.Compile(other.span, other.who, calendar.StopDeploy)
			require.NoError(t, err)
			all[i], span = c, c.Span().Intersect(span)
		}
		k := rapid.IntRange(0, 4).Draw(t, "k")
		got := all[0].Quorum(k, all[1:]...)
		for range 200 {
			at := s.span.Start.Add(minutes(rapid.IntRange(-400, 6000).Draw(t, "at")))
			n, known := 0, true
			for _, c := range all {
				known = known && c.Span().Contains(at)
				if c.Open(at) {
					n++
				}
			}
			require.Equal(t, known && n >= k, got.Contains(at), "%d of %d at %s", n, k, at)
		}
		require.Equal(t, calendar.NewSet(got...), got, "in its form")
	})
}

func TestTransitionsAgainstMinutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, c, p, draw := drawTape(t)
		var edges []int
		for i := 0; i <= len(p.owner); i++ {
			if p.is(i) != p.is(i-1) {
				edges = append(edges, i)
			}
		}
		from, n := draw("t"), rapid.IntRange(-6, 6).Draw(t, "n")
		want := slices.DeleteFunc(slices.Clone(edges), func(i int) bool { return (i > from) != (n > 0) })
		if n < 0 {
			slices.Reverse(want)
		}
		want = want[:min(len(want), max(n, -n))]
		got := c.Transitions(p.at(from), n)
		require.Len(t, got, len(want))
		for i, tr := range got {
			at := want[i]
			require.Equal(t, p.at(at).UTC(), tr.At)
			require.Equal(t, p.is(at) != "", tr.Opens)
			require.Equal(t, p.is(at-1) != "", tr.Closes)
			require.NotEmpty(t, tr.String())
			switch {
			case tr.Opens && tr.Closes:
				require.Empty(t, tr.Rules, "nothing closes")
				require.NotEqual(t, tr.Before, tr.After)
			case tr.Opens:
				require.NotEmpty(t, tr.Rules)
				for _, r := range tr.Rules {
					require.True(t, r.Kind == calendar.ByException && r.Closed.Start.Equal(tr.At) || r.Closed.End.Equal(tr.At), "%s gives way", r)
				}
			default:
				require.NotEmpty(t, tr.Rules)
				for _, r := range tr.Rules {
					require.True(t, r.Kind == calendar.ByException && r.Closed.End.Equal(tr.At) || r.Closed.Start.Equal(tr.At), "%s begins", r)
				}
			}
		}
	})
}

func TestExplainAgainstMinutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, c, p, draw := drawTape(t)
		parts := []*calendar.Compiled{c}
		if rapid.Bool().Draw(t, "of two") {
			other := drawScan(t)
			o, err := other.cal.Compile(s.span, other.who, calendar.StopDeploy)
			require.NoError(t, err)
			parts = append(parts, o)
			c = calendar.Intersect(parts...)
		}
		for range 8 {
			i := draw("t")
			e := c.Explain(p.at(i))
			open := func(i int) bool {
				return i >= 0 && i < len(p.owner) && (len(parts) == 1 && p.is(i) != "" || len(parts) == 2 && p.is(i) != "" && parts[1].Open(p.at(i)))
			}
			require.Equal(t, open(i), e.Open)
			require.NotContains(t, e.String(), "%!")
			decides := 0
			closing := map[string]bool{}
			for _, step := range e.Steps {
				require.NotEmpty(t, step.Text)
				if step.Decides {
					decides++
					require.Equal(t, e.Open, step.Opens, step.Text)
					require.Equal(t, !e.Open, step.Closes, step.Text)
				}
				if step.Closes {
					require.False(t, e.Open, step.Text)
					require.NotEmpty(t, step.Remedy, step.Text)
					closing[string(step.Kind)+step.Name] = true
				}
				if (step.Closes || step.Opens) && step.Kind != calendar.BeyondHorizon {
					require.True(t, step.Holds.Contains(p.at(i)), "%s: %s", p.at(i), step.Text)
				}
			}
			require.Positive(t, decides)
			if c.Span().Contains(p.at(i)) {
				for _, r := range c.Why(p.at(i)) {
					require.True(t, closing[string(r.Kind)+r.Name], "%s is explained:\n%s", r, e)
				}
			}
			next := i + 1
			for next <= len(p.owner) && open(next) == e.Open {
				next++
			}
			if next > len(p.owner) {
				require.True(t, e.Ends.At.IsZero())
			} else if i >= -1 {
				require.Equal(t, p.at(next).UTC(), e.Ends.At)
			}
		}
	})
}

func TestBusinessDaysAgainstMinutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, c, p, draw := drawTape(t)
		business := map[calendar.Date]bool{}
		for i := range p.owner {
			if p.is(i) != "" {
				business[calendar.DateOf(p.at(i).In(s.loc))] = true
			}
		}
		at, n := p.at(draw("t")).In(s.loc), rapid.IntRange(-5, 5).Draw(t, "n")
		day, left, step := calendar.DateOf(at), n, 1
		if n < 0 {
			left, step = -n, -1
		}
		for walked := 0; left > 0 && walked < 20; walked++ {
			if day = day.AddDays(step); business[day] {
				left--
			}
		}
		got, ok := c.BusinessDays(at, n, s.loc)
		require.Equal(t, left == 0, ok)
		if !ok {
			return
		}
		if n == 0 {
			require.True(t, got.Equal(at))
			return
		}
		require.Equal(t, day, calendar.DateOf(got.In(s.loc)))
		if got.In(s.loc).Format("15:04") != at.Format("15:04") { // only where the clock skips it
			require.NotEqual(t, at.Format("15:04"), time.Date(day.Year, day.Month, day.Day, at.Hour(), at.Minute(), 0, 0, s.loc).Format("15:04"))
		}
	})
}

// Many pieces, so that the trees of lengths and gaps have several levels.
func TestFitsAmongMany(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		span := calendar.Interval{Start: start, End: start.AddDate(0, 1, 0)}
		var cal calendar.Spec
		for range rapid.IntRange(0, 80).Draw(t, "blackouts") {
			from := start.Add(time.Duration(rapid.IntRange(0, 31*24).Draw(t, "from")) * time.Hour)
			to := from.Add(time.Duration(rapid.IntRange(1, 9).Draw(t, "hours")) * time.Hour)
			cal.Blackouts = append(cal.Blackouts, calendar.Blackout{From: calendar.MomentOf(from), To: calendar.MomentOf(to)})
		}
		c, err := cal.Compile(span, calendar.Subject{}, calendar.StopDeploy)
		require.NoError(t, err)
		pieces := c.Pieces()
		for range 20 {
			at := start.Add(minutes(rapid.IntRange(-100, 45000).Draw(t, "at")))
			d := minutes(rapid.IntRange(0, 3000).Draw(t, "length"))
			var early, late time.Time
			for _, p := range pieces {
				begin := p.Start
				if begin.Before(at) {
					begin = at
				}
				if early.IsZero() && p.End.After(at) && !begin.Add(d).After(p.End) {
					early = begin
				}
				end := p.End
				if end.After(at) {
					end = at
				}
				if p.Start.Before(at) && !end.Add(-d).Before(p.Start) {
					late = end.Add(-d)
				}
			}
			got, ok := c.EarliestFit(at, d)
			require.Equal(t, !early.IsZero(), ok)
			require.True(t, got.Equal(early), "%s %s", got, early)
			got, ok = c.LatestFit(at, d)
			require.Equal(t, !late.IsZero(), ok)
			require.True(t, got.Equal(late), "%s %s", got, late)
		}
	})
}
