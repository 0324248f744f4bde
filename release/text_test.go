package release_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

func TestParseCriterion(t *testing.T) {
	for _, tt := range []struct {
		text   string
		want   release.Criterion
		prints string
		reason string
	}{
		{"approval: cab", release.Criterion{Kind: release.ApprovalOf, Name: "cab"}, "approval: cab", "a meeting decides"},
		{"approval:cab", release.Criterion{Kind: release.ApprovalOf, Name: "cab"}, "approval: cab", "the space is free"},
		{"signoff: business owner", release.Criterion{Kind: release.SignOffOf, Name: "business owner"}, "signoff: business owner", "a role may have spaces"},
		{"severity1 == 0", release.Criterion{Kind: release.Comparison, Name: "severity1", Op: "==", Value: "0"}, "severity1 == 0", "a number"},
		{"test.passRate>=98%", release.Criterion{Kind: release.Comparison, Name: "test.passRate", Op: ">=", Value: "98%"}, "test.passRate >= 98%", "spaces are free"},
		{"a < 1", release.Criterion{Kind: release.Comparison, Name: "a", Op: "<", Value: "1"}, "a < 1", "not read as <="},
		{"a != b c", release.Criterion{Kind: release.Comparison, Name: "a", Op: "!=", Value: "b c"}, "a != b c", "a value may have spaces"},
		{" smoke.list ", release.Criterion{Name: "smoke.list"}, "smoke.list", "a fact that must hold"},
	} {
		got, err := release.ParseCriterion(tt.text)
		require.NoError(t, err, tt.reason)
		require.Equal(t, tt.want, got, tt.reason)
		require.Equal(t, tt.prints, got.String(), tt.reason)
	}
}

func TestParseCriterionRefuses(t *testing.T) {
	for _, tt := range []struct{ text, hint, reason string }{
		{"", "", "nothing"},
		{"aproval: cab", "did you mean approval?", "a near word"},
		{"vote: cab", "", "an unknown word"},
		{"approval:", "who", "nobody"},
		{"test.passRate 98%", "no spaces", "the comparison is missing"},
		{"a = 1", "==", "one equals sign is no comparison"},
		{"a => 1", "==", "the other way round"},
		{"a ≥ 1", ">=", "typeset"},
		{">= 1", "before", "no fact"},
		{"a >=", "after", "no value"},
		{"a == b == c", "==", "two comparisons"},
		{"approval: cab >= 2", "colon", "votes are not counted"},
	} {
		_, err := release.ParseCriterion(tt.text)
		require.Error(t, err, tt.reason)
		f := faultsOf(t, err)[0]
		require.Equal(t, "bad-criterion", f.Code, tt.reason)
		require.Contains(t, f.Hint, tt.hint, tt.reason)
	}
}

func TestParseEstimate(t *testing.T) {
	for _, tt := range []struct {
		text, prints, reason string
	}{
		{"5d", "5d", "one number"},
		{"3d..5d..9d", "3d..5d..9d", "three numbers"},
		{" 2h .. 3h .. 6h ", "2h..3h..6h", "spaces are free"},
		{"5d..5d..5d", "5d", "three equal numbers are one"},
		{"9d..5d..3d", "9d..5d..3d", "the order is not judged here"},
	} {
		e, err := release.ParseEstimate(tt.text)
		require.NoError(t, err, tt.reason)
		require.Equal(t, tt.prints, e.String(), tt.reason)
	}
	for _, tt := range []struct{ text, hint, reason string }{
		{"", "", "nothing"},
		{"3d..9d", "write 3d..likely..9d", "the likely number is missing"},
		{"1d..2d..3d..4d", "", "four numbers"},
		{"-2d", "not negative", "negative"},
		{"3d..x..9d", "", "no length"},
		{"1.5h", "1h30m", "the calendar's own hint is passed on"},
	} {
		_, err := release.ParseEstimate(tt.text)
		require.Error(t, err, tt.reason)
		f := faultsOf(t, err)[0]
		require.Equal(t, "bad-estimate", f.Code, tt.reason)
		require.Contains(t, f.Hint, tt.hint, tt.reason)
	}
}

func TestEstimateRoundTrip(t *testing.T) {
	one := rapid.Custom(func(t *rapid.T) calendar.Length {
		return calendar.Length{
			Weeks: rapid.IntRange(0, 4).Draw(t, "w"), Days: rapid.IntRange(0, 9).Draw(t, "d"),
			Hours: rapid.IntRange(0, 30).Draw(t, "h"), Minutes: rapid.IntRange(0, 90).Draw(t, "m"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		e := release.Estimate{Low: one.Draw(t, "low"), Likely: one.Draw(t, "likely"), High: one.Draw(t, "high")}
		again, err := release.ParseEstimate(e.String())
		require.NoError(t, err)
		require.Equal(t, e, again)
	})
}

func TestKindsPrint(t *testing.T) {
	require.Equal(t, "one-per-occurrence", release.OnePerOccurrence.String())
	require.Equal(t, "Changes(9)", release.Changes(9).String())
	require.Equal(t, "contiguous", release.Contiguous.String())
	require.Equal(t, "TimeKind(9)", release.TimeKind(9).String())
	require.Equal(t, "start-to-finish", release.StartToFinish.String())
	require.Equal(t, "apart", release.Apart.String())
	require.Equal(t, "LinkKind(9)", release.LinkKind(9).String())
	require.Equal(t, "signoff", release.SignOffOf.String())
	require.Equal(t, "CriterionKind(9)", release.CriterionKind(9).String())
}
