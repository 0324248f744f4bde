package risk_test

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/risk"
)

func TestProbability(t *testing.T) {
	odds := func(o float64) float64 { return o / (1 + o) }
	const base = 0.02 / 0.98
	for _, tt := range []struct {
		profile release.Profile
		weights risk.Weights
		want    float64
		reason  string
	}{
		{release.Profile{Change: "small", Tests: "full", Rollback: "tested"}, risk.Weights{}, 0.02, "the best case is the base"},
		{release.Profile{Change: "large", Tests: "none", Rollback: "none"}, risk.Weights{}, odds(base * 6 * 4 * 2.5), "the worst case"},
		{release.Profile{Change: "medium", Tests: "partial", Rollback: "untested"}, risk.Weights{}, odds(base * 2.5 * 2 * 1.5), "the middle"},
		{release.Profile{}, risk.Weights{}, odds(base * 2.5 * 2 * 1.5), "what is not known is the middle"},
		{release.Profile{Change: "huge", Tests: "full", Rollback: "tested"}, risk.Weights{}, odds(base * 2.5), "a word that is none is not known"},
		{release.Profile{Change: "large", Probability: 0.3}, risk.Weights{}, 0.3, "a stated probability wins"},
		{release.Profile{Probability: 7}, risk.Weights{}, 1, "and is cut to 1"},
		{release.Profile{Change: "large", Tests: "full", Rollback: "tested"}, risk.Weights{Base: 0.5, LargeChange: 3}, 0.75, "weights of one's own"},
		{release.Profile{Change: "large", Tests: "full", Rollback: "tested"}, risk.Weights{LargeChange: 1}, 0.02, "a factor of 1 is no effect"},
		{release.Profile{Change: "small", Tests: "full", Rollback: "tested"}, risk.Weights{Base: 1}, 0.02, "a base of 1 is the default"},
		{release.Profile{Change: "small", Tests: "full", Rollback: "tested"}, risk.Weights{Base: math.NaN()}, 0.02, "so is no number"},
		{release.Profile{Change: "large", Tests: "none", Rollback: "none"}, risk.Weights{LargeChange: math.MaxFloat64, NoTests: math.MaxFloat64}, 1, "certainty is the most"},
	} {
		require.InDelta(t, tt.want, tt.weights.Probability(tt.profile), 1e-12, tt.reason)
	}
}

// A worse word never makes failure less likely, and no profile leaves 0..1.
func TestProbabilityIsMonotone(t *testing.T) {
	change, tests, rollback := []string{"small", "medium", "large"}, []string{"full", "partial", "none"}, []string{"tested", "untested", "none"}
	last := -1.0
	for i := range 3 {
		for j := range 3 {
			for k := range 3 {
				p := risk.Probability(release.Profile{Change: change[i], Tests: tests[j], Rollback: rollback[k]})
				require.Greater(t, p, 0.0)
				require.Less(t, p, 1.0)
				for _, worse := range [][3]int{{i + 1, j, k}, {i, j + 1, k}, {i, j, k + 1}} {
					if max(worse[0], worse[1], worse[2]) < 3 {
						require.Greater(t, risk.Probability(release.Profile{Change: change[worse[0]], Tests: tests[worse[1]], Rollback: rollback[worse[2]]}), p)
					}
				}
				last = max(last, p)
			}
		}
	}
	require.Equal(t, last, risk.Probability(release.Profile{Change: "large", Tests: "none", Rollback: "none"}))
}

func TestThousandths(t *testing.T) {
	for _, tt := range []struct {
		p, loss float64
		want    int64
		reason  string
	}{
		{0.25, 40, 10_000, "exact"},
		{0.0625, 0.008, 1, "a half rounds away from zero"},
		{0.1, 0, 0, "no loss"},
		{0.1, -5, 0, "a loss is not negative"},
		{0.1, math.NaN(), 0, "no number"},
		{1, math.MaxFloat64, math.MaxInt64, "the most there is"},
	} {
		require.Equal(t, tt.want, risk.Thousandths(release.Profile{Probability: tt.p, Loss: tt.loss}), tt.reason)
	}
	require.InDelta(t, 12, risk.Exposure(release.Profile{Probability: 0.3, Loss: 40}), 1e-12)
}

func TestScore(t *testing.T) {
	for _, tt := range []struct {
		p      float64
		impact int
		want   risk.Score
		band   risk.Band
		reason string
	}{
		{0, 1, risk.Score{Probability: 1, Impact: 1}, risk.Low, "the least"},
		{0.199, 3, risk.Score{Probability: 1, Impact: 3}, risk.Low, "nearer to 0.1"},
		{0.2, 3, risk.Score{Probability: 2, Impact: 3}, risk.Moderate, "0.3 · 0.2 begins the moderate"},
		{0.9, 2, risk.Score{Probability: 5, Impact: 2}, risk.Moderate, "0.09"},
		{0.9, 3, risk.Score{Probability: 5, Impact: 3}, risk.High, "0.9 · 0.2 begins the high, although 0.18 is no binary fraction"},
		{1, 5, risk.Score{Probability: 5, Impact: 5}, risk.High, "the most"},
		{1, 0, risk.Score{Probability: 5, Impact: 0}, risk.Unrated, "not rated"},
		{1, 9, risk.Score{Probability: 5, Impact: 9}, risk.Unrated, "no such impact"},
	} {
		s := risk.ScoreOf(release.Risk{Probability: tt.p, Impact: tt.impact})
		require.Equal(t, tt.want, s, tt.reason)
		require.Equal(t, tt.band, risk.Bands{}.Of(s), tt.reason)
	}
	s := risk.Score{Probability: 3, Impact: 4}
	require.Equal(t, 12, s.Ordinal())
	require.Equal(t, 0.2, s.Weight())
	require.Equal(t, risk.Moderate, risk.Bands{High: 0.25}.Of(s), "the organisation's own cut-off")
	require.Equal(t, risk.Low, risk.Bands{Moderate: 0.21, High: 0.25}.Of(s))
	require.Zero(t, risk.Score{}.Ordinal())
	require.Zero(t, risk.Score{Probability: 3}.Weight())
}

// The printed matrix of the PMBOK Guide, cell by cell.
func TestScoreAgainstPMBOK(t *testing.T) {
	dir := os.Getenv("BERTH_CASES")
	if dir == "" {
		t.Skip("BERTH_CASES is not set: the printed matrix is not here")
	}
	data, err := os.ReadFile(filepath.Join(dir, "risk", "small_formula", "pmbok_matrix.json"))
	require.NoError(t, err)
	var matrix struct {
		Probability, Impact []float64
		Score               [][]float64 `json:"score_rounded_2dp"`
	}
	require.NoError(t, json.Unmarshal(data, &matrix))
	require.Len(t, matrix.Probability, 5)
	for i, p := range matrix.Probability {
		for j := range matrix.Impact {
			s := risk.ScoreOf(release.Risk{Probability: p, Impact: j + 1})
			require.InDelta(t, p*matrix.Impact[j], s.Weight(), 1e-12)
			rounded := math.Floor(s.Weight()*100+0.5+1e-9) / 100 // half up, as printed
			require.InDelta(t, matrix.Score[i][j], rounded, 1e-12, "p %v, impact %d", p, j+1)
		}
	}
}

func TestRegister(t *testing.T) {
	days := func(low, likely, high int) release.Estimate {
		return release.Estimate{Low: calendar.Length{Days: low}, Likely: calendar.Length{Days: likely}, High: calendar.Length{Days: high}}
	}
	fix := &release.Mitigation{Text: "order early", Probability: 0.05}
	register := risk.NewRegister([]release.Risk{
		{Name: "late, unrated", Probability: 0.2, Delay: days(3, 5, 15), Owner: "ben", Mitigation: fix},
		{Name: "small", Probability: 0.1, Impact: 1, Owner: "ana"},
		{Name: "likely and bad", Probability: 0.9, Impact: 5},
		{Name: "b", Probability: 0.3, Impact: 3, Mitigation: fix},
		{Name: "a", Probability: 0.3, Impact: 3, Owner: "ana", Mitigation: fix},
		{Name: "unrated", Probability: 0.9},
		{Name: "with a delay", Probability: 0.3, Impact: 3, Delay: days(1, 1, 1)},
	}, 8*time.Hour)
	var order, open []string
	for _, e := range register {
		order = append(order, e.Name)
	}
	require.Equal(t, []string{"likely and bad", "with a delay", "a", "b", "small", "late, unrated", "unrated"}, order)
	for _, e := range register.Unmitigated() {
		open = append(open, e.Name)
	}
	require.Equal(t, []string{"likely and bad", "with a delay", "b", "small", "unrated"}, open)

	late := register[5]
	require.Equal(t, 608*time.Minute, late.Delay, "0.2 · (3+20+15)/6 days of 8 hours")
	require.Equal(t, 152*time.Minute, late.Residual, "0.05 of the same")
	require.Equal(t, 608*time.Minute+144*time.Minute, register.Delay())
	require.Empty(t, risk.NewRegister(nil, 0))
	require.Equal(t, late.Delay, risk.NewRegister([]release.Risk{late.Risk}, 0)[0].Delay, "a day is 8 hours unless stated")
}

// Whatever the order of the risks, the ranking is the same, and nothing is lost.
func TestRegisterIsStable(t *testing.T) {
	risks := []release.Risk{{Name: "a", Probability: 0.2, Impact: 2}, {Name: "b", Probability: 0.2, Impact: 2}, {Name: "c", Probability: 0.3, Impact: 2}, {Name: "d"}, {Name: "e", Impact: 5}}
	want := risk.NewRegister(risks, time.Hour)
	rapid.Check(t, func(t *rapid.T) {
		require.Equal(t, want, risk.NewRegister(rapid.Permutation(risks).Draw(t, "order"), time.Hour))
	})
}

func TestAssess(t *testing.T) {
	p := &release.Portfolio{
		Packages: []release.Package{
			{Name: "ledger-4.2", Profile: release.Profile{Probability: 0.25, Loss: 40}},
			{Name: "portal-12", Profile: release.Profile{Change: "small", Loss: 10}},
		},
		Risks: []release.Risk{{Name: "late", Probability: 0.5, Delay: release.Exactly(calendar.Length{Days: 2})}},
	}
	a := risk.Assess(p)
	require.Len(t, a.Packages, 2)
	require.Equal(t, risk.PackageExposure{Package: "ledger-4.2", Probability: 0.25, Exposure: 10, Thousandths: 10_000}, a.Packages[0])
	require.Equal(t, []string{"tests", "rollback"}, a.Packages[1].Assumed)
	require.InDelta(t, 10+10*risk.Probability(p.Packages[1].Profile), a.Exposure, 1e-12)
	require.Equal(t, 8*time.Hour, a.Register[0].Delay, "half of two days of 8 hours")

	heavy := risk.Weights{Base: 0.2}.Assess(p)
	require.Equal(t, a.Packages[0], heavy.Packages[0], "a stated probability is not weighed")
	require.Greater(t, heavy.Packages[1].Probability, a.Packages[1].Probability)
	require.Empty(t, risk.Assess(&release.Portfolio{}).Packages)
}
