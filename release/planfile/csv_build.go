package planfile

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// build makes the portfolio and the timetable of the rows.
func (r *csvReader) build(s *source) {
	p := r.table.Portfolio
	systems, environments := map[string]bool{}, map[string]bool{}
	before := map[int]int{} // by package, the row before
	for i := range r.rows {
		row := &r.rows[i]
		if row.first {
			p.Packages = append(p.Packages, release.Package{Name: row.name})
		}
		pkg := &p.Packages[row.pkg]
		path := "packages." + row.name
		if row.first {
			r.mark(s, path, row.line, r.layout.column(roleName))
			r.packageCells(pkg, row)
			if pkg.System != "" && !systems[pkg.System] {
				systems[pkg.System] = true
				p.Systems = append(p.Systems, release.System{Name: pkg.System})
				r.mark(s, "systems."+pkg.System, row.line, r.layout.column(roleSystem))
			}
			for _, field := range []role{roleSystem, roleKind, rolePriority, roleDue, roleDeadline} {
				if c := r.layout.column(field); c >= 0 {
					r.mark(s, path+"."+string(field), row.line, c)
				}
			}
		}
		environment := oneLine(r.text(row, roleEnvironment))
		if environment != "" && !environments[environment] {
			environments[environment] = true
			p.Environments = append(p.Environments, release.Environment{Name: environment})
			r.mark(s, "environments."+environment, row.line, r.layout.column(roleEnvironment))
		}
		phase := release.Phase{Name: release.Ref{Phase: row.phase, Site: row.site}.String(), Environment: environment}
		if !row.alone {
			phase.Deadline = row.deadline
		}
		r.span(row, &phase)
		if last, ok := before[row.pkg]; ok && !r.follows(&r.rows[last], row) {
			phase.Links = []release.Link{}
		}
		before[row.pkg] = i
		pkg.Phases = append(pkg.Phases, phase)
		r.mark(s, path+".phases."+phase.Name, row.line, r.layout.column(rolePhase))
		r.mark(s, "rows["+strconv.Itoa(i)+"]", row.line, max(0, r.layout.column(roleStart)))
		r.table.Timetable.Rows = append(r.table.Timetable.Rows, r.row(row, environment))
	}
	r.links(s)
	if len(r.faults) == 0 {
		r.notes()
	}
}

// packageCells takes from the first row of a package what holds for all of it.
func (r *csvReader) packageCells(pkg *release.Package, row *csvRow) {
	pkg.System, pkg.Owner, pkg.Kind = oneLine(r.text(row, roleSystem)), r.text(row, roleOwner), oneLine(r.text(row, roleKind))
	pkg.Due = row.due
	if row.alone {
		pkg.Deadline = row.deadline
	}
	if n, err := strconv.Atoi(r.text(row, rolePriority)); err == nil && n >= 1 && n <= 1000 {
		pkg.Priority = n
	} // a word such as "high" stays a note
}

// row is what the timetable has of a row.
func (r *csvReader) row(row *csvRow, environment string) release.Row {
	zone := r.dates.Zone
	out := release.Row{Package: row.name, Phase: row.phase, Site: row.site, Environment: environment,
		Configuration: r.text(row, roleConfiguration), Window: r.text(row, roleWindow), Actual: isYes(r.text(row, roleActual))}
	if !row.start.IsZero() {
		out.Start = row.start.Begin(zone).In(zone)
	}
	if !row.end.IsZero() {
		out.End = row.end.Finish(zone).In(zone)
	}
	return out
}

func isYes(s string) bool {
	return slices.Contains([]string{"yes", "y", "true", "x", "1", "ja", "oui", "✓"}, strings.ToLower(s))
}

// follows says whether a row starts once the one before it is over, as far as is known.
func (r *csvReader) follows(before, row *csvRow) bool {
	over, start := before.end, row.start
	if over.IsZero() {
		over = before.start
	}
	if start.IsZero() {
		start = row.end
	}
	if over.IsZero() || start.IsZero() {
		return true
	}
	if before.end.IsZero() || row.start.IsZero() { // a day is any time on it
		return !start.Finish(r.dates.Zone).Before(over.Begin(r.dates.Zone))
	}
	return !start.Begin(r.dates.Zone).Before(over.Finish(r.dates.Zone))
}

// span gives a phase the length that lies between its dates, or that the table states.
func (r *csvReader) span(row *csvRow, phase *release.Phase) {
	zone := r.dates.Zone
	if row.hasLength {
		phase.Duration = release.Exactly(row.length)
		return
	}
	if row.start.IsZero() || row.end.IsZero() {
		return
	}
	from, to := row.start.Begin(zone), row.end.Finish(zone)
	if !to.After(from) || to.Sub(from) > 9*366*24*time.Hour {
		return
	}
	if row.start.IsDay() && row.end.IsDay() {
		first, last := calendar.DateOf(from), calendar.DateOf(to.Add(-time.Hour))
		if work := workDays(first, last); work > 0 && isWork(first) && isWork(last) {
			phase.Duration = release.Exactly(calendar.Length{Days: work})
			return
		}
	} else if l, ok := workTime(from, to); ok {
		phase.Duration = release.Exactly(l)
		return
	}
	phase.Time = release.Elapsed
	minutes := int(to.Sub(from).Round(time.Minute) / time.Minute)
	phase.Duration = release.Exactly(calendar.Length{Days: minutes / 1440, Hours: minutes % 1440 / 60, Minutes: minutes % 60})
}

func isWork(d calendar.Date) bool {
	return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday
}

// workDays counts Mondays to Fridays from first to last.
func workDays(first, last calendar.Date) int {
	n := 0
	for d := first; d.Compare(last) <= 0; d = d.AddDays(1) {
		if isWork(d) {
			n++
		}
	}
	return n
}

// workTime is the time between two instants in the working hours of a plan that states none; false
// where one of the instants is outside them.
func workTime(from, to time.Time) (calendar.Length, bool) {
	hours := release.DefaultCalendar("").Hours
	inside := func(t time.Time, end bool) bool {
		h, m, s := t.Clock()
		at := calendar.Clock(h*3600 + m*60 + s)
		return isWork(calendar.DateOf(t)) && slices.ContainsFunc(hours, func(x calendar.Span) bool {
			return x.From <= at && at < x.To || end && at == x.To
		})
	}
	if !inside(from, false) || !inside(to, true) || from.Second() != 0 || to.Second() != 0 {
		return calendar.Length{}, false
	}
	minutes := 0
	for d, last := calendar.DateOf(from), calendar.DateOf(to); d.Compare(last) <= 0; d = d.AddDays(1) {
		if !isWork(d) {
			continue
		}
		for _, x := range hours {
			opens, closes := d.At(x.From, from.Location()), d.At(x.To, from.Location())
			if opens.Before(from) {
				opens = from
			}
			if closes.After(to) {
				closes = to
			}
			minutes += max(0, int(closes.Sub(opens)/time.Minute))
		}
	}
	return calendar.Length{Days: minutes / 480, Hours: minutes % 480 / 60, Minutes: minutes % 60}, minutes > 0
}

// links reads what rows come after. Every name is known by now.
func (r *csvReader) links(s *source) {
	column := r.layout.column(roleAfter)
	p := r.table.Portfolio
	for i := range r.rows {
		row := &r.rows[i]
		text := r.text(row, roleAfter)
		if text == "" {
			continue
		}
		links := r.linkList(row, text, column)
		pkg := &p.Packages[row.pkg]
		path := "packages." + row.name
		if row.alone {
			pkg.Links = append(pkg.Links, links...)
		} else {
			name := release.Ref{Phase: row.phase, Site: row.site}.String()
			k := slices.IndexFunc(pkg.Phases, func(ph release.Phase) bool { return ph.Name == name })
			if k > 0 && pkg.Phases[k].Links == nil { // it still comes after the row before it
				last := release.Link{To: release.Ref{Phase: pkg.Phases[k-1].Name}}
				if !slices.Contains(links, last) {
					links = append(links, last)
				}
			}
			pkg.Phases[k].Links = append(slices.Clone(pkg.Phases[k].Links), links...)
			path += ".phases." + name
		}
		for k := range links {
			r.mark(s, path+".links["+strconv.Itoa(k)+"]", row.line, column)
		}
	}
}

// linkList reads a cell of names: the whole as one, or with lines, semicolons or commas between.
func (r *csvReader) linkList(row *csvRow, text string, column int) []release.Link {
	p := r.table.Portfolio
	one := func(s string) (release.Link, error) {
		if l, err := p.ParseLink(release.FinishToStart, strings.TrimSpace(s), row.name); err == nil {
			return l, nil
		}
		s = oneLine(s)
		if row.name != row.base && row.group != "" {
			if l, err := p.ParseLink(release.FinishToStart, row.group+" "+s, row.name); err == nil {
				return l, nil
			}
		}
		return p.ParseLink(release.FinishToStart, s, row.name)
	}
	all := func(s string) ([]release.Link, error) {
		var found []release.Link
		l, err := one(s)
		if err == nil {
			return []release.Link{l}, nil
		}
		for _, at := range r.atSites(strings.TrimSpace(s)) { // of a phase at several sites all have to be over
			l, wrong := one(at)
			if wrong != nil {
				return nil, err
			}
			found = append(found, l)
		}
		if len(found) > 0 {
			return found, nil
		}
		return nil, err
	}
	if links, err := all(text); err == nil {
		return links
	}
	var out []release.Link
	for _, part := range strings.FieldsFunc(text, func(c rune) bool { return c == ';' || c == '\n' || c == '|' }) {
		if strings.TrimSpace(part) == "" {
			continue
		}
		if links, err := all(part); err == nil {
			out = append(out, links...)
			continue
		}
		for _, piece := range strings.Split(part, ",") {
			if strings.TrimSpace(piece) == "" {
				continue
			}
			links, err := all(piece)
			if err == nil {
				out = append(out, links...)
				continue
			}
			fault, ok := err.(release.Fault)
			if !ok {
				fault = release.Fault{Code: "bad-link", Found: quote(piece), Hint: err.Error()}
			}
			fault.File, fault.Line, fault.Column = r.file, row.line, column+1
			r.faults = append(r.faults, fault)
		}
	}
	return out
}

// atSites is a link's text for each site of a phase that is named without one.
func (r *csvReader) atSites(text string) []string {
	var out []string
	for i := range r.rows {
		row := &r.rows[i]
		name := release.Ref{Package: row.name, Phase: row.phase}.String()
		if rest, ok := strings.CutPrefix(text, name); row.site != "" && ok && (rest == "" || rest[0] == ' ') {
			out = append(out, release.Ref{Package: row.name, Phase: row.phase, Site: row.site}.String()+rest)
		}
	}
	return out
}
