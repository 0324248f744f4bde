package schedule

import (
	"fmt"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// Codes of notes about a plan that was found.
const (
	NoteSoft    = "soft"     // a soft blackout or booking that the plan pays for
	NoteLeftOut = "left-out" // why an optional package is not in the plan
)

// paid notes each soft rule that the plan pays for: by whom, for how long, how much.
func (r *reasons) paid(plan *Plan) {
	for i := range r.g.Acts {
		if r.g.Acts[i].Fixed || r.sol.Start[i] >= grid.Never {
			continue
		}
		a := &r.p.Activities[i]
		md := &a.Modes[r.sol.Mode[i]]
		r.g.Charged(i, r.sol.Mode[i], r.sol.Start[i], r.sol.End[i], func(c grid.Charge, booking bool, hours int) {
			var name string
			var per string
			if booking {
				b := r.p.Environments[r.env[md.Environment]].Bookings[c.Tag]
				name, per = b.Name, lengthInWords(b.PerHour)
			} else {
				charge := md.Calendar.Minutes().Charges()[c.Tag]
				name, per = charge.Name, lengthInWords(charge.PerHour)
			}
			plan.Notes = append(plan.Notes, Finding{
				Code: NoteSoft, Activity: a.Name, Rule: Rule{Kind: RuleSoft, Name: name, By: a.Name},
				Text: fmt.Sprintf("%s is in %s (soft) for %d started h, at %s each", a.Name, name, hours, per),
			})
		})
	}
}

// leftOut notes why optional packages are left out: what is proved to have no
// place, or else that there was no room for everything.
func (r *reasons) leftOut(plan *Plan, lower *lower) {
	for k, o := range plan.Packages {
		if !o.LeftOut {
			continue
		}
		var c Conflict
		for _, i := range r.g.Pkgs[k].Acts {
			if len(c.Findings) == 0 && lower.impossible(i) {
				r.refused(&c, i, max(lower.start[i], 0), lower.end[i])
			}
		}
		if len(c.Findings) == 0 {
			c.Findings = []Finding{{Text: "there was no room for it beside what matters more"}}
		}
		plan.Notes = append(plan.Notes, Finding{
			Code: NoteLeftOut, Rule: Rule{Kind: RulePresence, Name: o.Package}, Text: o.Package + " is left out: " + c.Findings[0].Text,
		})
	}
}
