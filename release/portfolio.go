package release

import "github.com/berthplan/berth/calendar"

// Portfolio is everything known of a set of releases: what is to be released,
// where, when it may and may not happen, and the facts so far. It is plain data:
// build it in Go or read it with release/planfile. Lists keep their order; names are
// unique within a list. Validate finds every fault; the zero Portfolio is valid and empty.
type Portfolio struct {
	Name         string
	Zone         string          // IANA; "" is UTC. Bare dates and times are in it.
	Now          calendar.Moment // facts are known up to here; zero: the caller passes a clock
	Horizon      calendar.Moment // nothing is planned past it; zero: a year after Now
	Calendar     Calendar        // working time of the plan
	Systems      []System
	Teams        []Team
	Phases       []Phase // the route every package takes unless it says otherwise
	Packages     []Package
	Environments []Environment
	Windows      []Window
	Blackouts    []calendar.Blackout
	Meetings     []Meeting
	Gates        []Gate
	Sites        Sites
	Risks        []Risk
	Facts        []Fact
}

// Sites is the roll-out order, the soak between two sites, and a window of a site's own.
type Sites struct {
	Order   []string
	Soak    calendar.Length // elapsed
	Windows []SiteWindow
}

// SiteWindow replaces a phase's window at one site.
type SiteWindow struct{ Site, Window string }

// Note is a named remark, kept as it was.
type Note struct{ Name, Text string }

// Fact is something known: a test result, a vote, a sign-off, a digest.
type Fact struct {
	Package string
	Name    string // as in a criterion: "test.passRate", "approval: cab", "signoff: business"
	Value   string // "99.2%", "yes", "given"
	At      calendar.Moment
	By      string
	Digest  string // an approval's: the digest of what was approved
}
