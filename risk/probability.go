package risk

import (
	"math"

	"github.com/berthplan/berth/release"
)

// Weights turn the words of a profile into a probability of failure. The odds of
// the best case (a small change, fully tested, its rollback tested) are multiplied by
// one factor for each word that is worse, and turned back into a probability:
//
//	odds = Base/(1-Base) · change · tests · rollback
//	p    = odds / (1 + odds)
//
// This is a logistic model with one effect a word, so p lies between 0 and 1 and no word
// outweighs certainty. A word that is missing, or that is none of those listed, counts as the
// middle one: what is not known is neither the best nor the worst.
//
// The defaults are this package's own choice and rest on no study: they put the best
// case at 2 %, all middle words at about 13 % and the worst case at about 55 %.
// Replace them by what your own record of changes says. A field that is zero,
// negative or no number is the default, and so is a Base of 1 or more; a factor of 1 is no effect.
type Weights struct {
	Base             float64 // probability of failure in the best case; 0.02
	MediumChange     float64 // 2.5
	LargeChange      float64 // 6
	PartialTests     float64 // 2
	NoTests          float64 // 4
	UntestedRollback float64 // 1.5
	NoRollback       float64 // 2.5
}

// Probability is the probability that a package with this profile fails: Profile.Probability
// where it is given, else derived from the words. It lies within 0..1.
func (w Weights) Probability(r release.Profile) float64 {
	if r.Probability > 0 {
		return min(r.Probability, 1)
	}
	base := or(w.Base, 0.02)
	if base >= 1 {
		base = 0.02
	}
	odds := base / (1 - base)
	odds *= factor(r.Change, "small", "large", or(w.MediumChange, 2.5), or(w.LargeChange, 6))
	odds *= factor(r.Tests, "full", "none", or(w.PartialTests, 2), or(w.NoTests, 4))
	odds *= factor(r.Rollback, "tested", "none", or(w.UntestedRollback, 1.5), or(w.NoRollback, 2.5))
	if math.IsInf(odds, 1) {
		return 1
	}
	return odds / (1 + odds)
}

// Exposure is the expected loss p · loss, in the unit of Profile.Loss. A loss that is
// negative or no number counts as 0.
func (w Weights) Exposure(r release.Profile) float64 {
	if !(r.Loss > 0) {
		return 0
	}
	return w.Probability(r) * r.Loss
}

// Thousandths is round(1000 · p · loss), half away from zero: an integer, so that
// sums do not depend on their order. Windows' risk budgets count it. It stops at the largest int64.
func (w Weights) Thousandths(r release.Profile) int64 {
	x := math.Round(1000 * w.Exposure(r))
	if x >= math.MaxInt64 {
		return math.MaxInt64
	}
	return int64(x)
}

// Probability is Weights.Probability with the default weights.
func Probability(r release.Profile) float64 { return Weights{}.Probability(r) }

// Exposure is Weights.Exposure with the default weights.
func Exposure(r release.Profile) float64 { return Weights{}.Exposure(r) }

// Thousandths is Weights.Thousandths with the default weights.
func Thousandths(r release.Profile) int64 { return Weights{}.Thousandths(r) }

func factor(word, best, worst string, middle, most float64) float64 {
	switch word {
	case best:
		return 1
	case worst:
		return most
	}
	return middle
}

// or is x where it is a positive number, else its default.
func or(x, otherwise float64) float64 {
	if x > 0 && !math.IsInf(x, 1) {
		return x
	}
	return otherwise
}

// assumed lists the parts of a profile that are not known and were taken to be the middle word.
func assumed(r release.Profile) []string {
	if r.Probability > 0 {
		return nil
	}
	var parts []string
	for _, part := range []struct{ key, word, best, middle, worst string }{
		{"change", r.Change, "small", "medium", "large"},
		{"tests", r.Tests, "full", "partial", "none"},
		{"rollback", r.Rollback, "tested", "untested", "none"},
	} {
		if part.word != part.best && part.word != part.middle && part.word != part.worst {
			parts = append(parts, part.key)
		}
	}
	return parts
}
