package main

import (
	"cmp"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/review"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
)

// plan lints every calendar of a plan file: working hours, windows, blackouts, meetings, outages and bookings.
func (l *linting) plan(name string, data []byte) error {
	open := planfile.Options{}
	if name != "-" {
		open.Open = func(name string) ([]byte, error) {
			root, err := os.OpenRoot(filepath.FromSlash(path.Dir(name)))
			if err != nil {
				return nil, err
			}
			defer root.Close()
			return root.ReadFile(path.Base(name))
		}
	}
	p, places, err := open.Read(planfile.File{Name: filepath.ToSlash(name), Data: data})
	if err != nil {
		return err
	}
	zone, err := calendar.LoadZone(p.Zone)
	if err != nil {
		return err
	}
	c := &planLint{l: l, p: p, options: l.options, span: l.span(zone, p.Now, p.Horizon), seen: map[review.Finding]bool{}}
	for i := range p.Packages {
		c.options.Packages = append(c.options.Packages, p.Packages[i].Name)
	}
	c.all()
	slices.SortStableFunc(c.found, func(a, b review.Finding) int {
		_, line, column, _ := places.Find(a.Path)
		_, line2, column2, _ := places.Find(b.Path)
		return cmp.Or(cmp.Compare(line, line2), cmp.Compare(column, column2))
	})
	for _, f := range c.found {
		file, line, column, ok := places.Find(f.Path)
		if !ok {
			file = name
		}
		l.tell(file, line, column, f.Code, f.Text())
	}
	return nil
}

// planLint gathers the findings of one plan, each once, with its place in the plan.
type planLint struct {
	l       *linting
	p       *release.Portfolio
	options review.Options
	span    calendar.Interval
	seen    map[review.Finding]bool
	found   review.Findings
}

// take adds findings; place makes their paths those of the plan, "" leaves one out.
func (c *planLint) take(found review.Findings, place func(string) string) {
	for _, f := range found {
		if f.Path = place(f.Path); f.Path != "" && !c.seen[f] {
			c.seen[f] = true
			c.found = append(c.found, f)
		}
	}
}

func (c *planLint) all() {
	p := c.p
	plan := p.Working(nil)
	base := plan.Spec("")

	// The working hours of the plan, with the blackouts that stop work; and the blackouts themselves.
	working := c.options
	working.Doing = calendar.StopWork
	whole := base
	whole.Blackouts = p.ZonedBlackouts()
	c.take(review.Lint(whole, c.span, working), calendarPath("calendar"))

	for _, t := range p.Teams {
		if t.Calendar != nil {
			c.take(review.Lint(p.Working(t.Calendar).Spec(""), c.span, working), calendarPath("teams."+t.Name+".calendar"))
		}
	}
	for _, e := range p.Environments {
		at := "environments." + e.Name
		if e.Calendar != nil {
			c.take(review.Lint(p.Working(e.Calendar).Spec(""), c.span, working), calendarPath(at+".calendar"))
		}
		c.environment(e, at, plan.Zone)
	}

	// Each window by itself, since a phase names the one that it needs; with all blackouts.
	for _, w := range p.Windows {
		one := p.WindowSpec(w.Window)
		one.Blackouts = whole.Blackouts
		c.take(review.Lint(one, c.span, c.options), oneWindow("windows."+w.Name))
	}
	for _, m := range p.Meetings {
		found := review.Lint(p.MeetingSpec(&m), c.span, c.options)
		for i := range found {
			found[i].Found = strings.Replace(found[i].Found, "window ", "meeting ", 1)
		}
		c.take(found, oneWindow("meetings."+m.Name))
	}
}

// environment lints what keeps others out. A booking may be long and overlap others.
func (c *planLint) environment(e release.Environment, at, zone string) {
	var outages, bookings calendar.Spec
	outages.Zone, bookings.Zone = zone, zone
	for _, o := range e.Outages {
		outages.Blackouts = append(outages.Blackouts, calendar.Blackout{Name: o.Name, From: o.From, To: o.To, Stops: calendar.StopWork})
	}
	for _, b := range e.Bookings {
		bookings.Blackouts = append(bookings.Blackouts, calendar.Blackout{Name: b.By, From: b.From, To: b.To, Stops: calendar.StopWork})
	}
	loose := c.options
	loose.Ignore = append(slices.Clone(loose.Ignore), "long-freeze", "shadowed", "duplicate", "hole")
	for _, part := range []struct {
		spec    calendar.Spec
		options review.Options
		key     string
	}{{outages, c.options, "outages"}, {bookings, loose, "booked"}} {
		found := review.Lint(part.spec, c.span, part.options)
		for i := range found {
			found[i].Found = strings.ReplaceAll(found[i].Found, "blackout ", map[string]string{"outages": "outage ", "booked": "booking of "}[part.key])
		}
		c.take(found, func(path string) string {
			rest, ok := strings.CutPrefix(path, "blackouts")
			if !ok {
				return ""
			}
			return at + "." + part.key + rest
		})
	}
}

// calendarPath puts a path of a Spec into the plan: its hours at a place, its blackouts where they are.
func calendarPath(at string) func(string) string {
	keys := map[string]string{"": at, "zone": at + ".timezone", "weekly.days": at + ".days", "weekly.hours": at + ".hours"}
	return func(path string) string {
		if to, ok := keys[path]; ok {
			return to
		}
		if strings.HasPrefix(path, "holidays") {
			return at + ".holidays"
		}
		return path
	}
}

// oneWindow is the place of a window that stands alone in a Spec; what else is found there is told elsewhere.
func oneWindow(at string) func(string) string {
	return func(path string) string {
		if rest, ok := strings.CutPrefix(path, "windows[0]"); ok {
			return at + rest
		}
		if path == "" {
			return at
		}
		return ""
	}
}

// table lints the dates of a table.
func (l *linting) table(name string, data []byte) error {
	t, err := planfile.ReadCSV(planfile.File{Name: name, Data: data}, planfile.CSVOptions{})
	if err != nil {
		return err
	}
	for _, f := range append(slices.Clone(t.Slips), t.Remarks...) {
		if f.Code == "no-date" || slices.Contains(l.options.Ignore, f.Code) {
			continue
		}
		l.tell(cmp.Or(f.File, name), f.Line, f.Column, f.Code, fmt.Sprintf("found %s, expected %s", f.Found, f.Expected)+lintHint(f.Hint))
	}
	return nil
}

func lintHint(s string) string {
	if s == "" {
		return ""
	}
	return "; " + s
}
