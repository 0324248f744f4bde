package schedule

import "time"

// floorMinute is the last whole UTC minute not after t, counted from 1970.
func floorMinute(t time.Time) int64 {
	s := t.Unix()
	m := s / 60
	if s%60 < 0 {
		m--
	}
	return m
}

// ceilMinute is the first whole UTC minute not before t, counted from 1970.
func ceilMinute(t time.Time) int64 {
	m := floorMinute(t)
	if !wholeMinute(t) {
		m++
	}
	return m
}

func wholeMinute(t time.Time) bool { return t.Unix()%60 == 0 && t.Nanosecond() == 0 }

// minuteTime is the time of a minute counted from 1970.
func minuteTime(m int64) time.Time { return time.Unix(m*60, 0).UTC() }
