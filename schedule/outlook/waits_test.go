package outlook_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/outlook"
)

// sharing are three projects on one environment, a day of work each.
var sharing = []string{`
plan: House
timezone: Europe/Zurich
now: 2026-09-07T08:00
calendar: {days: mon-fri, hours: "08:00-16:00"}
phases: {build: {duration: 1d}, uat: {duration: 1d, environment: uat, after: build}}
environments: {uat: {booked: [{by: Audit, from: 2026-09-10, to: 2026-09-10}]}}
systems: {a: {owner: red}, b: {owner: red}, c: {owner: blue}}
teams: {red: , blue: }
`, `
plan: Core
packages: {ledger: {system: a, priority: 900, due: 2026-09-08}}
`, `
plan: Cards
packages: {card: {system: b, priority: 800, due: 2026-09-08}}
`, `
plan: Web
packages: {portal: {system: c, after: ledger.uat, due: 2026-09-08}}
`}

func shared(t testing.TB) (*schedule.Problem, *schedule.Plan) {
	t.Helper()
	var files []planfile.File
	for _, text := range sharing {
		files = append(files, planfile.File{Data: []byte(text)})
	}
	portfolio, err := planfile.Read(files...)
	require.NoError(t, err)
	p, err := schedule.FromPortfolio(portfolio, time.Time{})
	require.NoError(t, err)
	plan, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 5000, Seed: 1})
	require.NoError(t, err)
	return p, plan
}

// The ledger has uat on Tuesday, the card on Wednesday and the portal, after its build, on Friday.
func TestWaits(t *testing.T) {
	p, plan := shared(t)
	for _, tt := range []struct {
		reason string
		by     outlook.Party
		want   []string
	}{
		{"a day for Core in uat; a link to Core; a day for Cards' guest, the audit", "", []string{
			"card.uat (Cards) waits 1d for Core: environment uat (ledger.uat)",
			"portal.build (Web) waits 2d for Core: link after ledger.uat (ledger.uat)",
			"portal.uat (Web) waits 1d for Audit: environment uat",
		}},
		{"the same teams", outlook.Owners, []string{
			"card.uat (red) waits 1d for itself: environment uat (ledger.uat)",
			"portal.build (blue) waits 2d for red: link after ledger.uat (ledger.uat)",
			"portal.uat (blue) waits 1d for Audit: environment uat",
		}},
	} {
		w, err := outlook.WaitsOf(p, plan, tt.by)
		require.NoError(t, err)
		var got []string
		for _, one := range w.Waits {
			got = append(got, one.String())
		}
		require.Equal(t, tt.want, got, tt.reason)
		require.EqualValues(t, 4*1440, w.Total)
		require.Equal(t, "after ledger.uat", w.Hands[0].Name)
		require.EqualValues(t, 16*60, w.Hands[0].Slack, "the night before it starts")
	}
	_, err := outlook.WaitsOf(p, plan, "planet")
	require.ErrorContains(t, err, outlook.CodeRequest)
}

func TestAnswersInJSON(t *testing.T) {
	p, plan := shared(t)
	w, err := outlook.WaitsOf(p, plan, "")
	require.NoError(t, err)
	l, err := outlook.LoadOf(p, plan, outlook.LoadOptions{})
	require.NoError(t, err)
	r, err := outlook.Free(p, plan, schedule.Activity{Name: "x", Modes: []schedule.Mode{{Duration: time.Hour, Environment: "uat"}}}, 1)
	require.NoError(t, err)
	for _, tt := range []struct {
		reason string
		value  any
		first  string
		also   string
	}{
		{"waits", w, `{"zone":"Europe/Zurich","by":"project","total":5760,"pairs":[{"who":"Web","for":"Core","minutes":2880,"activities":1,"longest":{"activity":"portal.build",`, `"hands":[{"from":"ledger.uat","to":"portal.build","fromParty":"Core","toParty":"Web","name":"after ledger.uat","slack":960}]`},
		{"loads", l, `{"zone":"Europe/Zurich","by":"week","rows":[{"kind":"environment","name":"uat","buckets":[{"from":"2026-09-07T08:00:00+02:00",`, `"capacity":2400,"outage":0,"booked":480,"used":1440,"changeover":0,"demand":1440,"most":1,"available":1920,"share":0.75,"asked":0.75}`},
		{"free slots", r, `{"activity":"x","zone":"Europe/Zurich","until":"2027-09-07T08:00:00+02:00","slots":[{"mode":0,"environment":"uat","start":"2026-09-07T08:00:00+02:00",`, `"before":[{"kind":"plan-start","at":"2026-09-07T08:00:00+02:00","text":"plan start"}]`},
	} {
		data, err := json.Marshal(tt.value)
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(string(data), tt.first), "%s: %s", tt.reason, data)
		require.Contains(t, string(data), tt.also, tt.reason)
	}
}

// Each minute from the first at which links and calendar let an activity start is waited for those who hold what it
// waits for: found by trying every minute, where it waits for one environment or team alone.
func TestWaitsAgainstEveryMinute(t *testing.T) {
	seen := 0
	for seed := range uint64(100) {
		p, plan, _ := drawn(t, seed)
		w, err := outlook.WaitsOf(p, plan, outlook.Packages)
		require.NoError(t, err)
		n := minutesOf(p, plan)
		never := map[int]bool{}
		for i := range p.Activities { // the race, with everybody else where the plan has them
			delete(n.early, i)
			if row, ok := n.rows[i]; ok {
				n.early[i] = [2]int{n.of(row.Start), n.of(row.End)}
			} else {
				never[i] = true
			}
		}
		for i, row := range n.rows {
			kinds := map[schedule.Rule]bool{}
			for _, c := range row.Causes {
				for _, r := range c.Rules {
					if r.By = ""; r.Kind != schedule.RuleHours && r.Kind != schedule.RuleWindow {
						kinds[r] = true
					}
				}
			}
			env := schedule.Rule{Kind: schedule.RuleEnvironment, Name: row.Environment}
			if row.Fact || len(kinds) != 1 || !kinds[env] {
				continue
			}
			ready, start := 0, n.of(row.Start)
			for ; ready < start; ready++ {
				if end, ok := n.runs(i, ready); ok && n.after(i, ready, end, never) {
					break
				}
			}
			want := map[string]int64{}
			holders := func(k int) (names []string) {
				at := n.at(k)
				for other, o := range n.rows {
					if other != i && o.Environment == row.Environment && !o.Start.After(at) && o.End.After(at) {
						names = append(names, o.Package)
					}
				}
				for _, e := range p.Environments {
					for _, b := range e.Bookings {
						if e.Name == row.Environment && (!b.Soft || b.Outage) && b.Contains(at) {
							names = append(names, b.Name)
						}
					}
				}
				return names
			}
			for k := ready; k < start; k++ {
				next := k
				for next < start && len(holders(next)) == 0 {
					next++
				}
				for next >= start || len(holders(next)) == 0 { // a gap at the end
					next--
				}
				names := holders(next)
				slices.Sort(names)
				for _, name := range slices.Compact(names) {
					want[name]++
				}
			}
			got := map[string]int64{}
			for _, one := range w.Waits {
				if one.Activity == row.Activity && one.Kind != schedule.RuleLink {
					got[one.For] += one.Minutes
					seen++
					holder, known := plan.Activity(one.Holder)
					require.True(t, !known || holder.Package == one.For)
				}
			}
			require.Equal(t, want, got, "seed %d: %s", seed, row.Activity)
		}
		var sum int64
		for _, pair := range w.Pairs {
			sum += pair.Minutes
		}
		require.GreaterOrEqual(t, sum, w.Total, "several may be waited for at once")
		require.True(t, slices.IsSortedFunc(w.Pairs, func(a, b outlook.Pair) int { return int(b.Minutes - a.Minutes) }))
		for _, h := range w.Hands {
			if to, _ := plan.Activity(h.To); !to.Fact { // the past may have broken it
				require.GreaterOrEqual(t, h.Slack, int64(0), "seed %d: the plan keeps its links", seed)
			}
		}
		require.NotEmpty(t, w.String())
	}
	require.Positive(t, seen)
}

// The slack of a link is as far as its first end may move: one more minute, and the verifier objects.
func TestSlackOfLinks(t *testing.T) {
	p := &schedule.Problem{Start: time.Date(2026, 9, 7, 0, 0, 0, 0, time.UTC), Horizon: time.Date(2026, 9, 9, 0, 0, 0, 0, time.UTC),
		Activities: []schedule.Activity{{Name: "a", Modes: []schedule.Mode{{Duration: time.Hour}}}, {Name: "b", Modes: []schedule.Mode{{Duration: 2 * time.Hour}}}}}
	spec := calendar.Spec{Name: "hours", Weekly: calendar.Weekly{Hours: calendar.Hours{{From: 8 * 3600, To: 17 * 3600}}}}
	hours, err := spec.Compile(calendar.Interval{Start: p.Start.AddDate(0, 0, -2), End: p.Horizon.AddDate(0, 0, 2)}, calendar.Subject{}, calendar.StopWork)
	require.NoError(t, err)
	at := func(start, length time.Duration) (time.Time, time.Time) {
		return p.Start.Add(start), p.Start.Add(start + length)
	}
	for _, kind := range []schedule.LinkKind{schedule.FinishToStart, schedule.StartToStart, schedule.FinishToFinish, schedule.StartToFinish} {
		for _, cal := range []*calendar.Compiled{nil, hours} {
			p.Links = []schedule.Link{{Kind: kind, From: "a", To: "b", Lag: 90 * time.Minute, Calendar: cal}}
			plan := &schedule.Plan{Status: schedule.Feasible, Activities: []schedule.Assignment{{Activity: "a"}, {Activity: "b"}}}
			a, b := &plan.Activities[0], &plan.Activities[1]
			a.Start, a.End = at(9*time.Hour, time.Hour)
			b.Start, b.End = at(15*time.Hour, 2*time.Hour)
			w, err := outlook.WaitsOf(p, plan, "")
			require.NoError(t, err)
			slack := time.Duration(w.Hands[0].Slack) * time.Minute
			a.Start, a.End = at(9*time.Hour+slack, time.Hour)
			violations, _ := schedule.Verify(p, plan)
			require.Empty(t, violations, kind.String())
			a.Start, a.End = at(9*time.Hour+slack+time.Minute, time.Hour)
			violations, _ = schedule.Verify(p, plan)
			require.NotEmpty(t, violations, kind.String())
		}
	}
}
