package release

import (
	"strings"

	"github.com/berthplan/berth/calendar"
)

// Shape is the distribution an Estimate stands for; risk gives it meaning.
type Shape string

// Estimate is a duration as people know it: low..likely..high, or one number (all three equal).
// Plans use Likely; simulation uses all three.
type Estimate struct {
	Low, Likely, High calendar.Length
	Shape             Shape // "": PERT-beta
}

// Exactly is the estimate of a duration that is known: all three are l.
func Exactly(l calendar.Length) Estimate { return Estimate{Low: l, Likely: l, High: l} }

// IsZero reports whether no duration was given.
func (e Estimate) IsZero() bool { return e == Estimate{} }

// String is "3d..5d..9d", or "5d" where all three are equal. The shape is not part of it.
func (e Estimate) String() string {
	if e.Low == e.Likely && e.Likely == e.High {
		return e.Likely.String()
	}
	return e.Low.String() + ".." + e.Likely.String() + ".." + e.High.String()
}

// ParseEstimate reads "5d" or "3d..5d..9d". Two numbers, "3d..9d", are refused:
// the likely one is missing. Whether low ≤ likely ≤ high depends on the length of a
// working day and is judged by Portfolio.Validate. The error is a [Fault] with the code
// "bad-estimate" and no path.
func ParseEstimate(s string) (Estimate, error) {
	parts := strings.Split(s, "..")
	bad := Fault{Code: "bad-estimate", Found: quote(s), Expected: "a duration such as 5d, or low..likely..high such as 3d..5d..9d"}
	switch len(parts) {
	case 1, 3:
	case 2:
		bad.Hint = "the likely duration is missing: write " + strings.TrimSpace(parts[0]) + "..likely.." + strings.TrimSpace(parts[1])
		return Estimate{}, bad
	default:
		return Estimate{}, bad
	}
	lengths := make([]calendar.Length, len(parts))
	for i, part := range parts {
		l, err := calendar.ParseLength(strings.TrimSpace(part))
		if err != nil {
			return Estimate{}, bad.because(err)
		}
		if strings.HasPrefix(strings.TrimSpace(part), "-") {
			bad.Hint = "a duration is not negative"
			return Estimate{}, bad
		}
		lengths[i] = l
	}
	if len(lengths) == 1 {
		return Exactly(lengths[0]), nil
	}
	return Estimate{Low: lengths[0], Likely: lengths[1], High: lengths[2]}, nil
}
