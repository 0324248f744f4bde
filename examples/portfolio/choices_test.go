package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

const season = "../plan/sample.yaml"

func TestChoices(t *testing.T) {
	for _, tt := range []struct {
		reason string
		args   []string
		said   []string
	}{
		{"what fits by a date, and what would help", asked("select", "-backlog", "all", "-train", "one=2026-10-09"),
			[]string{"4 of 7 packages; no choice leaves out less by priority: it is proved.", "portal-8.0 (priority 700): it is proved not to fit", "deadline of portal-8.0.deploy +6 days"}},
		{"trains of a file", asked("select", "-backlog", "ledger-5.1,app-4.5", "-trains", "train.txt", "-milestone", "code freeze"), []string{"2026.4     Fri 25 Sep 2026 24:00", "7 of 7 packages"}},
		{"without trains, the windows are", asked("select"), []string{"prod       Tue 22 Sep 2026 20:00"}},
		{"a window that takes one at a time", asked("bundle"), []string{"prod takes 1 start at a time (proved)"}},
		{"pairs that share a night", []string{"bundle", "-work", "1000", "-most", "8", "-preparation", "4h", "-meeting", "1h", season}, []string{"TOGETHER", "pairs not tried."}},
		{"other windows", asked("cadence", "-every", "tue x 2", "-every", "every 6 weeks on tue from 2026-09-15 x 8"), []string{"as it is", "7 of 18", "every 6 weeks"}},
		{"a gate that fails", []string{"branch", "-work", "1000", "-gate", "fraud-rules-5.0.uat,fraud-rules-5.0.deploy", "-rework", "1d", season},
			[]string{"uat-exit of fraud-rules-5.0.uat", "go-no-go of fraud-rules-5.0.deploy (cab)", "withdraw", "Decide by", "there is no plan: "}},
	} {
		code, text, stderr := program(tt.args...)
		require.Equal(t, exitAnswer, code, "%s: %s", tt.reason, stderr)
		require.Empty(t, stderr, tt.reason)
		for _, said := range tt.said {
			require.Contains(t, text, said, tt.reason)
		}
		_, again, _ := program(tt.args...)
		require.Equal(t, text, again, "%s: the same input gives the same answer", tt.reason)
		code, document, _ := program(append([]string{tt.args[0], "-format", "json"}, tt.args[1:]...)...)
		require.Equal(t, exitAnswer, code, tt.reason)
		require.True(t, json.Valid([]byte(document)), tt.reason)
	}
}

func TestChoicesWrongInput(t *testing.T) {
	for _, tt := range []struct {
		reason string
		args   []string
		said   string
	}{
		{"no such package", asked("select", "-backlog", "ledger-9"), "unknown-name"},
		{"no date", asked("select", "-train", "one"), "-train: bad-value"},
		{"a train before the plan's start", asked("select", "-backlog", "all", "-train", "one=2020-01-01"), "bad-date"},
		{"no file of trains", asked("select", "-trains", "none.txt"), "none.txt: file"},
		{"no such milestone", asked("select", "-trains", "train.txt", "-milestone", "rc1"), "unknown-name"},
		{"a file that is no train", asked("select", "-trains", "core.yaml"), "core.yaml: "},
		{"no such window", asked("cadence", "-window", "night"), "-window: unknown-name"},
		{"no rule", asked("cadence", "-every", "now and then"), "-every: bad-value"},
		{"no capacity", asked("cadence", "-every", "tue x many"), "-every: bad-value"},
		{"a plan for a question that makes its own", asked("select", "-plan", "plan.json"), "-plan: bad-value"},
		{"a plan for another one", asked("cadence", "-plan", "plan.json"), "-plan: bad-value"},
		{"no such gate", asked("branch", "-gate", "ledger-5.0.uat"), "-gate: unknown-name"},
	} {
		code, text, stderr := program(tt.args...)
		require.Equal(t, exitInput, code, tt.reason)
		require.Empty(t, text, tt.reason)
		require.Contains(t, stderr, tt.said, tt.reason)
	}
}
