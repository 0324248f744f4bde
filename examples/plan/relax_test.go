package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// crowded is the sample with a deadline that it cannot keep.
func crowded(t *testing.T) string {
	t.Helper()
	file := strings.Replace(string(sample), "deadline: 2026-12-11", "deadline: 2026-09-25", 1)
	require.NotEqual(t, string(sample), file)
	return file
}

func TestWhatWouldHelpIsOffered(t *testing.T) {
	code, out, stderr := plan(t, crowded(t), "-work", "20000")
	require.Equal(t, exitNoPlan, code, stderr)
	require.Contains(t, out, `
What clashes: without any one of these the others can be kept
  - ledger-4.2 must end by Fri 25 Sep 24:00.
`)
	require.Contains(t, out, `
What would help: any one of these
  1. deadline of ledger-4.2 +8 working days, to Wed 7 Oct 24:00.
`)

	code, document, _ := plan(t, crowded(t), "-work", "20000", "-format", "json")
	require.Equal(t, exitNoPlan, code)
	var got struct {
		Conflict struct {
			Rules       []struct{ Kind, Name, Text string }
			Relaxations []struct {
				Text    string
				Cost    int64
				Changes []struct{ Kind, Target, Amount string }
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(document), &got))
	require.Equal(t, struct{ Kind, Name, Text string }{"deadline", "ledger-4.2", "ledger-4.2 must end by Fri 25 Sep 24:00"}, got.Conflict.Rules[0])
	first := got.Conflict.Relaxations[0]
	require.Equal(t, "deadline of ledger-4.2 +8 working days, to Wed 7 Oct 24:00", first.Text)
	require.Equal(t, []struct{ Kind, Target, Amount string }{{"deadline", "ledger-4.2", "+8 working days"}}, first.Changes)
	for k := 1; k < len(got.Conflict.Relaxations); k++ {
		require.GreaterOrEqual(t, got.Conflict.Relaxations[k].Cost, got.Conflict.Relaxations[k-1].Cost)
	}
}

func TestEveryRelaxationGivesAPlan(t *testing.T) {
	for n, text := range []string{"deadline of ledger-4.2 +8 working days", "ledger-4.2.sit not after", "ledger-4.2.uat not after", "ledger-4.2 left out and, as they need it, ledger-4.3"} {
		code, _, stderr := plan(t, crowded(t), "-work", "20000", "-relax", itoa(n+1), "-format", "json")
		require.Equal(t, exitPlan, code, stderr)
		require.Contains(t, stderr, "planned with: "+text)
	}
	code, _, stderr := plan(t, crowded(t), "-work", "20000", "-relax", "5")
	require.Equal(t, exitInput, code)
	require.Contains(t, stderr, "-relax: bad-value: found 5, expected 1 to 4")
	code, _, stderr = plan(t, crowded(t), "-relax", "-1")
	require.Equal(t, exitInput, code)
	require.Contains(t, stderr, "expected 1 or more")
}

func TestWhy(t *testing.T) {
	code, out, stderr := plan(t, "", "-why", "portal-12.1.deploy")
	require.Equal(t, exitPlan, code, stderr)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	require.Greater(t, len(lines), 4)
	require.Contains(t, lines[0], "portal-12.1.deploy starts ")
	require.Contains(t, lines[0], "blackout Year end until")
	require.Contains(t, lines[1], "portal-12.1.deploy/cab starts ")

	_, whole, _ := plan(t, "", "-why", "portal-12.1")
	require.True(t, strings.HasPrefix(whole, "portal-12.1.soak starts "), "a package stands for what ends last of it")

	code, _, stderr = plan(t, "", "-why", "portal-99")
	require.Equal(t, exitInput, code)
	require.Contains(t, stderr, "-why: bad-value: found portal-99, expected PACKAGE.PHASE, one of ")
}
