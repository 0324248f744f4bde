package calendar

import (
	"path"
	"slices"
	"strings"
)

// Level says how strict a rule is. The zero Level is Hard.
type Level uint8

const (
	Hard Level = iota // never broken
	Soft              // may be broken at a cost
)

// String is "hard" or "soft".
func (l Level) String() string {
	if l == Soft {
		return "soft"
	}
	return "hard"
}

// Stops is a set of the things a blackout forbids.
// The zero Stops, on a Blackout, means StopDeploy.
type Stops uint8

const (
	StopDeploy     Stops = 1 << iota // contiguous work in a window
	StopWork                         // working phases pause
	StopChangeover                   // environments are not reconfigured
)

// String lists the names, "deploy, work"; "" for none.
func (s Stops) String() string {
	var names []string
	for i, name := range []string{"deploy", "work", "changeover"} {
		if s&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// Scope limits a blackout to the subjects it names; each list may use * as in
// path.Match, an empty list means all, and the lists are joined by AND.
type Scope struct{ Systems, Kinds, Environments, Sites []string }

// Subject is who asks: what a blackout's scope and exceptions are matched against.
// What is left empty is matched by an empty list and by "*" only.
type Subject struct{ Package, System, Kind, Environment, Site string }

// Matches reports whether who is in the scope. A malformed pattern matches nothing.
func (s Scope) Matches(who Subject) bool {
	return anyPattern(s.Systems, who.System) && anyPattern(s.Kinds, who.Kind) &&
		anyPattern(s.Environments, who.Environment) && anyPattern(s.Sites, who.Site)
}

// anyPattern reports whether the list is empty or one of it matches.
func anyPattern(list []string, s string) bool {
	return len(list) == 0 || slices.ContainsFunc(list, func(p string) bool {
		ok, err := path.Match(p, s)
		return ok && err == nil
	})
}

// Exception reopens a blackout for the packages it names (patterns), until a moment.
type Exception struct {
	Packages   []string // as in path.Match; at least one
	From       Moment   // zero: from the blackout's start
	Until      Moment   // exclusive if a time, the whole day if a day; required
	ApprovedBy string
	Reason     string
}

// Blackout is a time in which something may not happen: once (From, To) or
// recurring (Every, with Hours or whole days; From and To then bound it). With
// Hours and no Every it recurs every day. Its rule is one of days: a time of day belongs in Hours.
type Blackout struct {
	Name       string
	From, To   Moment // a bare day as To is that whole day, a time is exclusive
	Every      Rule
	Hours      Hours
	Zone       string // IANA; "": the calendar's
	Level      Level
	Cost       Length // soft: per started hour inside, elapsed time
	Stops      Stops  // zero: StopDeploy
	Scope      Scope
	Exceptions []Exception
}

func (b Blackout) recurs() bool { return !b.Every.IsZero() || len(b.Hours) > 0 }

// stops reports whether b concerns the subject doing any of these things.
func (b Blackout) stops(who Subject, doing Stops) bool {
	what := b.Stops
	if what == 0 {
		what = StopDeploy
	}
	return what&doing != 0 && b.Scope.Matches(who)
}
