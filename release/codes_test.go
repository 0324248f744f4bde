package release_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/release"
)

func TestCodesExamples(t *testing.T) {
	codes := release.Codes()
	var names []string
	for _, code := range codes {
		names = append(names, code.Name)
		t.Run(code.Name, func(t *testing.T) {
			require.NotEmpty(t, code.Meaning)
			err := code.Example()
			require.Error(t, err)
			faults := faultsOf(t, err)
			require.Len(t, faults, 1, "%v", err)
			require.Equal(t, code.Name, faults[0].Code)
			require.NotEmpty(t, faults[0].Expected)
		})
	}
	require.True(t, slices.IsSorted(names))
	require.Len(t, slices.Compact(slices.Clone(names)), len(names))
}

// faultsOf is the faults in an error of this package: one or many.
func faultsOf(t testing.TB, err error) release.Faults {
	t.Helper()
	var many release.Faults
	var one release.Fault
	switch {
	case err == nil:
		return nil
	case asFaults(err, &many):
		return many
	default:
		require.ErrorAs(t, err, &one)
		return release.Faults{one}
	}
}

func asFaults(err error, to *release.Faults) bool {
	f, ok := err.(release.Faults)
	*to = f
	return ok
}
