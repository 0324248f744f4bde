package schedule_test

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// whole is a valid problem that uses every section.
func whole() *schedule.Problem {
	a, b := holding("a", 2, "base"), change("b", 1)
	a.Package, b.System = "pkg", "ledger"
	a.Modes[0].Demands = []schedule.Demand{{Resource: "team", Amount: 2}, {Resource: "money", Amount: 3}}
	c := elapsed("c", 0)
	c.Time, c.Modes[0].Calendar = schedule.Decision, nights()
	p := lanes(office(), []schedule.Booking{{Name: "Cards", Interval: between(8, 10)}}, a, b, c)
	p.Zone = "Europe/Zurich"
	p.Packages = []schedule.Package{{Name: "pkg"}}
	p.Resources = []schedule.Resource{
		{Name: "team", Capacity: 1, Steps: []schedule.Step{{Interval: between(12, 14), Capacity: 2}, {Interval: between(14, 16), Capacity: 0}}},
		{Name: "money", Budget: true, Capacity: 3},
	}
	p.Links = []schedule.Link{{From: "a", To: "b", Lag: -time.Hour}, {From: "b", To: "c"}}
	p.Objective = []schedule.Level{{Terms: []schedule.Term{schedule.Makespan}}}
	return p
}

// faultTrial spoils a valid problem in one place.
type faultTrial struct {
	code, path string
	spoil      func(*schedule.Problem)
}

var faultTrials = []faultTrial{
	{"unknown-zone", "zone", func(p *schedule.Problem) { p.Zone = "CEST" }},
	{"horizon", "horizon", func(p *schedule.Problem) { p.Horizon = p.Start }},
	{"horizon", "horizon", func(p *schedule.Problem) {
		p.Start, p.Horizon = p.Start.Add(time.Second), p.Start.Add(119*time.Second) // no whole minute between
	}},
	{"horizon", "horizon", func(p *schedule.Problem) { p.Horizon = p.Start.AddDate(51, 0, 0) }},
	{"missing-name", "activities[1].name", func(p *schedule.Problem) { p.Activities[1].Name = ""; p.Links = nil }},
	{"duplicate-name", "activities[1].name", func(p *schedule.Problem) { p.Activities[1].Name = "a"; p.Links = nil }},
	{"unknown-name", "activities[0].package", func(p *schedule.Problem) { p.Activities[0].Package = "pgk" }},
	{"unknown-kind", "activities[0].time", func(p *schedule.Problem) { p.Activities[0].Time = 4 }},
	{"no-modes", "activities[0].modes", func(p *schedule.Problem) { p.Activities[0].Modes = nil }},
	{"duplicate-name", "activities[0].modes[1].name", func(p *schedule.Problem) {
		p.Activities[0].Modes = []schedule.Mode{{Name: "day"}, {Name: "day"}}
	}},
	{"duration", "activities[0].modes[0].duration", func(p *schedule.Problem) { p.Activities[0].Modes[0].Duration = -time.Minute }},
	{"duration", "activities[0].modes[0].duration", func(p *schedule.Problem) { p.Activities[0].Modes[0].Duration = time.Second }},
	{"duration", "activities[0].modes[0].duration", func(p *schedule.Problem) { p.Activities[0].Modes[0].Duration = 51 * 366 * 24 * time.Hour }},
	{"duration", "activities[1].modes[0].rollback", func(p *schedule.Problem) { p.Activities[1].Modes[0].Rollback = time.Second }},
	{"duration", "activities[0].modes[0].penalty", func(p *schedule.Problem) { p.Activities[0].Modes[0].Penalty = -time.Hour }},
	{"contradiction", "activities[2].modes[0].duration", func(p *schedule.Problem) { p.Activities[2].Modes[0].Duration = time.Hour }},
	{"no-calendar", "activities[2].modes[0].calendar", func(p *schedule.Problem) { p.Activities[2].Modes[0].Calendar = nil }},
	{"no-calendar", "activities[1].modes[0].calendar", func(p *schedule.Problem) { p.Activities[1].Modes[0].Calendar = nil }},
	{"unknown-name", "activities[0].modes[0].environment", func(p *schedule.Problem) { p.Activities[0].Modes[0].Environment = "sit" }},
	{"unknown-name", "activities[0].modes[0].configuration", func(p *schedule.Problem) { p.Activities[0].Modes[0].Configuration = "mtls" }},
	{"contradiction", "activities[1].modes[0].configuration", func(p *schedule.Problem) { p.Activities[1].Modes[0].Configuration = "base" }},
	{"number", "activities[0].modes[0].units", func(p *schedule.Problem) { p.Activities[0].Modes[0].Units = -1 }},
	{"beyond-capacity", "activities[0].modes[0].units", func(p *schedule.Problem) { p.Activities[0].Modes[0].Units = 3 }},
	{"unknown-name", "activities[0].modes[0].demands[1].resource", func(p *schedule.Problem) { p.Activities[0].Modes[0].Demands[1].Resource = "mony" }},
	{"duplicate-name", "activities[0].modes[0].demands[1].resource", func(p *schedule.Problem) {
		p.Activities[0].Modes[0].Demands[1] = schedule.Demand{Resource: "team", Amount: 1}
	}},
	{"number", "activities[0].modes[0].demands[0].amount", func(p *schedule.Problem) { p.Activities[0].Modes[0].Demands[0].Amount = -1 }},
	{"number", "activities[0].modes[0].demands[0].amount", func(p *schedule.Problem) { p.Activities[0].Modes[0].Demands[0].Amount = 2_000_000_000 }},
	{"beyond-capacity", "activities[0].modes[0].demands[0].amount", func(p *schedule.Problem) { p.Activities[0].Modes[0].Demands[0].Amount = 3 }},
	{"beyond-capacity", "activities[0].modes[0].demands[1].amount", func(p *schedule.Problem) { p.Activities[0].Modes[0].Demands[1].Amount = 4 }},
	{"unknown-name", "activities[1].window", func(p *schedule.Problem) { p.Activities[1].Window = "pord" }},
	{"number", "activities[1].risk", func(p *schedule.Problem) { p.Activities[1].Risk = -1 }},
	{"unknown-name", "activities[1].system", func(p *schedule.Problem) { p.Activities[1].System = "legder" }},
	{"empty-interval", "activities[0].pin", func(p *schedule.Problem) { p.Activities[0].Pin = between(9, 9) }},
	{"empty-interval", "activities[0].pin", func(p *schedule.Problem) {
		p.Activities[0].Pin = calendar.Interval{Start: at(9, 0).Add(time.Second), End: at(9, 1)}
	}},
	{"fact", "activities[0].fact.mode", func(p *schedule.Problem) {
		p.Activities[0].Fact = &schedule.Fact{Start: at(-1, 0), End: at(0, 0), Mode: 1}
	}},
	{"fact", "activities[0].fact.start", func(p *schedule.Problem) { p.Activities[0].Fact = &schedule.Fact{End: at(0, 0)} }},
	{"fact", "activities[0].fact.end", func(p *schedule.Problem) { p.Activities[0].Fact = &schedule.Fact{Start: at(0, 0), End: at(-1, 0)} }},
	{"fact", "activities[0].fact.left", func(p *schedule.Problem) { p.Activities[0].Fact = &schedule.Fact{Start: at(-1, 0)} }},
	{"duration", "activities[0].fact.left", func(p *schedule.Problem) {
		p.Activities[0].Fact = &schedule.Fact{Start: at(-1, 0), Left: time.Second}
	}},
	{"unknown-name", "activities[0].fact.configuration", func(p *schedule.Problem) {
		p.Activities[0].Fact = &schedule.Fact{Start: at(-1, 0), End: at(0, 0), Configuration: "mtls"}
	}},
	{"contradiction", "activities[2].fact", func(p *schedule.Problem) { p.Activities[2].Fact = &schedule.Fact{Start: at(-1, 0), Left: time.Hour} }},
	{"missing-name", "packages[0].name", func(p *schedule.Problem) { p.Packages[0].Name = ""; p.Activities[0].Package = "" }},
	{"priority", "packages[0].priority", func(p *schedule.Problem) { p.Packages[0].Priority = 1001 }},
	{"priority", "packages[0].priority", func(p *schedule.Problem) { p.Packages[0].Priority = -1 }},
	{"duplicate-name", "resources[2].name", func(p *schedule.Problem) { p.Resources = append(p.Resources, schedule.Resource{Name: "team"}) }},
	{"number", "resources[0].capacity", func(p *schedule.Problem) { p.Resources[0].Capacity = -1 }},
	{"number", "resources[0].steps[1].capacity", func(p *schedule.Problem) { p.Resources[0].Steps[1].Capacity = -1 }},
	{"contradiction", "resources[1].steps", func(p *schedule.Problem) { p.Resources[1].Steps = []schedule.Step{{Interval: between(1, 2)}} }},
	{"empty-interval", "resources[0].steps[1]", func(p *schedule.Problem) { p.Resources[0].Steps[1].Interval = between(16, 16) }},
	{"overlap", "resources[0].steps[1]", func(p *schedule.Problem) { p.Resources[0].Steps[1].Interval = between(13, 16) }},
	{"duplicate-name", "environments[1].name", func(p *schedule.Problem) { p.Environments = append(p.Environments, schedule.Environment{Name: "uat"}) }},
	{"number", "environments[1].capacity", func(p *schedule.Problem) {
		p.Environments = append(p.Environments, schedule.Environment{Name: "sit", Capacity: -1})
	}},
	{"missing-name", "environments[0].configurations[1]", func(p *schedule.Problem) { p.Environments[0].Configurations[1] = "" }},
	{"duplicate-name", "environments[0].configurations[1]", func(p *schedule.Problem) { p.Environments[0].Configurations[1] = "base" }},
	{"matrix", "environments[0].changeover", func(p *schedule.Problem) { p.Environments[0].Changeover = nil }},
	{"matrix", "environments[0].changeover[1]", func(p *schedule.Problem) { p.Environments[0].Changeover[1] = make([]time.Duration, 3) }},
	{"duration", "environments[0].changeover[1][0]", func(p *schedule.Problem) { p.Environments[0].Changeover[1][0] = -time.Hour }},
	{"empty-interval", "environments[0].bookings[0]", func(p *schedule.Problem) { p.Environments[0].Bookings[0].Interval = between(9, 8) }},
	{"contradiction", "environments[0].bookings[0]", func(p *schedule.Problem) {
		p.Environments[0].Bookings[0].Outage, p.Environments[0].Bookings[0].Soft = true, true
	}},
	{"number", "environments[0].bookings[0].units", func(p *schedule.Problem) { p.Environments[0].Bookings[0].Units = -1 }},
	{"beyond-capacity", "environments[0].bookings[0].units", func(p *schedule.Problem) { p.Environments[0].Bookings[0].Units = 3 }},
	{"unknown-name", "environments[0].bookings[0].configuration", func(p *schedule.Problem) { p.Environments[0].Bookings[0].Configuration = "mtls" }},
	{"duration", "environments[0].bookings[0].perHour", func(p *schedule.Problem) { p.Environments[0].Bookings[0].PerHour = time.Second }},
	{"missing-name", "windows[1].name", func(p *schedule.Problem) { p.Windows = append(p.Windows, schedule.Window{}) }},
	{"number", "windows[0].capacity", func(p *schedule.Problem) { p.Windows[0].Capacity = -1 }},
	{"number", "windows[0].riskBudget", func(p *schedule.Problem) { p.Windows[0].RiskBudget = -1 }},
	{"duplicate-name", "systems[1].name", func(p *schedule.Problem) { p.Systems = append(p.Systems, p.Systems[0]) }},
	{"unknown-kind", "links[0].kind", func(p *schedule.Problem) { p.Links[0].Kind = 11 }},
	{"unknown-name", "links[0].from", func(p *schedule.Problem) { p.Links[0].From = "" }},
	{"unknown-name", "links[0].to", func(p *schedule.Problem) { p.Links[0].To = "z" }},
	{"duration", "links[0].lag", func(p *schedule.Problem) { p.Links[0].Lag = time.Second }},
	{"duration", "links[0].lag", func(p *schedule.Problem) { p.Links[0].Kind = schedule.Apart }},
	{"self-link", "links[0]", func(p *schedule.Problem) { p.Links[0].To = "a" }},
	{"cycle", "links[1]", func(p *schedule.Problem) {
		p.Links[0].Lag = 0
		p.Links = append(p.Links[:1:1], schedule.Link{From: "b", To: "a"})
		p.Activities[0].Modes[0].Duration = 0 // only the way from b back to a takes time
	}},
	{"empty-level", "objective[1].terms", func(p *schedule.Problem) { p.Objective = append(p.Objective, schedule.Level{}) }},
	{"unknown-kind", "objective[0].terms[0]", func(p *schedule.Problem) { p.Objective[0].Terms[0] = 6 }},
	{"duplicate-term", "objective[1].terms[0]", func(p *schedule.Problem) { p.Objective = append(p.Objective, p.Objective[0]) }},
	{"number", "objective[0].tolerance", func(p *schedule.Problem) { p.Objective[0].Tolerance = -1 }},
	{"too-many", "systems", func(p *schedule.Problem) { p.Systems = make([]schedule.System, 1_000_001) }},
}

func TestValidate(t *testing.T) {
	require.NoError(t, whole().Validate())
	exercised := map[string]bool{}
	for _, c := range faultTrials {
		t.Run(c.path+" "+c.code, func(t *testing.T) {
			p := whole()
			c.spoil(p)
			var faults release.Faults
			require.True(t, errors.As(p.Validate(), &faults))
			require.Len(t, faults, 1, "one place, one fault")
			require.Equal(t, c.code, faults[0].Code)
			require.Equal(t, c.path, faults[0].Path)
			require.NotEmpty(t, faults[0].Found)
			require.NotEmpty(t, faults[0].Expected)
		})
		exercised[c.code] = true
	}
	source, err := os.ReadFile("validate.go")
	require.NoError(t, err)
	documented := map[string]bool{}
	for _, line := range regexp.MustCompile(`(?m)^//\t([a-z-]+) {2,}\S`).FindAllStringSubmatch(string(source), -1) {
		documented[line[1]] = true
	}
	require.Equal(t, documented, exercised, "every documented code has an example, and every example's code is documented")
}

func TestValidateFindsEverythingAtOnce(t *testing.T) {
	p := whole()
	p.Activities[0].Package, p.Links[0].To, p.Packages[0].Priority = "pgk", "z", -1
	var faults release.Faults
	require.True(t, errors.As(p.Validate(), &faults))
	require.Len(t, faults, 3)
	require.Equal(t, "did you mean pkg?", faults[0].Hint)
}

func TestValidateAccepts(t *testing.T) {
	for _, c := range []struct {
		reason string
		change func(*schedule.Problem)
	}{
		{"one configuration needs no matrix", func(p *schedule.Problem) {
			p.Environments[0].Configurations, p.Environments[0].Changeover = []string{"base"}, nil
		}},
		{"facts may exceed any capacity, and need no calendar", func(p *schedule.Problem) {
			for i := range p.Activities {
				p.Activities[i].Fact = &schedule.Fact{Start: at(-2, 0), End: at(-1, 0)}
				p.Activities[i].Modes[0].Calendar = nil
			}
			p.Activities[0].Modes[0].Units, p.Activities[0].Modes[0].Demands[0].Amount = 9, 9
		}},
		{"what has no length needs no capacity", func(p *schedule.Problem) {
			p.Activities[0].Modes[0].Duration, p.Activities[0].Modes[0].Units = 0, 9
		}},
		{"activities without length may wait for each other", func(p *schedule.Problem) {
			p.Activities[0].Modes[0].Duration, p.Activities[1].Modes[0].Duration = 0, 0
			p.Links = []schedule.Link{{From: "a", To: "b"}, {From: "b", To: "a"}}
		}},
		{"a link that a fact has decided closes no cycle", func(p *schedule.Problem) {
			p.Activities[1].Fact = &schedule.Fact{Start: at(-2, 0), End: at(-1, 0)}
			p.Links = []schedule.Link{{From: "a", To: "b"}, {From: "b", To: "a"}}
		}},
		{"steps may touch", func(p *schedule.Problem) { p.Resources[0].Steps[1].Interval = between(10, 12) }},
		{"a deadline before the start is no fault", func(p *schedule.Problem) { p.Activities[0].Deadline = at(-1, 0) }},
	} {
		p := whole()
		c.change(p)
		require.NoError(t, p.Validate(), c.reason)
	}
}

func TestValidateShowsCycles(t *testing.T) {
	ring := func(n int) *schedule.Problem {
		p := problemOf()
		for i := range n {
			p.Activities = append(p.Activities, elapsed(fmt.Sprintf("a%d", i), 1))
			p.Links = append(p.Links, schedule.Link{From: fmt.Sprintf("a%d", i), To: fmt.Sprintf("a%d", (i+1)%n)})
		}
		return p
	}
	for _, c := range []struct {
		n     int
		found string
	}{
		{2, "a0 → a1 → a0"},
		{3, "a0 → a1 → a2 → a0"},
	} {
		var faults release.Faults
		require.True(t, errors.As(ring(c.n).Validate(), &faults))
		require.Len(t, faults, 1)
		require.Equal(t, c.found, faults[0].Found)
	}
	var faults release.Faults
	require.True(t, errors.As(ring(100_000).Validate(), &faults), "deep graphs need no deep stack")
	require.Len(t, faults, 1)
	require.True(t, strings.HasSuffix(faults[0].Found, "more) → a0"), faults[0].Found)
}
