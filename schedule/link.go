package schedule

import "strings"

var linkNames = [...]string{
	FinishToStart: "after", StartToStart: "start-with", FinishToFinish: "finish-with", StartToFinish: "start-to-finish",
	MaxFinishToStart: "within", MaxStartToStart: "start-within", MaxFinishToFinish: "finish-within", MaxStartToFinish: "start-to-finish-within",
	SameOccurrence: "with", OtherOccurrence: "not-with", Apart: "apart",
}

// String is the word of the plan file: "after", "start-with", "finish-with",
// "start-to-finish", "within", "with", "not-with", "apart", and for the maximum lags that a
// plan file has no word for "start-within", "finish-within", "start-to-finish-within".
func (k LinkKind) String() string {
	if int(k) >= len(linkNames) {
		return "unknown"
	}
	return linkNames[k]
}

// label is Name or, without one, what the link says: "after build +1h0m0s".
func (l *Link) label() string {
	if l.Name != "" {
		return l.Name
	}
	parts := []string{l.Kind.String(), l.From}
	if l.Lag != 0 {
		parts = append(parts, "+"+l.Lag.String())
	}
	return strings.Join(parts, " ")
}
