package report

import (
	"slices"
	"time"

	"github.com/berthplan/berth/schedule"
)

const (
	maxStrips    = 10  // rows above a chart for one kind of mark
	maxMarkRows  = 300 // of the table of marks
	maxBands     = 160 // shades of one colour behind the bars
	leastBand    = 1.5 // pixels of a shade, on average
	leastBandGap = 7   // pixels between shades, on average
)

// strip is the marks that share a row above the charts.
type strip struct {
	schedule.Mark
	all []schedule.Mark
}

// stripsOf groups the marks of one kind by their name; those past the tenth share a row.
func (h *page) stripsOf(kind schedule.MarkKind) []strip {
	var all []strip
	for _, m := range h.plan.Marks {
		if m.Kind != kind || !h.span.shows(m.Start, m.End) {
			continue
		}
		same := func(s strip) bool {
			return kind == schedule.MarkHoliday || (s.Name == m.Name && s.Of == m.Of && s.Soft == m.Soft)
		}
		i := slices.IndexFunc(all, same)
		switch {
		case i >= 0:
		case len(all) < maxStrips:
			i = len(all)
			all = append(all, strip{Mark: m})
		default:
			i = len(all) - 1
			all[i].Name, all[i].Of, all[i].Soft = "others", "", false
		}
		all[i].all = append(all[i].all, m)
	}
	return all
}

// strips are the rows above the bars that name windows, blackouts and holidays.
func (h *page) strips() []rowView {
	var rows []rowView
	for _, kind := range []struct {
		mark  schedule.MarkKind
		class string
	}{{schedule.MarkWindow, "w"}, {schedule.MarkBlackout, "z"}, {schedule.MarkHoliday, "h"}} {
		for _, s := range h.stripsOf(kind.mark) {
			r := rowView{Class: "m", Name: s.Name, Detail: string(kind.mark)}
			if kind.mark == schedule.MarkHoliday {
				r.Name, r.Detail = "Holidays", ""
			}
			if s.Soft {
				r.Detail = "soft " + r.Detail
			}
			if s.Of != "" {
				r.Detail += " of " + s.Of
			}
			class := kind.class
			if s.Soft || s.Of != "" {
				class += " q"
			}
			r.Items = h.stripItems(class, s.all)
			rows = append(rows, r)
		}
	}
	return rows
}

// stripItems draws marks; those with less than a pixel between them are one.
func (h *page) stripItems(class string, marks []schedule.Mark) []itemView {
	slices.SortStableFunc(marks, func(a, b schedule.Mark) int { return a.Start.Compare(b.Start) })
	const most = 200 // with a title each
	var items []itemView
	for i := 0; i < len(marks); {
		m := marks[i]
		first := i
		for i++; i < len(marks) && h.span.pixel(marks[i].Start)-h.span.pixel(m.End) < 1; i++ {
			if marks[i].End.After(m.End) {
				m.End = marks[i].End
			}
		}
		v := itemView{Class: class + " " + h.places.at(h.span, m.Start, m.End)}
		if len(marks) <= most {
			v.Title = m.Name + ": " + h.when(m.Start, m.End)
			if n := i - first; n > 1 {
				v.Title = m.Name + ": " + number(int64(n)) + " times, " + h.when(m.Start, m.End)
			}
		}
		if m.Kind != schedule.MarkWindow && letter*float64(textWidth(m.Name))+4 <= h.span.pixel(m.End)-h.span.pixel(m.Start) {
			v.Label = m.Name
		}
		items = append(items, v)
	}
	return items
}

// bands are the shades behind all rows: hard blackouts of everything, then soft
// and limited ones, holidays, and windows. What would be too fine to see is only
// in the strips.
func (h *page) bands() []band {
	var all []band
	for _, kind := range []struct {
		colour string
		is     func(m schedule.Mark) bool
	}{
		{"--closed", func(m schedule.Mark) bool { return m.Kind == schedule.MarkBlackout && !m.Soft && m.Of == "" }},
		{"--limited", func(m schedule.Mark) bool { return m.Kind == schedule.MarkBlackout && (m.Soft || m.Of != "") }},
		{"--holiday", func(m schedule.Mark) bool { return m.Kind == schedule.MarkHoliday }},
		{"--open", func(m schedule.Mark) bool { return m.Kind == schedule.MarkWindow }},
	} {
		parts := h.merged(kind.is)
		covered := 0.0
		for _, part := range parts {
			covered += h.span.pixel(part[1]) - h.span.pixel(part[0])
		}
		n := float64(len(parts))
		if n == 0 || n > maxBands || covered < n*leastBand || (n > 12 && h.span.pixels()-covered < n*leastBandGap) {
			continue
		}
		all = append(all, band{kind.colour, parts})
	}
	return all
}

// merged is the union of the marks of a kind within the span, in order.
func (h *page) merged(is func(m schedule.Mark) bool) [][2]time.Time {
	var parts [][2]time.Time
	for _, m := range h.plan.Marks {
		if is(m) && h.span.days() > 0 && h.span.shows(m.Start, m.End) {
			parts = append(parts, [2]time.Time{m.Start, m.End})
		}
	}
	slices.SortStableFunc(parts, func(a, b [2]time.Time) int { return a[0].Compare(b[0]) })
	var all [][2]time.Time
	for _, part := range parts {
		if n := len(all); n > 0 && !part[0].After(all[n-1][1]) {
			all[n-1][1] = later(all[n-1][1], part[1])
			continue
		}
		all = append(all, part)
	}
	return all
}

// markTable lists the marks other than windows for those who cannot see the charts.
func (h *page) markTable() (rows [][]string, more string) {
	left := 0
	for _, m := range h.plan.Marks {
		switch {
		case m.Kind == schedule.MarkWindow:
		case len(rows) >= maxMarkRows:
			left++
		default:
			kind := string(m.Kind)
			if m.Soft {
				kind = "soft " + kind
			}
			rows = append(rows, []string{kind, m.Name, m.Of, h.time(m.Start), h.end(m.End)})
		}
	}
	if left > 0 {
		more = "And " + number(int64(left)) + " more."
	}
	return rows, more
}
