package replan

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// compare applies a criterion's comparison to two values as people write them: numbers, percentages, or texts.
func compare(have, op, want string) bool {
	x, okX := number(have)
	y, okY := number(want)
	sign := strings.Compare(strings.TrimSpace(have), strings.TrimSpace(want))
	switch {
	case okX && okY:
		sign = x.Cmp(y)
	case op != "==" && op != "!=":
		return false
	}
	switch op {
	case "==":
		return sign == 0
	case "!=":
		return sign != 0
	case "<":
		return sign < 0
	case "<=":
		return sign <= 0
	case ">":
		return sign > 0
	case ">=":
		return sign >= 0
	}
	return false
}

// number reads a number or a percentage, exactly.
func number(s string) (*big.Rat, bool) {
	s, percent := strings.CutSuffix(strings.TrimSpace(s), "%")
	if len(s) > 40 || strings.ContainsAny(s, "eE/xX_") {
		return nil, false
	}
	r, ok := new(big.Rat).SetString(strings.TrimSpace(s))
	if ok && percent {
		r.Mul(r, big.NewRat(1, 100))
	}
	return r, ok
}

// Scenario is a named set of changes.
type Scenario struct {
	Name  string
	Event Event
}

// Outcome is how one scenario fares.
type Outcome struct {
	Scenario string
	*Result
	Refused error // why there is no plan; Result is nil then
}

// Comparison is scenarios side by side.
type Comparison []Outcome

// Compare solves each scenario from the baseline. The error is that of wrong input, with the scenario's
// name; a scenario without a plan is an outcome that is refused.
func Compare(ctx context.Context, baseline *schedule.Plan, scenarios []Scenario, opt Options) (Comparison, error) {
	var out Comparison
	for _, s := range scenarios {
		r, err := Solve(ctx, baseline, s.Event, opt)
		var conflict *schedule.Conflict
		switch {
		case errors.As(err, &conflict):
			out = append(out, Outcome{Scenario: s.Name, Refused: err})
		case err != nil:
			return nil, fmt.Errorf("%s: %w", s.Name, err)
		default:
			out = append(out, Outcome{Scenario: s.Name, Result: r})
		}
	}
	return out, nil
}

// Late counts the packages that are late, and the worst of them.
func (r *Result) Late() (packages int, worst time.Duration) {
	for _, o := range r.Plan.Packages {
		if o.Late > 0 {
			packages++
			worst = max(worst, o.Late)
		}
	}
	return packages, worst
}

// Done is when the last activity ends.
func (r *Result) Done() (last time.Time) {
	for _, a := range r.Plan.Activities {
		if a.End.After(last) {
			last = a.End
		}
	}
	return last
}

// String is a table: a line for each scenario.
func (c Comparison) String() string {
	table := [][]string{{"SCENARIO", "MOVED", "ADDED", "DROPPED", "DISTANCE", "GAP", "LATE", "WORST", "DONE"}}
	for _, o := range c {
		if o.Result == nil {
			table = append(table, []string{o.Scenario, "no plan: " + o.Refused.Error()})
			continue
		}
		zone, err := calendar.LoadZone(o.Plan.Zone)
		if err != nil {
			zone = time.UTC
		}
		late, worst := o.Late()
		d := o.Distance()
		by := "-"
		if worst > 0 {
			by = strings.TrimSuffix(inWords(worst), " later")
		}
		table = append(table, []string{o.Scenario, fmt.Sprint(o.Difference.Count(Moved) + o.Difference.Count(Relocated)), fmt.Sprint(o.Difference.Count(Added)),
			fmt.Sprint(o.Difference.Count(Dropped)), fmt.Sprint(d.Value), fmt.Sprintf("%.0f%%", 100*d.Gap()), fmt.Sprint(late), by, o.Done().In(zone).Format("Mon 2 Jan 2006 15:04")})
	}
	return aligned(table)
}

// aligned writes columns beside each other.
func aligned(table [][]string) string {
	var width []int
	for _, row := range table {
		for i, cell := range row {
			if i == len(width) {
				width = append(width, 0)
			}
			if i < len(row)-1 || len(row) > 2 { // a sentence in place of figures takes no room from them
				width[i] = max(width[i], len([]rune(cell)))
			}
		}
	}
	var b strings.Builder
	for _, row := range table {
		line := ""
		for i, cell := range row {
			line += cell + strings.Repeat(" ", max(0, width[i]-len([]rune(cell)))+2)
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}
