package report

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/berthplan/berth/schedule"
)

// Version is the version of the document that JSON writes and ReadJSON reads.
// It changes when a field changes its meaning or goes away; a new field does not change it.
const Version = 1

// JSON writes plan as a document of this form. Times are RFC 3339 with the
// offset of the plan's zone; durations are ISO 8601 in hours, minutes and
// seconds ("PT76H30M"). A field that does not apply is absent; the lists at the
// top are always there, if need be empty.
//
//	version      1
//	plan         the plan's name
//	zone         the IANA name of its zone; absent: UTC
//	zone_data    the version of the IANA zone data, such as "2025c"; may be absent
//	start        nothing but facts starts before
//	horizon      nothing ends after
//	problem      a fingerprint of what was planned: what is proved of one plan holds for all with the same; may be absent
//	status       "optimal", "feasible", "infeasible" or "unknown", as schedule.Status
//	stopped      why the search ended, such as "proved", "work limit", "time limit", "cancelled"
//	seed, work   the seed of the search and the units of work it did
//	nodes, conflicts  what the constraint search decided, and how often that was a dead end; absent where 0
//	objective    what the plan pays, what matters most first:
//	  name         the level
//	  value        what the plan pays
//	  bound        no plan pays less, given the values of the levels before
//	  gap          (value - bound) / max(1, value); ReadJSON takes it from these two
//	  from         what showed the bound
//	activities   what happens when, those of the past included:
//	  activity     its name, unique
//	  package, phase, site
//	  start, end   half-open: end is the first instant after it
//	  environment, configuration, window
//	  resources    the renewable ones it holds, such as teams
//	  opens        the opening instant of the window's (or meeting's) occurrence
//	  mode         which of the activity's modes was chosen, from 0; absent: 0
//	  fact         true if it has started or is done
//	  pinned       true if people have fixed its start
//	  refused      of several environments, why none was to be had earlier, counted
//	  slack        how much later it could start with nothing else moving
//	  causes       why it does not start earlier, a sentence each
//	  revision     how often it has moved since people were first told of it; absent: 0
//	  causeDetails for each of causes, in the same order:
//	    at           the instant at which it could not start
//	    rules        the rules that bind there: kind, name, by, as schedule.Rule
//	packages     how each package fares:
//	  name
//	  start, finish  of its first and last activity
//	  due          the wish
//	  deadline     the limit
//	  late         how long after them it finishes; absent: on time
//	  leftOut      true if it is not in the plan
//	changeovers  environment, from, to, start, end
//	marks        windows, blackouts, holidays, bookings and outages behind the plan: kind, name, of, soft, start, end
//	links        what hangs together: kind ("after", "start-with", …, as schedule.LinkKind prints), from, to, name
//	gone         places given up since people were told of them, in the form of activities
//	conflict     without a plan: which rules clash, and what would help
//	  minimal      true if a plan was found without any one rule of each clash
//	  rules        the rules of the clashes: kind, name, by, text; clash, the number of the first that it is in, from 1
//	  relaxations  what would give a plan, the best first: text, cost in minutes of lateness at priority 500,
//	               and changes, each of kind, target (the rule's name), by, amount
//	violations   rules that do not hold or, without a plan, what stands in the way:
//	  code         stable
//	  text         a sentence
//	  activity     the one concerned
//	  rule         the rule: kind, name, by
//	notes        the same of what is no violation
//
// JSON refuses what it could not read back: a status of no name, activities and
// changeovers without start or end, years outside 1001 to 9998, text that is no UTF-8.
func JSON(w io.Writer, plan *schedule.Plan) error {
	words, err := wordsOf(plan)
	if err != nil {
		return err
	}
	d := document(plan, words.zone)
	if err := d.check(plan); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(d); err != nil {
		return err
	}
	_, err = io.WriteString(w, obeyed.ReplaceAllStringFunc(b.String(), func(s string) string {
		c, _ := utf8.DecodeRuneInString(s)
		return fmt.Sprintf("\\u%04x", c)
	}))
	return err
}

// obeyed are the control characters that JSON lets stand, and some terminals obey.
var obeyed = regexp.MustCompile(`[\x7f-\x{9f}]`)

type jsonPlan struct {
	Version     int              `json:"version"`
	Plan        string           `json:"plan"`
	Zone        string           `json:"zone,omitempty"`
	ZoneData    string           `json:"zone_data,omitempty"`
	Start       string           `json:"start,omitempty"`
	Horizon     string           `json:"horizon,omitempty"`
	Problem     string           `json:"problem,omitempty"`
	Status      schedule.Status  `json:"status"`
	Stopped     string           `json:"stopped,omitempty"`
	Seed        uint64           `json:"seed"`
	Work        int64            `json:"work"`
	Nodes       int64            `json:"nodes,omitempty"`
	Conflicts   int64            `json:"conflicts,omitempty"`
	Objective   []jsonValue      `json:"objective"`
	Activities  []jsonActivity   `json:"activities"`
	Packages    []jsonPackage    `json:"packages"`
	Changeovers []jsonChangeover `json:"changeovers"`
	Marks       []jsonMark       `json:"marks,omitempty"`
	Links       []jsonLink       `json:"links,omitempty"`
	Gone        []jsonActivity   `json:"gone,omitempty"`
	Conflict    *jsonConflict    `json:"conflict,omitempty"`
	Violations  []jsonFinding    `json:"violations"`
	Notes       []jsonFinding    `json:"notes"`
}

type jsonValue struct {
	Name  string  `json:"name"`
	Value int64   `json:"value"`
	Bound int64   `json:"bound"`
	Gap   float64 `json:"gap"`
	From  string  `json:"from,omitempty"`
}

type jsonActivity struct {
	Activity      string      `json:"activity,omitempty"`
	Package       string      `json:"package,omitempty"`
	Phase         string      `json:"phase,omitempty"`
	Site          string      `json:"site,omitempty"`
	Start         string      `json:"start"`
	End           string      `json:"end"`
	Environment   string      `json:"environment,omitempty"`
	Configuration string      `json:"configuration,omitempty"`
	Resources     []string    `json:"resources,omitempty"`
	Window        string      `json:"window,omitempty"`
	Opens         string      `json:"opens,omitempty"`
	Mode          int         `json:"mode,omitempty"`
	Fact          bool        `json:"fact,omitempty"`
	Pinned        bool        `json:"pinned,omitempty"`
	Slack         string      `json:"slack,omitempty"`
	Refused       string      `json:"refused,omitempty"`
	Revision      int         `json:"revision,omitempty"`
	Causes        []string    `json:"causes,omitempty"`
	Details       []jsonCause `json:"causeDetails,omitempty"`
}

type jsonCause struct {
	At    string     `json:"at,omitempty"`
	Rules []jsonRule `json:"rules,omitempty"`
}

type jsonRule struct {
	Kind schedule.RuleKind `json:"kind,omitempty"`
	Name string            `json:"name,omitempty"`
	By   string            `json:"by,omitempty"`
}

type jsonPackage struct {
	Name     string `json:"name"`
	Start    string `json:"start,omitempty"`
	Finish   string `json:"finish,omitempty"`
	Due      string `json:"due,omitempty"`
	Deadline string `json:"deadline,omitempty"`
	Late     string `json:"late,omitempty"`
	LeftOut  bool   `json:"leftOut,omitempty"`
}

type jsonChangeover struct {
	Environment string `json:"environment"`
	From        string `json:"from"`
	To          string `json:"to"`
	Start       string `json:"start"`
	End         string `json:"end"`
}

type jsonMark struct {
	Kind  schedule.MarkKind `json:"kind"`
	Name  string            `json:"name,omitempty"`
	Of    string            `json:"of,omitempty"`
	Soft  bool              `json:"soft,omitempty"`
	Start string            `json:"start"`
	End   string            `json:"end"`
}

type jsonLink struct {
	Kind string `json:"kind"`
	From string `json:"from"`
	To   string `json:"to"`
	Name string `json:"name,omitempty"`
}

type jsonFinding struct {
	Code     string    `json:"code"`
	Text     string    `json:"text"`
	Activity string    `json:"activity,omitempty"`
	Rule     *jsonRule `json:"rule,omitempty"`
}

func document(p *schedule.Plan, zone *time.Location) jsonPlan {
	at := func(t time.Time) string { return isoTime(t, zone) }
	d := jsonPlan{
		Version: Version, Plan: p.Name, Zone: p.Zone, ZoneData: p.ZoneData, Start: at(p.Start), Horizon: at(p.Horizon),
		Problem: p.Problem, Status: p.Status, Stopped: p.Stopped, Seed: p.Seed, Work: p.Work, Nodes: p.Nodes, Conflicts: p.Conflicts,
		Objective: []jsonValue{}, Activities: []jsonActivity{}, Packages: []jsonPackage{},
		Changeovers: []jsonChangeover{}, Violations: jsonFindings(p.Violations), Notes: jsonFindings(p.Notes),
	}
	d.Conflict = jsonConflictOf(p.Conflict)
	for _, v := range p.Objective {
		d.Objective = append(d.Objective, jsonValue{v.Name, v.Value, v.Bound, v.Gap(), v.From})
	}
	for _, a := range p.Activities {
		d.Activities = append(d.Activities, jsonAssignment(a, zone))
	}
	for _, o := range p.Packages {
		d.Packages = append(d.Packages, jsonPackage{o.Package, at(o.Start), at(o.Finish), at(o.Due), at(o.Deadline), isoDuration(o.Late), o.LeftOut})
	}
	for _, r := range p.Changeovers {
		d.Changeovers = append(d.Changeovers, jsonChangeover{r.Environment, r.From, r.To, at(r.Start), at(r.End)})
	}
	for _, m := range p.Marks {
		d.Marks = append(d.Marks, jsonMark{m.Kind, m.Name, m.Of, m.Soft, at(m.Start), at(m.End)})
	}
	for _, l := range p.Links {
		d.Links = append(d.Links, jsonLink{l.Kind.String(), l.From, l.To, l.Name})
	}
	for _, g := range p.Gone {
		d.Gone = append(d.Gone, jsonAssignment(g, zone))
	}
	return d
}

func jsonAssignment(a schedule.Assignment, zone *time.Location) jsonActivity {
	at := func(t time.Time) string { return isoTime(t, zone) }
	j := jsonActivity{
		Activity: a.Activity, Package: a.Package, Phase: a.Phase, Site: a.Site, Start: at(a.Start), End: at(a.End),
		Environment: a.Environment, Configuration: a.Configuration, Resources: a.Resources, Window: a.Window, Opens: at(a.Opens),
		Mode: a.Mode, Fact: a.Fact, Pinned: a.Pinned, Slack: isoDuration(a.Slack), Refused: a.Refused, Revision: a.Revision,
	}
	for _, c := range a.Causes {
		j.Causes = append(j.Causes, c.Text)
		detail := jsonCause{At: at(c.At)}
		for _, r := range c.Rules {
			detail.Rules = append(detail.Rules, jsonRule(r))
		}
		j.Details = append(j.Details, detail)
	}
	return j
}

func jsonFindings(findings []schedule.Finding) []jsonFinding {
	list := []jsonFinding{}
	for _, f := range findings {
		j := jsonFinding{Code: f.Code, Text: f.Text, Activity: f.Activity}
		if f.Rule != (schedule.Rule{}) {
			r := jsonRule(f.Rule)
			j.Rule = &r
		}
		list = append(list, j)
	}
	return list
}

// check refuses what ReadJSON would refuse.
func (d jsonPlan) check(p *schedule.Plan) error {
	if !isStatus(d.Status) {
		return fmt.Errorf("the plan's status is %q: expected optimal, feasible, infeasible or unknown", d.Status)
	}
	for _, v := range d.Objective {
		if math.IsNaN(v.Gap) || math.IsInf(v.Gap, 0) {
			return fmt.Errorf("the gap of %q is no number", v.Name)
		}
	}
	for _, list := range [][]schedule.Assignment{p.Activities, p.Gone} {
		for _, a := range list {
			if a.Start.IsZero() || a.End.IsZero() {
				return fmt.Errorf("activity %q has no start or no end", a.Activity)
			}
			if a.Mode < 0 || a.Revision < 0 {
				return fmt.Errorf("activity %q has the mode %d and the revision %d: expected 0 or more", a.Activity, a.Mode, a.Revision)
			}
		}
	}
	for _, l := range p.Links {
		if _, known := linkKind(l.Kind.String()); !known {
			return fmt.Errorf("the link from %q to %q is of no kind there is", l.From, l.To)
		}
	}
	for _, r := range p.Changeovers {
		if r.Start.IsZero() || r.End.IsZero() {
			return fmt.Errorf("a changeover of %q has no start or no end", r.Environment)
		}
	}
	for _, m := range p.Marks {
		if m.Start.IsZero() || m.End.IsZero() {
			return fmt.Errorf("the mark %q has no start or no end", m.Name)
		}
	}
	var fault error
	eachTime(p, func(t *time.Time) {
		if !t.IsZero() && !goodYear(*t) {
			fault = fmt.Errorf("the year %d: expected 1001 to 9998", t.UTC().Year())
		}
	})
	eachText(p, func(s string) {
		if !utf8.ValidString(s) {
			fault = fmt.Errorf("%q is no UTF-8", s)
		}
	})
	return fault
}

// linkKind finds a kind of link by what it prints.
func linkKind(name string) (schedule.LinkKind, bool) {
	for k := schedule.FinishToStart; k <= schedule.Apart; k++ {
		if k.String() == name {
			return k, true
		}
	}
	return 0, false
}

func isStatus(s schedule.Status) bool {
	switch s {
	case schedule.Optimal, schedule.Feasible, schedule.Infeasible, schedule.Unknown:
		return true
	}
	return false
}
