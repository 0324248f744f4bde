package mus_test

import (
	"math/bits"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/schedule/internal/mus"
)

// drawn is a random family of clashes over n rules, each a set of bits.
func drawn(t *rapid.T) (n int, clashes []uint32) {
	n = rapid.IntRange(1, 9).Draw(t, "rules")
	for range rapid.IntRange(1, 5).Draw(t, "clashes") {
		clashes = append(clashes, rapid.Uint32Range(1, 1<<n-1).Draw(t, "clash"))
	}
	return n, clashes
}

func mask(rules []int) (m uint32) {
	for _, r := range rules {
		m |= 1 << r
	}
	return m
}

func TestMinimalIsAClashAndMinimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, clashes := drawn(t)
		sat := func(m uint32) bool {
			return !slices.ContainsFunc(clashes, func(c uint32) bool { return c&^m == 0 })
		}
		set := mus.Minimal(n, func(kept []int) bool {
			require.True(t, slices.IsSorted(kept))
			return sat(mask(kept))
		})
		require.False(t, sat(mask(set)))
		for _, r := range set {
			require.True(t, sat(mask(set)&^(1<<r)), "rule %d is not needed", r)
		}
		// no minimal clash has a lower highest rule
		for m := range uint32(1) << n {
			require.False(t, !sat(m) && bits.Len32(m) < bits.Len32(mask(set)), "%b is preferred to %b", m, mask(set))
		}
	})
}

func TestMinimalHoldsWhereTakingARuleAwayCanHurt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "rules")
		answers := rapid.SliceOfN(rapid.Bool(), 1<<n, 1<<n).Draw(t, "answers")
		answers[0], answers[1<<n-1] = true, false
		set := mus.Minimal(n, func(kept []int) bool { return answers[mask(kept)] })
		require.False(t, answers[mask(set)])
		for _, r := range set {
			require.True(t, answers[mask(set)&^(1<<r)])
		}
	})
}

func TestMinimalIsEmptyWhereNothingHelps(t *testing.T) {
	require.Empty(t, mus.Minimal(3, func([]int) bool { return false }))
}

func TestRepairsAreAllSmallestOnes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, clashes := drawn(t)
		fixed := rapid.Uint32Range(0, 1<<n-1).Draw(t, "what cannot be dropped")
		rest := func(dropped uint32) (uint32, bool) {
			for _, c := range clashes {
				if c&dropped == 0 {
					return c, true
				}
			}
			return 0, false
		}
		got := mus.Repairs(n, 1000, func(r int) bool { return fixed>>r&1 == 0 }, func(dropped []int) ([]int, bool) {
			c, ok := rest(mask(dropped))
			var rules []int
			for r := range n {
				if c>>r&1 == 1 {
					rules = append(rules, r)
				}
			}
			return rules, ok
		})
		var want []uint32
		for m := range uint32(1) << n {
			if _, left := rest(m); left || m&fixed != 0 {
				continue
			}
			if len(want) > 0 && bits.OnesCount32(m) < bits.OnesCount32(want[0]) {
				want = nil
			}
			if len(want) == 0 || bits.OnesCount32(m) == bits.OnesCount32(want[0]) {
				want = append(want, m)
			}
		}
		var masks []uint32
		for _, set := range got {
			masks = append(masks, mask(set))
		}
		slices.Sort(masks)
		require.Equal(t, want, masks)
	})
}
