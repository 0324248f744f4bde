package calendar

import "time"

// Interval is half-open: it holds Start and not End. Empty when End is not after Start.
type Interval struct{ Start, End time.Time }

// Empty reports whether i holds no instant.
func (i Interval) Empty() bool { return !i.End.After(i.Start) }

// Contains reports whether i holds t.
func (i Interval) Contains(t time.Time) bool { return !t.Before(i.Start) && t.Before(i.End) }

// Overlaps reports whether some instant lies in both.
func (i Interval) Overlaps(j Interval) bool { return !i.Intersect(j).Empty() }

// Intersect is the instants in both; the zero Interval if there are none.
func (i Interval) Intersect(j Interval) Interval {
	if j.Start.After(i.Start) {
		i.Start = j.Start
	}
	if j.End.Before(i.End) {
		i.End = j.End
	}
	if i.Empty() {
		return Interval{}
	}
	return i
}

// Duration is the elapsed time in i; 0 when empty.
func (i Interval) Duration() time.Duration {
	if i.Empty() {
		return 0
	}
	return i.End.Sub(i.Start)
}

// String is both ends in RFC 3339, parted by a slash as in ISO 8601.
func (i Interval) String() string {
	return i.Start.Format(time.RFC3339Nano) + "/" + i.End.Format(time.RFC3339Nano)
}
