package report_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

// clashing is the answer to two problems at once: a deadline that leaves no time, and a pin before its predecessor ends.
func clashing(t testing.TB) *schedule.Plan {
	nine := time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC)
	hours := func(n time.Duration) []schedule.Mode { return []schedule.Mode{{Duration: n * time.Hour}} }
	p := &schedule.Problem{
		Name: "Train", Start: nine, Horizon: nine.AddDate(0, 0, 7),
		Packages: []schedule.Package{{Name: "portal"}, {Name: "ledger"}},
		Activities: []schedule.Activity{
			{Name: "build", Package: "portal", Modes: hours(6)},
			{Name: "deploy", Package: "portal", Modes: hours(2), Deadline: nine.Add(7 * time.Hour)},
			{Name: "sit", Package: "ledger", Modes: hours(4)},
		},
		Links: []schedule.Link{{From: "build", To: "deploy"}},
	}
	p.Activities[2].Deadline = nine.Add(3 * time.Hour)
	plan, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 1000})
	require.True(t, errors.As(err, new(*schedule.Conflict)))
	return plan
}

func TestTextSaysWhatClashesAndWhatWouldHelp(t *testing.T) {
	golden(t, "clash.txt", []byte(text(t, clashing(t))))
	golden(t, "clash.md", []byte(shown(t, report.Markdown, clashing(t), report.MarkdownOptions{})))
	require.Contains(t, htmlPage(t, clashing(t)), "Would help: ")
}
