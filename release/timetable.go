package release

import (
	"cmp"
	"slices"
	"time"
)

// Timetable is a table of dates: made by a solver or by people, judged by the same rules.
type Timetable struct {
	Plan string
	Zone string // IANA; how the times are shown
	Rows []Row
}

// Row is one phase of one package on the time line, [Start, End).
type Row struct {
	Package, Phase, Site       string
	Environment, Configuration string
	Window                     string
	Opens                      time.Time // with Window: the occurrence it runs in
	Start, End                 time.Time
	Actual                     bool          // a fact
	Slack                      time.Duration // how much later it could start with nothing else moving; 0 also when unknown
	Causes                     []string      // why not earlier, as sentences
}

// Ref is what the row is about.
func (r Row) Ref() Ref { return Ref{Package: r.Package, Phase: r.Phase, Site: r.Site} }

// Row finds the row of a reference: of a package without a phase the row that ends last,
// of a phase without a site the one at the site that ends last. Of several that
// end together it is the first. False: there is none.
func (t *Timetable) Row(ref Ref) (Row, bool) {
	at := -1
	for i, r := range t.Rows {
		if r.Package != ref.Package || ref.Phase != "" && r.Phase != ref.Phase || ref.Site != "" && r.Site != ref.Site {
			continue
		}
		if at < 0 || r.End.After(t.Rows[at].End) {
			at = i
		}
	}
	if at < 0 {
		return Row{}, false
	}
	return t.Rows[at], true
}

// Sort orders the rows by start, end, package, phase and site.
func (t *Timetable) Sort() {
	slices.SortStableFunc(t.Rows, func(a, b Row) int {
		return cmp.Or(a.Start.Compare(b.Start), a.End.Compare(b.End),
			cmp.Compare(a.Package, b.Package), cmp.Compare(a.Phase, b.Phase), cmp.Compare(a.Site, b.Site))
	})
}
