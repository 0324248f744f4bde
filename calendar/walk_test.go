package calendar_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
)

// walk answers the questions by walking all pieces: the oracle of the index.
type walk []calendar.Piece

func (w walk) open(t time.Time) bool {
	for _, p := range w {
		if p.Contains(t) {
			return true
		}
	}
	return false
}

func (w walk) next(t time.Time) (time.Time, bool) {
	for _, p := range w {
		if p.End.After(t) {
			if p.Start.After(t) {
				return p.Start, true
			}
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

func (w walk) previous(t time.Time) (time.Time, bool) {
	for i := len(w) - 1; i >= 0; i-- {
		if w[i].Start.Before(t) {
			if w[i].End.Before(t) {
				return w[i].End, true
			}
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

func (w walk) between(from, to time.Time) time.Duration {
	if to.Before(from) {
		return -w.between(to, from)
	}
	sum := time.Duration(0)
	for _, p := range w {
		if p.Start.Before(from) {
			p.Start = from
		}
		if p.End.After(to) {
			p.End = to
		}
		if p.End.After(p.Start) {
			sum += p.End.Sub(p.Start)
		}
	}
	return sum
}

func (w walk) add(t time.Time, d time.Duration) (time.Time, bool) {
	if d == 0 {
		return t.UTC(), true
	}
	if d > 0 {
		for _, p := range w {
			if p.Start.Before(t) {
				p.Start = t
			}
			if n := p.End.Sub(p.Start); n >= d {
				return p.Start.Add(d).UTC(), true
			} else if n > 0 {
				d -= n
			}
		}
		return time.Time{}, false
	}
	for i := len(w) - 1; i >= 0; i-- {
		p := w[i]
		if p.End.After(t) {
			p.End = t
		}
		// The greatest such instant: at a piece's start the work before it is not touched.
		if n := p.End.Sub(p.Start); n > 0 && -n <= d {
			return p.End.Add(d).UTC(), true
		} else if n > 0 {
			d += n
		}
	}
	return time.Time{}, false
}

// drawCrowd makes a calendar with many openings in some places and none in
// others: windows of some hours on random days, holes of seconds in them, over a span
// from minutes to two hundred years, whose ends lie within a second.
func drawCrowd(t *rapid.T) *calendar.Compiled {
	start := time.Date(rapid.IntRange(1, 9700).Draw(t, "year"), 3, 1, 0, 0, 0, 0, time.UTC)
	length := rapid.SampledFrom([]time.Duration{
		time.Minute, time.Hour, 24 * time.Hour, 30 * 24 * time.Hour, 366 * 24 * time.Hour, 200 * 365 * 24 * time.Hour,
	}).Draw(t, "length")
	nanos := func(label string) time.Duration {
		return time.Duration(rapid.SampledFrom([]int{0, 0, 1, 333, 999_999_999}).Draw(t, label))
	}
	span := calendar.Interval{Start: start.Add(nanos("start")), End: start.Add(length + nanos("end"))}
	var spec calendar.Spec
	if rapid.Bool().Draw(t, "windows") {
		w := calendar.Window{Name: "w", Hours: calendar.Hours{{From: 0, To: 6 * 3600}, {From: 6 * 3600, To: 6*3600 + 1}, {From: 7 * 3600, To: 3600 * 24}}}
		for range rapid.IntRange(1, 30).Draw(t, "days") {
			w.Dates = append(w.Dates, calendar.DateOf(start).AddDays(rapid.IntRange(0, int(length/(24*time.Hour))).Draw(t, "day")))
		}
		spec.Windows = []calendar.Window{w}
	}
	at := start
	for range rapid.IntRange(0, 40).Draw(t, "holes") {
		at = at.Add(time.Duration(rapid.IntRange(1, 4000).Draw(t, "gap")) * time.Second)
		from := at
		at = at.Add(time.Duration(rapid.IntRange(1, 4000).Draw(t, "hole")) * time.Second)
		spec.Blackouts = append(spec.Blackouts, calendar.Blackout{Name: "hole", From: calendar.MomentOf(from), To: calendar.MomentOf(at)})
	}
	c, err := spec.Compile(span, calendar.Subject{}, calendar.StopDeploy)
	require.NoError(t, err)
	return c
}

func TestQuestionsAgainstWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkQuestions(t, drawCrowd(t)) })
}

// The same of calendars made from others.
func TestQuestionsOfDerivedAgainstWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScan(t)
		a, err := s.cal.Compile(s.span, s.who, calendar.StopDeploy)
		require.NoError(t, err)
		s.cal.Blackouts = nil
		s.span.Start = s.span.Start.Add(time.Duration(rapid.IntRange(0, 100_000).Draw(t, "later")) * time.Second)
		s.span.End = s.span.End.Add(12345 * time.Millisecond)
		b, err := s.cal.Compile(s.span, s.who, calendar.StopDeploy)
		require.NoError(t, err)
		both := calendar.Intersect(a, b)
		checkQuestions(t, both)
		checkQuestions(t, both.Minutes())
		for range 20 {
			at := drawInstant(t, a, "at")
			require.Equal(t, a.Open(at) && b.Open(at), both.Open(at), "open where both are, at %s", at)
		}
	})
}

func checkQuestions(t *rapid.T, c *calendar.Compiled) {
	w := walk(c.Pieces())
	for range 20 {
		at, other := drawInstant(t, c, "at"), drawInstant(t, c, "other")
		require.Equal(t, w.open(at), c.Open(at), "Open at %s", at)
		want, found := w.next(at)
		got, ok := c.Next(at)
		require.Equal(t, found, ok, "Next of %s", at)
		require.True(t, want == got, "Next of %s: %s, want %s", at, got, want)
		want, found = w.previous(at)
		got, ok = c.Previous(at)
		require.Equal(t, found, ok, "Previous of %s", at)
		require.True(t, want == got, "Previous of %s: %s, want %s", at, got, want)
		require.Equal(t, w.between(at, other), c.Between(at, other), "Between %s and %s", at, other)
		d := rapid.SampledFrom([]time.Duration{
			0, 1, -1, time.Second, -time.Second, time.Hour, -time.Hour, 200 * time.Hour, -200 * time.Hour, math.MaxInt64, math.MinInt64,
			w.between(at, other), w.between(at, other) + 1, w.between(at, other) - 1,
		}).Draw(t, "d")
		want, found = w.add(at, d)
		got, ok = c.Add(at, d)
		require.Equal(t, found, ok, "Add %s to %s", d, at)
		require.True(t, want == got, "Add %s to %s: %s, want %s", d, at, got, want)
	}
}

// drawInstant draws a time at, just beside or between the edges of the pieces, or far away.
func drawInstant(t *rapid.T, c *calendar.Compiled, label string) time.Time {
	edges := []time.Time{c.Span().Start, c.Span().End}
	for _, p := range c.Pieces() {
		edges = append(edges, p.Start, p.End)
	}
	at := rapid.SampledFrom(edges).Draw(t, label)
	switch rapid.IntRange(0, 3).Draw(t, label+" is") {
	case 0:
		at = at.Add(time.Duration(rapid.IntRange(-2, 2).Draw(t, "nanoseconds")))
	case 1:
		at = at.Add(time.Duration(rapid.Int64Range(-1e13, 1e13).Draw(t, "beside")))
	case 2:
		n := c.Span().Duration()
		at = c.Span().Start.Add(time.Duration(rapid.Int64Range(0, int64(n)).Draw(t, "within")))
	case 3:
		at = rapid.SampledFrom([]time.Time{
			{}, time.Date(1, 1, 1, 0, 0, 0, 1, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC), time.Unix(0, 0),
		}).Draw(t, "far")
	}
	return at.In(time.FixedZone("elsewhere", rapid.SampledFrom([]int{0, 3600, -45296}).Draw(t, "offset")))
}

// A reading of the monotonic clock neither moves a question nor stays in its answer.
func TestMonotonicReadings(t *testing.T) {
	now := time.Now()
	c := compile(t, calendar.Spec{}, calendar.Interval{Start: now, End: now.Add(time.Hour)})
	got, ok := c.Next(now.Add(time.Minute))
	require.True(t, ok)
	require.True(t, got == now.Round(0).Add(time.Minute).UTC(), "%v", got)
	require.True(t, c.Span().Start == now.Round(0).UTC())
	var always *calendar.Compiled
	got, _ = always.Next(now)
	require.True(t, got == now.Round(0).UTC())
}

// The index is bounded by the pieces, not by the span.
func TestSizeFollowsPieces(t *testing.T) {
	span := calendar.Interval{Start: time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)}
	for _, n := range []int{0, 1, 2, 100} {
		spec := calendar.Spec{Windows: []calendar.Window{{Name: "w", Dates: []calendar.Date{date(t, "1850-01-01")}}}}
		for i := range n {
			spec.Windows[0].Dates = append(spec.Windows[0].Dates, date(t, "2026-01-01").AddDays(2*i))
		}
		c := compile(t, spec, span)
		require.Len(t, c.Pieces(), n)
		for _, size := range calendar.IndexSizes(c) {
			require.LessOrEqual(t, size, 4*n+2, "%d pieces", n)
		}
	}
}
