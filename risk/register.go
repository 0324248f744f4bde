package risk

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// Entry is a line of the register with what follows from it.
type Entry struct {
	release.Risk
	Score    Score
	Delay    time.Duration // expected, in working time: probability · mean delay
	Residual time.Duration // the same once the mitigation is done; Delay without one
}

// Register is the risks, the first to look at first: by the weight of their score, then by
// expected delay, then by probability, each from high to low, then by name. Risks whose
// impact is not rated come last, by expected delay; that is no statement that they are small.
type Register []Entry

// NewRegister ranks risks. day is a standard working day, which the delays are measured in;
// 0 or less is 8 hours. The mean of a delay is (low + 4·likely + high)/6, that of the PERT-beta distribution.
func NewRegister(risks []release.Risk, day time.Duration) Register {
	if day <= 0 {
		day = 8 * time.Hour
	}
	register := make(Register, 0, len(risks))
	for _, r := range risks {
		e := Entry{Risk: r, Score: ScoreOf(r)}
		mean := meanDelay(r.Delay, day)
		e.Delay = share(r.Probability, mean)
		e.Residual = e.Delay
		if r.Mitigation != nil {
			e.Residual = share(r.Mitigation.Probability, mean)
		}
		register = append(register, e)
	}
	slices.SortStableFunc(register, func(a, b Entry) int {
		return cmp.Or(
			cmp.Compare(b.Score.thousandths(), a.Score.thousandths()),
			cmp.Compare(b.Delay, a.Delay),
			cmp.Compare(b.Probability, a.Probability),
			cmp.Compare(a.Name, b.Name),
		)
	})
	return register
}

// Unmitigated are the entries without an owner or without a mitigation, in the same order.
func (r Register) Unmitigated() Register {
	var open Register
	for _, e := range r {
		if e.Owner == "" || e.Mitigation == nil {
			open = append(open, e)
		}
	}
	return open
}

// Delay is the expected delay of all entries together, in working time: a sum of
// work, not of dates, since delays may fall beside each other.
func (r Register) Delay() time.Duration {
	var sum time.Duration
	for _, e := range r {
		if sum += e.Delay; sum < 0 {
			return math.MaxInt64
		}
	}
	return sum
}

// meanDelay is the mean of the PERT-beta distribution with lambda 4.
func meanDelay(e release.Estimate, day time.Duration) float64 {
	hours := func(l calendar.Length) float64 { return float64(l.Working(day)) }
	return (hours(e.Low) + 4*hours(e.Likely) + hours(e.High)) / 6
}

// share is p of a mean delay, to the minute; p is cut to 0..1.
func share(p, mean float64) time.Duration {
	if !(p > 0) || !(mean > 0) {
		return 0
	}
	minutes := math.Round(min(p, 1) * mean / float64(time.Minute))
	return time.Duration(min(minutes, math.MaxInt64/float64(time.Minute)-1)) * time.Minute
}
