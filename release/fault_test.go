package release_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/release"
)

func TestFaultError(t *testing.T) {
	for _, tt := range []struct {
		fault release.Fault
		want  string
	}{
		{release.Fault{Code: "cycle"}, "cycle"},
		{release.Fault{Code: "cycle", Path: "packages.a", Found: "a → b → a"}, "packages.a: cycle: found a → b → a"},
		{release.Fault{Code: "unknown-name", Path: "packages.a.system", Found: `"x"`, Expected: "a system", Hint: "did you mean y?"}, `packages.a.system: unknown-name: found "x", expected a system; did you mean y?`},
		{release.Fault{Code: "missing-name", Path: "packages[0].name", File: "plan.yaml", Line: 3, Column: 7, Expected: "a name"}, "plan.yaml:3:7: missing-name: expected a name"},
		{release.Fault{Code: "missing-name", File: "plan.yaml", Line: 3}, "plan.yaml:3: missing-name"},
		{release.Fault{Code: "missing-name", File: "plan.yaml"}, "plan.yaml: missing-name"},
		{release.Fault{Code: "missing-name", Line: 3, Column: 7, Hint: "give it one"}, "3:7: missing-name: give it one"},
	} {
		require.Equal(t, tt.want, tt.fault.Error())
	}
}

func TestFaultsError(t *testing.T) {
	require.NoError(t, release.Faults{}.Err())
	var many release.Faults
	for range 103 {
		many = append(many, release.Fault{Code: "cycle"})
	}
	lines := strings.Split(many.Error(), "\n")
	require.Len(t, lines, 101)
	require.Equal(t, "and 3 more", lines[100])
	require.NotContains(t, many[:100].Error(), "more")

	var one release.Fault
	require.True(t, errors.As(release.Faults{{Code: "cycle"}, {Code: "too-long"}}.Err(), &one))
	require.Equal(t, "cycle", one.Code)
}

func TestFaultsSorted(t *testing.T) {
	f := release.Faults{
		{Path: "risks[10].name"}, {Path: "risks[2].name"}, {Path: "packages.portal-12.system"}, {Path: "packages.portal-9.system"},
		{Path: "risks[2]"}, {Path: "risks[2].name", Code: "b"}, {Path: "risks[2].name", Code: "a"}, {Path: "risks[10].name"},
		{File: "b.yaml", Line: 1}, {File: "a.yaml", Line: 10}, {File: "a.yaml", Line: 9, Column: 3}, {File: "a.yaml", Line: 9, Column: 2},
	}
	var got []string
	for _, x := range f.Sorted() {
		got = append(got, x.Error())
	}
	require.Equal(t, []string{
		"packages.portal-9.system: ", "packages.portal-12.system: ", "risks[2]: ", "risks[2].name: ", "risks[2].name: a", "risks[2].name: b", "risks[10].name: ",
		"a.yaml:9:2: ", "a.yaml:9:3: ", "a.yaml:10: ", "b.yaml:1: ",
	}, got)
	require.Equal(t, "risks[10].name", f[0].Path, "the list itself is left alone")
}

// Sorting is the same whatever the order was.
func TestFaultsSortedIsTotal(t *testing.T) {
	paths := []string{"", "a", "a1", "a01", "a10", "a2", "a[2].b", "a[10]", "a[10].b", "1", "01", "b"}
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.Permutation(paths).Draw(t, "order")
		var f, plain release.Faults
		for i := range order {
			f = append(f, release.Fault{Path: order[i], Code: "x"})
			plain = append(plain, release.Fault{Path: paths[i], Code: "x"})
		}
		require.Equal(t, plain.Sorted(), f.Sorted())
	})
}
