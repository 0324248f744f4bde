package report

import (
	"bytes"
	"cmp"
	_ "embed"
	"html/template"
	"io"
	"slices"
	"time"
	"unicode"

	"github.com/berthplan/berth/schedule"
)

var (
	//go:embed html.tmpl
	pageText string
	//go:embed html.css
	pageStyle string

	pageTemplate = template.Must(template.New("page").Parse(pageText))
)

// HTML writes plan as one page that needs nothing else: no script, no font, no
// picture, no network. It shows what is late and why, the plan on a time line by
// package and by environment, and everything in tables, so that it can be
// printed and read aloud. Whatever names a plan has, they are text.
//
// Why an activity starts no earlier is shown where a pointer or the keyboard
// focus is on its bar, and stands in the table of all activities. A long
// reason is cut at the bar, sooner in a plan of many bars; the table has it whole.
// A plan of 2,000 activities takes about 1.4 MB.
func HTML(w io.Writer, plan *schedule.Plan) error {
	words, err := wordsOf(plan)
	if err != nil {
		return err
	}
	h := page{text: text{plan: plan, words: words, chain: chainOf(plan)}}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, h.view()); err != nil {
		return err
	}
	_, err = w.Write(bytes.Map(visible, b.Bytes()))
	return err
}

// visible drops what could not be seen but would turn the text around it: control
// characters, and those that override the direction of writing.
func visible(r rune) rune {
	switch {
	case r == '\n', r == '\u200C', r == '\u200D': // line ends; joiners, which emoji and scripts need
		return r
	case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
		return '\uFFFD'
	}
	return r
}

// page is one page being written.
type page struct {
	text
	span   span
	places places
	phases []string // in the order in which the plan's activities have them first

	tipWidth int
}

// pageView is what the template shows.
type pageView struct {
	Title                       string
	Policy                      string
	Style                       template.CSS
	Good                        bool
	Verdict, Summary, Clock     string
	Obstacles                   []string
	Late, MoreLate              []lateView // the worst, and all others
	LeftOut                     []string
	Packages, Environments      *chartView
	Legend                      []legendView
	Activities                  tableView
	Changeovers, Marks, Quality [][]string
	MoreMarks                   string
	Costs, Notes                []string
}

// mostLate is how many late packages are seen before the time lines; all others are unfolded.
const mostLate = 10

// lateView is a late package, where it waited longest, and the whole way back.
type lateView struct {
	Package, By, Finish, Wish, Why string
	Waits                          []waitView
}

// waitView is one wait of a late package, and the waits before it.
type waitView struct {
	Name, Text string
	Before     []waitView
}

func (h *page) view() pageView {
	p := h.plan
	v := pageView{
		Title: p.Name, Good: h.found() && len(p.Violations) == 0, Verdict: h.verdict(), Summary: h.summary(),
		Late: h.lateness(), LeftOut: h.leftOutItems(), Obstacles: append(texts(p.Violations), help(p.Conflict)...), Costs: h.costItems(),
		Notes: texts(slices.DeleteFunc(slices.Clone(p.Notes), told)),
	}
	if v.Title == "" {
		v.Title = "Plan"
	}
	if len(v.Late) > mostLate+2 {
		v.Late, v.MoreLate = v.Late[:mostLate], v.Late[mostLate:]
	}
	if first, last := h.extent(); !first.IsZero() {
		name := p.Zone
		if name == "" {
			name = "UTC"
		}
		v.Clock = "Times are " + name + ": " + h.zones(first, last) + "."
		h.span = spanOf(p, h.zone)
		h.phases = phasesOf(p)
		h.tipWidth = tipWidth(p.Activities)
		v.Packages = h.byPackageChart()
		v.Environments = h.byEnvironmentChart()
		v.Legend = h.legend()
		v.Activities = h.activities()
	}
	for _, r := range p.Changeovers {
		v.Changeovers = append(v.Changeovers, []string{r.Environment, r.From, r.To, h.time(r.Start), h.end(r.End)})
	}
	v.Marks, v.MoreMarks = h.markTable()
	for _, q := range p.Objective {
		v.Quality = append(v.Quality, []string{levelWords(q.Name), number(q.Value), number(q.Bound), percent(q.Gap()), q.From})
	}
	style := pageStyle + v.Activities.rules() + h.places.rules() + h.span.rules(h.bands())
	v.Style, v.Policy = template.CSS(style), policyFor(style)
	return v
}

// texts is a sentence for each finding.
func texts(findings []schedule.Finding) []string {
	var all []string
	for _, f := range findings {
		s := f.Text
		if s == "" {
			s = f.Code
		}
		all = append(all, sentence(s))
	}
	return all
}

// lateness lists the late packages, the latest first.
func (h *page) lateness() []lateView {
	late := slices.DeleteFunc(slices.Clone(h.plan.Packages), func(o schedule.Outcome) bool { return o.Late <= 0 })
	slices.SortStableFunc(late, func(a, b schedule.Outcome) int { return cmp.Compare(b.Late, a.Late) })
	var all []lateView
	seen := map[string]bool{}
	for _, o := range late {
		l := lateView{Package: o.Package, By: h.length(o.Late), Finish: h.end(o.Finish), Wish: h.wish(o)}
		longest := time.Duration(0)
		for _, w := range h.chain.back(o.Package) {
			if long := h.chain.waited(w.Assignment); long > longest {
				longest, l.Why = long, w.Activity+" "+h.reason(w.Assignment)
			}
			v, _ := h.wait(w.Assignment, seen)
			for _, a := range w.before {
				before, fresh := h.wait(a, seen)
				v.Before = append(v.Before, before)
				if !fresh {
					break // and so are those before it
				}
			}
			l.Waits = append(l.Waits, v)
		}
		if own := h.chain.byPkg[o.Package]; l.Why == "" && len(own) > 0 {
			l.Why = h.plan.Activities[own[0]].Activity + " " + h.reason(h.plan.Activities[own[0]])
		} else if l.Why == "" {
			l.Why = "It has already happened."
		}
		if len(l.Waits) == 1 && len(l.Waits[0].Before) == 0 {
			l.Waits = nil // Why says it all
		}
		all = append(all, l)
	}
	return all
}

// reason says when an activity starts, and why not earlier.
func (h *page) reason(a schedule.Assignment) string {
	why := sentences(a.Causes)
	if a.Pinned {
		why = "pinned; " + why
	}
	return "starts " + h.starts(a) + ": " + why
}

// wait is one activity that waited; of one that was told before only the name and the start.
func (h *page) wait(a schedule.Assignment, seen map[string]bool) (v waitView, fresh bool) {
	v = waitView{Name: a.Activity, Text: "starts " + h.starts(a) + ": see above."}
	if fresh = !seen[a.Activity]; fresh {
		v.Text = h.reason(a)
	}
	seen[a.Activity] = true
	return v, fresh
}

// wished is the limit that lateness counts from: the wish or, if earlier or alone, the deadline.
func wished(o schedule.Outcome) time.Time {
	if o.Due.IsZero() || (!o.Deadline.IsZero() && o.Deadline.Before(o.Due)) {
		return o.Deadline
	}
	return o.Due
}

// wish is that limit in words.
func (h *page) wish(o schedule.Outcome) string {
	switch t := wished(o); {
	case t.IsZero():
		return ""
	case t.Equal(o.Due):
		return "by " + h.limit(t)
	default:
		return "deadline " + h.limit(t)
	}
}
