package main

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/berthplan/berth/schedule/replan"
)

// move is a line of a difference, in JSON.
type move struct {
	Change      replan.Change `json:"change"`
	Activity    string        `json:"activity"`
	Before      *time.Time    `json:"before,omitempty"`
	After       *time.Time    `json:"after,omitempty"`
	Environment string        `json:"environment,omitempty"`
	Reason      string        `json:"reason,omitempty"`
}

// answer is one plan after the event, in JSON.
type answer struct {
	Way      replan.Way   `json:"way,omitempty"`
	Also     []replan.Way `json:"also,omitempty"`
	Refused  string       `json:"refused,omitempty"`
	Done     *time.Time   `json:"done,omitempty"`
	Status   string       `json:"status,omitempty"`
	Distance int64        `json:"distance"`
	Bound    int64        `json:"bound"`
	Stay     int          `json:"stay"`
	Moves    []move       `json:"moves"`
	Tell     []notice     `json:"tell,omitempty"`
	Owed     []string     `json:"owed,omitempty"`
	Rollback []turn       `json:"rollback,omitempty"`
	Risk     float64      `json:"risk,omitempty"`
	Limit    float64      `json:"limit,omitempty"`
}

type notice struct {
	Who  string   `json:"who"`
	What []string `json:"what"`
}

type turn struct {
	Activity string     `json:"activity"`
	Latest   *time.Time `json:"latest,omitempty"`
}

// moment is t, or nothing where there is none.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func answerOf(r *replan.Result) answer {
	d := r.Distance()
	out := answer{Status: string(r.Plan.Status), Distance: d.Value, Bound: d.Bound, Stay: r.Difference.Stay, Moves: []move{}}
	for _, m := range r.Difference.Moves {
		out.Moves = append(out.Moves, move{
			Change: m.Change, Activity: m.Activity(), Before: moment(m.Before.Start), After: moment(m.After.Start),
			Environment: m.After.Environment, Reason: m.Reason,
		})
	}
	return out
}

func showChoices(o options, stdout io.Writer, e replan.Event, choices []replan.Choice) int {
	code := exitNoPlan
	var all []answer
	if o.format == "text" {
		fmt.Fprintf(stdout, "%s, %s: what can be done about %s\n", e.Name, e.At, e.Emergency)
	}
	for i, c := range choices {
		a := answer{Moves: []move{}}
		if c.Result != nil {
			code = exitPlan
			a = answerOf(c.Result)
			a.Done, a.Risk, a.Limit = moment(c.Done), c.Risk, c.Limit
			for _, n := range c.Tell {
				a.Tell = append(a.Tell, notice{n.Who, n.What})
			}
			for _, d := range c.Owed {
				a.Owed = append(a.Owed, d.String())
			}
			for _, p := range c.Rollback {
				a.Rollback = append(a.Rollback, turn{p.Activity, moment(p.Latest)})
			}
		} else {
			a.Refused = c.Refused.Error()
		}
		a.Way, a.Also = c.Way, c.Also
		all = append(all, a)
		if o.format == "text" {
			fmt.Fprintf(stdout, "\n%d. %s", i+1, c)
		}
	}
	if o.format == "json" {
		return printJSON(stdout, map[string]any{"event": e.Name, "emergency": e.Emergency, "choices": all}, code)
	}
	return code
}

func showResult(o options, stdout io.Writer, e replan.Event, r *replan.Result) int {
	if o.format == "json" {
		return printJSON(stdout, map[string]any{"event": e.Name, "plan": answerOf(r)}, exitPlan)
	}
	d := r.Distance()
	fmt.Fprintf(stdout, "%s, %s\n\n%s\nDistance %d; no plan that keeps the rules is nearer than %d.\n", e.Name, e.At, r.Difference, d.Value, d.Bound)
	if len(r.Assumed) > 0 {
		fmt.Fprintf(stdout, "Taken as done or started as planned, as nobody said otherwise: %d activities.\n", len(r.Assumed))
	}
	return exitPlan
}

func printJSON(stdout io.Writer, v any, code int) int {
	e := json.NewEncoder(stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if e.Encode(v) != nil {
		return exitInput
	}
	return code
}
