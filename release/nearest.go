package release

import "strings"

// didYouMean is "did you mean x?" for the candidate nearest to word, or "" if none is near.
func didYouMean(word string, candidates []string) string {
	if best := nearest(word, candidates); best != "" {
		return "did you mean " + best + "?"
	}
	return ""
}

// nearest is the candidate with the fewest edits from word, the first of
// several; "" where more than a third of the letters would change. Case is free.
func nearest(word string, candidates []string) string {
	const longest = 64 // longer words are not compared: the work is quadratic
	lower := []rune(strings.ToLower(word))
	if len(lower) == 0 || len(lower) > longest {
		return ""
	}
	best, fewest := "", max(1, len(lower)/3)+1
	for _, c := range candidates {
		other := []rune(strings.ToLower(c))
		if c == "" || len(other)-len(lower) >= fewest || len(lower)-len(other) >= fewest {
			continue
		}
		if d := edits(lower, other); d < fewest {
			best, fewest = c, d
		}
	}
	return best
}

// edits is the number of insertions, deletions, replacements and swaps of
// neighbours between a and b (optimal string alignment distance).
func edits(a, b []rune) int {
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
