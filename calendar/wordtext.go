package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// String is the canonical text of a rule in words.
func (w *wordRule) String() string {
	switch w.kind {
	case workingWords:
		return "working days"
	case intervalDays:
		if w.interval == 1 {
			return "every day from " + w.from.String()
		}
		return fmt.Sprintf("every %d days from %s", w.interval, w.from)
	case weekdayWords:
		if w.interval == 1 && w.from.IsZero() {
			return w.days.String()
		}
		if w.interval == 1 {
			return fmt.Sprintf("every week on %s from %s", w.days, w.from)
		}
		return fmt.Sprintf("every %d weeks on %s from %s", w.interval, w.days, w.from)
	}
	return w.positionText() + " of " + w.periodText()
}

func (w *wordRule) positionText() string {
	n := len(w.positions)
	unit := w.unitText()
	switch {
	case n > 1 && w.positions[0] == 1 && w.positions[n-1] == n:
		return fmt.Sprintf("first %d %s", n, plural(unit))
	case n > 1 && w.positions[0] == -n && w.positions[n-1] == -1:
		return fmt.Sprintf("last %d %s", n, plural(unit))
	}
	words := make([]string, n)
	for i, p := range w.positions {
		switch {
		case p == -1:
			words[i] = "last"
		case p < 0:
			words[i] = ordinalText(-p) + " last"
		default:
			words[i] = ordinalText(p)
		}
	}
	list := strings.Join(words, ", ")
	if w.unit == anyDay && w.positions[n-1] > 0 {
		return list // "15th of month"
	}
	return list + " " + unit
}

func (w *wordRule) unitText() string {
	switch {
	case w.unit == workingUnit:
		return "working day"
	case w.unit == anyDay:
		return "day"
	case w.weekdays == monToFri:
		return "weekday"
	}
	return w.weekdays.String()
}

func plural(unit string) string {
	if strings.HasSuffix(unit, "day") {
		return unit + "s"
	}
	return unit // "first 2 fri"
}

func (w *wordRule) periodText() string {
	if w.months == 0 {
		return w.period.String()
	}
	var names []string
	for m := time.January; m <= time.December; m++ {
		if w.months&(1<<m) != 0 {
			names = append(names, monthNames[m-1])
		}
	}
	return strings.Join(names, ", ")
}

// instances lists the rule's days, as floating seconds at midnight.
func (w *wordRule) instances(from, to int64, in scene) []int64 {
	first, last := floorDiv(from+daySeconds-1, daySeconds), floorDiv(to-1, daySeconds)
	begin := int64(-1) << 40
	if !w.from.IsZero() {
		begin = w.from.number()
		first = max(first, begin)
	}
	var out []int64
	switch w.kind {
	case positionWords:
		return w.positionDays(first, last, in)
	case intervalDays:
		step := int64(w.interval)
		for n := begin + floorDiv(first-begin+step-1, step)*step; n <= last; n += step {
			out = append(out, n*daySeconds)
		}
	case workingWords:
		for n := first; n <= last; n++ {
			if in.working(n) {
				out = append(out, n*daySeconds)
			}
		}
	case weekdayWords:
		week := monday(begin)
		for n := first; n <= last; n++ {
			if w.days.Has(weekdayOfNumber(n)) && (w.interval == 1 || (monday(n)-week)/7%int64(w.interval) == 0) {
				out = append(out, n*daySeconds)
			}
		}
	}
	return out
}

// monday is the day number of the Monday of n's week.
func monday(n int64) int64 { return n - int64((weekdayOfNumber(n)+6)%7) }

func (w *wordRule) positionDays(first, last int64, in scene) []int64 {
	if last < first {
		return nil
	}
	var out, candidates []int64
	d := dateOfNumber(first)
	length := w.period.months()
	month := d.Year*12 + int(d.Month-1)
	for month -= month % length; ; month += length {
		start := Date{month / 12, time.Month(month%12 + 1), 1}
		begin := start.number()
		if begin > last {
			break
		}
		if w.months != 0 && w.months&(1<<start.Month) == 0 {
			continue
		}
		end := Date{start.Year, start.Month + time.Month(length), 1}.number()
		candidates = candidates[:0]
		for n := begin; n < end; n++ {
			if w.candidate(n, in) {
				candidates = append(candidates, n)
			}
		}
		mark := len(out)
		for _, p := range w.positions {
			i := p - 1
			if p < 0 {
				i = len(candidates) + p
			}
			if i >= 0 && i < len(candidates) && candidates[i] >= first && candidates[i] <= last {
				out = append(out, candidates[i]*daySeconds)
			}
		}
		slices.Sort(out[mark:])
	}
	return slices.Compact(out)
}

func (w *wordRule) candidate(n int64, in scene) bool {
	switch w.unit {
	case workingUnit:
		return in.working(n)
	case weekdayUnit:
		return w.weekdays.Has(weekdayOfNumber(n))
	}
	return true
}
