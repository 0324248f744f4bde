package recur

// This file walks the periods up to a week. A period of a day or less has one
// day at most, so nothing has to be collected; see the tables of RFC 5545 §3.3.10 for what limits.

// seek brings the walk to the last period that begins at x or before, counted by
// whole intervals from the one that holds the start.
func (w *Walk) seek(x int64) {
	step, start := int64(w.rule.Interval), w.b.Start
	unit := int64(1)
	switch w.rule.Freq {
	case Yearly, Monthly:
		w.seekLong(x)
		return
	case Weekly, Daily:
		day := floorDiv(start, daySeconds)
		x = floorDiv(x, daySeconds)
		if w.rule.Freq == Weekly {
			day -= floorMod(weekday(day)-int64(w.rule.WeekStart), 7)
			step *= 7
		}
		w.at = day + floorDiv(x-day, step)*step
		return
	case Hourly:
		unit = 3600
	case Minutely:
		unit = 60
	}
	step *= unit
	w.at = floorDiv(start, unit) * unit
	w.at += floorDiv(x-w.at, step) * step
}

// emit adds the times of a day.
func (w *Walk) emit(day int64) {
	for _, t := range w.masks.times {
		w.buffer = append(w.buffer, day*daySeconds+t)
	}
}

func (w *Walk) daily() {
	step, last := int64(w.rule.Interval), floorDiv(w.hi, daySeconds)
	for len(w.buffer) < w.want {
		if w.at > last {
			w.done = true
			return
		}
		if w.steps++; w.steps > w.b.Steps {
			return
		}
		if w.masks.monthFilter {
			if w.at >= w.month.next || w.at < w.month.first {
				w.enter(w.at)
			}
			if w.month.days == 0 {
				w.at += (w.month.next - w.at + step - 1) / step * step
				continue
			}
			if w.month.days>>(w.at-w.month.first+1)&1 == 0 {
				w.at += step
				continue
			}
		}
		w.emit(w.at)
		w.at += step
	}
}

func (w *Walk) weekly() {
	step, last := 7*int64(w.rule.Interval), floorDiv(w.hi, daySeconds)
	plain := len(w.rule.Month) == 0 && len(w.rule.SetPos) == 0
	for len(w.buffer) < w.want {
		if w.at > last {
			w.done = true
			return
		}
		if w.steps++; w.steps > w.b.Steps {
			return
		}
		if plain {
			for _, i := range w.masks.week {
				w.emit(w.at + i)
			}
		} else {
			w.days = w.days[:0]
			for _, i := range w.masks.week {
				day := w.at + i
				if day >= w.month.next || day < w.month.first {
					w.enter(day)
				}
				if w.month.days != 0 {
					w.days = append(w.days, day)
				}
			}
			w.steps += len(w.days)
			if len(w.rule.SetPos) > 0 {
				w.buffer = pick(w.buffer, w.rule.SetPos, w.days, w.masks.times)
			} else {
				for _, day := range w.days {
					w.emit(day)
				}
			}
		}
		w.at += step
	}
}

// clock walks hours, minutes and seconds. What the rule forbids is jumped over:
// days, months, and the hours, minutes and seconds between those allowed.
func (w *Walk) clock() {
	unit := [...]int64{Hourly: 3600, Minutely: 60, Secondly: 1}[w.rule.Freq]
	step := unit * int64(w.rule.Interval)
	for len(w.buffer) < w.want {
		if w.at > w.hi {
			w.done = true
			return
		}
		if w.steps++; w.steps > w.b.Steps {
			return
		}
		if w.masks.clockLimits {
			if to := w.closedUntil(w.at); to > w.at {
				w.at += (to - w.at + step - 1) / step * step
				continue
			}
		}
		for _, t := range w.masks.times {
			w.buffer = append(w.buffer, w.at+t)
		}
		w.at += step
	}
}

// closedUntil is a second before which the rule cannot fire, x itself if it can there.
func (w *Walk) closedUntil(x int64) int64 {
	m := &w.masks
	day := floorDiv(x, daySeconds)
	if m.monthFilter {
		if day >= w.month.next || day < w.month.first {
			w.enter(day)
		}
		ahead := nextBit(uint64(w.month.days), day-w.month.first+1)
		if ahead < 0 {
			return w.month.next * daySeconds
		}
		if n := w.month.first + ahead - 1; n > day {
			return n * daySeconds
		}
	}
	if len(w.rule.YearDay) > 0 && !w.onYearDay(day) {
		return (day + 1) * daySeconds
	}
	second := x - day*daySeconds
	hour, minute := second/3600, second/60%60
	if m.hours != 0 {
		switch h := nextBit(m.hours, hour); {
		case h < 0:
			return (day + 1) * daySeconds
		case h > hour:
			return day*daySeconds + h*3600
		}
	}
	if m.minutes != 0 && w.rule.Freq > Hourly {
		switch n := nextBit(m.minutes, minute); {
		case n < 0:
			return day*daySeconds + (hour+1)*3600
		case n > minute:
			return day*daySeconds + hour*3600 + n*60
		}
	}
	if m.seconds != 0 && w.rule.Freq > Minutely {
		switch n := nextBit(m.seconds, second%60); {
		case n < 0:
			return day*daySeconds + (hour*60+minute+1)*60
		case n > second%60:
			return x - second%60 + n
		}
	}
	return x
}
