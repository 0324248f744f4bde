package kernel

import (
	"slices"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// Gap is a part of a problem that the model does not state exactly. The model
// then asks less than the problem does: its bounds and its refutations hold, and its values need not be a plan.
type Gap uint8

// The gaps.
const (
	// Occurrences: windows, systems or links count occurrences, and a start does not tell its occurrence.
	Occurrences Gap = iota
	// Changeovers: an environment that changes its configuration may hold activities that state
	// none, has facts that leave each other no time for a change, or changes that are quicker by way of a third configuration
	// (or, where it has outages or bookings that state none, in parts).
	Changeovers
	// Units: something holds an environment with no unit of it.
	Units
	// Size: numbers beyond what the engine can add up.
	Size
)

// Gaps returns what of p the model leaves out: nothing, for most problems.
func Gaps(p *grid.Problem) []Gap {
	var all []Gap
	note := func(g Gap, missing bool) {
		if missing && !slices.Contains(all, g) {
			all = append(all, g)
		}
	}
	opens := openings(p)
	note(Size, p.Horizon >= grid.Never/2)
	for i := range p.Acts {
		a := &p.Acts[i]
		counts := a.Kind == grid.Contiguous && (a.Win != grid.None || a.Group != grid.None)
		note(Occurrences, counts && !(a.Fixed && a.Occ == grid.None) && (!inRow(p, opens, i) || a.Win != grid.None && window(p, i) != a.Win))
		note(Size, a.Risk >= grid.Never || a.Was.Weight > 0 && far(a.Was))
		for k := range a.Modes {
			note(Units, a.Modes[k].Env != grid.None && a.Modes[k].Units < 1)
		}
	}
	for _, l := range p.Links {
		if (l.Kind == grid.SameOcc || l.Kind == grid.OtherOcc) && !l.Void {
			note(Occurrences, !oneRow(p, opens, &l) && !meets(p, &l))
		}
	}
	for e := range p.Envs {
		note(Changeovers, len(p.Envs[e].Change) > 0 && !plain(p, e))
	}
	return all
}

// plain reports whether an environment's changeovers lie between pairs of holders and nothing else.
func plain(p *grid.Problem, e int) bool {
	env := &p.Envs[e]
	for a, row := range grid.Quickest(env.Change) {
		if !slices.Equal(row, env.Change[a]) {
			return false
		}
	}
	if blocked := held(p, e); !agree(env, blocked, stills(p, e)) || len(blocked) > 0 && !noStops(env.Change) {
		return false
	}
	for i := range p.Acts {
		for k := range p.Acts[i].Modes {
			if md := &p.Acts[i].Modes[k]; md.Env == e && md.Config == grid.None && !p.Acts[i].Fixed {
				return false
			}
		}
	}
	return true
}
