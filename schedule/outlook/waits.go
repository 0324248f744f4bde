package outlook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// Party is what waits are summed by. The zero value is Projects where packages have one, else Packages.
type Party string

// The parties.
const (
	Projects Party = "project" // schedule.Package.Project
	Owners   Party = "team"    // schedule.Package.Owner
	Packages Party = "package"
)

// Waits says who waits for whom, and for what. All lengths are minutes on the wall clock.
type Waits struct {
	Zone  string  `json:"zone"`
	By    Party   `json:"by"`
	Total int64   `json:"total"` // minutes that activities wait in all, each counted once
	Pairs []Pair  `json:"pairs"` // who waits for whom, the longest first; a party may wait for itself
	Over  []Over  `json:"over"`  // what is waited for, the longest first
	Waits []Wait  `json:"waits"` // each, in the order of the activities
	Hands []Hands `json:"hands"` // links between parties, the tightest first
}

// Pair sums the waits of one party for another.
type Pair struct {
	Who        string `json:"who"`
	For        string `json:"for"` // a party or, of a booking or an outage, its name
	Minutes    int64  `json:"minutes"`
	Activities int    `json:"activities"` // that wait
	Longest    Wait   `json:"longest"`
}

// Over sums the waits for one thing.
type Over struct {
	Kind       schedule.RuleKind `json:"kind"` // schedule.RuleEnvironment, RuleResource, RuleLink, …
	Name       string            `json:"name"`
	Minutes    int64             `json:"minutes"`
	Activities int               `json:"activities"`
}

// Wait is the time for which one activity waits for a party, or for a booking, because of one thing.
type Wait struct {
	Activity string            `json:"activity"`
	Who      string            `json:"who"`
	For      string            `json:"for"`
	Holder   string            `json:"holder"` // the activity, booking or outage that holds it longest; "" where a capacity is smaller for a time
	Kind     schedule.RuleKind `json:"kind"`
	Name     string            `json:"name"` // of the environment, resource, window or system, or the link's
	From     time.Time         `json:"from"`
	To       time.Time         `json:"to"`
	Minutes  int64             `json:"minutes"` // between From and To, less what it waits for others alone
}

// Hands is a link between activities of two parties.
type Hands struct {
	From      string `json:"from"`
	To        string `json:"to"`
	FromParty string `json:"fromParty"`
	ToParty   string `json:"toParty"`
	Name      string `json:"name"`
	// Slack is how many minutes later (for a maximum lag, earlier) From could be with To where it is; of a maximum lag in
	// the link's own calendar.
	Slack int64 `json:"slack"`
}

// WaitsOf says who waits for whom in a plan. An activity waits from when its own links, its earliest start and its
// calendar would let it start, until it starts. The time up to when links from other parties let it go is waited
// for those; the rest for those who hold what its causes name, minute by minute: several may hold it at once, and then each
// counts in full. Where nobody does, because a gap is too short or an environment changes over, the wait
// is for the next who does. What starts late by choice alone (soft rules, maximum lags) waits for nobody.
//
// It needs the plan's causes. The error is that of Problem.Validate, or release.Faults.
func WaitsOf(p *schedule.Problem, plan *schedule.Plan, by Party) (*Waits, error) {
	g, err := groundOf(p, plan)
	if err != nil {
		return nil, err
	}
	if by != "" && by != Projects && by != Owners && by != Packages {
		return nil, release.Faults{{Code: CodeRequest, Path: "by", Found: string(by), Expected: "project, team or package"}}
	}
	if by == "" {
		by = Packages
		if slices.ContainsFunc(p.Packages, func(k schedule.Package) bool { return k.Project != "" }) {
			by = Projects
		}
	}
	w := &queue{ground: g, by: by, in: g.incoming(), at: g.planned()}
	w.line()
	out := &Waits{Zone: p.Zone, By: by, Pairs: []Pair{}, Over: []Over{}, Waits: []Wait{}, Hands: w.hands()}
	sums := tally{pairs: map[[2]string]int{}, over: map[[2]string]int{}}
	for i := range g.places {
		if g.places[i].row != nil && !g.places[i].fact {
			w.activity(i)
			sums.add(out, w)
			w.lapses = w.lapses[:0]
		}
	}
	slices.SortStableFunc(out.Pairs, func(a, b Pair) int { return cmp.Compare(b.Minutes, a.Minutes) })
	slices.SortStableFunc(out.Over, func(a, b Over) int { return cmp.Compare(b.Minutes, a.Minutes) })
	return out, nil
}

// tally knows where the sums stand.
type tally struct{ pairs, over map[[2]string]int }

// add adds the waits of one activity, each minute of it once to each sum.
func (t *tally) add(out *Waits, w *queue) {
	var all []span
	pairs, over := map[int][]span{}, map[int][]span{}
	for k := range w.lapses {
		l := &w.lapses[k]
		l.spans = merged(l.spans)
		l.Minutes = length(l.spans)
		l.From, l.To = w.time(l.spans[0].start), w.time(l.spans[len(l.spans)-1].end)
		out.Waits = append(out.Waits, l.Wait)
		all = append(all, l.spans...)
		key := [2]string{l.Who, l.For}
		n, ok := t.pairs[key]
		if !ok {
			n = len(out.Pairs)
			t.pairs[key] = n
			out.Pairs = append(out.Pairs, Pair{Who: l.Who, For: l.For})
		}
		if l.Minutes > out.Pairs[n].Longest.Minutes {
			out.Pairs[n].Longest = l.Wait
		}
		pairs[n] = append(pairs[n], l.spans...)
		key = [2]string{string(l.Kind), l.Name}
		if n, ok = t.over[key]; !ok {
			n = len(out.Over)
			t.over[key] = n
			out.Over = append(out.Over, Over{Kind: l.Kind, Name: l.Name})
		}
		over[n] = append(over[n], l.spans...)
	}
	for n, spans := range pairs {
		out.Pairs[n].Minutes += length(merged(spans))
		out.Pairs[n].Activities++
	}
	for n, spans := range over {
		out.Over[n].Minutes += length(merged(spans))
		out.Over[n].Activities++
	}
	out.Total += length(merged(all))
}

// merged joins spans that overlap or touch.
func merged(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	out := spans[:0]
	for _, s := range spans {
		if n := len(out); n > 0 && s.start <= out[n-1].end {
			out[n-1].end = max(out[n-1].end, s.end)
			continue
		}
		out = append(out, s)
	}
	return out
}

// length is how many minutes spans hold that do not overlap.
func length(spans []span) (n int64) {
	for _, s := range spans {
		n += s.end - s.start
	}
	return n
}

// kinds words what is waited for.
var kinds = map[schedule.RuleKind]string{
	schedule.RuleEnvironment: "environment", schedule.RuleOutage: "environment", schedule.RuleConfiguration: "configuration of", schedule.RuleResource: "resource",
	schedule.RuleWindowCapacity: "places in", schedule.RuleRiskBudget: "risk budget of", schedule.RuleSystem: "system", schedule.RuleLink: "link",
}

// what is such as "environment uat (gateway-7.0.uat)".
func (w Wait) what() string {
	s := cmp.Or(kinds[w.Kind], string(w.Kind)) + " " + w.Name
	if w.Holder != "" && w.Holder != w.For {
		s += " (" + w.Holder + ")"
	}
	return s
}

// String is a sentence: "card-2.uat (Cards) waits 3d for Core: environment uat (gateway-7.0.uat)".
func (w Wait) String() string {
	return fmt.Sprintf("%s (%s) waits %s for %s: %s", w.Activity, w.Who, lasting(time.Duration(w.Minutes)*time.Minute), w.whom(), w.what())
}

func (w Wait) whom() string {
	if w.For == w.Who {
		return "itself"
	}
	return w.For
}

// String is tables of who waits for whom, of what is waited for, and of the links between parties.
func (w *Waits) String() string {
	var b strings.Builder
	long := func(minutes int64) string { return lasting(time.Duration(minutes) * time.Minute) }
	if len(w.Pairs) == 0 {
		b.WriteString("Nobody waits for anybody.\n")
	} else {
		fmt.Fprintf(&b, "Activities wait %s in all, by %s.\n\n", long(w.Total), w.By)
		table := [][]string{{"WHO", "WAITS", "FOR", "ACTIVITIES", "THE LONGEST"}}
		for _, p := range w.Pairs {
			table = append(table, []string{p.Who, long(p.Minutes), p.Longest.whom(), fmt.Sprint(p.Activities),
				fmt.Sprintf("%s: %s for %s", long(p.Longest.Minutes), p.Longest.Activity, p.Longest.what())})
		}
		b.WriteString(columns("", table))
		table = [][]string{{"FOR WHAT", "WAITED", "ACTIVITIES"}}
		for _, o := range w.Over {
			table = append(table, []string{Wait{Kind: o.Kind, Name: o.Name}.what(), long(o.Minutes), fmt.Sprint(o.Activities)})
		}
		b.WriteString("\n" + columns("", table))
	}
	if len(w.Hands) > 0 {
		table := [][]string{{"LINK", "FROM", "TO", "SLACK"}}
		for _, h := range w.Hands {
			slack := long(h.Slack)
			if h.Slack == 0 {
				slack = "none"
			}
			table = append(table, []string{h.To + " " + h.Name, h.FromParty, h.ToParty, slack})
		}
		b.WriteString("\n" + columns("", table))
	}
	return b.String()
}
