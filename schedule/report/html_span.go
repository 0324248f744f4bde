package report

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// span is the stretch of time that a chart shows, whole days of the plan's zone.
type span struct {
	from, to time.Time
	zone     *time.Location
	start    time.Time // of the plan
	width    float64   // in pixels, at least
	minor    []tick
	major    []tick
}

const (
	screenWidth = 1050 // pixels of a chart that a usual screen has room for
	widest      = 9000 // pixels
	letter      = 6.2  // pixels of a letter on a bar
)

// spanOf covers all activities, and the wishes and deadlines that are not far behind them.
func spanOf(p *schedule.Plan, zone *time.Location) span {
	first, last := p.Start, p.Start
	for _, a := range p.Activities {
		start := a.Start
		if !start.IsZero() && !a.End.After(start) {
			start = start.Add(-time.Second) // at midnight the day before, so that all of it is seen
		}
		if !start.IsZero() && (start.Before(first) || first.IsZero()) {
			first = start
		}
		if a.End.After(last) {
			last = a.End
		}
	}
	end := last
	for _, o := range p.Packages {
		for _, t := range []time.Time{o.Due, o.Deadline} {
			if far := (last.Unix() - first.Unix()) / 8; t.Unix() < last.Unix()+far && t.After(end) {
				end = t
			}
		}
	}
	s := span{zone: zone, start: p.Start, from: midnight(first.In(zone), 0), to: midnight(end.In(zone), 0)}
	if s.to.Before(end) || !s.to.After(s.from) {
		s.to = midnight(end.In(zone), 1)
	}
	s.width = minWidth(s.days())
	s.minor, s.major = s.ticks()
	return s
}

// midnight is the first instant of the day that many days after that of t.
func midnight(t time.Time, days int) time.Time {
	return calendar.DateOf(t).AddDays(days).In(t.Location())
}

func (s span) days() float64 { return float64(s.to.Unix()-s.from.Unix()) / 86400 }

// minWidth gives half a year six pixels a day, so that it fits a screen, and the
// days of longer plans fewer: three years are about 3,200 pixels wide.
func minWidth(days float64) float64 {
	const half, near, far = 190, 6, 2.3
	if days > half {
		return min(widest, half*near+(days-half)*far)
	}
	return max(640, days*near)
}

// percent is where t stands between the ends of the span, 0 to 100.
func (s span) percent(t time.Time) float64 {
	share := 100 * float64(t.Unix()-s.from.Unix()) / float64(s.to.Unix()-s.from.Unix())
	return min(100, max(0, share))
}

// pixel is where t stands on a usual screen.
func (s span) pixel(t time.Time) float64 { return s.percent(t) / 100 * s.pixels() }

func (s span) pixels() float64 { return max(screenWidth, s.width) }

// shows reports whether any of the time from a to b is in the span.
func (s span) shows(a, b time.Time) bool { return b.After(s.from) && a.Before(s.to) }

// places gives stretches of time their class of the style sheet. A stretch that
// stands in both charts has one class.
type places struct {
	index map[string]int
	list  []string
	lanes int // the highest lane used
}

// at is the class for the time from a to b; an instant has no width.
func (p *places) at(s span, a, b time.Time) string {
	rule := "left:" + decimals(s.percent(a)) + "%"
	if b.After(a) {
		rule += ";width:" + decimals(s.percent(b)-s.percent(a)) + "%"
	}
	i, ok := p.index[rule]
	if !ok {
		if p.index == nil {
			p.index = map[string]int{}
		}
		i = len(p.list)
		p.index[rule] = i
		p.list = append(p.list, rule)
	}
	return "x" + strconv.FormatInt(int64(i), 36)
}

// lane is the class of a lane after a blank; the topmost, 0, needs none.
func (p *places) lane(n int) string {
	if p.lanes = max(p.lanes, n); n == 0 {
		return ""
	}
	return " y" + strconv.Itoa(n)
}

// Heights in pixels.
const (
	laneHeight = 20
	bandHeight = 17 // of the configuration above an environment's lanes
)

func (p *places) rules() string {
	var b strings.Builder
	for n := range p.lanes + 1 {
		top, high := 3+n*laneHeight, 5+(n+1)*laneHeight
		lane := ".y" + strconv.Itoa(n)
		if n == 0 {
			lane = ":is(.b,.s)"
		}
		fmt.Fprintf(&b, ".l>%s{top:%dpx}.e>.l>%s{top:%dpx}.n%d{height:%dpx}.e.n%d{height:%dpx}\n",
			lane, top, lane, top+bandHeight, n+1, high, n+1, high+bandHeight)
	}
	for i, rule := range p.list {
		b.WriteString(".x" + strconv.FormatInt(int64(i), 36) + "{" + rule + "}\n")
	}
	return b.String()
}

// decimals prints a number with at most three decimals.
func decimals(v float64) string {
	s := strings.TrimRight(strings.TrimRight(strconv.FormatFloat(v, 'f', 3, 64), "0"), ".")
	if s == "" || s == "-0" {
		return "0"
	}
	return s
}

// policyFor is the page's Content-Security-Policy: nothing is loaded or run, and
// only this style sheet applies.
func policyFor(style string) string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
}
