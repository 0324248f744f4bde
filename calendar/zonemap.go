package calendar

import "time"

// zoneMap turns floating seconds (civil time counted as if it were UTC) into
// instants of one location. It decides gaps and overlaps itself, because
// time.Date chooses differently from zone to zone. It remembers the stretch of
// constant offset it was last in, so it is for one goroutine only; the zero
// value with loc set is ready to use.
type zoneMap struct {
	loc        *time.Location
	known      bool
	start, end int64 // the remembered stretch, in Unix seconds
	offset     int64 // seconds east of UTC in it
}

// farSeconds stands for "no transition before" and, positive, "none after".
const farSeconds = int64(1) << 50

// margin is more than any change of offset, a skipped or doubled day included.
const margin = 26 * 60 * 60

// unix maps a civil time: the first of two, or, in a gap, the offset before the gap.
func (z *zoneMap) unix(civil int64) int64 {
	u, _ := z.resolve(civil)
	return u
}

// first is the earliest instant whose civil time is civil or later.
func (z *zoneMap) first(civil int64) int64 {
	u, gap := z.resolve(civil)
	if gap != 0 {
		return gap
	}
	return u
}

// begin and finish are the instants that a moment means as a start and as an exclusive end.
func (z *zoneMap) begin(m Moment) int64 {
	switch m.form {
	case dayMoment:
		return z.first(m.date.seconds())
	case instantMoment:
		return m.date.seconds() + int64(m.clock) - int64(m.offset)
	}
	return z.unix(m.date.seconds() + int64(m.clock))
}

func (z *zoneMap) finish(m Moment) int64 {
	if m.form == dayMoment {
		return z.first(m.date.seconds() + daySeconds)
	}
	return z.begin(m)
}

// skips reports whether no clock shows this civil time.
func (z *zoneMap) skips(civil int64) bool {
	_, gap := z.resolve(civil)
	return gap != 0
}

// after reports whether a civil time is read as an instant after unix.
func (z *zoneMap) after(civil, unix int64) bool {
	u, _ := z.resolve(civil)
	return u > unix
}

func (z *zoneMap) at(unix int64) time.Time { return time.Unix(unix, 0).In(z.location()) }

func (z *zoneMap) location() *time.Location {
	if z.loc == nil {
		return time.UTC
	}
	return z.loc
}

// resolve gives the Unix time of a civil time and, if it lies in a gap, the
// instant at which the clock jumps.
func (z *zoneMap) resolve(civil int64) (unix, gap int64) {
	if z.loc == nil || z.loc == time.UTC {
		return civil, 0
	}
	if z.known {
		if u := civil - z.offset; u >= z.start+margin && u < z.end-margin {
			return u, 0
		}
	}
	z.enter(civil - margin)
	for {
		u := civil - z.offset
		if u >= z.start && u < z.end {
			return u, 0
		}
		if z.end == farSeconds {
			return u, 0
		}
		before, jump := z.offset, z.end
		z.enter(jump)
		if civil-z.offset < jump { // neither side shows this time
			return civil - before, jump
		}
	}
}

// civil is what clocks show at an instant, as floating seconds.
func (z *zoneMap) civil(unix int64) int64 {
	if z.loc == nil || z.loc == time.UTC {
		return unix
	}
	if !z.known || unix < z.start || unix >= z.end {
		z.enter(unix)
	}
	return unix + z.offset
}

// civilBefore is a civil time so early that every earlier one is read as an instant before unix.
func (z *zoneMap) civilBefore(unix int64) int64 {
	civil := z.civil(unix)
	if z.known && unix-z.start < margin {
		return civil - margin
	}
	return civil
}

// civilAfter is a civil time so late that it and every later one is read as an instant at unix or after.
func (z *zoneMap) civilAfter(unix int64) int64 {
	civil := z.civil(unix)
	if z.known && unix-z.start < margin {
		return civil + margin
	}
	return civil
}

// enter remembers the stretch of constant offset that holds the instant.
func (z *zoneMap) enter(unix int64) {
	t := time.Unix(unix, 0).In(z.loc)
	_, off := t.Zone()
	from, to := t.ZoneBounds()
	z.known, z.offset, z.start, z.end = true, int64(off), -farSeconds, farSeconds
	if !from.IsZero() {
		z.start = from.Unix()
	}
	if !to.IsZero() {
		z.end = to.Unix()
	}
	if z.end <= unix {
		// Past the years that Go's tables list, the last day of a leap year may
		// end at the instant asked for. No zone changes its clocks on that day.
		z.end = unix + daySeconds
	}
}

// zoneMaps are the mappings of one evaluation, by name.
type zoneMaps map[string]*zoneMap

func (m zoneMaps) of(name string) (*zoneMap, *Error) {
	if z := m[name]; z != nil {
		return z, nil
	}
	loc, err := loadZone(name)
	if err != nil {
		return nil, err
	}
	z := &zoneMap{loc: loc}
	m[name] = z
	return z, nil
}
