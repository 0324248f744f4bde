package outlook

import (
	"fmt"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// phrases word instants in a plan's zone.
type phrases struct{ zone *time.Location }

func phrasesIn(zone string) phrases {
	at, err := calendar.LoadZone(zone)
	if err != nil {
		at = time.UTC
	}
	return phrases{at}
}

// at is such as "Tue 15 Sep 2026 20:00"; "-" for none.
func (p phrases) at(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.In(p.zone).Format("Mon 2 Jan 2006 15:04")
}

// until is an end: midnight is 24:00 of the day before.
func (p phrases) until(t time.Time) string {
	if h, m, s := t.In(p.zone).Clock(); t.IsZero() || h != 0 || m != 0 || s != 0 {
		return p.at(t)
	}
	return t.In(p.zone).AddDate(0, 0, -1).Format("Mon 2 Jan 2006") + " 24:00"
}

// lasting is a length: "3d 4h", a day being 24 hours; "-" for none.
func lasting(d time.Duration) string {
	if d == 0 {
		return "-"
	}
	sign := ""
	if d < 0 {
		sign, d = "−", -d
	}
	var parts []string
	for _, u := range []struct {
		name string
		of   time.Duration
	}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}} {
		if n := d / u.of; n > 0 {
			parts = append(parts, fmt.Sprintf("%d%s", n, u.name))
			d -= n * u.of
		}
	}
	return sign + strings.Join(parts, " ")
}

// plural is "1 package", "2 packages".
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// columns writes a table: cells beside each other, two spaces between.
func columns(indent string, table [][]string) string {
	var width []int
	for _, row := range table {
		for i, cell := range row {
			if i == len(width) {
				width = append(width, 0)
			}
			if i < len(row)-1 {
				width[i] = max(width[i], len([]rune(cell)))
			}
		}
	}
	var b strings.Builder
	for _, row := range table {
		line := indent
		for i, cell := range row {
			line += cell + strings.Repeat(" ", max(0, width[i]-len([]rune(cell)))+2)
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}
