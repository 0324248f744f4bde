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

// Room is where one more activity could run without anything of the plan being moved.
type Room struct {
	Activity string    `json:"activity"`
	Zone     string    `json:"zone"`
	Until    time.Time `json:"until"` // nothing ends after: the activity's or its package's deadline, or the horizon
	Slots    []Slot    `json:"slots"` // by start, then by mode
}

// Slot is a longest run of starts that are all free. Where work pauses, starts outside working hours are
// none, and do not end the run; what runs whole has a slot for each stretch of open time.
type Slot struct {
	Mode          int          `json:"mode"` // index into Activity.Modes
	Environment   string       `json:"environment,omitempty"`
	Configuration string       `json:"configuration,omitempty"` // what the environment is in then
	Window        string       `json:"window,omitempty"`
	Opens         *time.Time   `json:"opens,omitempty"` // with Window: the occurrence's opening
	Start         time.Time    `json:"start"`           // the first start
	End           time.Time    `json:"end"`             // of what starts then
	Last          time.Time    `json:"last"`            // the last start
	LastEnd       time.Time    `json:"lastEnd"`         // of what starts then
	Changeovers   []Changeover `json:"changeovers,omitempty"`
	Instead       []Changeover `json:"instead,omitempty"` // the plan's changeovers that those replace
	Before        []Bound      `json:"before"`            // why it starts no earlier
	After         []Bound      `json:"after"`             // why it starts no later
}

// Changeover is one that an environment makes for what starts first in a slot.
type Changeover struct {
	Environment string    `json:"environment"`
	From        string    `json:"from"`
	To          string    `json:"to"`
	Start       time.Time `json:"start"`
	End         time.Time `json:"end"`
}

// Bound is a rule that ends a slot.
type Bound struct {
	Kind schedule.RuleKind `json:"kind"`
	Name string            `json:"name,omitempty"` // as in schedule.Rule
	By   string            `json:"by,omitempty"`
	At   time.Time         `json:"at"`   // when it stops or begins to stand in the way
	Text string            `json:"text"` // "uat is held by ledger-4.2.uat until Thu 10 Sep 2026 09:00"
}

// Free finds the first slots, count of them (0: five; at most 1000), for one more activity beside those of a plan. The activity is one as of a
// Problem: its modes say where it may run, how long, on which calendars, with which teams. It need not be of p;
// where it is, it must not be in the plan. Links of p bind it not. Pin, Earliest and Deadline do.
//
// Activities, bookings and outages stay where they are, and so do the configurations that activities find.
// Changeovers may be made at other times, or new ones, where there is room for them: each slot says which.
// Soft rules end no slot.
//
// The search is exact on the grid of minutes: every start in a slot keeps every hard rule, and no start outside
// of the slots does before the last of them. The error is that of Problem.Validate, or release.Faults.
func Free(p *schedule.Problem, plan *schedule.Plan, a schedule.Activity, count int) (*Room, error) {
	g, err := groundOf(p, plan)
	if err != nil {
		return nil, err
	}
	if err := g.admits(&a, count); err != nil {
		return nil, err
	}
	count = cmp.Or(count, 5)
	until, why := g.until(&a)
	room := &Room{Activity: a.Name, Zone: p.Zone, Until: g.time(until), Slots: []Slot{}}
	for mode := range a.Modes {
		s := g.search(&a, mode, until, why)
		room.Slots = append(room.Slots, s.slots(count)...)
	}
	slices.SortStableFunc(room.Slots, func(a, b Slot) int { return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Mode, b.Mode)) })
	room.Slots = room.Slots[:min(count, len(room.Slots))]
	return room, nil
}

// admits finds what is wrong with what is asked for.
func (g *ground) admits(a *schedule.Activity, count int) error {
	var faults release.Faults
	if count < 0 || count > 1000 {
		faults = append(faults, release.Fault{Code: CodeRequest, Path: "count", Found: fmt.Sprint(count), Expected: "0 to 1000"})
	}
	if i, ok := g.act[a.Name]; ok && g.places[i].row != nil {
		faults = append(faults, release.Fault{Code: CodeRequest, Path: "activity", Found: a.Name + ", which is in the plan", Expected: "one that is not"})
	}
	if a.Fact != nil {
		faults = append(faults, release.Fault{Code: CodeRequest, Path: "activity.fact", Found: "what has happened", Expected: "what is to be planned"})
	}
	// What an activity may be is for the problem to say: it is judged as the only one of this.
	alone := *g.p
	alone.Links, alone.Activities = nil, []schedule.Activity{*a}
	if a.Name == "" {
		alone.Activities[0].Name = "one more"
	}
	if a.Package != "" {
		if _, ok := g.pack[a.Package]; !ok {
			alone.Activities[0].Package = ""
		}
	}
	if err := alone.Validate(); err != nil {
		return err
	}
	return faults.Err()
}

// until is when the activity must have ended, and why.
func (g *ground) until(a *schedule.Activity) (int64, Bound) {
	end, why := g.horizon, Bound{Kind: schedule.RuleHorizon, Text: "the horizon is"}
	limit := func(t time.Time, name string) {
		if !t.IsZero() && floor(t) < end {
			end, why = floor(t), Bound{Kind: schedule.RuleDeadline, Name: name, Text: name + " must end by"}
		}
	}
	limit(a.Deadline, a.Name)
	if k, ok := g.pack[a.Package]; ok {
		limit(g.p.Packages[k].Deadline, a.Package)
	}
	why.At = g.time(end)
	why.Text += " " + g.phrases.until(why.At)
	return end, why
}

// String is a table of the slots, and below each what bounds it.
func (r *Room) String() string {
	words := phrasesIn(r.Zone)
	var b strings.Builder
	name := cmp.Or(r.Activity, "one more activity")
	if len(r.Slots) == 0 {
		fmt.Fprintf(&b, "No room for %s until %s.\n", name, words.until(r.Until))
		return b.String()
	}
	fmt.Fprintf(&b, "Room for %s, with nothing moved: %s.\n", name, plural(len(r.Slots), "slot"))
	for i, s := range r.Slots {
		fmt.Fprintf(&b, "\n%d. %s – %s", i+1, words.at(s.Start), words.until(s.End))
		if s.Environment != "" {
			b.WriteString(" in " + s.Environment)
			if s.Configuration != "" {
				b.WriteString(" (" + s.Configuration + ")")
			}
		}
		if s.Window != "" {
			b.WriteString(", window " + s.Window)
		}
		b.WriteByte('\n')
		if !s.Last.Equal(s.Start) {
			fmt.Fprintf(&b, "   or any start until %s, with an end by %s\n", words.at(s.Last), words.until(s.LastEnd))
		}
		for _, c := range s.Changeovers {
			fmt.Fprintf(&b, "   %s changes over %s → %s from %s to %s\n", c.Environment, c.From, c.To, words.at(c.Start), words.until(c.End))
		}
		for _, c := range s.Instead {
			fmt.Fprintf(&b, "   in place of %s → %s from %s\n", c.From, c.To, words.at(c.Start))
		}
		for _, side := range []struct {
			word   string
			bounds []Bound
		}{{"no earlier", s.Before}, {"no later", s.After}} {
			var texts []string
			for _, bound := range side.bounds {
				texts = append(texts, bound.Text)
			}
			fmt.Fprintf(&b, "   %s: %s\n", side.word, strings.Join(texts, "; and "))
		}
	}
	return b.String()
}
