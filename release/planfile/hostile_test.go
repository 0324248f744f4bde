package planfile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
)

// many writes n lines of a form with one number in it.
func many(n int, head, form string) string {
	var b strings.Builder
	b.WriteString(head)
	for i := range n {
		fmt.Fprintf(&b, form, i)
	}
	return b.String()
}

// TestHostileInput gives what no plan contains. Each must be answered, in
// linear time, with faults that say where; a quadratic step would take hours here.
func TestHostileInput(t *testing.T) {
	for _, c := range []struct{ reason, text, code string }{
		{"nothing", "", "empty-file"},
		{"only a comment", "# plan\n", "empty-file"},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00", "not-text"},
		{"Latin-1", "plan: Z\xfcrich", "not-text"},
		{"100 MB of brackets", strings.Repeat("[", 100<<20), "too-large"},
		{"more brackets than values", strings.Repeat("[", 1<<20), "too-large"},
		{"a few brackets", strings.Repeat("[", 100_000), "too-deep"},
		{"a list", "- a\n", "wrong-kind"},
		{"a text", "plan\n", "wrong-kind"},
		{"a number", "1", "wrong-kind"},
		{"unknown keys without end", many(90_000, "packages:\n  a:\n", "    k%d: 1\n"), "unknown-key"},
		{"more lines than any plan", many(1<<20, "packages:\n  a:\n", "    k%d: 1\n"), "too-large"},
		{"stray keys without end", "packages: {a: {system: b, " + many(100_000, "", "k%d, ") + "}}", "stray-key"},
		{"links to nothing without end", many(20_000, "packages:\n", "  p%d: {after: nowhere}\n"), "unknown-name"},
		{"a link as long as a book", "packages: {a: {after: " + strings.Repeat("a.b ", 100_000) + "}}", "bad-link"},
		{"a number as long as a book", "teams: {a: {capacity: " + strings.Repeat("9", 1<<20) + "}}", "bad-number"},
		{"a name as long as a book", "packages: {a: {system: " + strings.Repeat("x", 1<<20) + "}}", "unknown-name"},
		{"a date as long as a book", "now: " + strings.Repeat("2026-", 1<<18), "bad-date"},
	} {
		all := faults(t, c.text)
		require.NotEmpty(t, all, c.reason)
		require.LessOrEqual(t, len(all), 1000, c.reason)
		codes := map[string]bool{}
		for _, f := range all {
			codes[f.Code] = true
			require.Less(t, len(f.Error()), 2000, c.reason)
			require.Positive(t, f.Line, c.reason)
		}
		require.True(t, codes[c.code], "%s: %v", c.reason, all[0])
	}
}

func TestManyPackages(t *testing.T) {
	p := read(t, many(5_000, "packages:\n  p0: {}\n  q0: {}\n", "  x%[1]d: {after: [q0], notes: {a: b}}\n"))
	require.Len(t, p.Packages, 5_002)
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.yaml")
	require.NoError(f, err)
	for _, name := range files {
		data, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(data)
	}
	for _, code := range []string{"packages: {a: {after: []}, b: {after: a +2d}}", "gates: {g: [approval: cab]}\nmeetings: {cab: {at: \"14:00\"}}", "{\"teams\": {\"\\u00e9\": {\"capacity\": 1}}}", "environments: {a: {changeover: {default: 1h, x -> y: 2h}, configurations: [x, y]}}", "risks: [{name: a, delay: {low: 1d, likely: 2d, high: 3d, shape: x}}]", "kind: Component\napiVersion: 1\nmetadata: {name: a}\n"} {
		f.Add([]byte(code))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := planfile.Read(planfile.File{Name: "fuzz.yaml", Data: data})
		if err != nil {
			var all release.Faults
			require.ErrorAs(t, err, &all)
			require.NotEmpty(t, all)
			for _, f := range all {
				require.NotEmpty(t, f.Code)
				require.Positive(t, f.Line)
			}
			return
		}
		for _, text := range []string{write(t, p), writeJSON(t, p)} {
			again, err := planfile.Read(planfile.File{Data: []byte(text)})
			require.NoError(t, err, "%s", text)
			require.True(t, reflect.DeepEqual(p, again), "%s", text)
		}
	})
}
