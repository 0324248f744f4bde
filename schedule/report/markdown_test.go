package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

// replanned is train after a week: something moved, something is elsewhere, one is new and one is gone.
func replanned(t testing.TB) *schedule.Plan {
	p := train(t)
	week := 7 * 24 * time.Hour
	p.Activities[2].Start, p.Activities[2].End = p.Activities[2].Start.Add(week), p.Activities[2].End.Add(week)
	p.Activities[0].Environment, p.Activities[0].Resources = "uat-2", []string{"team-web"}
	p.Activities[4].Activity = "morning drill"
	return p
}

func TestMarkdownGolden(t *testing.T) {
	golden(t, "train.md", []byte(shown(t, report.Markdown, train(t), report.MarkdownOptions{})))
	golden(t, "replanned.md", []byte(shown(t, report.Markdown, replanned(t), report.MarkdownOptions{Since: train(t)})))
	golden(t, "noway.md", []byte(shown(t, report.Markdown, noWay(t), report.MarkdownOptions{})))
	same := shown(t, report.Markdown, train(t), report.MarkdownOptions{Since: train(t)})
	require.Contains(t, same, "## What changed\n\nNothing: every activity is where it was.\n\n| PACKAGE ")
}

func TestMarkdownSaysWhatTextSays(t *testing.T) {
	plain := strings.NewReplacer(`\`, "", "&lt;", "<", "# ", "", "- ", "", "| ", "", "|", "", "---", "", "--:", "")
	words := strings.Join(strings.Fields(plain.Replace(shown(t, report.Markdown, train(t), report.MarkdownOptions{}))), " ")
	for _, line := range lines(text(t, train(t))) {
		line = strings.Join(strings.Fields(strings.Replace(line, "- ", "", 1)), " ")
		if strings.HasPrefix(line, "uat ") {
			continue // blank cells are bars
		}
		require.Contains(t, words, line)
	}
}

func TestMarkdownNamesAreText(t *testing.T) {
	plain := lines(shown(t, report.Markdown, named(t, "x"), report.MarkdownOptions{Since: named(t, "y")}))
	for _, name := range hostile {
		out := lines(shown(t, report.Markdown, named(t, name), report.MarkdownOptions{Since: named(t, "y")}))
		require.Len(t, out, len(plain), "%q makes no line", name)
		for i, line := range out {
			require.Equal(t, strings.Count(plain[i], "|"), strings.Count(line, "|"), "%q makes no cell: %s", name, line)
			require.NotContains(t, line, "<")
			require.NotContains(t, line, "\x1b")
			for k, r := range line {
				if strings.ContainsRune("`*_[]~$", r) {
					require.Equal(t, byte('\\'), line[max(k-1, 0)], "%q is no markup in %s", name, line)
				}
			}
			require.False(t, strings.HasPrefix(line, "# ") != strings.HasPrefix(plain[i], "# "), "%q makes no heading: %s", name, line)
			require.NotContains(t, line, "- - ")
			require.NotContains(t, line, "- 1. ")
		}
	}
}
