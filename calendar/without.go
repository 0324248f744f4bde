package calendar

import "slices"

// spared is a rule that is not to close a calendar during a time.
type spared struct {
	kind   ReasonKind
	name   string
	during Interval // empty: ever
}

// Without is c as it would be if one rule did not close it: working hours, a
// holiday, a window or a hard blackout, by its name in a Reason. Of hours, a holiday or a
// blackout it is spared during an interval only, if that is not empty; windows are
// spared for good. All other rules are as they were: a holiday spared is still no
// working day of a recurrence. Without any window left, c is open whenever nothing else closes it.
// It is c itself where no such rule closes it, nil for nil. Explain speaks of the rules as they are written.
func (c *Compiled) Without(kind ReasonKind, name string, during Interval) *Compiled {
	if c == nil {
		return nil
	}
	var out *Compiled
	switch {
	case c.source.parts != nil:
		parts := slices.Clone(c.source.parts)
		for i, part := range parts {
			parts[i] = part.Without(kind, name, during)
		}
		if slices.Equal(parts, c.source.parts) {
			return c
		}
		out = Intersect(parts...)
	case c.source.made == nil || !slices.ContainsFunc(c.layers, func(l layer) bool { return l.kind == kind && l.name == name }):
		return c
	default:
		m := *c.source.made
		m.spared = append(slices.Clone(m.spared), spared{kind, name, during})
		if out = m.around(m.spec, c.span); out == nil {
			return c
		}
		out.source.made = &m
	}
	if c.source.rounded {
		return out.Minutes()
	}
	return out
}

// spares reports whether a rule is spared at any time.
func (c *compiler) spares(kind ReasonKind, name string) bool {
	return slices.ContainsFunc(c.spared, func(s spared) bool { return s.kind == kind && s.name == name })
}

// keep is what is left of the time that a rule closes.
func (c *compiler) keep(set []stretch, kind ReasonKind, name string) []stretch {
	for _, s := range c.spared {
		if s.kind != kind || s.name != name {
			continue
		}
		if s.during.Empty() {
			return nil
		}
		set = without(set, c.out.clip(seconds{s.during.Start.Unix(), s.during.End.Unix()}))
	}
	return set
}

// unspared are the windows that still close what is outside them.
func (c *compiler) unspared(list []Window) []Window {
	return slices.DeleteFunc(slices.Clone(list), func(w Window) bool { return c.spares(OutsideWindow, w.Name) })
}
