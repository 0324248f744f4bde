package outlook

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/replan"
)

// Branch is what is done if a gate fails. The zero Branch takes the next occurrence: what waits for a window behind the gate
// does not run in the one that was planned, and a meeting decides again.
type Branch struct {
	Name     string
	Withdraw bool            // the package is given up
	Repeat   bool            // the phase that the gate judges is done again, as long as it takes, and then the gate is asked again
	Rework   calendar.Length // the same, but for so long; zero: the phase's own duration
}

// Contingency is one branch of one fork: if the gate fails, this plan.
type Contingency struct {
	Fork   Fork   `json:"fork"`
	Branch string `json:"branch"`
	*replan.Result
	Refused string `json:"refused,omitempty"` // why there is no such plan; Result is nil then
	Proved  bool   `json:"proved"`            // that no plan of this branch moves less
	// Moves is what the plan changes from the fork on; what the package has behind it is not among them.
	Moves []replan.Move   `json:"-"`
	Tell  []replan.Notice `json:"-"`
	// Done is when the package has ended; zero if it is withdrawn. Later is how much later it ends than planned.
	Done  time.Time     `json:"done,omitzero"`
	Later time.Duration `json:"-"`
	// Late is the packages that are later past their due dates or deadlines than in the baseline, and by how much.
	Late []replan.Delay `json:"-"`
	// DecideBy is the last instant to take this branch: up to it, its plan and the baseline do the same, but for what the gate
	// itself holds back; papers for a meeting go in before. Zero: nothing else differs.
	DecideBy time.Time `json:"decideBy,omitzero"`
}

// Contingencies is the branches of several forks.
type Contingencies struct {
	Plan string        `json:"plan,omitempty"`
	Zone string        `json:"zone,omitempty"`
	Rows []Contingency `json:"rows"` // by fork, then as the branches were given
}

// Branches plans each branch of each fork from a baseline, moving as little else as can be; opt guides each replanning.
// Without branches, each fork has three: the package withdrawn, the phase repeated, the next occurrence. What the baseline has before a fork is taken as it was planned. A branch without a plan is a row that is refused. The
// errors are those of replan.Solve for wrong input, and release.Faults where there is no plan.
func Branches(ctx context.Context, baseline *schedule.Plan, p *release.Portfolio, forks []Fork, branches []Branch, opt replan.Options) (*Contingencies, error) {
	if baseline == nil || p == nil {
		return nil, release.Faults{{Code: CodeNoPlan, Found: "nothing", Expected: "a plan and the portfolio behind it"}}
	}
	if branches == nil {
		branches = []Branch{{Name: "withdraw", Withdraw: true}, {Name: "repeat", Repeat: true}, {Name: "next occurrence"}}
	}
	out := &Contingencies{Plan: baseline.Name, Zone: baseline.Zone, Rows: []Contingency{}}
	for _, f := range forks {
		for _, b := range branches {
			c := Contingency{Fork: f, Branch: b.Name}
			e, err := f.event(b, p, baseline)
			var fault release.Fault
			if errors.As(err, &fault) {
				c.Refused = "it needs " + fault.Expected
				out.Rows = append(out.Rows, c)
				continue
			}
			r, err := replan.Solve(ctx, baseline, e, opt)
			switch {
			case errors.As(err, new(*schedule.Conflict)):
				c.Refused = err.Error()
			case err != nil:
				return nil, fmt.Errorf("%s, %s: %w", f, b.Name, err)
			default:
				c.Result = r
				c.describe(baseline, p)
			}
			out.Rows = append(out.Rows, c)
		}
	}
	return out, nil
}

// describe says what a branch means for people.
func (c *Contingency) describe(baseline *schedule.Plan, p *release.Portfolio) {
	at := c.Fork.known()
	ahead := *c.Result
	ahead.Difference.Moves = nil
	first := func(t time.Time) {
		if c.DecideBy.IsZero() || t.Before(c.DecideBy) {
			c.DecideBy = t
		}
	}
	for _, m := range c.Difference.Moves {
		own := m.Activity() == c.Fork.Activity && (c.Fork.Before || c.Fork.Meeting != "") // that it does not go on is no choice
		switch m.Change {
		case replan.Dropped:
			if !m.Before.End.After(at) && !own {
				continue // behind us
			}
			if !own {
				first(m.Before.Start)
			}
		case replan.Added:
			first(m.After.Start)
		case replan.Resized:
			first(earlier(m.Before.End, m.After.End))
		default:
			if own {
				first(m.After.Start)
			} else {
				first(earlier(m.Before.Start, m.After.Start))
			}
		}
		ahead.Difference.Moves = append(ahead.Difference.Moves, m)
	}
	if !c.DecideBy.IsZero() && c.DecideBy.Before(at) {
		c.DecideBy = at
	}
	c.Moves, c.Tell = ahead.Difference.Moves, ahead.Tell(p)
	late := map[string]time.Duration{}
	var before time.Time
	for _, o := range baseline.Packages {
		late[o.Package] = o.Late
		if o.Package == c.Fork.Package {
			before = o.Finish
		}
	}
	for _, o := range c.Plan.Packages {
		if by := o.Late - late[o.Package]; by > 0 {
			c.Late = append(c.Late, replan.Delay{Package: o.Package, By: by})
		}
		if o.Package == c.Fork.Package && !o.LeftOut {
			c.Done, c.Later = o.Finish, o.Finish.Sub(before)
		}
	}
	d := c.Distance()
	c.Proved = d.Value == d.Bound
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// String is a table of the branches, then what each moves and whom to tell.
func (c *Contingencies) String() string {
	say := phrasesIn(c.Zone)
	table := [][]string{{"IF IT FAILS", "ON", "THEN", "MOVED", "OTHERS", "DONE", "LATER", "LATE", "DECIDE BY"}}
	for _, r := range c.Rows {
		if r.Result == nil {
			table = append(table, []string{fmt.Sprintf("%s: %s: there is no plan: %s", r.Fork, r.Branch, r.Refused)})
			continue
		}
		done, later := "never", "-"
		if !r.Done.IsZero() {
			done, later = say.until(r.Done), lasting(r.Later)
		}
		table = append(table, []string{r.Fork.String(), say.at(r.Fork.At), r.Branch, fmt.Sprint(len(r.Moves)), fmt.Sprint(len(r.others())),
			done, later, fmt.Sprint(len(r.Late)), say.at(r.DecideBy)})
	}
	var b strings.Builder
	b.WriteString(columns("", table))
	for _, r := range c.Rows {
		if r.Result != nil {
			b.WriteString("\n" + r.String())
		}
	}
	return b.String()
}

// others is the other packages of which something moves.
func (c *Contingency) others() (names []string) {
	for _, m := range c.Moves {
		if name := cmp.Or(m.After.Package, m.Before.Package); name != c.Fork.Package && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// String is a paragraph: what the branch moves, who is late, whom to tell.
func (c Contingency) String() string {
	var b strings.Builder
	if c.Result == nil {
		return fmt.Sprintf("If %s fails, %s: there is no plan: %s\n", c.Fork, c.Branch, c.Refused)
	}
	say := phrasesIn(c.Plan.Zone)
	fmt.Fprintf(&b, "If %s fails on %s: %s\n", c.Fork, say.at(c.Fork.At), c.Branch)
	if len(c.Moves) == 0 {
		b.WriteString("  Nothing changes.\n")
	}
	for _, m := range c.Moves {
		b.WriteString("  " + c.Difference.Line(m) + "\n")
	}
	for _, l := range c.Late {
		fmt.Fprintf(&b, "  %s is past its date by %s more.\n", l.Package, lasting(l.By))
	}
	if !c.DecideBy.IsZero() {
		fmt.Fprintf(&b, "  Decide by %s.\n", say.at(c.DecideBy))
	}
	if !c.Proved {
		b.WriteString("  There may be a plan of this branch that moves less.\n")
	}
	if len(c.Tell) > 0 {
		var who []string
		for _, n := range c.Tell {
			who = append(who, n.Who)
		}
		b.WriteString("  Tell " + strings.Join(who, ", ") + ".\n")
	}
	return b.String()
}

// MarshalJSON gives the fields by their JSON names, durations in whole minutes, and the moves and notices as lists.
func (c Contingency) MarshalJSON() ([]byte, error) {
	type move struct {
		Change      replan.Change `json:"change"`
		Activity    string        `json:"activity"`
		Package     string        `json:"package"`
		Before      time.Time     `json:"before,omitzero"`
		After       time.Time     `json:"after,omitzero"`
		By          int64         `json:"byMinutes"`
		Environment string        `json:"environment,omitempty"`
		Reason      string        `json:"reason,omitempty"`
	}
	type late struct {
		Package string `json:"package"`
		By      int64  `json:"byMinutes"`
	}
	type notice struct {
		Who  string   `json:"who"`
		What []string `json:"what"`
	}
	out := struct {
		Fork     Fork      `json:"fork"`
		Branch   string    `json:"branch"`
		Refused  string    `json:"refused,omitempty"`
		Proved   bool      `json:"proved"`
		Done     time.Time `json:"done,omitzero"`
		Later    int64     `json:"laterMinutes"`
		DecideBy time.Time `json:"decideBy,omitzero"`
		Moves    []move    `json:"moves"`
		Late     []late    `json:"late"`
		Tell     []notice  `json:"tell"`
	}{Fork: c.Fork, Branch: c.Branch, Refused: c.Refused, Proved: c.Proved, Done: c.Done, Later: minutes(c.Later), DecideBy: c.DecideBy, Moves: []move{}, Late: []late{}, Tell: []notice{}}
	for _, m := range c.Moves {
		out.Moves = append(out.Moves, move{m.Change, m.Activity(), cmp.Or(m.After.Package, m.Before.Package), m.Before.Start, m.After.Start, minutes(m.By()), m.After.Environment, m.Reason})
	}
	for _, l := range c.Late {
		out.Late = append(out.Late, late{l.Package, minutes(l.By)})
	}
	for _, n := range c.Tell {
		out.Tell = append(out.Tell, notice{n.Who, n.What})
	}
	return json.Marshal(out)
}
