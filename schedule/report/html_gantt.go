package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/schedule"
)

// chartView is one time line.
type chartView struct {
	Name   string // of the first column
	Axis   [][]itemView
	Strips []rowView // windows, blackouts and holidays, above the rows
	Rows   []rowView
}

// rowView is one row: a name, and what stands beside it along the axis.
type rowView struct {
	Class  string
	Name   string
	Detail string
	Late   bool
	Items  []itemView
}

// itemView is a bar, a point or a shade. Its classes are made here, never from names.
type itemView struct {
	Class string
	Label string
	Title string // shown by the browser where there is no Tip
	Row   int    // of the table of all activities, from 1; 0: none
	Tip   *tipView
}

// tipView is what is shown of a bar that is pointed at or has the focus.
type tipView struct{ Name, When, Where, Why string }

// Columns of the reasons in one tip, and of those in all. The table has them whole.
const (
	maxTip  = 320
	minTip  = 80
	allTips = 250_000
)

// tipWidth is how many columns of reasons a tip shows in a plan of that many bars.
func tipWidth(activities []schedule.Assignment) int {
	bars := 1
	for _, a := range activities {
		if bars++; a.Environment != "" {
			bars++
		}
	}
	return min(maxTip, max(minTip, allTips/bars))
}

// phaseColours is how many phases have a colour of their own.
const phaseColours = 8

func phasesOf(p *schedule.Plan) []string {
	var all []string
	for _, a := range p.Activities {
		if name := phaseName(a); !slices.Contains(all, name) && len(all) < 2*phaseColours {
			all = append(all, name)
		}
	}
	return all
}

func phaseName(a schedule.Assignment) string {
	if a.Phase == "" {
		return "other"
	}
	return a.Phase
}

// phaseClass gives the first eight phases a colour each, and the next eight the
// same with a line under it. All others share the last.
func (h *page) phaseClass(i int) string {
	switch {
	case i < 0 || i >= 2*phaseColours:
		return "p" + strconv.Itoa(phaseColours)
	case i >= phaseColours:
		return "p" + strconv.Itoa(i-phaseColours) + " v"
	}
	return "p" + strconv.Itoa(i)
}

// extentOf is what an item covers on a usual screen, in pixels.
type extentOf struct {
	from, to float64
	point    bool
}

// lanes puts items into as few lanes as keep them apart, and counts the lanes.
// A point may lie on the end of a bar, but not on another point.
func lanes(all []extentOf) (of []int, count int) {
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(all[i].from, all[j].from) })
	of = make([]int, len(all))
	type lane struct{ end, free float64 } // where bars may start, and points
	var used []lane
	for _, i := range order {
		item := all[i]
		n := slices.IndexFunc(used, func(l lane) bool {
			return l.end <= item.from+0.5 && (!item.point || l.free <= item.from)
		})
		if n < 0 {
			n = len(used)
			used = append(used, lane{})
		}
		if used[n].end = item.to; item.point {
			used[n].free = item.from + pointSize
		}
		of[i] = n
	}
	return of, max(1, len(used))
}

const (
	leastBar  = 4 // pixels
	pointSize = 9
)

// covers is the extent of an activity's bar. A bar too short to see lies over the next.
func (h *page) covers(a schedule.Assignment) extentOf {
	from, to := h.span.pixel(a.Start), h.span.pixel(a.End)
	if !a.End.After(a.Start) {
		return extentOf{from, from, true}
	}
	return extentOf{from, max(to, from+0.5), false}
}

// rowsOfTable numbers the activities as the table of all activities lists them.
func (h *page) rowsOfTable() map[string]int {
	row := map[string]int{}
	for i, a := range h.byPackage() {
		row[a.Activity] = i + 1
	}
	return row
}

// bar is one activity in a lane.
func (h *page) bar(a schedule.Assignment, lane, row int, labels ...string) itemView {
	class := "b "
	if !a.End.After(a.Start) {
		class = "b o i "
	}
	class += h.phaseClass(slices.Index(h.phases, phaseName(a)))
	wide := h.span.pixel(a.End) - h.span.pixel(a.Start)
	if a.Fact {
		class += " f"
	}
	if wide < leastBar && a.End.After(a.Start) {
		class += " i"
	}
	v := itemView{Class: class + h.places.lane(lane) + " " + h.places.at(h.span, a.Start, a.End), Row: row, Tip: h.tip(a)}
	for _, label := range labels {
		if letter*float64(textWidth(label))+6 <= wide {
			v.Label = label
			break
		}
	}
	return v
}

func (h *page) tip(a schedule.Assignment) *tipView {
	var where []string
	if a.Environment != "" {
		s := "in " + a.Environment
		if a.Configuration != "" {
			s += " as " + a.Configuration
		}
		where = append(where, s)
	}
	if a.Window != "" {
		where = append(where, "window "+a.Window)
	}
	if fact := h.fact(a); fact != "" {
		where = append(where, fact)
	}
	if a.Slack > 0 {
		where = append(where, h.length(a.Slack)+" of slack")
	}
	when := h.when(a.Start, a.End)
	if !a.End.After(a.Start) {
		when = h.starts(a)
	}
	return &tipView{a.Activity, when, strings.Join(where, ", "), shorten(sentences(a.Causes), h.tipWidth)}
}

// byPackageChart has a row for each package, and for each activity that is in none.
func (h *page) byPackageChart() *chartView {
	chart := &chartView{Name: "Package", Axis: h.axis(), Strips: h.strips()}
	outcome := map[string]schedule.Outcome{}
	for _, o := range h.plan.Packages {
		outcome[o.Package] = o
	}
	sorted := h.byPackage()
	for from := 0; from < len(sorted); {
		to := from + 1
		for sorted[from].Package != "" && to < len(sorted) && sorted[to].Package == sorted[from].Package {
			to++
		}
		chart.Rows = append(chart.Rows, h.packageRow(outcome[sorted[from].Package], sorted[from:to], from+1))
		from = to
	}
	return chart
}

// roughly is a duration as far as a row's name has room for it: days and hours, or what is shorter.
func (h *page) roughly(d time.Duration) string {
	if d > time.Hour {
		d = d.Truncate(time.Hour)
	}
	return h.length(d)
}

func (h *page) packageRow(o schedule.Outcome, own []schedule.Assignment, row int) rowView {
	r := rowView{Name: own[0].Package, Late: o.Late > 0}
	if r.Name == "" {
		r.Name = own[0].Activity
	}
	if r.Late {
		r.Detail = "late " + h.roughly(o.Late)
	}
	extents := make([]extentOf, len(own))
	for i, a := range own {
		extents[i] = h.covers(a)
	}
	of, count := lanes(extents)
	r.Class = "n" + strconv.Itoa(count)
	for _, m := range []struct {
		class, word string
		at          time.Time
	}{{"d", "due ", o.Due}, {"d D", "deadline ", o.Deadline}} {
		if !m.at.IsZero() && !m.at.Before(h.span.from) && !m.at.After(h.span.to) {
			r.Items = append(r.Items, itemView{Class: m.class + " " + h.places.at(h.span, m.at, m.at), Title: m.word + h.limit(m.at)})
		}
	}
	if wish := wished(o); r.Late && !wish.IsZero() && o.Finish.After(wish) {
		r.Items = append(r.Items, itemView{Class: "x " + h.places.at(h.span, wish, o.Finish), Title: r.Detail})
	}
	for i, a := range own {
		if a.Slack > 0 && a.End.Before(h.span.to) {
			r.Items = append(r.Items, itemView{Class: "s" + h.places.lane(of[i]) + " " + h.places.at(h.span, a.End, a.End.Add(a.Slack))})
		}
		label := a.Phase
		if label == "" {
			label = a.Activity
		}
		r.Items = append(r.Items, h.bar(a, of[i], row+i, phaseOf(a), label))
	}
	return r
}

// axis is the rows of labels above a chart, the coarse ones first.
func (h *page) axis() [][]itemView {
	var rows [][]itemView
	for _, ticks := range [][]tick{h.span.major, h.span.minor} {
		var row []itemView
		for _, t := range ticks {
			row = append(row, itemView{Class: "t " + h.places.at(h.span, t.from, t.to), Label: t.label})
		}
		if row != nil {
			rows = append(rows, row)
		}
	}
	return rows
}
