package review_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar/review"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares a text with testdata/NAME.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "run with -update")
	require.Equal(t, string(want), got)
}

// Every code has an example that has this finding and no other; the texts are a golden file.
func TestCodes(t *testing.T) {
	var names []string
	var texts strings.Builder
	for _, code := range review.Codes() {
		names = append(names, code.Name)
		found := code.Example()
		require.Len(t, found, 1, "%s: %s", code.Name, found)
		require.Equal(t, code.Name, found[0].Code)
		require.NotEmpty(t, code.Meaning)
		require.NotEmpty(t, found[0].Found)
		require.NotEmpty(t, found[0].Expected)
		texts.WriteString(found[0].String() + "\n")
	}
	require.True(t, slices.IsSorted(names))
	golden(t, "codes.txt", texts.String())
}
