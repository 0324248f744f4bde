package schedule

import "strings"

// DefaultObjective is: left out, tardiness, penalties, makespan, starts. The
// last makes every activity start as early as it can, so that every start has a cause.
func DefaultObjective() []Level {
	return []Level{
		{Terms: []Term{LeftOut}},
		{Terms: []Term{Tardiness}},
		{Terms: []Term{Penalties}},
		{Terms: []Term{Makespan}},
		{Terms: []Term{Starts}},
	}
}

var termNames = [...]string{LeftOut: "left out", Tardiness: "tardiness", Penalties: "penalties", Makespan: "makespan", Starts: "starts", Disturbance: "disturbance"}

// String is the term's name: "left out", "tardiness", "penalties", "makespan", "starts" or "disturbance".
func (t Term) String() string {
	if int(t) >= len(termNames) {
		return "unknown"
	}
	return termNames[t]
}

// name is the level's Name or, without one, the names of its terms.
func (l Level) name() string {
	if l.Name != "" {
		return l.Name
	}
	names := make([]string, len(l.Terms))
	for i, t := range l.Terms {
		names[i] = t.String()
	}
	return strings.Join(names, " + ")
}

// Gap is the share of Value that is not proved needed: (Value - Bound) / max(1, Value).
func (v Value) Gap() float64 {
	if v.Value <= v.Bound {
		return 0
	}
	return float64(v.Value-v.Bound) / float64(max(v.Value, 1))
}
