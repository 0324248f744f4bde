package release

import "github.com/berthplan/berth/calendar"

// Code is a kind of fault.
type Code struct {
	Name    string       // as in Fault.Code; stable
	Meaning string       // one sentence
	Example func() error // builds or reads something wrong; the error has exactly one fault, with this code
}

// Codes is every code of this package, by name. The list is the caller's to change.
func Codes() []Code {
	return []Code{
		{"ambiguous-name", "A name can be read as two things.", invalid(&Portfolio{
			Phases:   []Phase{{Name: "build"}},
			Packages: []Package{{Name: "build"}},
		})},
		{"bad-criterion", "A requirement of a gate cannot be read.", func() error {
			_, err := ParseCriterion("test.passRate = 98%")
			return err
		}},
		{"bad-estimate", "A duration cannot be read.", func() error {
			_, err := ParseEstimate("3d..9d")
			return err
		}},
		{"bad-hours", "Hours overlap, are out of order or are no times of a day.", invalid(&Portfolio{
			Calendar: Calendar{Hours: calendar.Hours{{From: 8 * 3600, To: 12 * 3600}, {From: 11 * 3600, To: 17 * 3600}}},
		})},
		{"bad-link", "A link cannot be read.", func() error {
			p := &Portfolio{Packages: []Package{{Name: "ledger-4.2"}}}
			_, err := p.ParseLink(FinishToStart, "ledger-4.2 +1.5d", "")
			return err
		}},
		{"bad-pattern", "A pattern cannot be read.", invalid(&Portfolio{
			Blackouts: []calendar.Blackout{freeze(calendar.Scope{Kinds: []string{"[hotfix"}})},
		})},
		{"configuration-without-environment", "A phase states a configuration but no environment that could have it.", invalid(&Portfolio{
			Phases: []Phase{{Name: "uat", Configuration: "tls13"}},
		})},
		{"conflicting-fields", "Two things are said that cannot both hold.", invalid(&Portfolio{
			Gates: []Gate{{Name: "go", Entry: true, Exit: true}},
		})},
		{"cycle", "Phases wait for each other, or systems depend on each other, in a circle.", invalid(&Portfolio{
			Packages: []Package{
				{Name: "a", Phases: []Phase{{Name: "uat", Links: []Link{{To: Ref{Package: "b", Phase: "build"}}}}}},
				{Name: "b", Phases: []Phase{{Name: "build", Links: []Link{{To: Ref{Package: "a", Phase: "uat"}}}}}},
			},
		})},
		{"duplicate-name", "Two things in a list have one name.", invalid(&Portfolio{
			Teams: []Team{{Name: "edge"}, {Name: "edge"}},
		})},
		{"end-before-start", "A range is empty: it does not end after it starts.", invalid(&Portfolio{
			Environments: []Environment{{Name: "uat", Outages: []Outage{{Name: "Refresh", From: on("2026-09-06"), To: on("2026-09-05")}}}},
		})},
		{"estimate-order", "A duration's three numbers are not low, likely, high.", invalid(&Portfolio{
			Phases: []Phase{{Name: "build", Duration: Estimate{Low: calendar.Length{Days: 5}, Likely: calendar.Length{Days: 3}, High: calendar.Length{Days: 9}}}},
		})},
		{"matches-nothing", "A scope or an exception names something that there is not; a pattern may.", invalid(&Portfolio{
			Blackouts: []calendar.Blackout{freeze(calendar.Scope{Systems: []string{"ledgre"}})},
			Systems:   []System{{Name: "ledger"}},
		})},
		{"missing-cost", "A soft rule does not say what breaking it costs.", invalid(&Portfolio{
			Environments: []Environment{{Name: "uat", Bookings: []Booking{{By: "Cards", From: on("2026-09-21"), To: on("2026-09-25"), Level: calendar.Soft}}}},
		})},
		{"missing-field", "Something that must be given is not.", invalid(&Portfolio{
			Blackouts: []calendar.Blackout{{Name: "Year end", From: on("2026-12-18")}},
		})},
		{"missing-name", "A thing has no name.", invalid(&Portfolio{Packages: []Package{{}}})},
		{"missing-owner", "A phase is done by the owner of its package's system, and there is none.", invalid(&Portfolio{
			Phases:   []Phase{{Name: "build", Team: "owner"}},
			Packages: []Package{{Name: "portal-12"}},
		})},
		{"missing-window", "A phase must say in which window it runs.", invalid(&Portfolio{
			Phases:  []Phase{{Name: "deploy"}},
			Windows: []Window{{Window: calendar.Window{Name: "night"}}, {Window: calendar.Window{Name: "weekend"}}},
		})},
		{"mixed-signs", "A length has parts of both signs.", invalid(&Portfolio{
			Phases: []Phase{{Name: "build", Duration: Exactly(calendar.Length{Days: 2, Hours: -3})}},
		})},
		{"negative-length", "A length that may not be negative is.", invalid(&Portfolio{
			Sites: Sites{Soak: calendar.Length{Days: -1}},
		})},
		{"out-of-range", "A number is too small or too large.", invalid(&Portfolio{
			Packages: []Package{{Name: "portal-12", Priority: 1001}},
		})},
		{"reserved-name", "A name is a word with a meaning of its own where it would be used.", invalid(&Portfolio{
			Teams: []Team{{Name: "owner"}},
		})},
		{"rollback-without-window", "A phase has a rollback but does not run inside a window.", invalid(&Portfolio{
			Phases: []Phase{{Name: "build", Rollback: calendar.Length{Hours: 1}}},
		})},
		{"too-long", "A length is over ten years.", invalid(&Portfolio{
			Phases: []Phase{{Name: "soak", Duration: Exactly(calendar.Length{Weeks: 600})}},
		})},
		{"unknown-name", "A reference names nothing that there is.", invalid(&Portfolio{
			Systems: []System{{Name: "ledger", Owner: "team-legder"}},
			Teams:   []Team{{Name: "team-ledger"}},
		})},
		{"unknown-word", "A word is not one of those that are possible.", invalid(&Portfolio{
			Packages: []Package{{Name: "portal-12", Profile: Profile{Change: "larg"}}},
		})},
		{"unknown-zone", "A time zone is not in the IANA database.", invalid(&Portfolio{Zone: "CEST"})},
	}
}

// invalid is the example of a code that Validate gives.
func invalid(p *Portfolio) func() error { return p.Validate }

// freeze is a blackout with nothing wrong but, perhaps, its scope.
func freeze(s calendar.Scope) calendar.Blackout {
	return calendar.Blackout{Name: "Year end", From: on("2026-12-18"), To: on("2027-01-04"), Scope: s}
}

// on is a day of an example.
func on(day string) calendar.Moment {
	m, err := calendar.ParseMoment(day)
	if err != nil {
		return calendar.Moment{}
	}
	return m
}
