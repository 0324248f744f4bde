package schedule

import (
	"slices"
	"time"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// The grid's kinds are the model's, in its own order.
var gridKind = [...]grid.Kind{Elapsed: grid.Elapsed, Working: grid.Working, Contiguous: grid.Contiguous, Decision: grid.Decision}

func (b *ground) activities() {
	broken := b.broken()
	for i := range b.p.Activities {
		a := &b.p.Activities[i]
		out := grid.Activity{
			Kind: gridKind[a.Time], Pkg: grid.None, Win: grid.None, Group: grid.None, Risk: a.Risk,
			Latest: grid.Never, Deadline: b.g.Horizon, Occ: grid.None,
		}
		if k, ok := b.pkg[a.Package]; ok && a.Package != "" {
			out.Pkg = k
			b.g.Pkgs[k].Acts = append(b.g.Pkgs[k].Acts, i)
			if !broken[k] {
				b.limit(&out, a, b.p.Packages[k].Deadline)
			}
		}
		b.limit(&out, a, a.Deadline)
		if w, ok := b.win[a.Window]; ok && a.Time == Contiguous {
			out.Win = w
		}
		system, changes := b.sys[a.System]
		changes = changes && a.Time == Contiguous
		if changes && b.p.Systems[system].OnePerOccurrence {
			out.Group = system
		}
		for m := range a.Modes {
			out.Modes = append(out.Modes, b.mode(&a.Modes[m]))
			if changes && b.exclusive[system] != grid.None {
				mode := &out.Modes[m]
				mode.Needs = append(mode.Needs, grid.Need{Res: b.exclusive[system], Amount: 1})
			}
		}
		b.starts(&out, a)
		b.was(&out, a)
		b.g.Acts = append(b.g.Acts, out)
	}
}

// was translates where people expect an activity.
func (b *ground) was(out *grid.Activity, a *Activity) {
	if a.Was == nil || a.Fact != nil {
		return
	}
	out.Was = grid.Was{Start: grid.Never, Env: grid.None, Weight: int64(max(a.Was.Weight, 1))}
	if !a.Was.Start.IsZero() {
		out.Was.Start = b.down(a.Was.Start)
	}
	if a.Was.Environment != "" {
		out.Was.Env = grid.None - 1 // one that there is no longer
		if e, ok := b.env[a.Was.Environment]; ok {
			out.Was.Env = e
		}
	}
}

func (b *ground) mode(md *Mode) grid.Mode {
	out := grid.Mode{
		Duration: minutes(md.Duration), Runway: minutes(md.Duration + md.Rollback), Cal: b.calendar(md.Calendar),
		Env: grid.None, Config: grid.None, Penalty: weight(md.Penalty),
	}
	if e, ok := b.env[md.Environment]; ok && md.Environment != "" {
		out.Env, out.Units = e, max(md.Units, 1)
		out.Config = slices.Index(b.p.Environments[e].Configurations, md.Configuration)
	}
	for _, d := range md.Demands {
		if r := b.res[d.Resource]; r >= 0 {
			out.Needs = append(out.Needs, grid.Need{Res: r, Amount: d.Amount})
		} else {
			out.Uses = append(out.Uses, grid.Need{Res: -1 - r, Amount: d.Amount})
		}
	}
	out.Needs = summed(out.Needs)
	return out
}

// summed adds up needs of the same resource.
func summed(needs []grid.Need) []grid.Need {
	var out []grid.Need
	for _, n := range needs {
		if k := slices.IndexFunc(out, func(o grid.Need) bool { return o.Res == n.Res }); k >= 0 {
			out[k].Amount += n.Amount
		} else if n.Amount > 0 {
			out = append(out, n)
		}
	}
	return out
}

// limit applies a deadline, unless its last chance has passed.
func (b *ground) limit(out *grid.Activity, a *Activity, deadline time.Time) {
	if deadline.IsZero() || a.Fact != nil {
		return
	}
	if d := b.down(deadline); d >= 0 {
		out.Deadline = min(out.Deadline, d)
	}
}

// starts sets where an activity may start, or where it did.
func (b *ground) starts(out *grid.Activity, a *Activity) {
	if f := a.Fact; f != nil {
		b.fact(out, a, f)
		return
	}
	if !a.Earliest.IsZero() {
		out.Earliest = max(out.Earliest, b.up(a.Earliest))
	}
	if pin := a.Pin; !pin.Empty() && b.down(pin.End) > 0 {
		out.Earliest = max(out.Earliest, b.up(pin.Start))
		out.Latest = b.down(pin.End) - 1
	}
}

// broken reports, by package, whether a fact has already broken its deadline:
// then it binds nothing any more.
func (b *ground) broken() []bool {
	out := make([]bool, len(b.p.Packages))
	for i := range b.p.Activities {
		a := &b.p.Activities[i]
		if k, ok := b.pkg[a.Package]; ok && a.Fact != nil {
			d := b.p.Packages[k].Deadline
			out[k] = out[k] || !d.IsZero() && b.factEnd(a) > b.down(d)
		}
	}
	return out
}

// factEnd is when a fact ended, or when what is left of it will.
func (b *ground) factEnd(a *Activity) int {
	f := a.Fact
	if !f.End.IsZero() {
		return b.up(f.End)
	}
	from, left := max(b.down(f.Start), 0), max(minutes(f.Left), 1)
	if a.Time == Working {
		return b.calendar(a.Modes[f.Mode].Calendar).Add(from, left)
	}
	return from + left
}

func (b *ground) fact(out *grid.Activity, a *Activity, f *Fact) {
	out.Fixed, out.Mode = true, f.Mode
	out.Start, out.End = b.down(f.Start), b.factEnd(a)
	md := &out.Modes[f.Mode]
	if f.Configuration != "" && md.Env != grid.None {
		md.Config = slices.Index(b.p.Environments[md.Env].Configurations, f.Configuration)
	}
	if out.End <= 0 || f.End.Equal(f.Start) { // wholly past, or without length: it holds nothing
		md.Env, md.Needs = grid.None, nil
	}
	if cal := a.Modes[f.Mode].Calendar; cal != nil {
		for _, o := range cal.Occurrences() {
			if !f.Start.Before(o.Opens) && f.Start.Before(o.Closes) && (out.Occ == grid.None || o.Window == a.Window) {
				out.Occ = b.occs[occurrence{o.Window, o.Opens.Unix()}]
			}
		}
	}
}

var gridLink = [...]grid.LinkKind{
	FinishToStart: grid.FinishStart, StartToStart: grid.StartStart, FinishToFinish: grid.FinishFinish, StartToFinish: grid.StartFinish,
	MaxFinishToStart: grid.MaxFinishStart, MaxStartToStart: grid.MaxStartStart, MaxFinishToFinish: grid.MaxFinishFinish, MaxStartToFinish: grid.MaxStartFinish,
	SameOccurrence: grid.SameOcc, OtherOccurrence: grid.OtherOcc, Apart: grid.Apart,
}

func (b *ground) links() {
	for i := range b.p.Links {
		l := &b.p.Links[i]
		out := grid.Link{Kind: gridLink[l.Kind], From: b.act[l.From], To: b.act[l.To], Lag: minutes(l.Lag), Cal: b.calendar(l.Calendar)}
		out.Void = b.void(&out)
		b.g.Acts[out.From].Out = append(b.g.Acts[out.From].Out, i)
		b.g.Acts[out.To].In = append(b.g.Acts[out.To].In, i)
		b.g.Links = append(b.g.Links, out)
	}
}

// void reports whether facts have already decided what a link limits, or whether its last chance has passed.
func (b *ground) void(l *grid.Link) bool {
	from, to := &b.g.Acts[l.From], &b.g.Acts[l.To]
	done := to.Fixed && !b.p.Activities[l.To].Fact.End.IsZero()
	switch {
	case from.Fixed && to.Fixed:
		return true
	case l.Kind >= grid.SameOcc:
		return false
	case l.Kind.ToEnd() && done || !l.Kind.ToEnd() && to.Fixed:
		return true
	case l.Kind.Maximum() && from.Fixed:
		t := from.Start
		if l.Kind.FromEnd() {
			t = from.End
		}
		return l.Cal.Between(t, 0) > l.Lag
	}
	return false
}
