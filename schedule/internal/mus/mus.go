// Package mus finds smallest sets of rules that clash, and sets of changes that
// end every clash, by asking an oracle. It knows rules by their numbers only.
package mus

import (
	"fmt"
	"slices"
)

// Minimal returns, in ascending order, rules out of 0 … n-1 that cannot all be kept, such that without any
// one of them the others can. It asks sat whether the rules given, in ascending order, can be
// kept together; all n together cannot. Lower numbers are preferred: among
// several such sets it finds one that avoids high numbers.
//
// It is QuickXplain (Ulrich Junker: QUICKXPLAIN, preferred explanations and relaxations
// for over-constrained problems, AAAI 2004), which needs about k·log₂(n/k) + 2k answers for k rules. QuickXplain
// relies on sat never turning false when a rule is taken away. Where that does not quite
// hold, a last pass that takes away each rule in turn makes the set minimal all the same.
// The set is empty if not even no rule can be kept.
func Minimal(n int, sat func(kept []int) bool) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	if !sat(nil) {
		return nil
	}
	if n == 0 {
		return nil
	}
	set := explain(nil, false, all, sat)
	if sat(set) {
		set = all
	}
	for again := true; again; {
		again = false
		for k := len(set) - 1; k >= 0; k-- {
			if fewer := slices.Delete(slices.Clone(set), k, k+1); !sat(fewer) {
				set, again = fewer, true
			}
		}
	}
	return set
}

// explain returns what of rules, with background, is needed for a clash; grown
// tells that background has grown since it was last asked about.
func explain(background []int, grown bool, rules []int, sat func([]int) bool) []int {
	if grown && !sat(background) {
		return nil
	}
	if len(rules) == 1 {
		return rules
	}
	first, second := rules[:len(rules)/2], rules[len(rules)/2:]
	d2 := explain(union(background, first), true, second, sat)
	d1 := explain(union(background, d2), len(d2) > 0, first, sat)
	return union(d1, d2)
}

func union(a, b []int) []int {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return out
}

// Repairs returns the smallest sets of rules without which the rest can be kept: all of the least
// size there is, up to most sets, in the order of their rules. clash returns a set of rules
// that cannot be kept where those given have been dropped, or ok = false if there is none; a clash
// without rules is one that nothing ends. may tells which rules can be dropped. No set is larger than size.
//
// It is the hitting-set tree of Reiter (A theory of diagnosis from first
// principles, 1987), level by level. It is for clash to give again what it gave before, where that will do.
func Repairs(size, most int, may func(rule int) bool, clash func(dropped []int) (rules []int, ok bool)) [][]int {
	var found [][]int
	level := [][]int{nil}
	for depth := 0; depth <= size && len(level) > 0 && len(found) == 0; depth++ {
		var next [][]int
		seen := map[string]bool{}
		for _, dropped := range level {
			if len(found) >= most {
				break
			}
			rules, ok := clash(dropped)
			if !ok {
				found = append(found, dropped)
				continue
			}
			for _, r := range rules {
				if !may(r) {
					continue
				}
				child := union(dropped, []int{r})
				if key := fmt.Sprint(child); !seen[key] {
					seen[key], next = true, append(next, child)
				}
			}
		}
		level = next
	}
	return found
}
