package grid

import "sort"

// Align returns the first start at or after t that the calendar of mode m
// admits by itself, or Never.
func (a *Activity) Align(m, t int) int {
	md := &a.Modes[m]
	if t >= Never {
		return Never
	}
	switch a.Kind {
	case Working:
		if md.Duration > 0 {
			return md.Cal.NextOpen(t)
		}
	case Contiguous:
		return md.Cal.Fit(t, max(md.Runway, 1))
	case Decision:
		return md.Cal.NextOpening(t)
	}
	return t
}

// Finish returns the end of an activity that starts at s in mode m, or Never.
func (a *Activity) Finish(m, s int) int {
	md := &a.Modes[m]
	switch {
	case s >= Never:
		return Never
	case a.Kind == Decision:
		return s
	case a.Kind == Working:
		return md.Cal.Add(s, md.Duration)
	}
	return s + md.Duration
}

// StartFor returns the least start s, by length alone, whose end is not before e.
func (a *Activity) StartFor(m, e int) int {
	md := &a.Modes[m]
	switch {
	case e >= Never:
		return Never
	case a.Kind == Decision:
		return e
	case a.Kind == Working:
		return md.Cal.Back(e, md.Duration)
	}
	return e - md.Duration
}

// LatestStart returns the last start that the calendar admits and that ends by e, or -Never.
func (a *Activity) LatestStart(m, e int) int {
	md := &a.Modes[m]
	if e <= -Never {
		return -Never
	}
	switch {
	case a.Kind == Working && md.Duration > 0:
		return md.Cal.Add(e, -md.Duration)
	case a.Kind == Contiguous && md.Cal != nil:
		run := max(md.Runway, 1)
		last := e - md.Duration
		ps := md.Cal.Pieces
		for i := sort.Search(len(ps), func(i int) bool { return ps[i].Start > last }) - 1; i >= 0; i-- {
			if s := min(last, ps[i].End-run); s >= ps[i].Start {
				return s
			}
		}
		return -Never
	case a.Kind == Decision:
		i := sort.SearchInts(md.Cal.Opens, e+1) - 1
		if i < 0 {
			return -Never
		}
		return md.Cal.Opens[i]
	}
	return e - md.Duration
}

// OccAt returns the occurrence in which mode m lies when it starts at s, or None.
func (a *Activity) OccAt(m, s int) int {
	if c := a.Modes[m].Cal; c != nil {
		if p, ok := c.Piece(s); ok {
			return p.Occ
		}
	}
	return None
}
