package release_test

import (
	"math"
	"runtime"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

func TestValidateAccepts(t *testing.T) {
	require.NoError(t, (&release.Portfolio{}).Validate(), "the zero portfolio is empty")
	require.NoError(t, train(t).Validate())
}

// Each change to a valid portfolio gives exactly these faults.
func TestValidateFinds(t *testing.T) {
	type P = *release.Portfolio
	link := func(kind release.LinkKind, pkg, phase string) release.Link {
		return release.Link{Kind: kind, To: release.Ref{Package: pkg, Phase: phase}}
	}
	day := func(s string) calendar.Moment { return moment(t, s) }
	for _, tt := range []struct {
		reason string
		change func(P)
		want   []string // path: code
	}{
		{"the plan's zone is an abbreviation", func(p P) { p.Zone = "CEST" }, []string{"timezone: unknown-zone"}},
		{"now after the horizon", func(p P) { p.Horizon = day("2026-08-31") }, []string{"horizon: end-before-start"}},
		{"a calendar's zone, days, hours, day and holidays", func(p P) {
			p.Calendar = release.Calendar{
				Zone: "Mars/Base", Days: 200, Day: calendar.Length{Hours: 25},
				Hours:    calendar.Hours{{From: 9 * 3600, To: 25 * 3600}},
				Holidays: []calendar.Holiday{{Date: calendar.Date{Year: 2026, Month: 2, Day: 30}}},
			}
		}, []string{"calendar.day: out-of-range", "calendar.days: unknown-word", "calendar.holidays[0]: out-of-range", "calendar.hours: bad-hours", "calendar.timezone: unknown-zone"}},
		{"a team's and an environment's calendar", func(p P) {
			p.Teams[2].Calendar.Zone = "PDT"
			p.Environments[0].Calendar = &release.Calendar{Zone: "Europe/Zuerich"}
		}, []string{"environments.sit.calendar.timezone: unknown-zone", "teams.team-edge.calendar.timezone: unknown-zone"}},
		{"zones of windows, blackouts and meetings", func(p P) {
			p.Windows[0].Zone, p.Blackouts[0].Zone, p.Meetings[0].Zone = "X", "X", "X"
		}, []string{"blackouts[0].timezone: unknown-zone", "meetings.cab.timezone: unknown-zone", "windows.prod.timezone: unknown-zone"}},

		{"names that are missing", func(p P) {
			p.Gates = append(p.Gates, release.Gate{})
			p.Risks = append(p.Risks, release.Risk{})
			p.Facts = append(p.Facts, release.Fact{})
			p.Sites.Order = append(p.Sites.Order, "")
			p.Packages[3].Phases = []release.Phase{{}}
		}, []string{"facts[1].name: missing-name", "gates[2].name: missing-name", "packages.card-art-1.phases[0].name: missing-name", "risks[1].name: missing-name", "sites.order[3]: missing-name"}},
		{"names that are there twice", func(p P) {
			p.Systems = append(p.Systems, p.Systems[0])
			p.Blackouts = append(p.Blackouts, p.Blackouts[0])
			p.Environments[1].Configurations = []string{"base", "tls13", "base"}
			p.Environments[1].Alternatives = append(p.Environments[1].Alternatives, release.Alternative{Environment: "preprod"})
			p.Environments[1].Changeover.Pairs = append(p.Environments[1].Changeover.Pairs, release.ConfigPair{From: "base", To: "tls13"})
			p.Packages[0].Sites = []string{"london", "london"}
			p.Packages[1].Phases = append(p.Packages[1].Phases, release.Phase{Name: "uat"})
			p.Packages[2].Pins = append(p.Packages[2].Pins, p.Packages[2].Pins[0])
			p.Packages[2].Actuals = append(p.Packages[2].Actuals, release.Actual{Phase: "build", Start: day("2026-08-24")})
			p.Sites.Windows = append(p.Sites.Windows, p.Sites.Windows[0])
		}, []string{
			"blackouts[3].name: duplicate-name", "environments.uat.alternatives[1].environment: duplicate-name",
			"environments.uat.changeover.base -> tls13: duplicate-name", "environments.uat.configurations[2]: duplicate-name",
			"packages.gateway-7.0.phases.uat: duplicate-name", "packages.ledger-4.2.sites[1]: duplicate-name",
			"packages.portal-12.pinned.uat: duplicate-name", "packages.portal-12.started.build: duplicate-name",
			"sites.windows.london: duplicate-name", "systems.ledger: duplicate-name",
		}},
		{"names that mean something else", func(p P) {
			p.Teams = append(p.Teams, release.Team{Name: "owner"})
			p.Environments = append(p.Environments, release.Environment{Name: "none", Configurations: []string{"none"}})
			p.Windows[0].Name = "none"
			p.Phases[3].Window, p.Sites.Windows = "none", nil
			p.Phases[3].Rollback = calendar.Length{}
			p.Gates = append(p.Gates, release.Gate{Name: "none"})
		}, []string{
			"environments.none: reserved-name", "environments.none.configurations[0]: reserved-name", "gates.none: reserved-name",
			"teams.owner: reserved-name", "windows.none: reserved-name",
		}},
		{"a package named like a phase, and like another's phase", func(p P) {
			p.Packages = append(p.Packages, release.Package{Name: "soak", System: "portal"}, release.Package{Name: "ledger-4.2.deploy@london", System: "ledger"})
		}, []string{"packages.ledger-4.2.deploy@london: ambiguous-name", "packages.soak: ambiguous-name"}},

		{"references that name nothing", func(p P) {
			p.Systems[0].Owner = "team-legder"
			p.Systems[1].DependsOn = []string{"ledgre"}
			p.Packages[0].System = "x"
			p.Packages[0].Sites = []string{"paris"}
			p.Packages[1].Phases[0].Environment = "x"
			p.Packages[1].Phases[0].Configuration = ""
			p.Packages[2].Pins[0].Environment = "x"
			p.Packages[2].Actuals[1].Environment = "x"
			p.Environments[1].Alternatives[0].Environment = "x"
			p.Environments[1].Bookings[0].Configuration = "x"
			p.Environments[1].Changeover.Pairs[0].From = "x"
			p.Phases[1].Team, p.Phases[1].Gate = "x", "x"
			p.Phases[3].Window = "x"
			p.Gates[1].Requires[0].Name = "board"
			p.Sites.Windows[0] = release.SiteWindow{Site: "paris", Window: "x"}
			p.Risks[0].Package = "x"
			p.Facts[0].Package = "x"
		}, []string{
			"environments.uat.alternatives[0].environment: unknown-name", "environments.uat.booked[0].configuration: unknown-name",
			"environments.uat.changeover.x -> tls13: unknown-name", "facts[0].package: unknown-name", "gates.go-no-go.requires[0]: unknown-name",
			"packages.gateway-7.0.phases.uat.environment: unknown-name", "packages.ledger-4.2.sites[0]: unknown-name", "packages.ledger-4.2.system: unknown-name",
			"packages.portal-12.pinned.uat.environment: unknown-name", "packages.portal-12.started.sit.environment: unknown-name",
			"phases.deploy.window: unknown-name", "phases.sit.gate: unknown-name", "phases.sit.team: unknown-name",
			"risks[0].package: unknown-name", "sites.windows.paris: unknown-name", "sites.windows.paris: unknown-name",
			"systems.gateway.dependsOn[0]: unknown-name", "systems.ledger.owner: unknown-name",
		}},
		{"phases that the package does not have", func(p P) {
			p.Packages[2].Phases = []release.Phase{{Name: "uat", Skip: true}}
			p.Packages[2].Actuals[0].Phase = "bild"
			p.Packages[3].Phases = []release.Phase{{Name: "pentest", Skip: true}}
			p.Risks[0].Phase = "pentest"
		}, []string{
			"packages.card-art-1.phases.pentest: unknown-name", "packages.portal-12.done.bild: unknown-name",
			"packages.portal-12.pinned.uat: unknown-name", "risks[0].phase: unknown-name",
		}},
		{"a risk of the whole plan names a phase that some package has", func(p P) {
			p.Packages[3].Phases = named("pentest")
			p.Risks = []release.Risk{{Name: "a", Phase: "pentest"}, {Name: "b", Phase: "soak"}, {Name: "c", Phase: "pentets"}}
		}, []string{"risks[2].phase: unknown-name"}},
		{"links that name nothing", func(p P) {
			p.Packages[0].Links = []release.Link{{}, link(0, "ledger", ""), link(0, "portal-12", "pentest"), {To: release.Ref{Site: "london"}}, {To: release.Ref{Package: "portal-12", Site: "london"}}}
			p.Packages[1].Phases[0].Links = []release.Link{link(0, "", "uta"), {To: release.Ref{Package: "ledger-4.2", Phase: "deploy", Site: "singapore"}}, {To: release.Ref{Package: "ledger-4.2", Phase: "uat", Site: "london"}}}
			p.Phases[4].Links = []release.Link{link(0, "", "deplyo"), link(0, "x", ""), {}, {To: release.Ref{Phase: "deploy", Site: "paris"}}, {To: release.Ref{Site: "london"}}}
		}, []string{
			"packages.gateway-7.0.phases.uat.links[0]: unknown-name", "packages.gateway-7.0.phases.uat.links[1]: unknown-name", "packages.gateway-7.0.phases.uat.links[2]: conflicting-fields",
			"packages.ledger-4.2.links[0]: missing-field", "packages.ledger-4.2.links[1]: unknown-name", "packages.ledger-4.2.links[2]: unknown-name", "packages.ledger-4.2.links[3]: missing-field", "packages.ledger-4.2.links[4]: missing-field",
			"phases.soak.links[0]: unknown-name", "phases.soak.links[1]: unknown-name", "phases.soak.links[2]: missing-field", "phases.soak.links[3]: unknown-name", "phases.soak.links[4]: missing-field",
		}},
		{"links that cannot be", func(p P) {
			p.Packages[0].Links = []release.Link{
				{Kind: 9, To: release.Ref{Package: "portal-12"}},
				{Kind: release.SameOccurrence, To: release.Ref{Package: "card-art-1"}, Lag: length(t, "1d")},
				{Kind: release.Within, To: release.Ref{Package: "card-art-1"}, Lag: length(t, "-1d")},
				{Kind: release.Apart, To: release.Ref{Package: "ledger-4.2"}, Lag: length(t, "1d")},
				{To: release.Ref{Package: "card-art-1"}, Lag: calendar.Length{Days: 1, Hours: -1}},
			}
			p.Phases[4].Links = []release.Link{link(release.OtherOccurrence, "", "soak")}
		}, []string{
			"packages.ledger-4.2.links[0]: unknown-word", "packages.ledger-4.2.links[1]: conflicting-fields", "packages.ledger-4.2.links[2]: negative-length",
			"packages.ledger-4.2.links[3]: cycle", "packages.ledger-4.2.links[4]: mixed-signs", "phases.soak.links[0]: cycle",
		}},
		{"names in scopes and exceptions that are nothing; a pattern may be for what is to come", func(p P) {
			p.Blackouts[0].Scope = calendar.Scope{Systems: []string{"led*", "x*", "ledgre"}, Kinds: []string{"anything", "["}, Environments: []string{"prod"}, Sites: []string{"paris"}}
			p.Blackouts[2].Exceptions[0].Packages = []string{"hotfix-*", "hotfix-1", "["}
		}, []string{
			"blackouts[0].scope.environments[0]: matches-nothing", "blackouts[0].scope.kinds[1]: bad-pattern", "blackouts[0].scope.sites[0]: matches-nothing", "blackouts[0].scope.systems[2]: matches-nothing",
			"blackouts[2].exceptions[0].packages[1]: matches-nothing", "blackouts[2].exceptions[0].packages[2]: bad-pattern",
		}},

		{"ends that are not after their starts", func(p P) {
			p.Windows[0].From, p.Windows[0].To = day("2026-10-02"), day("2026-10-01")
			p.Blackouts[0].To = day("2026-12-17")
			p.Blackouts[2].Exceptions[0].From = day("2026-12-01")
			p.Environments[0].Outages[0].To = day("2026-09-04")
			p.Environments[1].Bookings[0].From, p.Environments[1].Bookings[0].To = day("2026-09-21T08:00"), day("2026-09-21T08:00")
			p.Packages[2].Actuals[0].End = day("2026-08-23")
		}, []string{
			"blackouts[0].to: end-before-start", "blackouts[2].exceptions[0].until: end-before-start",
			"environments.sit.outages[0].to: end-before-start", "environments.uat.booked[0].to: end-before-start",
			"packages.portal-12.done.build: end-before-start", "windows.prod.to: end-before-start",
		}},
		{"lengths", func(p P) {
			p.Phases[0].Duration.High = length(t, "4d")
			p.Phases[1].Duration = release.Exactly(calendar.Length{Hours: 2, Minutes: -1})
			p.Phases[2].Duration = release.Estimate{Likely: length(t, "5d")}
			p.Phases[3].Rollback = length(t, "-1h")
			p.Phases[4].Duration = release.Exactly(length(t, "600w"))
			p.Windows[0].Lasts = length(t, "-1h")
			p.Meetings[0].Submission = length(t, "-2d")
			p.Environments[1].Changeover.Default = length(t, "-1h")
			p.Environments[1].Changeover.Pairs[0].Length = length(t, "-1h")
			p.Environments[1].Alternatives[0].Penalty = length(t, "-1h")
			p.Blackouts[1].Cost = length(t, "-1h")
			p.Sites.Soak = length(t, "-1h")
			p.Risks[0].Delay.Low = length(t, "6d")
			*p.Packages[2].Actuals[1].Left = length(t, "-1d")
		}, []string{
			"blackouts[1].cost: negative-length", "environments.uat.alternatives[0].penalty: negative-length", "environments.uat.changeover.base -> tls13: negative-length",
			"environments.uat.changeover.default: negative-length", "meetings.cab.submission: negative-length", "packages.portal-12.started.sit.left: negative-length",
			"phases.build.duration: estimate-order", "phases.deploy.rollback: negative-length", "phases.sit.duration: mixed-signs", "phases.soak.duration: too-long", "phases.uat.duration: estimate-order",
			"risks[0].delay: estimate-order", "sites.soak: negative-length", "windows.prod.lasts: conflicting-fields", "windows.prod.lasts: negative-length",
		}},
		{"a day of working time is 8 hours, so 9h is more", func(p P) {
			p.Phases[0].Duration = estimate(t, "1d..9h..10h")
			p.Phases[1].Duration = estimate(t, "9h..1d..2d")
		}, []string{"phases.sit.duration: estimate-order"}},
		{"on the wall clock a day is 24 hours", func(p P) { p.Phases[4].Duration = estimate(t, "9h..1d..2d") }, nil},
		{"numbers", func(p P) {
			p.Packages[0].Priority = -1
			p.Packages[1].Priority = 1001
			p.Packages[0].Profile.Probability, p.Packages[0].Profile.Loss = 1.2, -1
			p.Packages[1].Profile.Probability, p.Packages[1].Profile.Loss = math.NaN(), math.Inf(1)
			p.Teams[0].Capacity, p.Environments[0].Capacity, p.Windows[0].Capacity = -1, -1, -1
			p.Windows[0].RiskBudget = -1
			p.Phases[0].People = -1
			p.Environments[1].Bookings[0].Units = 2
			p.Meetings[0].At = 86400
			p.Risks[0].Probability, p.Risks[0].Impact = 2, 6
			p.Risks[0].Mitigation.Probability, p.Risks[0].Mitigation.Cost = -1, -1
		}, []string{
			"environments.sit.capacity: out-of-range", "environments.uat.booked[0].units: out-of-range", "meetings.cab.at: out-of-range",
			"packages.gateway-7.0.priority: out-of-range", "packages.gateway-7.0.risk.loss: out-of-range", "packages.gateway-7.0.risk.probability: out-of-range",
			"packages.ledger-4.2.priority: out-of-range", "packages.ledger-4.2.risk.loss: out-of-range", "packages.ledger-4.2.risk.probability: out-of-range",
			"phases.build.people: out-of-range", "risks[0].impact: out-of-range", "risks[0].mitigation.cost: out-of-range", "risks[0].mitigation.probability: out-of-range",
			"risks[0].probability: out-of-range", "teams.team-ledger.capacity: out-of-range", "windows.prod.capacity: out-of-range", "windows.prod.riskBudget: out-of-range",
		}},
		{"words", func(p P) {
			p.Packages[0].Profile = release.Profile{Change: "big", Tests: "some", Rollback: "maybe"}
			p.Systems[0].Changes = 7
			p.Phases[0].Time = 7
			p.Blackouts[0].Level, p.Blackouts[0].Stops = 7, 200
			p.Gates[0].Requires[0].Op = "="
			p.Gates[0].Requires[1].Kind = 7
		}, []string{
			"blackouts[0].level: unknown-word", "blackouts[0].stops: unknown-word", "gates.uat-exit.requires[0]: unknown-word", "gates.uat-exit.requires[1]: unknown-word",
			"packages.ledger-4.2.risk.change: unknown-word", "packages.ledger-4.2.risk.rollback: unknown-word", "packages.ledger-4.2.risk.tests: unknown-word",
			"phases.build.time: unknown-word", "systems.ledger.changes: unknown-word",
		}},
		{"what must be given", func(p P) {
			p.Blackouts[0].From = calendar.Moment{}
			p.Blackouts[2].Exceptions[0] = calendar.Exception{}
			p.Blackouts = append(p.Blackouts, calendar.Blackout{Name: "empty"})
			p.Environments[0].Outages[0] = release.Outage{}
			p.Environments[1].Bookings[0] = release.Booking{}
			p.Environments[1].Alternatives[0].Environment = ""
			p.Packages[2].Pins[0] = release.Pin{}
			p.Packages[2].Actuals[0] = release.Actual{Phase: "build"}
			p.Gates[0].Requires = []release.Criterion{{}, {Kind: release.Comparison, Name: "x"}}
			p.Sites.Windows[0].Window = ""
		}, []string{
			"blackouts[0].from: missing-field",
			"blackouts[2].exceptions[0].approvedBy: missing-field", "blackouts[2].exceptions[0].packages: missing-field", "blackouts[2].exceptions[0].reason: missing-field", "blackouts[2].exceptions[0].until: missing-field",
			"blackouts[3].from: missing-field", "blackouts[3].to: missing-field",
			"environments.sit.outages[0].from: missing-field", "environments.sit.outages[0].to: missing-field",
			"environments.uat.alternatives[0].environment: missing-field", "environments.uat.booked[0].from: missing-field", "environments.uat.booked[0].to: missing-field",
			"gates.uat-exit.requires[0]: missing-name", "gates.uat-exit.requires[1]: missing-field", "gates.uat-exit.requires[1]: missing-field",
			"packages.portal-12.pinned[0]: missing-field", "packages.portal-12.pinned[0]: missing-field", "packages.portal-12.started.build: missing-field",
			"sites.windows.london: missing-field",
		}},
		{"soft rules without a cost", func(p P) {
			p.Blackouts[1].Cost = calendar.Length{}
			p.Environments[1].Bookings[0].Level = calendar.Soft
		}, []string{"blackouts[1].cost: missing-cost", "environments.uat.booked[0].cost: missing-cost"}},
		{"windows that the calendar refuses", func(p P) {
			p.Windows[0].Hours = calendar.Hours{{From: 3 * 3600, To: 9 * 3600}, {From: 8 * 3600, To: 10 * 3600}}
			p.Windows = append(p.Windows, release.Window{Window: calendar.Window{Name: "cron", Every: rule(t, "0 21 * * 2")}})
		}, []string{"windows.cron.lasts: missing-field", "windows.prod.hours: bad-hours"}},

		{"a window must be said", func(p P) {
			p.Windows = append(p.Windows, release.Window{Window: calendar.Window{Name: "weekend"}})
			p.Phases[3].Window, p.Phases[3].Rollback = "", calendar.Length{}
		}, []string{"phases.deploy.window: missing-window"}},
		{"a contiguous phase has a window", func(p P) { p.Phases[2].Time = release.Contiguous }, []string{"phases.uat.window: missing-window"}},
		{"of a package, too", func(p P) { p.Packages[1].Phases[0].Time = release.Contiguous }, []string{"packages.gateway-7.0.phases.uat.window: missing-window"}},
		{"a window and working time", func(p P) { p.Phases[3].Time, p.Phases[3].Rollback = release.Working, calendar.Length{} }, []string{"phases.deploy.time: conflicting-fields"}},
		{"a rollback outside a window", func(p P) { p.Packages[1].Phases[0].Rollback = length(t, "1h") }, []string{"packages.gateway-7.0.phases.uat.rollback: rollback-without-window"}},
		{"a configuration without an environment", func(p P) { p.Phases[0].Configuration = "base" }, []string{"phases.build.configuration: configuration-without-environment"}},
		{"a configuration that the environment does not have", func(p P) { p.Packages[1].Phases[0].Configuration = "tls14" }, []string{"packages.gateway-7.0.phases.uat.configuration: unknown-name"}},
		{"an owner's phase without an owner", func(p P) { p.Packages[3].System = ""; p.Systems[2].Owner = "" }, []string{"packages.card-art-1.system: missing-owner", "packages.portal-12.system: missing-owner"}},
		{"entry and exit", func(p P) { p.Gates[0].Entry, p.Gates[0].Exit = true, true }, []string{"gates.uat-exit.at: conflicting-fields"}},
		{"the plan skips a phase", func(p P) { p.Phases[4].Skip = true }, []string{"phases.soak.skip: conflicting-fields"}},
		{"something left of what is done", func(p P) { p.Packages[2].Actuals[0].Left = &calendar.Length{Days: 1} }, []string{"packages.portal-12.done.build.left: conflicting-fields"}},
		{"a site where there is no window", func(p P) { p.Packages[0].Pins = []release.Pin{{Phase: "uat", Site: "london", At: day("2026-09-14")}} }, []string{"packages.ledger-4.2.pinned.uat@london: conflicting-fields"}},
		{"an environment for itself", func(p P) { p.Environments[1].Alternatives[0].Environment = "uat" }, []string{"environments.uat.alternatives[0].environment: conflicting-fields"}},

		{"deadlines in the past and pins in blackouts are findings", func(p P) {
			p.Packages[0].Deadline = day("2020-01-01")
			p.Packages[2].Pins[0].At = day("2026-12-24")
		}, nil},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			p := train(t)
			tt.change(p)
			var got []string
			for _, f := range faultsOf(t, p.Validate()) {
				got = append(got, f.Path+": "+f.Code)
			}
			require.Equal(t, tt.want, got, "%v", p.Validate())
		})
	}
}

func TestValidateCycles(t *testing.T) {
	after := func(refs ...string) []release.Link {
		links := []release.Link{}
		for _, r := range refs {
			links = append(links, release.Link{To: release.Ref{Package: r, Phase: "build"}})
		}
		return links
	}
	pkg := func(name string, links []release.Link) release.Package {
		return release.Package{Name: name, Phases: []release.Phase{{Name: "build", Links: links}}}
	}
	long := &release.Portfolio{}
	for i := range 20 {
		long.Packages = append(long.Packages, pkg("p"+strconv.Itoa(i), after("p"+strconv.Itoa((i+1)%20))))
	}
	for _, tt := range []struct {
		reason string
		p      *release.Portfolio
		want   []string
	}{
		{"itself", &release.Portfolio{Packages: []release.Package{pkg("a", after("a"))}}, []string{"packages.a.phases.build.links[0]: a.build waits for itself"}},
		{"two", &release.Portfolio{Packages: []release.Package{pkg("b", after("a")), pkg("a", after("b"))}}, []string{"packages.b.phases.build.links[0]: b.build → a.build → b.build"}},
		{"two circles", &release.Portfolio{Packages: []release.Package{pkg("a", after("b")), pkg("b", after("a")), pkg("c", after("d")), pkg("d", after("c", "a"))}},
			[]string{"packages.a.phases.build.links[0]: a.build → b.build → a.build", "packages.c.phases.build.links[0]: c.build → d.build → c.build"}},
		{"many", long, []string{"packages.p0.phases.build.links[0]: p0.build → p1.build → p2.build → p3.build → p4.build → p5.build → p6.build → p7.build → p8.build → p9.build → p10.build → p11.build → … → p0.build"}},
		{"of packages", &release.Portfolio{Phases: named("build", "uat"), Packages: []release.Package{
			{Name: "a", Links: []release.Link{{To: release.Ref{Package: "b", Phase: "uat"}}}},
			{Name: "b", Links: []release.Link{{To: release.Ref{Package: "a"}}}},
		}}, []string{"packages.a.links[0]: a.build → b.uat → b.build → a.uat → a.build"}},
		{"of the plan's route, once", &release.Portfolio{
			Phases:   []release.Phase{{Name: "build", Links: []release.Link{{To: release.Ref{Phase: "uat"}}}}, {Name: "uat"}},
			Packages: []release.Package{{Name: "a"}, {Name: "b"}},
		}, []string{"phases.build.links[0]: build → uat → build"}},
		{"of systems", &release.Portfolio{Systems: []release.System{
			{Name: "x", DependsOn: []string{"y"}}, {Name: "y", DependsOn: []string{"z", "x"}}, {Name: "z", DependsOn: []string{"z"}},
		}}, []string{"systems.x.dependsOn[0]: x → y → x", "systems.z.dependsOn[0]: z waits for itself"}},
		{"links that are no order make none", &release.Portfolio{Packages: []release.Package{
			pkg("a", []release.Link{{Kind: release.Apart, To: release.Ref{Package: "b", Phase: "build"}}}), pkg("b", after("a")),
		}}, nil},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			var got []string
			for _, f := range faultsOf(t, tt.p.Validate()) {
				require.Equal(t, "cycle", f.Code)
				got = append(got, f.Path+": "+f.Found)
			}
			require.Equal(t, tt.want, got)
		})
	}
}

func TestValidateHints(t *testing.T) {
	p := train(t)
	p.Packages[0].System = "legder"
	p.Packages[1].Profile.Tests = "parital"
	p.Phases[0].Duration = release.Estimate{Likely: length(t, "5d")}
	p.Packages[2].Phases = []release.Phase{{Name: "uat", Skip: true}}
	p.Packages[2].Pins[0].Phase = "uat"
	p.Packages[3].Links = []release.Link{{To: release.Ref{Package: "gateway-7.0", Phase: "uta"}}}
	hints := map[string]string{}
	for _, f := range faultsOf(t, p.Validate()) {
		hints[f.Path] = f.Hint
	}
	require.Equal(t, map[string]string{
		"packages.ledger-4.2.system":      "did you mean ledger?",
		"packages.gateway-7.0.risk.tests": "did you mean partial?",
		"packages.portal-12.pinned.uat":   "portal-12 skips it",
		"packages.card-art-1.links[0]":    "did you mean uat?",
		"phases.build.duration":           "for one number all three are equal: Exactly(5d)",
	}, hints)
}

// A portfolio in which everything is wrong is judged, in time and to the same text.
func TestValidateIsDeterministic(t *testing.T) {
	build := func() *release.Portfolio {
		p := &release.Portfolio{Phases: named("build", "uat")}
		for i := range 300 {
			name := "package-" + strconv.Itoa(i)
			p.Packages = append(p.Packages, release.Package{
				Name: name, System: "system-" + strconv.Itoa(i), Priority: -1,
				Links: []release.Link{{To: release.Ref{Package: "package-" + strconv.Itoa((i*7+1)%300)}}},
			})
		}
		return p
	}
	first := build().Validate()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	require.Equal(t, first, build().Validate())
	require.ErrorContains(t, first, "more")
}

func TestValidateLeavesItsInput(t *testing.T) {
	p := train(t)
	require.NoError(t, p.Validate())
	require.Equal(t, train(t), p)
}
