package replan

import (
	"slices"
	"strings"

	"github.com/berthplan/berth/release"
)

// Debt is something that an emergency skipped and that has to be made up for.
type Debt struct {
	Package string
	Kind    string // "phase" or "gate"
	What    string // the phase, or the criterion of a gate as a plan file has it
	Gate    string // of a criterion
}

// String is such as "uat" or "approval: cab (go-no-go)".
func (d Debt) String() string {
	if d.Gate != "" {
		return d.What + " (" + d.Gate + ")"
	}
	return d.What
}

// owed is what a package in the plan as it is does not pass and would by its own route: what
// the plan's route has in an environment or behind a gate, and what its gates require.
func owed(before, after *release.Portfolio, name string) []Debt {
	var all []Debt
	whole := release.Package{Name: name}
	var own *release.Package
	for i := range after.Packages {
		if after.Packages[i].Name == name {
			own = &after.Packages[i]
		}
	}
	for i := range before.Packages {
		if b := before.Packages[i]; b.Name == name {
			whole = b
			whole.Phases = slices.DeleteFunc(slices.Clone(b.Phases), func(ph release.Phase) bool { return ph.Skip })
		}
	}
	kept := map[string]release.Phase{}
	for _, ph := range after.Route(own) {
		kept[ph.Name] = ph
	}
	for _, ph := range before.Route(&whole) {
		now, runs := kept[ph.Name]
		if !runs && (ph.Environment != "" || ph.Gate != "") {
			all = append(all, Debt{Package: name, Kind: "phase", What: ph.Name})
		}
		if ph.Gate == "" || runs && now.Gate == ph.Gate {
			continue
		}
		for _, g := range before.Gates {
			for _, c := range g.Requires {
				if d := (Debt{Package: name, Kind: "gate", What: c.String(), Gate: g.Name}); g.Name == ph.Gate && !slices.Contains(all, d) {
					all = append(all, d)
				}
			}
		}
	}
	return all
}

// Open is the debts that are not paid yet, by what the portfolio knows: a phase is paid when it is done, a
// criterion when it is a fact of the package that holds. What is not known is not paid.
func Open(debts []Debt, p *release.Portfolio) []Debt {
	return slices.DeleteFunc(slices.Clone(debts), func(d Debt) bool { return d.paid(p) })
}

func (d Debt) paid(p *release.Portfolio) bool {
	if d.Kind == "phase" {
		for _, k := range p.Packages {
			if k.Name == d.Package && slices.ContainsFunc(k.Actuals, func(a release.Actual) bool { return a.Phase == d.What && !a.End.IsZero() }) {
				return true
			}
		}
	}
	name := d.What
	c, err := release.ParseCriterion(d.What)
	if d.Kind == "gate" && err == nil {
		name = c.Name
		if c.Kind == release.ApprovalOf || c.Kind == release.SignOffOf {
			name = c.String()
		}
	}
	holds := false
	for _, f := range p.Facts { // the last word counts
		if f.Package == d.Package && strings.TrimSpace(f.Name) == name {
			holds = d.Kind == "gate" && err == nil && c.Kind == release.Comparison && compare(f.Value, c.Op, c.Value) ||
				(d.Kind == "phase" || c.Kind != release.Comparison) && yes(f.Value)
		}
	}
	return holds
}

// yes reports whether the value of a fact says that it holds.
func yes(value string) bool {
	return slices.Contains([]string{"yes", "true", "given", "granted", "approved", "done", "passed", "ok"}, strings.ToLower(strings.TrimSpace(value)))
}
