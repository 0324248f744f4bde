package near_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar/internal/near"
)

func TestWord(t *testing.T) {
	words := []string{"milestone", "move", "skip", "train"}
	for _, tt := range []struct{ reason, word, want string }{
		{"a letter left out", "milstone", "milestone"},
		{"two letters swapped", "trian", "train"},
		{"capitals do not count", "SKIP", "skip"},
		{"the first of two that are as near", "smove", "move"},
		{"too far", "holiday", ""},
		{"too long to be compared", strings.Repeat("train", 20), ""},
	} {
		got, ok := near.Word(tt.word, words)
		require.Equal(t, tt.want, got, tt.reason)
		require.Equal(t, tt.want != "", ok, tt.reason)
	}
	require.Equal(t, "did you mean move?", near.Hint("mvoe", words))
	require.Empty(t, near.Hint("move", words), "it is one of them")
}

// Edits is a symmetric count that no change of one letter alters by more than one.
func TestEdits(t *testing.T) {
	word := rapid.StringMatching(`[a-c]{0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		d := near.Edits(a, b)
		require.Equal(t, d, near.Edits(b, a))
		require.Equal(t, a == b, d == 0)
		require.LessOrEqual(t, d, max(len(a), len(b)))
		further := near.Edits(a, b+"x")
		require.LessOrEqual(t, further, d+1)
		require.GreaterOrEqual(t, further, d-1)
	})
}
