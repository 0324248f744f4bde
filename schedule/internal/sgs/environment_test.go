package sgs

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/schedule/internal/grid"
)

// valid judges an environment slot by slot: capacity, outages, one
// configuration at a time, and a free stretch for every changeover.
func valid(env *grid.Environment, holds []grid.Hold, horizon int) bool {
	state, needed := env.Initial, 0 // needed: the end of the last slot in which state was needed
	for t := 0; t < horizon; t++ {
		units, config, outage := 0, grid.None, false
		for _, h := range holds {
			if h.Start > t || h.End <= t {
				continue
			}
			outage = outage || h.Outage
			if !h.Outage {
				units += h.Units
			}
			if h.Config != grid.None {
				if config != grid.None && config != h.Config {
					return false
				}
				config = h.Config
			}
		}
		held := 0
		for _, h := range holds {
			if h.Start <= t && h.End > t && !h.Outage {
				held++
			}
		}
		if units > env.Capacity || outage && held > 0 {
			return false
		}
		if config == grid.None {
			continue
		}
		if config != state {
			if !stretch(holds, env.Change[state][config], needed, t) {
				return false
			}
			state = config
		}
		needed = t + 1
	}
	return true
}

func stretch(holds []grid.Hold, d, from, to int) bool {
	for x := from; x+d <= to; x++ {
		free := true
		for _, h := range holds {
			if h.Start < x+max(d, 0) && h.End > x && (d > 0 || h.Start < x) {
				free = false
			}
		}
		if free {
			return true
		}
	}
	return false
}

func TestClashAgreesWithSlotBySlot(t *testing.T) {
	const horizon = 40
	rapid.Check(t, func(t *rapid.T) {
		env := &grid.Environment{Capacity: rapid.IntRange(1, 3).Draw(t, "capacity"), Initial: 0, Change: make([][]int, 3)}
		for a := range env.Change {
			env.Change[a] = make([]int, 3)
			for b := range env.Change[a] {
				if a != b {
					env.Change[a][b] = rapid.IntRange(0, 6).Draw(t, "change")
				}
			}
		}
		draw := func(k int) grid.Hold {
			s := rapid.IntRange(0, horizon-10).Draw(t, "start")
			h := grid.Hold{Start: s, End: s + rapid.IntRange(1, 10).Draw(t, "length"), Units: rapid.IntRange(1, env.Capacity).Draw(t, "units"),
				Config: rapid.IntRange(-1, 2).Draw(t, "config"), Act: k, Tag: grid.None}
			if rapid.IntRange(0, 9).Draw(t, "outage") == 0 {
				h.Outage, h.Config, h.Act = true, grid.None, grid.None
			}
			return h
		}
		l := newTimeline(env)
		var holds []grid.Hold
		for k := range rapid.IntRange(1, 8).Draw(t, "holds") {
			h := draw(k)
			want := valid(env, append(holds[:len(holds):len(holds)], h), horizon)
			if h.Outage { // outages are there from the start, so only where they fit
				if want {
					l.add(h)
					holds = append(holds, h)
				}
				continue
			}
			if len(holds) > 0 && rapid.IntRange(0, 4).Draw(t, "move") == 0 {
				// taking one out may break the others: then nothing fits that does not mend them
				out := rapid.IntRange(0, len(holds)-1).Draw(t, "out")
				rest := append(append([]grid.Hold(nil), holds[:out]...), holds[out+1:]...)
				moved := newTimeline(env)
				for _, o := range rest {
					moved.add(o)
				}
				require.Equal(t, valid(env, append(rest[:len(rest):len(rest)], h), horizon), moved.clash(h).Kind == NoClash, "%+v among %+v, matrix %v", h, rest, env.Change)
			}
			clash := l.clash(h)
			require.Equal(t, want, clash.Kind == NoClash, "%+v among %+v, matrix %v: %+v", h, holds, env.Change, clash)
			if want {
				l.add(h)
				holds = append(holds, h)
				continue
			}
			require.Greater(t, clash.Until, h.Start)
			for s := h.Start + 1; s < min(clash.Until, horizon-10); s++ {
				moved := h
				moved.Start, moved.End = s, s+h.End-h.Start
				require.False(t, valid(env, append(holds[:len(holds):len(holds)], moved), horizon+20), "start %d fits although the clash of %+v lasts until %d, among %+v", s, h, clash.Until, holds)
			}
		}
	})
}

func TestProfileAgreesWithSlotBySlot(t *testing.T) {
	const horizon = 40
	rapid.Check(t, func(t *rapid.T) {
		capacity := rapid.IntRange(1, 4).Draw(t, "capacity")
		r := grid.Resource{Capacity: capacity, Steps: []grid.Step{{Start: 10, End: 15, Capacity: rapid.IntRange(0, 6).Draw(t, "step")}}}
		p := newProfile(r)
		var free [horizon + 20]int
		for k := range free {
			free[k] = capacity
			if k >= 10 && k < 15 {
				free[k] = r.Steps[0].Capacity
			}
		}
		type use struct{ s, e, n int }
		var uses []use
		for range 12 {
			if len(uses) > 0 && rapid.Bool().Draw(t, "give back") {
				u := uses[len(uses)-1]
				uses = uses[:len(uses)-1]
				p.take(u.s, u.e, -u.n)
				for k := u.s; k < u.e; k++ {
					free[k] += u.n
				}
				continue
			}
			s := rapid.IntRange(0, horizon-1).Draw(t, "s")
			u := use{s, s + rapid.IntRange(1, 15).Draw(t, "d"), rapid.IntRange(1, 4).Draw(t, "n")}
			want := u.s
			for k := u.s; k < u.e; k++ {
				if free[k] < u.n {
					want = k + 1
				}
			}
			got := p.clash(u.s, u.e, u.n)
			require.Equal(t, want > u.s, got > u.s)
			if want > u.s {
				require.GreaterOrEqual(t, got, want, "no start before the end of the last full slot can work")
				continue
			}
			p.take(u.s, u.e, u.n)
			uses = append(uses, u)
			for k := u.s; k < u.e; k++ {
				free[k] -= u.n
			}
		}
		for i, from := range p.at {
			to := horizon + 20
			if i+1 < len(p.at) {
				to = p.at[i+1]
			}
			for k := max(from, 0); k < min(to, horizon+20); k++ {
				require.Equal(t, free[k], p.free[i])
			}
		}
	})
}
