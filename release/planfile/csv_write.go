package planfile

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// notes keeps the cells that would be written otherwise than they stand.
func (r *csvReader) notes() {
	t := r.table
	w := newCSVWriter(t, r.layout)
	for i := range r.rows {
		row := &r.rows[i]
		for c, key := range r.layout.keys {
			raw := row.cell(c)
			if raw == w.canonical(i, r.layout.roles[c]) {
				continue
			}
			pkg := &t.Portfolio.Packages[row.pkg]
			pkg.Notes = append(pkg.Notes, release.Note{Name: w.noteName(i, key), Text: raw})
		}
	}
}

// csvWriter gives a table its cells.
type csvWriter struct {
	t      *Table
	layout layout
	zone   *time.Location
	pkg    []int               // by row of the timetable; -1: none
	phase  []int               // by row, in its package; -1: none
	first  []bool              // by row: the first of its package
	noted  []map[string]string // by package
}

func newCSVWriter(t *Table, l layout) *csvWriter {
	w := &csvWriter{t: t, layout: l, zone: zoneOf(t.Timetable.Zone)}
	at := map[string]int{}
	for i := range t.Portfolio.Packages {
		pkg := &t.Portfolio.Packages[i]
		at[pkg.Name] = i
		noted := map[string]string{}
		for _, n := range pkg.Notes {
			noted[n.Name] = n.Text
		}
		w.noted = append(w.noted, noted)
	}
	seen := map[string]bool{}
	for _, row := range t.Timetable.Rows {
		k, ok := at[row.Package]
		if !ok {
			k = -1
		}
		w.pkg = append(w.pkg, k)
		w.first = append(w.first, !seen[row.Package])
		seen[row.Package] = true
		phase := -1
		if ok {
			name := release.Ref{Phase: row.Phase, Site: row.Site}.String()
			phases := t.Portfolio.Packages[k].Phases
			phase = slices.IndexFunc(phases, func(ph release.Phase) bool { return ph.Name == name })
			if phase < 0 {
				phase = slices.IndexFunc(phases, func(ph release.Phase) bool { return ph.Name == row.Phase })
			}
		}
		w.phase = append(w.phase, phase)
	}
	return w
}

// noteName is the note of a row's cell: the column's, with the phase in all rows of a package but its first.
func (w *csvWriter) noteName(i int, key string) string {
	if w.first[i] {
		return key
	}
	row := w.t.Timetable.Rows[i]
	return key + " (" + release.Ref{Phase: row.Phase, Site: row.Site}.String() + ")"
}

// canonical is the cell of a row as it is written unless a note says otherwise.
func (w *csvWriter) canonical(i int, x role) string {
	row := &w.t.Timetable.Rows[i]
	var pkg release.Package
	var phase release.Phase
	alone := true
	if w.pkg[i] >= 0 {
		pkg = w.t.Portfolio.Packages[w.pkg[i]]
		alone = len(pkg.Phases) <= 1
		if w.phase[i] >= 0 {
			phase = pkg.Phases[w.phase[i]]
		}
	}
	switch x {
	case roleName:
		return row.Package
	case rolePhase:
		if row.Phase == defaultPhase {
			return ""
		}
		return row.Phase
	case roleSite:
		return row.Site
	case roleStart:
		return w.start(row)
	case roleEnd:
		return w.end(row)
	case roleEnvironment:
		return row.Environment
	case roleConfiguration:
		return row.Configuration
	case roleWindow:
		return row.Window
	case roleActual:
		if row.Actual {
			return "yes"
		}
	case roleAfter:
		links := phase.Links
		if w.first[i] { // the others come after it
			links = slices.Concat(pkg.Links, phase.Links)
		}
		var texts []string
		for _, l := range links {
			if l.Kind == release.FinishToStart || l.Kind == release.Within {
				texts = append(texts, l.Text())
			}
		}
		return strings.Join(texts, "; ")
	case roleDuration:
		if (row.Start.IsZero() || row.End.IsZero()) && !phase.Duration.IsZero() {
			return phase.Duration.Likely.String()
		}
	case roleDeadline:
		if alone {
			return momentCell(pkg.Deadline)
		}
		return momentCell(phase.Deadline)
	}
	if !w.first[i] {
		return ""
	}
	switch x {
	case roleSystem:
		return pkg.System
	case roleOwner:
		return pkg.Owner
	case roleKind:
		return pkg.Kind
	case rolePriority:
		if pkg.Priority != 0 {
			return strconv.Itoa(pkg.Priority)
		}
	case roleDue:
		return momentCell(pkg.Due)
	}
	return ""
}

func momentCell(m calendar.Moment) string {
	s := m.String()
	if len(s) == len("2006-01-02T15:04") {
		return strings.Replace(s, "T", " ", 1)
	}
	return s
}

// start is the start of a row: a day where it is midnight.
func (w *csvWriter) start(row *release.Row) string {
	t := row.Start.In(w.zone)
	if row.Start.IsZero() {
		return ""
	}
	if isMidnight(t) {
		return calendar.DateOf(t).String()
	}
	return w.clock(t)
}

// end is the end of a row: the day before where it is midnight, and the start is a day or not given.
func (w *csvWriter) end(row *release.Row) string {
	t := row.End.In(w.zone)
	if row.End.IsZero() {
		return ""
	}
	days := row.Start.IsZero() || isMidnight(row.Start.In(w.zone)) && !row.End.Equal(row.Start)
	if day := calendar.DateOf(t).AddDays(-1); days && isMidnight(t) && dayEnd(day, w.zone).Equal(t) {
		return day.String()
	}
	return w.clock(t)
}

func dayEnd(d calendar.Date, zone *time.Location) time.Time {
	m, err := calendar.ParseMoment(d.String())
	if err != nil {
		return time.Time{}
	}
	return m.Finish(zone)
}

func isMidnight(t time.Time) bool {
	h, m, s := t.Clock()
	return h == 0 && m == 0 && s == 0 && t.Nanosecond() == 0 && calendar.DateOf(t).In(t.Location()).Equal(t)
}

// clock is a time of the table's zone, with its offset where the clocks show it twice.
func (w *csvWriter) clock(t time.Time) string {
	layout := "2006-01-02T15:04"
	if t.Second() != 0 {
		layout += ":05"
	}
	s := t.Format(layout)
	if m, err := calendar.ParseMoment(s); err == nil && m.Begin(w.zone).Equal(t.Truncate(time.Second)) {
		return strings.Replace(s, "T", " ", 1)
	}
	return t.Format("2006-01-02T15:04:05Z07:00")
}

// Write writes the table as CSV, with commas, in UTF-8. With Columns, they are the columns, and what was
// read stands in them as it stood, but for what has changed since; columns that are
// needed besides follow. Without, the columns are those of [ReadCSV] that hold anything, and then the notes.
// A row of the timetable is a row; packages without one, and phases in them, have rows without dates at
// the end. The error is w's.
func (t *Table) Write(w io.Writer) error {
	out := *t
	if out.Portfolio == nil {
		out.Portfolio = &release.Portfolio{}
	}
	out.Timetable.Rows = slices.Clone(out.Timetable.Rows)
	dated := map[release.Ref]bool{}
	for _, row := range out.Timetable.Rows {
		dated[release.Ref{Package: row.Package}] = true
	}
	for i := range out.Portfolio.Packages {
		pkg := &out.Portfolio.Packages[i]
		if dated[release.Ref{Package: pkg.Name}] {
			continue
		}
		if len(pkg.Phases) == 0 {
			out.Timetable.Rows = append(out.Timetable.Rows, release.Row{Package: pkg.Name, Phase: defaultPhase})
		}
		for _, ph := range pkg.Phases {
			out.Timetable.Rows = append(out.Timetable.Rows, release.Row{Package: pkg.Name, Phase: ph.Name, Environment: ph.Environment})
		}
	}
	headers := out.Columns
	if headers == nil {
		headers = out.headers()
	}
	// Cells stand as they stood, then without those that no longer say what is so, and then without their rows.
	changed := make([]map[role]bool, len(out.Timetable.Rows))
	var records [][]string
	for _, whole := range []bool{false, true, true} {
		records, headers = out.records(headers, changed)
		back, err := ReadCSV(File{Data: encode(records)}, CSVOptions{Zone: out.Timetable.Zone, Dates: t.dates})
		if err != nil || len(back.Timetable.Rows) != len(changed) {
			break
		}
		if !out.compare(back, changed, whole) {
			break
		}
	}
	_, err := w.Write(encode(records))
	return err
}

// compare notes the cells that do not read back as they are, with whole all of rows
// in which that was known. False: there are none.
func (t *Table) compare(back *Table, changed []map[role]bool, whole bool) bool {
	ours, theirs := newCSVWriter(t, layout{}), newCSVWriter(back, layout{})
	found := false
	for i := range changed {
		differ := ours.differ(i, theirs)
		if len(differ) == 0 {
			continue
		}
		found = true
		if changed[i] == nil {
			changed[i] = map[role]bool{}
		} else if whole {
			differ = roles[:]
		}
		for _, x := range differ {
			changed[i][x] = true
		}
	}
	return found
}

func encode(records [][]string) []byte {
	var b strings.Builder
	w := csv.NewWriter(&b)
	for _, r := range records {
		r = slices.Clone(r)
		for i := range r {
			r[i] = harmless(r[i])
		}
		w.Write(r) // a strings.Builder does not fail
	}
	w.Flush()
	return []byte(b.String())
}

// headers are the columns of a table that has none: those with something in them.
func (t *Table) headers() []string {
	w := newCSVWriter(t, layout{})
	var headers []string
	for _, x := range roles {
		for i := range t.Timetable.Rows {
			if x == roleName || w.canonical(i, x) != "" {
				headers = append(headers, string(x))
				break
			}
		}
	}
	if len(headers) == 1 {
		headers = append(headers, string(roleStart))
	}
	for _, pkg := range t.Portfolio.Packages {
		for _, n := range pkg.Notes {
			if key := strings.TrimSpace(n.Name); roleOf(key) == "" && !slices.Contains(headers, n.Name) {
				headers = append(headers, n.Name)
			}
		}
	}
	return headers
}

// records are the cells under headers, and those of further columns that changed cells need.
func (t *Table) records(headers []string, changed []map[role]bool) ([][]string, []string) {
	var r csvReader
	l := r.lay(headers, 1)
	w := newCSVWriter(t, l)
	headers = slices.Clone(headers)
	for i := range changed {
		for _, x := range roles {
			if changed[i][x] && l.column(x) < 0 && w.canonical(i, x) != "" {
				headers = append(headers, string(x))
				l = r.lay(headers, 1)
				w.layout = l
			}
		}
	}
	records := append(slices.Clone(t.titles), headers)
	for i := range t.Timetable.Rows {
		cells := make([]string, len(headers))
		for c, key := range l.keys {
			x := l.roles[c]
			cells[c] = w.canonical(i, x)
			if w.pkg[i] < 0 || changed[i][x] {
				continue
			}
			if text, ok := w.noted[w.pkg[i]][w.noteName(i, key)]; ok {
				cells[c] = text
			}
		}
		records = append(records, cells)
	}
	return records, headers
}

// differ is what of a row does not read back as it is.
func (w *csvWriter) differ(i int, back *csvWriter) []role {
	a, b := w.t.Timetable.Rows[i], back.t.Timetable.Rows[i]
	var out []role
	for _, x := range roles {
		var same bool
		switch x {
		case roleStart:
			same = a.Start.Equal(b.Start)
		case roleEnd:
			same = a.End.Equal(b.End)
		case roleName, rolePhase, roleSite:
			same = a.Ref() == b.Ref()
		case roleActual:
			same = a.Actual == b.Actual
		default:
			same = w.canonical(i, x) == back.canonical(i, x)
		}
		if !same {
			out = append(out, x)
		}
	}
	return out
}
