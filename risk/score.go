package risk

import (
	"math"

	"github.com/berthplan/berth/release"
)

// Score is a place in the 5×5 matrix of probability and impact, each 1 to 5 from
// least to most. An Impact of 0 is not rated. The numeric scales are those of the PMBOK Guide
// (5th edition, figure 11-10): 0.1, 0.3, 0.5, 0.7, 0.9 for probability and 0.05, 0.1, 0.2,
// 0.4, 0.8 for impact. A matrix ranks coarsely: where losses or delays are known, prefer them.
type Score struct{ Probability, Impact int }

var (
	probabilityTenths = [...]int{0, 1, 3, 5, 7, 9}
	impactHundredths  = [...]int{0, 5, 10, 20, 40, 80}
)

// ScoreOf is the score of a risk: its probability by the nearest level of the scale, the higher of
// two, so that levels begin at 0, 0.2, 0.4, 0.6 and 0.8; and its impact.
func ScoreOf(r release.Risk) Score {
	s := Score{Probability: 1, Impact: r.Impact}
	for _, from := range []float64{0.2, 0.4, 0.6, 0.8} {
		if r.Probability >= from {
			s.Probability++
		}
	}
	return s
}

// Rated reports whether both parts are from 1 to 5.
func (s Score) Rated() bool {
	return 1 <= s.Probability && s.Probability <= 5 && 1 <= s.Impact && s.Impact <= 5
}

// Ordinal is the product of the two levels, 1 to 25; 0 if not rated.
func (s Score) Ordinal() int {
	if !s.Rated() {
		return 0
	}
	return s.Probability * s.Impact
}

// Weight is the product of the two numeric scales, 0.005 to 0.72; 0 if not rated.
func (s Score) Weight() float64 { return float64(s.thousandths()) / 1000 }

// thousandths is Weight without rounding.
func (s Score) thousandths() int {
	if !s.Rated() {
		return 0
	}
	return probabilityTenths[s.Probability] * impactHundredths[s.Impact]
}

// Band is how a score is called.
type Band string

const (
	Unrated  Band = ""         // no probability or no impact was given
	Low      Band = "low"      // below Bands.Moderate
	Moderate Band = "moderate" // from Bands.Moderate on
	High     Band = "high"     // from Bands.High on
)

// Bands are the weights at which the bands begin. They are the organisation's own:
// the defaults follow a common colouring of the PMBOK matrix and bind nobody.
// A zero field, or one that is no number, is its default.
type Bands struct {
	Moderate float64 // 0.06
	High     float64 // 0.18
}

// Of is the band of a score. Weights are compared in thousandths.
func (b Bands) Of(s Score) Band {
	at := float64(s.thousandths())
	switch {
	case !s.Rated():
		return Unrated
	case at >= math.Round(1000*or(b.High, 0.18)):
		return High
	case at >= math.Round(1000*or(b.Moderate, 0.06)):
		return Moderate
	}
	return Low
}
