package clearance

import (
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/risk"
	"github.com/berthplan/berth/schedule"
)

// use is what another activity takes, by the facts or by the plan.
type use struct {
	activity      string
	from, to      int64
	open          bool // it runs, and to is only when it is expected to be over
	planned       bool
	environment   string
	configuration string
	units         int
	teams         []schedule.Demand
	system        string
	window        string
	risk          int64
	riskUnknown   bool
}

func (u *use) name() string {
	if u.planned {
		return u.activity + " (planned)"
	}
	return u.activity
}

// allUses is what every activity with a fact takes, and what the plan has of those without.
func (b *builder) allUses() []use {
	inferred := map[string]bool{}
	for _, n := range b.problem.Notes {
		if n.Code == schedule.NoteFactMissing {
			inferred[n.Activity] = true
		}
	}
	var out []use
	for i := range b.problem.Activities {
		a := &b.problem.Activities[i]
		if a.Fact == nil || a.Time == schedule.Decision || inferred[a.Name] {
			continue
		}
		m := &a.Modes[a.Fact.Mode]
		u := use{activity: a.Name, from: b.offset(a.Fact.Start), open: a.Fact.End.IsZero(), environment: m.Environment,
			configuration: m.Configuration, units: max(1, m.Units), teams: m.Demands, system: a.System, window: a.Window, risk: a.Risk}
		if a.Fact.Configuration != "" {
			u.configuration = a.Fact.Configuration
		}
		if u.open {
			u.to = b.offset(b.expected(a))
		} else {
			u.to = b.offset(a.Fact.End)
		}
		out = append(out, u)
	}
	if b.options.Plan == nil {
		return out
	}
	packages := map[string]*release.Package{}
	for i := range b.names.Packages {
		packages[b.names.Packages[i].Name] = &b.names.Packages[i]
	}
	for i := range b.options.Plan.Activities {
		row := &b.options.Plan.Activities[i]
		pkg := packages[row.Package]
		if row.Fact || strings.Contains(row.Phase, "/") || pkg != nil && hasFact(pkg, row) {
			continue
		}
		u := use{activity: row.Activity, from: b.offset(row.Start), to: b.offset(row.End), planned: true,
			environment: row.Environment, configuration: row.Configuration, units: 1, window: row.Window, riskUnknown: pkg == nil}
		for _, team := range row.Resources {
			u.teams = append(u.teams, schedule.Demand{Resource: team, Amount: 1})
		}
		if pkg != nil && row.Window != "" {
			u.system, u.risk = pkg.System, risk.Thousandths(pkg.Profile)
		}
		out = append(out, u)
	}
	return out
}

// hasFact reports whether facts say something about what a plan has.
func hasFact(pkg *release.Package, row *schedule.Assignment) bool {
	return slices.ContainsFunc(pkg.Actuals, func(a release.Actual) bool {
		return a.Phase == row.Phase && (a.Site == row.Site || a.Site == "" && !a.End.IsZero())
	})
}

// expected is when something that runs is over by its length.
func (b *builder) expected(a *schedule.Activity) time.Time {
	left := a.Fact.Left
	if a.Time != schedule.Working {
		return b.problem.Start.Add(left)
	}
	end, ok := a.Modes[a.Fact.Mode].Calendar.Add(b.problem.Start, left)
	if !ok {
		return b.problem.Horizon
	}
	return end
}

// share is a part of a capacity that somebody has in [from, to).
type share struct {
	from, to int64
	units    int
	name     string
	open     bool // nothing says that it is over at to
}

// crowd is a longest time in which the same shares leave too little.
type crowd struct {
	from, to int64
	names    []string
}

// crowds finds when the shares leave fewer than need of capacity; with the open ones counted as going on for ever if
// open is set.
func crowds(shares []share, capacity, need int, open bool) []crowd {
	type edge struct {
		at   int64
		who  int
		into bool
	}
	var edges []edge
	for i, s := range shares {
		if open && s.open {
			s.to = never
		}
		if s.from < s.to && s.units > 0 {
			edges = append(edges, edge{s.from, i, true}, edge{s.to, i, false})
		}
	}
	slices.SortStableFunc(edges, func(a, b edge) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return 1
		}
		return 0
	})
	var out []crowd
	var active []int
	used := 0
	for i := 0; i < len(edges); {
		at := edges[i].at
		if n := len(out); n > 0 && out[n-1].to == never {
			out[n-1].to = at
		}
		for ; i < len(edges) && edges[i].at == at; i++ {
			e := edges[i]
			if e.into {
				active, used = append(active, e.who), used+shares[e.who].units
				continue
			}
			at := slices.Index(active, e.who)
			active, used = slices.Delete(active, at, at+1), used-shares[e.who].units
		}
		if at == never || used+need <= capacity || len(active) == 0 {
			continue
		}
		c := crowd{from: at, to: never}
		for _, who := range active {
			c.names = append(c.names, shares[who].name)
		}
		out = append(out, c)
	}
	return out
}

// mostListed is how many names a sentence lists.
const mostListed = 6

// listed joins names for a sentence: "a, b and more".
func listed(names []string) string {
	if len(names) <= mostListed+1 {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:mostListed], ", ") + " and more"
}
