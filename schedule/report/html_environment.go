package report

import (
	"slices"
	"strconv"
	"time"

	"github.com/berthplan/berth/schedule"
)

// leastCut is how many pixels wide a bar must be to show the beginning of a name.
const leastCut = 44

// byEnvironmentChart has a row for each environment, or is nil where there is none.
func (h *page) byEnvironmentChart() *chartView {
	names := map[string]bool{}
	var order []string
	add := func(name string) {
		if name != "" && !names[name] {
			names[name] = true
			order = append(order, name)
		}
	}
	held := map[string][]schedule.Assignment{}
	for _, a := range h.plan.Activities {
		add(a.Environment)
		held[a.Environment] = append(held[a.Environment], a)
	}
	for _, r := range h.plan.Changeovers {
		add(r.Environment)
	}
	for _, m := range h.plan.Marks {
		if m.Kind == schedule.MarkBooking || m.Kind == schedule.MarkOutage {
			add(m.Of)
		}
	}
	if len(order) == 0 {
		return nil
	}
	slices.Sort(order)
	chart := &chartView{Name: "Environment", Axis: h.axis(), Strips: h.strips()}
	rows := h.rowsOfTable()
	for _, name := range order {
		chart.Rows = append(chart.Rows, h.environmentRow(name, held[name], rows))
	}
	return chart
}

func (h *page) environmentRow(name string, held []schedule.Assignment, rows map[string]int) rowView {
	r := rowView{Name: name}
	for _, m := range h.plan.Marks {
		if m.Of == name && (m.Kind == schedule.MarkBooking || m.Kind == schedule.MarkOutage) && h.span.shows(m.Start, m.End) {
			r.Items = append(r.Items, h.taken(m))
		}
	}
	extents := make([]extentOf, len(held))
	for i, a := range held {
		extents[i] = h.covers(a)
	}
	of, count := lanes(extents)
	r.Class = "n" + strconv.Itoa(count)
	segments, kinds := h.configurations(name, held)
	if len(segments) > 0 {
		r.Class = "e " + r.Class
	}
	for _, s := range segments {
		v := itemView{Class: "c c" + strconv.Itoa(slices.Index(kinds, s.name)%6) + " " + h.places.at(h.span, s.from, s.to), Label: s.name}
		v.Title = s.name + ": " + h.when(s.from, s.to)
		r.Items = append(r.Items, v)
	}
	for _, c := range h.plan.Changeovers {
		if c.Environment == name && h.span.shows(c.Start, c.End) {
			tip := &tipView{Name: name + " changes over", When: h.when(c.Start, c.End), Where: "from " + c.From + " to " + c.To}
			r.Items = append(r.Items, itemView{Class: "r " + h.places.at(h.span, c.Start, c.End), Tip: tip})
		}
	}
	for i, a := range held {
		full := a.Activity
		if a.Package != "" {
			full = a.Package + " " + phaseOf(a)
		}
		bar := h.bar(a, of[i], rows[a.Activity], full, a.Package)
		if bar.Label == "" && h.span.pixel(a.End)-h.span.pixel(a.Start) > leastCut {
			bar.Label = a.Package // cut by the style sheet
		}
		r.Items = append(r.Items, bar)
	}
	return r
}

// taken is a booking of others, or an outage.
func (h *page) taken(m schedule.Mark) itemView {
	class := "k "
	where := "booked by others"
	if m.Kind == schedule.MarkOutage {
		class, where = "k u ", "outage"
	}
	if m.Soft {
		class += "q "
		where = "soft: " + where
	}
	v := itemView{Class: class + h.places.at(h.span, m.Start, m.End), Tip: &tipView{Name: m.Name, When: h.when(m.Start, m.End), Where: where + ", " + m.Of}}
	if room := h.span.pixel(m.End) - h.span.pixel(m.Start); room > 40 {
		v.Label = m.Name
	}
	return v
}

// segment is a time in which an environment is in one configuration.
type segment struct {
	name     string
	from, to time.Time
}

// configurations follows what an environment is in, as changeovers and
// activities show it. The kinds are all that it is ever in, in order of time.
func (h *page) configurations(name string, held []schedule.Assignment) (all []segment, kinds []string) {
	type event struct {
		at            time.Time
		before, after string // "": not known, or changing over
	}
	var events []event
	for _, c := range h.plan.Changeovers {
		if c.Environment == name {
			events = append(events, event{c.Start, c.From, ""}, event{c.End, "", c.To})
		}
	}
	for _, a := range held {
		if a.Configuration != "" {
			events = append(events, event{a.Start, a.Configuration, a.Configuration})
		}
	}
	slices.SortStableFunc(events, func(a, b event) int { return a.at.Compare(b.at) })
	if len(events) == 0 {
		return nil, nil
	}
	now := segment{events[0].before, h.span.from, h.span.from}
	end := func(at time.Time) {
		if now.name != "" && at.After(now.from) {
			now.to = at
			all = append(all, now)
			if !slices.Contains(kinds, now.name) {
				kinds = append(kinds, now.name)
			}
		}
	}
	for _, e := range events {
		if e.after != now.name {
			end(e.at)
			now = segment{e.after, e.at, e.at}
		}
	}
	end(h.span.to)
	return all, kinds
}
