package clearance

import (
	"fmt"
	"time"
)

// Answer is yes, no or unknown. Where several things answer, a no outranks an
// unknown, and an unknown outranks a yes. The zero Answer is Unknown.
type Answer uint8

// The answers.
const (
	Unknown Answer = iota // something that is not known decides
	No                    // something that is known stands in the way
	Yes                   // nothing does
)

var answerWords = [...]string{"unknown", "no", "yes"}

// String is "yes", "no" or "unknown".
func (a Answer) String() string {
	if int(a) < len(answerWords) {
		return answerWords[a]
	}
	return fmt.Sprintf("Answer(%d)", uint8(a))
}

// MarshalText gives the text of String.
func (a Answer) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// Reason is one thing that bears on a [Verdict].
type Reason struct {
	Answer Answer // what it makes of the answer; Yes: only to be known, it refuses nothing
	Kind   Kind
	Name   string    // of the rule: the window, blackout, activity, environment, criterion, …
	Text   string    // a sentence without its full stop, times in the plan's zone
	Until  time.Time // the first instant at which it holds no longer; zero: no end is known
}

// String is Text, and that it is unknown or refuses nothing.
func (r Reason) String() string {
	switch r.Answer {
	case No:
		return r.Text
	case Yes:
		return r.Text + " (refuses nothing)"
	}
	return r.Text + " (unknown)"
}

// Kind names what kind of thing a Reason is. The texts are stable.
type Kind string

// The kinds of reasons. What Name is stands in brackets.
const (
	KindDone           Kind = "done"            // it has been done or has started [activity]
	KindWindow         Kind = "window"          // no occurrence of its window [window]
	KindBlackout       Kind = "blackout"        // a hard blackout [blackout]
	KindHours          Kind = "hours"           // outside working hours [the hours]
	KindHoliday        Kind = "holiday"         // a holiday [holiday]
	KindRunway         Kind = "runway"          // it does not end, rollback included, before the window does [window]
	KindEarliest       Kind = "earliest"        // before its earliest start [activity]
	KindDeadline       Kind = "deadline"        // it would end after its deadline [activity]
	KindPin            Kind = "pin"             // people have fixed another start [activity]
	KindDependency     Kind = "dependency"      // what it waits for, or is tied to [the other activity]
	KindEnvironment    Kind = "environment"     // others hold the environment [environment]
	KindOutage         Kind = "outage"          // the environment is out [environment]
	KindConfiguration  Kind = "configuration"   // the environment has another configuration [environment]
	KindTeam           Kind = "team"            // others hold the team [team]
	KindWindowCapacity Kind = "window-capacity" // others have used up the occurrence's starts [window]
	KindRiskBudget     Kind = "risk-budget"     // others have used up the occurrence's risk [window]
	KindSystem         Kind = "system"          // the system admits no other change [system]
	KindApproval       Kind = "approval"        // an approval of a gate [criterion]
	KindSignOff        Kind = "signoff"         // a sign-off of a gate [criterion]
	KindCriterion      Kind = "criterion"       // a comparison or fact of a gate [criterion]
	KindHorizon        Kind = "horizon"         // outside the time the Gate was compiled for []

	// These only tell, and refuse nothing.
	KindException Kind = "exception" // an exception reopens a blackout [blackout]
	KindSoft      Kind = "soft"      // a soft blackout or booking: possible, at a cost [blackout or who booked]
	KindDigest    Kind = "digest"    // an approval is for a digest that nothing was compared with [criterion]
	KindPlan      Kind = "plan"      // the plan has it elsewhere, or not at all [activity]
)

// order is the order of reasons that answer alike: what people can do least about stands first.
var order = []Kind{
	KindHorizon, KindDone, KindBlackout, KindException, KindWindow, KindRunway, KindHours, KindHoliday, KindEarliest, KindPin, KindDeadline,
	KindDependency, KindOutage, KindEnvironment, KindConfiguration, KindTeam, KindWindowCapacity, KindRiskBudget, KindSystem,
	KindApproval, KindDigest, KindSignOff, KindCriterion, KindSoft, KindPlan,
}
