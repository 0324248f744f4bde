package clearance_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule/clearance"
)

func TestJudge(t *testing.T) {
	const yes, no, unknown = clearance.Yes, clearance.No, clearance.Unknown
	for _, c := range []struct {
		reason, criterion, value string
		want                     clearance.Answer
	}{
		{"more than asked", "test.passRate >= 98%", "98.7%", yes},
		{"just what is asked", "test.passRate >= 98%", "98%", yes},
		{"equal in another form", "test.passRate == 98%", "98.00 percent", yes},
		{"less", "test.passRate >= 98%", "97.99%", no},
		{"a share is not the same as percents: 0.99 may mean both", "test.passRate >= 98%", "0.99", unknown},
		{"no number where one is asked", "severity1 == 0", "n/a", unknown},
		{"also for unequal: what is not known is no pass", "severity1 != 0", "n/a", unknown},
		{"a count", "severity1 == 0", "0", yes},
		{"a count that is too high", "severity1 == 0", "2", no},
		{"a unit that nobody asked for", "severity1 == 0", "0 defects", unknown},
		{"a unit of its own", "severity1 <= 3 defects", "2 defects", yes},
		{"negative", "drift > -1", "-0.5", yes},
		{"exact, where floating point is not", "sum == 0.3", "0.30000000000000000001", no},
		{"time converts", "p95 <= 1.5s", "900ms", yes},
		{"minutes", "recovery < 1h", "61min", no},
		{"sizes convert", "image <= 1 GiB", "1000MB", yes},
		{"size is no time", "p95 <= 1s", "900MB", unknown},
		{"a number with two points is a version", "agent >= 1.9.0", "1.10.0", yes},
		{"a v makes it a version", "agent >= v1.9", "1.10", yes},
		{"one point without a v is a number", "agent >= 1.9", "1.10", no},
		{"before its release", "agent >= 2.0.0", "2.0.0-rc1", no},
		{"after another candidate", "agent >= 2.0.0-rc.2", "2.0.0-rc.10", yes},
		{"build data does not count", "agent == 2.0.0", "2.0.0+5", yes},
		{"no version at all", "agent >= 2.0.0", "latest", unknown},
		{"text, equal", "colour == green", "green", yes},
		{"text, letter by letter", "colour == green", "Green", no},
		{"text, unequal", "colour != red", "green", yes},
		{"text has no order", "colour > green", "red", unknown},
		{"quotation marks are not part of it", `colour == "green"`, "green", yes},
		{"a word for yes", "rehearsed == true", "yes", yes},
		{"a word for no", "rehearsed == yes", "false", no},
		{"neither", "rehearsed == yes", "tomorrow", unknown},
		{"no value", "severity1 == 0", "", unknown},
		{"days are texts", "trained == 2026-09-01", "2026-09-01", yes},
		{"very many digits", "x == 0", "00000000000000000000000000000000000000000000000000", unknown},

		{"a fact that holds", "smoke.list", "passed", yes},
		{"whatever the case", "smoke.list", "Yes", yes},
		{"a fact that fails", "smoke.list", "failed", no},
		{"a fact that says neither", "smoke.list", "12 of 14", unknown},
		{"a fact without a value", "smoke.list", "", unknown},
		{"given", "approval: cab", "given", yes},
		{"taken back", "approval: cab", "taken back", no},
		{"asked for", "approval: cab", "requested", unknown},
		{"done is not given", "approval: cab", "done", unknown},
		{"signed off", "signoff: business", "approved", yes},
		{"not signed off", "signoff: business", "rejected", no},
	} {
		t.Run(c.reason, func(t *testing.T) {
			criterion, err := release.ParseCriterion(c.criterion)
			require.NoError(t, err)
			got, text := clearance.Judge(criterion, &release.Fact{Value: c.value})
			require.Equal(t, c.want, got, text)
			require.NotEmpty(t, text)
		})
	}
	got, text := clearance.Judge(release.Criterion{Kind: release.FactHolds}, nil)
	require.Equal(t, unknown, got)
	require.Equal(t, "is not known", text)
}

// FuzzJudge holds comparisons to what must be true of any: never both ways, and mirrored by the opposite.
func FuzzJudge(f *testing.F) {
	for _, seed := range [][2]string{{"98.7%", "98%"}, {"n/a", "0"}, {"1.10.0", "v1.9"}, {"2.0.0-rc.1", "2.0.0"}, {"900ms", "1.5s"}, {"-0.5", ""}, {"yes", "true"},
		{"1e999999999", "1"}, {"0x10", "16"}, {"99999999999999999999999999999999999999999", "1"}, {"1.", ".5"}, {"\"a\"", "a"}, {"5 µs", "5us"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, value, wanted string) {
		judge := func(op string) clearance.Answer {
			answer, text := clearance.Judge(release.Criterion{Kind: release.Comparison, Name: "x", Op: op, Value: wanted}, &release.Fact{Value: value})
			require.NotEmpty(t, text)
			return answer
		}
		opposite := map[clearance.Answer]clearance.Answer{clearance.Yes: clearance.No, clearance.No: clearance.Yes, clearance.Unknown: clearance.Unknown}
		for _, pair := range [][2]string{{"==", "!="}, {"<", ">="}, {">", "<="}} {
			require.Equal(t, opposite[judge(pair[0])], judge(pair[1]), "%q %s %q", value, pair[0], wanted)
		}
		if judge("<") != clearance.Unknown {
			holds := 0
			for _, op := range []string{"<", "==", ">"} {
				if judge(op) == clearance.Yes {
					holds++
				}
			}
			require.Equal(t, 1, holds, "%q is less than, equal to or more than %q", value, wanted)
		}
	})
}
