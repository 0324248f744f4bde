package planfile_test

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
)

// drawer draws the parts of a portfolio that is valid, with hard names and texts.
type drawer struct{ *rapid.T }

func (d drawer) maybe(label string) bool { return rapid.Bool().Draw(d.T, label) }

func (d drawer) text(label string) string {
	if !d.maybe(label + "?") {
		return ""
	}
	return rapid.SampledFrom([]string{"x", "two words", "yes", "4.10", "21:00", "null", "a: b", "#1", "- a", "it's", `"q"`, "line\nline", "é", "😀", "{a, b}", "*", "&", "a,b", " a ", "\t", "~", "true", "2026-11-15", "key:", "\u0001"}).Draw(d.T, label)
}

func (d drawer) names(label, prefix string) []string {
	n := rapid.IntRange(0, 3).Draw(d.T, label)
	var names []string
	for i := range n {
		kind := rapid.SampledFrom([]string{"", "-4.10", ".x", " y", "é", ":", "#1", "'"}).Draw(d.T, label+" kind")
		names = append(names, fmt.Sprintf("%s%d%s", prefix, i, kind))
	}
	return names
}

func (d drawer) pick(label string, from []string) string {
	if len(from) == 0 || !d.maybe(label+"?") {
		return ""
	}
	return rapid.SampledFrom(from).Draw(d.T, label)
}

// some draws a part of a list, each once, nil for none.
func (d drawer) some(label string, from []string) []string {
	var list []string
	for _, s := range from {
		if d.maybe(label) {
			list = append(list, s)
		}
	}
	return list
}

func (d drawer) count(label string, most int) int { return rapid.IntRange(0, most).Draw(d.T, label) }

func (d drawer) length(label string) calendar.Length {
	return calendar.Length{Days: d.count(label+" days", 9), Hours: d.count(label+" hours", 23), Minutes: d.count(label+" minutes", 59)}
}

// moment draws a moment of a month, so that months can be put in order.
func (d drawer) moment(label string, month int) calendar.Moment {
	forms := []string{"2026-%02d-%02d", "2026-%02d-%02dT09:30", "2026-%02d-%02dT09:30:15+02:00", "2026-%02d-%02dT09:30:00Z"}
	text := fmt.Sprintf(rapid.SampledFrom(forms).Draw(d.T, label), month, 1+d.count(label+" day", 27))
	m, err := calendar.ParseMoment(text)
	require.NoError(d.T, err)
	return m
}

func (d drawer) someMoment(label string, month int) calendar.Moment {
	if !d.maybe(label + "?") {
		return calendar.Moment{}
	}
	return d.moment(label, month)
}

func (d drawer) dates(label string) []calendar.Date {
	var list []calendar.Date
	for i := range d.count(label, 2) {
		list = append(list, calendar.Date{Year: 2026, Month: 3, Day: 1 + i})
	}
	return list
}

func (d drawer) rule(label string) calendar.Rule {
	rules := []string{"tue, thu", "3rd sat of month", "last 3 working days of quarter", "FREQ=MONTHLY;BYDAY=3SA", "mon-fri"}
	r, err := calendar.ParseRule(rapid.SampledFrom(rules).Draw(d.T, label))
	require.NoError(d.T, err)
	return r
}

func (d drawer) hours(label string) calendar.Hours {
	switch d.count(label, 2) {
	case 0:
		return nil
	case 1:
		return calendar.Hours{{From: 8 * 3600, To: 12 * 3600}, {From: 13 * 3600, To: 17 * 3600}}
	}
	return calendar.Hours{{From: 21 * 3600, To: 3 * 3600}}
}

func (d drawer) calendar(label string) release.Calendar {
	c := release.Calendar{Zone: d.pick(label+" zone", []string{"Asia/Singapore", "UTC"}), Hours: d.hours(label + " hours")}
	c.Days = calendar.Days(d.count(label+" days", 127))
	if d.maybe(label + " day") {
		c.Day = calendar.Length{Hours: 1 + d.count(label+" hours of a day", 11)}
	}
	switch d.count(label+" holidays", 2) {
	case 1:
		c.Holidays = []calendar.Holiday{}
	case 2:
		c.Holidays = []calendar.Holiday{{Date: calendar.Date{Year: 2026, Month: 12, Day: 25}}, {Date: calendar.Date{Year: 2027, Month: 1, Day: 1}, Name: d.text("holiday")}}
	}
	return c
}

func (d drawer) ownCalendar(label string) *release.Calendar {
	if !d.maybe(label) {
		return nil
	}
	c := d.calendar(label)
	return &c
}

func (d drawer) estimate(label string) release.Estimate {
	var e release.Estimate
	switch d.count(label, 2) {
	case 1:
		e = release.Exactly(calendar.Length{Hours: 1 + d.count(label+" hours", 9)})
	case 2:
		e = release.Estimate{Low: calendar.Length{Hours: 1}, Likely: calendar.Length{Hours: 3}, High: calendar.Length{Hours: 4, Minutes: 30}}
	}
	if !e.IsZero() && d.maybe(label+" shape") {
		e.Shape = "triangular"
	}
	return e
}

// links draws links to packages before, so that nothing waits for itself.
func (d drawer) links(label string, before []string, orders bool) []release.Link {
	if d.maybe(label + " none") {
		if orders {
			return []release.Link{}
		}
		return nil
	}
	var list []release.Link
	for range d.count(label, 3) {
		if len(before) == 0 {
			break
		}
		l := release.Link{Kind: release.LinkKind(d.count(label+" kind", 7)), To: release.Ref{Package: rapid.SampledFrom(before).Draw(d.T, label+" to")}}
		if d.maybe(label + " phase") {
			l.To.Phase = "build"
		}
		if l.Kind != release.SameOccurrence && l.Kind != release.OtherOccurrence {
			l.Lag = d.length(label + " lag")
			l.Elapsed = !l.Lag.IsZero() && d.maybe(label+" elapsed")
			if l.Kind.Orders() && d.maybe(label+" lead") {
				l.Lag = calendar.Length{Days: -l.Lag.Days, Hours: -l.Lag.Hours, Minutes: -l.Lag.Minutes}
			}
		}
		list = append(list, l)
	}
	return list
}

func (d drawer) portfolio() *release.Portfolio {
	p := &release.Portfolio{Name: d.text("plan"), Zone: d.pick("zone", []string{"Europe/Zurich"}), Now: d.someMoment("now", 1), Horizon: d.someMoment("horizon", 12), Calendar: d.calendar("calendar")}
	teams, systems, environments := d.names("teams", "team"), d.names("systems", "system"), d.names("environments", "env")
	windows, meetings, gates, sites := d.names("windows", "window"), d.names("meetings", "meeting"), d.names("gates", "gate"), d.names("sites", "site")
	for _, name := range teams {
		p.Teams = append(p.Teams, release.Team{Name: name, Capacity: d.count("capacity", 3), Calendar: d.ownCalendar("team calendar")})
	}
	for i, name := range systems {
		p.Systems = append(p.Systems, release.System{Name: name, Owner: d.pick("owner", teams), DependsOn: d.some("depends", systems[:i]), Changes: release.Changes(d.count("changes", 2))})
	}
	for _, name := range environments {
		p.Environments = append(p.Environments, d.environment(name, environments))
	}
	for _, name := range windows {
		p.Windows = append(p.Windows, release.Window{
			Window:   calendar.Window{Name: name, Every: d.rule("window"), Hours: d.hours("window hours"), Zone: d.pick("window zone", []string{"UTC"}), From: d.someMoment("window from", 1), To: d.someMoment("window to", 12), Dates: d.dates("dates"), Except: d.dates("except")},
			Capacity: d.count("window capacity", 3), RiskBudget: float64(d.count("budget", 3)) / 4, Owner: d.text("window owner"),
		})
	}
	for i := range d.count("blackouts", 2) {
		p.Blackouts = append(p.Blackouts, d.blackout(fmt.Sprintf("blackout %d", i), systems, environments, sites))
	}
	for _, name := range meetings {
		p.Meetings = append(p.Meetings, release.Meeting{Name: name, Every: d.rule("meeting"), At: calendar.Clock(60 * d.count("minute", 1439)), Submission: d.length("submission"), Zone: d.pick("meeting zone", []string{"UTC"}), Except: d.dates("not held")})
	}
	for _, name := range gates {
		g := release.Gate{Name: name, Entry: d.maybe("entry")}
		g.Exit = !g.Entry && d.maybe("exit")
		for _, m := range d.some("approvals", meetings) {
			g.Requires = append(g.Requires, release.Criterion{Kind: release.ApprovalOf, Name: m})
		}
		if d.maybe("criteria") {
			g.Requires = append(g.Requires, release.Criterion{Kind: release.Comparison, Name: "test.passRate", Op: ">=", Value: "98%"}, release.Criterion{Name: "smoke.list"}, release.Criterion{Kind: release.SignOffOf, Name: "business"})
		}
		p.Gates = append(p.Gates, g)
	}
	p.Sites = release.Sites{Order: sites, Soak: d.length("soak")}
	for _, site := range sites {
		if w := d.pick("site window", windows); w != "" {
			p.Sites.Windows = append(p.Sites.Windows, release.SiteWindow{Site: site, Window: w})
		}
	}
	p.Phases = []release.Phase{
		{Name: "build", Duration: d.estimate("build"), Team: d.pick("team", teams), People: d.count("people", 2), Environment: d.pick("environment", environments), Gate: d.pick("gate", gates), Time: release.TimeKind(3 * d.count("time", 1))},
		{Name: "pen test", Duration: d.estimate("test"), Deadline: d.someMoment("phase deadline", 11), Earliest: d.someMoment("phase earliest", 2), Links: []release.Link{{To: release.Ref{Phase: "build"}}}},
	}
	var before []string
	for _, name := range d.names("packages", "package") {
		p.Packages = append(p.Packages, d.pkg(name, before, systems, teams, sites, windows))
		before = append(before, name)
	}
	for i := range d.count("risks", 2) {
		risk := release.Risk{Name: fmt.Sprintf("risk %d", i), Package: d.pick("risk package", before), Probability: float64(d.count("probability", 100)) / 100, Impact: d.count("impact", 5), Delay: d.estimate("delay"), Owner: d.text("risk owner")}
		if d.maybe("mitigation") {
			risk.Mitigation = &release.Mitigation{Text: d.text("mitigation text"), Cost: float64(d.count("cost", 9)), Probability: 0.05}
		}
		p.Risks = append(p.Risks, risk)
	}
	for i := range d.count("facts", 2) {
		p.Facts = append(p.Facts, release.Fact{Package: d.pick("fact package", before), Name: fmt.Sprintf("fact.%d", i), Value: d.text("value"), At: d.someMoment("fact at", 4), By: d.text("by"), Digest: d.text("digest")})
	}
	return p
}

func (d drawer) environment(name string, all []string) release.Environment {
	e := release.Environment{Name: name, Capacity: d.count("environment capacity", 3), Calendar: d.ownCalendar("environment calendar"), Configurations: d.names("configurations", "config")}
	e.Changeover = release.Changeover{Default: d.length("changeover"), Working: d.maybe("changeover time")}
	if c := e.Configurations; len(c) > 1 && d.maybe("pair") {
		e.Changeover.Pairs = []release.ConfigPair{{From: c[1], To: c[0], Length: d.length("pair")}}
	}
	for _, other := range d.some("alternatives", all) {
		if other != name {
			e.Alternatives = append(e.Alternatives, release.Alternative{Environment: other, Penalty: d.length("penalty")})
		}
	}
	if d.maybe("booked") {
		b := release.Booking{By: d.text("booked by"), From: d.moment("booked from", 3), To: d.moment("booked to", 4), Configuration: d.pick("booked configuration", e.Configurations), Units: d.count("units", 1)}
		if d.maybe("soft booking") {
			b.Level, b.Cost = calendar.Soft, calendar.Length{Hours: 2}
		}
		e.Bookings = append(e.Bookings, b)
	}
	if d.maybe("outage") {
		e.Outages = []release.Outage{{Name: d.text("outage name"), From: d.moment("outage from", 5), To: d.moment("outage to", 6)}}
	}
	return e
}

func (d drawer) blackout(name string, systems, environments, sites []string) calendar.Blackout {
	b := calendar.Blackout{Name: name, From: d.moment("blackout from", 7), To: d.moment("blackout to", 8), Stops: calendar.Stops(d.count("stops", 7)), Zone: d.pick("blackout zone", []string{"UTC"})}
	b.Scope = calendar.Scope{Systems: d.some("scope", systems), Kinds: d.some("kinds", []string{"major", "hot*"}), Environments: d.some("scope", environments), Sites: d.some("scope", sites)}
	if d.maybe("recurring") {
		b.Every, b.Hours = d.rule("blackout rule"), d.hours("blackout hours")
	}
	if d.maybe("soft") {
		b.Level, b.Cost = calendar.Soft, calendar.Length{Hours: 4}
	}
	if d.maybe("exception") {
		b.Exceptions = []calendar.Exception{{Packages: []string{"hotfix-*"}, From: d.someMoment("exception from", 7), Until: d.moment("until", 8), ApprovedBy: "cio", Reason: "it's: #1"}}
	}
	return b
}

func (d drawer) pkg(name string, before, systems, teams, sites, windows []string) release.Package {
	p := release.Package{
		Name: name, System: d.pick("system", systems), Kind: d.text("kind"), Priority: d.count("priority", 1000), Deadline: d.someMoment("deadline", 11), Due: d.someMoment("due", 10), Earliest: d.someMoment("earliest", 2),
		Optional: d.maybe("optional"), Owner: d.text("package owner"), Project: d.text("project"), Sites: d.some("package sites", sites), Links: d.links("links", before, true),
	}
	p.Profile = release.Profile{Change: d.pick("change", []string{"small", "large"}), Tests: d.pick("tests", []string{"none"}), Rollback: d.pick("rollback", []string{"tested"}), Probability: float64(d.count("failure", 4)) / 8, Loss: float64(d.count("loss", 9)) * 1.25}
	if d.maybe("override") {
		p.Phases = append(p.Phases, release.Phase{Name: "build", Duration: d.estimate("override"), Team: d.pick("override team", append([]string{"none"}, teams...)), Links: d.links("phase links", before, true)})
	}
	if d.maybe("soak") {
		p.Phases = append(p.Phases, release.Phase{Name: "soak", Duration: d.estimate("soak time"), Links: []release.Link{{Kind: release.StartToStart, To: release.Ref{Phase: "build"}, Lag: calendar.Length{Hours: 1}}}})
	}
	if d.maybe("skip") {
		p.Phases = append(p.Phases, release.Phase{Name: "pen test", Skip: true})
	}
	if w := d.pick("deploy", windows); w != "" {
		p.Phases = append(p.Phases, release.Phase{Name: "deploy", Duration: d.estimate("deploy time"), Rollback: d.length("rollback time"), Window: w})
		if len(p.Sites) > 0 {
			p.Pins = append(p.Pins, release.Pin{Phase: "deploy", Site: p.Sites[0], At: d.moment("site pin", 9)})
		}
	}
	switch d.count("fact", 3) {
	case 1:
		p.Actuals = append(p.Actuals, release.Actual{Phase: "build", End: d.moment("done", 2)})
	case 2:
		p.Actuals = append(p.Actuals, release.Actual{Phase: "build", Start: d.moment("from", 1), End: d.moment("done", 2)})
	case 3:
		p.Actuals = append(p.Actuals, release.Actual{Phase: "build", Start: d.moment("from", 1)})
		if d.maybe("left") {
			left := d.length("left")
			p.Actuals[0].Left = &left
		}
	}
	if d.maybe("pin") {
		p.Pins = append(p.Pins, release.Pin{Phase: "build", At: d.moment("pin", 9)})
	}
	if d.maybe("notes") {
		p.Notes = []release.Note{{Name: "ticket", Text: d.text("ticket")}, {Name: "4.10", Text: d.text("more")}}
	}
	return p
}

func write(t require.TestingT, p *release.Portfolio) string {
	var b bytes.Buffer
	require.NoError(t, planfile.Write(&b, p))
	return b.String()
}

func writeJSON(t require.TestingT, p *release.Portfolio) string {
	var b bytes.Buffer
	require.NoError(t, planfile.WriteJSON(&b, p))
	return b.String()
}

func TestWriteAndRead(t *testing.T) {
	valid := 0
	rapid.Check(t, func(t *rapid.T) {
		p := drawer{t}.portfolio()
		if err := p.Validate(); err != nil {
			t.Logf("not valid: %v", err)
			return
		}
		valid++
		for _, text := range []string{write(t, p), writeJSON(t, p)} {
			again, err := planfile.Read(planfile.File{Data: []byte(text)})
			require.NoError(t, err, "%s", text)
			require.True(t, reflect.DeepEqual(p, again), "%s\n%+v\n%+v", text, p, again)
			require.Equal(t, write(t, p), write(t, again))
		}
	})
	require.Greater(t, valid, 20, "most drawn portfolios are to be valid")
}

// TestOneChangeIsOneLine changes single values of the full plan.
func TestOneChangeIsOneLine(t *testing.T) {
	load := func() *release.Portfolio {
		p, err := planfile.ReadFile("testdata/autumn.yaml")
		require.NoError(t, err)
		return p
	}
	before := write(t, load())
	beforeJSON := writeJSON(t, load())
	for _, c := range []struct {
		reason string
		change func(p *release.Portfolio)
	}{
		{"a text", func(p *release.Portfolio) { p.Name = "Winter: train" }},
		{"a moment", func(p *release.Portfolio) { p.Packages[0].Deadline = day(t, "2026-11-16T09:00") }},
		{"an estimate", func(p *release.Portfolio) { p.Phases[0].Duration = release.Exactly(calendar.Length{Days: 4}) }},
		{"a lag", func(p *release.Portfolio) { p.Packages[2].Links[0].Lag.Days = 3 }},
		{"an item of a list", func(p *release.Portfolio) { p.Sites.Order[2] = "tokyo" }},
		{"a criterion", func(p *release.Portfolio) { p.Gates[0].Requires[1].Value = "99%" }},
		{"a number", func(p *release.Portfolio) { p.Risks[0].Probability = 0.25 }},
		{"a count", func(p *release.Portfolio) { p.Windows[0].Capacity = 3 }},
		{"a pin", func(p *release.Portfolio) { p.Packages[2].Pins[0].At = day(t, "2026-09-15") }},
		{"hours", func(p *release.Portfolio) { p.Windows[0].Hours[0].To = 4 * 3600 }},
		{"a pair of configurations", func(p *release.Portfolio) { p.Environments[1].Changeover.Pairs[0].Length.Days = 2 }},
		{"a word", func(p *release.Portfolio) { p.Systems[1].Changes = release.OnePerOccurrence }},
		{"the name of a package", func(p *release.Portfolio) { p.Packages[3].Name = "card-art-2" }},
	} {
		p := load()
		c.change(p)
		require.Equal(t, 1, changedLines(before, write(t, p)), c.reason)
		require.Equal(t, 1, changedLines(beforeJSON, writeJSON(t, p)), "%s, as JSON", c.reason)
	}
}

// changedLines counts the lines in which two texts of as many lines differ.
func changedLines(a, b string) int {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	if len(x) != len(y) {
		return -1
	}
	changed := 0
	for i := range x {
		if x[i] != y[i] {
			changed++
		}
	}
	return changed
}
