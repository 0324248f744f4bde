// Package near guesses which word was meant.
package near

import (
	"slices"
	"strings"
)

// longest is the length in bytes of the longest word that is compared.
const longest = 64

// Word is the candidate nearest to word in capitals or not, if fewer than a third of its letters differ; the first of several.
func Word(word string, candidates []string) (string, bool) {
	if len(word) > longest {
		return "", false
	}
	best, fewest := "", max(1, len(word)/3)+1
	for _, c := range candidates {
		if len(c) > longest {
			continue
		}
		if d := Edits(strings.ToLower(word), strings.ToLower(c)); d < fewest {
			best, fewest = c, d
		}
	}
	return best, best != ""
}

// Hint is "did you mean X?" for the nearest candidate, or "".
func Hint(word string, candidates []string) string {
	if w, ok := Word(word, candidates); ok && !slices.Contains(candidates, word) {
		return "did you mean " + w + "?"
	}
	return ""
}

// Edits counts the insertions, deletions, replacements and swaps of neighbours between a and b (optimal string alignment), in bytes.
func Edits(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
