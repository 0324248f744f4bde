package release

import "github.com/berthplan/berth/calendar"

// Window is when phases with that window may run.
type Window struct {
	calendar.Window
	Capacity   int     // starts per occurrence; 0: unlimited
	RiskBudget float64 // Σ p·loss of the starts of one occurrence; 0: unlimited
	Owner      string
}

// Meeting is where approvals are decided, such as a CAB.
type Meeting struct {
	Name       string
	Every      calendar.Rule
	At         calendar.Clock
	Zone       string          // IANA; "": the plan's
	Submission calendar.Length // lead before the meeting, in the package's working calendar
	Except     []calendar.Date // not held then; nor on the plan's holidays
}
