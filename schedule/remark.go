package schedule

import (
	"context"
	"fmt"
	"slices"
	"strings"

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

// mostBack is for how many packages that are left out it is worked out what would bring them back.
const mostBack = 5

// leftOut notes why optional packages are left out: what is proved to have no
// place, or else that there was no room for everything; and what it would take to bring each back.
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

// back adds to the notes of what is left out what it would take to bring it back
// beside all that is in the plan.
func (b *ground) back(ctx context.Context, plan *Plan, opt Options) {
	work := opt.diagnosis() / mostBack
	if work <= 0 {
		return
	}
	ctx, cancel := opt.limited(ctx)
	defer cancel()
	in := map[string]bool{}
	for _, o := range plan.Packages {
		in[o.Package] = !o.LeftOut
	}
	tried := 0
	for n := range plan.Notes {
		note := &plan.Notes[n]
		if note.Code != NoteLeftOut || tried == mostBack {
			continue
		}
		tried++
		p := *b.p
		p.Packages = slices.Clone(p.Packages)
		for i := range p.Packages {
			k := &p.Packages[i]
			k.Optional = k.Optional && !in[k.Name] && k.Name != note.Rule.Name
		}
		d := newDiagnosis(ctx, &p, opt.Seed, work)
		if v, _, _ := d.ask(d.p); v == fits {
			note.Text += "; there is a plan with it that costs more elsewhere"
			continue
		}
		d.narrow()
		d.disjoint()
		var ways []string
		for _, r := range d.relaxations() {
			if len(ways) < 3 && !slices.ContainsFunc(r.Changes, func(c Change) bool { return c.Rule == note.Rule }) {
				ways = append(ways, r.Text)
			}
		}
		if len(ways) > 0 {
			note.Text += "; it would fit with " + strings.Join(ways, ", or with ")
		}
	}
}
