package calendar

import (
	"slices"
	"strings"
	"time"
)

// Hours are spans of a day, "08:00-12:00, 13:00-17:00"; a span whose end is not
// after its start runs past midnight and belongs to the day on which it opens.
type Hours []Span

// Span is a part of a day from one time to another.
type Span struct{ From, To Clock }

const wantHours = `spans of a day such as "09:00-17:00" or "08:00-12:00, 13:00-17:00"`

// maxSpans bounds the spans of one day.
const maxSpans = 48

// ParseHours reads spans parted by commas, in any order. They may touch but not
// overlap, also not a span past midnight with the next day's first.
func ParseHours(s string) (Hours, error) {
	h, err := parseHours(s)
	if err != nil {
		return nil, err
	}
	return h, nil
}

func parseHours(s string) (Hours, *Error) {
	if len(s) > maxText {
		return nil, fault("bad-hours", s, wantHours)
	}
	var h Hours
	for _, item := range strings.Split(s, ",") {
		from, to, ok := strings.Cut(strings.TrimSpace(item), "-")
		if !ok {
			return nil, fault("bad-hours", s, wantHours)
		}
		a, err := parseClock(strings.TrimSpace(from))
		if err == nil {
			var b Clock
			if b, err = parseClock(strings.TrimSpace(to)); err == nil {
				if b == 0 {
					b = daySeconds
				}
				h = append(h, Span{a, b})
				continue
			}
		}
		return nil, hinted("bad-hours", s, wantHours, err.Hint)
	}
	slices.SortFunc(h, func(x, y Span) int { return int(x.From - y.From) })
	if err := h.check(); err != nil {
		err.Found = shorten(s)
		return nil, err
	}
	return h, nil
}

// check finds what is wrong with hours that were read or made by hand.
func (h Hours) check() *Error {
	bad := func(hint string) *Error { return hinted("bad-hours", h.String(), wantHours, hint) }
	if len(h) > maxSpans {
		return bad("a day has at most 48 spans")
	}
	for i, s := range h {
		if s.From < 0 || s.From >= daySeconds || s.To < 0 || s.To > daySeconds {
			return bad("a span opens from 00:00 to 23:59 and closes by 24:00")
		}
		var next Clock
		switch {
		case i+1 < len(h):
			if next = h[i+1].From; next < s.From {
				return bad("give the spans in order")
			}
		default:
			next = h[0].From + daySeconds
		}
		if s.end() > next {
			return bad(s.String() + " overlaps the span after it")
		}
	}
	return nil
}

// end counts on past 24:00 for a span that runs past midnight.
func (s Span) end() Clock {
	if s.To <= s.From {
		return s.To + daySeconds
	}
	return s.To
}

// String is "21:00-03:00".
func (s Span) String() string { return s.From.String() + "-" + s.To.String() }

// String is the canonical text; "" for none.
func (h Hours) String() string {
	items := make([]string, len(h))
	for i, s := range h {
		items[i] = s.String()
	}
	return strings.Join(items, ", ")
}

// total is the time in all spans of one day; a whole day if there are none.
func (h Hours) total() time.Duration {
	if len(h) == 0 {
		return 24 * time.Hour
	}
	var sum Clock
	for _, s := range h {
		sum += s.end() - s.From
	}
	return time.Duration(sum) * time.Second
}

// spans are the spans of one day, the whole day if there are none.
func (h Hours) spans() Hours {
	if len(h) == 0 {
		return Hours{{0, daySeconds}}
	}
	return h
}

// MarshalText gives the text of String.
func (h Hours) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what ParseHours reads, and "" as none.
func (h *Hours) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*h = nil
		return nil
	}
	v, err := ParseHours(string(text))
	if err != nil {
		return err
	}
	*h = v
	return nil
}
