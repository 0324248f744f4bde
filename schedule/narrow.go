package schedule

import (
	"slices"

	"github.com/berthplan/berth/schedule/internal/engine"
	"github.com/berthplan/berth/schedule/internal/grid"
)

// A conflict in a large problem concerns little of it. What only the horizon keeps early can make way for the
// rest, and what shares nothing with the rest has a plan of its own. So a diagnosis
// looks for clashes and repairs in a part, and tries on the whole only what it found there.

// narrow sets the part in which to look: of what something other than the horizon keeps
// early, the independent portions that have no plan. Where each of them has one, it is the whole.
func (d *diagnosis) narrow() {
	in := map[string]bool{}
	for _, portion := range portions(d.w.g, engine.Hurried(d.w.g)) {
		if d.over() {
			break
		}
		names := make(map[string]bool, len(portion))
		for _, i := range portion {
			names[d.p.Activities[i].Name] = true
		}
		if v, _, _ := d.ask(d.p.only(names)); v == fits {
			continue
		}
		for name := range names {
			in[name] = true
		}
	}
	if len(in) == 0 {
		d.look(d.p)
		return
	}
	d.look(d.p.only(in))
}

// look sets the part.
func (d *diagnosis) look(part *Problem) {
	d.part, d.parts = part, part.parts()
	d.of = make(map[Rule]int, len(d.parts))
	for i, r := range d.parts {
		d.of[r] = i
	}
}

// only is p with nothing but the named activities.
func (p *Problem) only(names map[string]bool) *Problem {
	out := *p
	packages := map[string]bool{}
	out.Activities = slices.DeleteFunc(slices.Clone(p.Activities), func(a Activity) bool {
		if names[a.Name] {
			packages[a.Package] = true
		}
		return !names[a.Name]
	})
	out.Links = slices.DeleteFunc(slices.Clone(p.Links), func(l Link) bool { return !names[l.From] || !names[l.To] })
	out.Packages = slices.DeleteFunc(slices.Clone(p.Packages), func(k Package) bool { return !packages[k.Name] })
	return &out
}

// portions splits the kept activities into sets that share no link, package, resource,
// environment, limited window or system: the plans of one say nothing of those of another.
func portions(g *grid.Problem, kept []bool) [][]int {
	const packages, resources, budgets, environments, windows, systems = 0, 1, 2, 3, 4, 5
	base := [systems + 2]int{len(g.Acts)} // nodes are activities, then what they share, kind by kind
	for kind, n := range []int{len(g.Pkgs), len(g.Res), len(g.Budgets), len(g.Envs), len(g.Wins), g.Groups} {
		base[kind+1] = base[kind] + n
	}
	root := make([]int, base[systems+1])
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	join := func(i, j int) { root[find(j)] = find(i) }
	for i := range g.Acts {
		if !kept[i] {
			continue
		}
		a := &g.Acts[i]
		share := func(kind, k int) {
			if k != grid.None {
				join(i, base[kind]+k)
			}
		}
		share(packages, a.Pkg)
		share(systems, a.Group)
		if a.Win != grid.None && (g.Wins[a.Win].Capacity < grid.Never || g.Wins[a.Win].Budget >= 0) {
			share(windows, a.Win)
		}
		for m := range a.Modes {
			share(environments, a.Modes[m].Env)
			for _, n := range a.Modes[m].Needs {
				share(resources, n.Res)
			}
			for _, n := range a.Modes[m].Uses {
				share(budgets, n.Res)
			}
		}
		for _, l := range a.In {
			if j := g.Links[l].From; kept[j] {
				join(i, j)
			}
		}
	}
	number := map[int]int{}
	var out [][]int
	for i := range g.Acts {
		if !kept[i] {
			continue
		}
		n, ok := number[find(i)]
		if !ok {
			n = len(out)
			number[find(i)], out = n, append(out, nil)
		}
		out[n] = append(out[n], i)
	}
	return out
}
