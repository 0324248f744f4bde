package recur

import "math/bits"

// Days are counted from 1970-01-01, a Thursday; years are those of the proleptic Gregorian calendar.

const daySeconds = 24 * 60 * 60

// The walk stays within the years 1 to 9999.
var (
	firstDay = dayNumber(1, 1, 1)
	lastDay  = dayNumber(9999, 12, 31)
)

// dayNumber is the number of a day. Months before 1 and after 12 are not taken.
// Years begin in March here, so that the leap day is the last: 153 days are five months.
func dayNumber(year, month, day int64) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	era := floorDiv(year, 400)
	y := year - era*400
	return era*146097 + y*365 + y/4 - y/100 + (153*(month-3)+2)/5 + day - 1 - 719468
}

// civilOf is the inverse of dayNumber.
func civilOf(n int64) (year, month, day int64) {
	n += 719468
	era := floorDiv(n, 146097)
	n -= era * 146097
	y := (n - n/1460 + n/36524 - n/146096) / 365
	n -= 365*y + y/4 - y/100
	m := (5*n + 2) / 153
	day = n - (153*m+2)/5 + 1
	if m < 10 {
		return y + era*400, m + 3, day
	}
	return y + era*400 + 1, m - 9, day
}

func leap(year int64) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

var monthLengths = [13]int64{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

func monthLength(year, month int64) int64 {
	if month == 2 && leap(year) {
		return 29
	}
	return monthLengths[month]
}

func yearLength(year int64) int64 {
	if leap(year) {
		return 366
	}
	return 365
}

// weekday is 0 for Sunday.
func weekday(n int64) int64 { return floorMod(n+4, 7) }

// weekOne is the first day of week 1 of a year: the first week with four days in it.
func weekOne(year, weekStart int64) int64 {
	first := dayNumber(year, 1, 1)
	into := floorMod(weekday(first)-weekStart, 7)
	if into > 3 {
		return first - into + 7
	}
	return first - into
}

// floorDiv is a/b rounded down; b is positive.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func floorMod(a, b int64) int64 { return a - floorDiv(a, b)*b }

// nextBit is the lowest bit of set that is n or more; -1 if there is none.
func nextBit(set uint64, n int64) int64 {
	if set >>= n; set == 0 {
		return -1
	}
	return n + int64(bits.TrailingZeros64(set))
}
