package release

import (
	"fmt"

	"github.com/berthplan/berth/calendar"
)

// LinkKind says how two phases hang together.
type LinkKind uint8

const (
	FinishToStart   LinkKind = iota // after: starts after the other's end
	StartToStart                    // start-with: starts after the other's start
	FinishToFinish                  // finish-with: ends after the other's end
	StartToFinish                   // start-to-finish: ends after the other's start
	Within                          // within 3d of x: starts at most Lag after x's end
	SameOccurrence                  // with: x
	OtherOccurrence                 // not-with: x
	Apart                           // apart: 2d from x: at least Lag between them, either way round
)

var linkWords = [...]string{"after", "start-with", "finish-with", "start-to-finish", "within", "with", "not-with", "apart"}

// String is the key of a plan file: "after", "start-with", "finish-with",
// "start-to-finish", "within", "with", "not-with" or "apart".
func (k LinkKind) String() string {
	if int(k) < len(linkWords) {
		return linkWords[k]
	}
	return fmt.Sprintf("LinkKind(%d)", uint8(k))
}

// Orders reports whether a link of kind k puts one thing before another: the
// first four kinds do. Only these make cycles.
func (k LinkKind) Orders() bool { return k <= StartToFinish }

// Link ties the phase or package it stands on to another.
type Link struct {
	Kind    LinkKind
	To      Ref             // the other one (the predecessor, where there is an order)
	Lag     calendar.Length // in the package's working calendar; negative: a lead
	Elapsed bool            // Lag is wall clock
}

// Text is what stands after the link's key in a plan file: "x.uat +2d",
// "x.uat +48h elapsed", "within 3d of x", "2d from x". Portfolio.ParseLink reads it back.
func (l Link) Text() string {
	lag := l.Lag.String()
	if l.Elapsed {
		lag += " elapsed"
	}
	switch {
	case l.Kind == Within:
		return "within " + lag + " of " + l.To.String()
	case l.Kind == Apart:
		return lag + " from " + l.To.String()
	case l.Lag == calendar.Length{}:
		return l.To.String()
	case lag[0] == '-':
		return l.To.String() + " " + lag
	}
	return l.To.String() + " +" + lag
}

// String is the link with its key: "after x.uat +2d", "within 3d of x", "apart 2d from x".
func (l Link) String() string {
	if l.Kind == Within {
		return l.Text()
	}
	return l.Kind.String() + " " + l.Text()
}
