package replan_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/replan"
)

// sample is the plan of examples/plan, solved.
func sample(t testing.TB) (*release.Portfolio, *schedule.Plan) {
	t.Helper()
	p, err := planfile.ReadFile("../../examples/plan/sample.yaml")
	require.NoError(t, err)
	return p, solved(t, p, 3000)
}

func solved(t testing.TB, p *release.Portfolio, work int64) *schedule.Plan {
	t.Helper()
	problem, err := schedule.FromPortfolio(p, time.Time{})
	require.NoError(t, err)
	plan, err := schedule.Solve(context.Background(), problem, schedule.Options{Work: work})
	require.NoError(t, err)
	return plan
}

func moment(t testing.TB, s string) calendar.Moment {
	t.Helper()
	m, err := calendar.ParseMoment(s)
	require.NoError(t, err)
	return m
}

func options(work int64) replan.Options {
	return replan.Options{Search: schedule.Options{Work: work}}
}

func holds(t testing.TB, r *replan.Result) {
	t.Helper()
	violations, _ := schedule.Verify(r.Problem, r.Plan)
	require.Empty(t, violations)
}

func TestNothingHappened(t *testing.T) {
	p, baseline := sample(t)
	for _, c := range []struct{ at, reason string }{
		{"2026-09-01T09:00", "at once"},
		{"2026-09-16T02:10", "after two weeks that went as planned"},
		{"2026-10-21T14:07", "in the middle of much"},
	} {
		r, err := replan.Solve(context.Background(), baseline, replan.Event{At: moment(t, c.at), Portfolio: p}, options(2000))
		require.NoError(t, err, c.reason)
		require.Empty(t, r.Difference.Moves, "%s: %s", c.reason, r.Difference)
		require.Equal(t, len(baseline.Activities), r.Difference.Stay)
		require.Zero(t, r.Distance().Value)
		holds(t, r)
	}
}

// anew is a plan for the same situation by somebody who does not know the baseline.
func anew(t testing.TB, r *replan.Result, work int64) *schedule.Plan {
	t.Helper()
	p := *r.Problem
	p.Objective = nil
	plan, err := schedule.Solve(context.Background(), &p, schedule.Options{Work: work})
	require.NoError(t, err)
	return plan
}

// slips are events on the sample.
func slips(t testing.TB, p *release.Portfolio) map[string]replan.Event {
	at := moment(t, "2026-09-16T02:10")
	outage := *p
	outage.Environments = slices.Clone(p.Environments)
	for i := range outage.Environments {
		if outage.Environments[i].Name == "perf" {
			outage.Environments[i].Outages = []release.Outage{{Name: "Disk", From: moment(t, "2026-09-16"), To: moment(t, "2026-09-18")}}
		}
	}
	freeze := *p
	freeze.Blackouts = append(slices.Clone(p.Blackouts), calendar.Blackout{Name: "Audit", From: moment(t, "2026-10-20"), To: moment(t, "2026-10-30")})
	return map[string]replan.Event{
		"a phase takes longer": {At: at, Portfolio: p, Slips: map[release.Ref]calendar.Length{{Package: "gateway-7.0", Phase: "uat"}: {Days: 2}}},
		"one under way":        {At: at, Portfolio: p, Slips: map[release.Ref]calendar.Length{{Package: "merchant-desk-4.0", Phase: "sit"}: {Days: 3}, {Package: "portal-12.0", Phase: "build"}: {Hours: 4}}},
		"an outage":            {At: at, Portfolio: &outage},
		"a new freeze":         {At: at, Portfolio: &freeze},
		"one is withdrawn":     {At: at, Portfolio: p, Withdrawn: []string{"cards-core-9.4"}},
	}
}

func TestEventsMoveLittle(t *testing.T) {
	p, baseline := sample(t)
	for name, e := range slips(t, p) {
		t.Run(name, func(t *testing.T) {
			r, err := replan.Solve(context.Background(), baseline, e, options(20000))
			require.NoError(t, err)
			holds(t, r)
			d := r.Difference
			require.Equal(t, len(baseline.Activities), d.Count(replan.Moved)+d.Count(replan.Relocated)+d.Count(replan.Resized)+d.Count(replan.Dropped)+d.Stay)
			require.Equal(t, len(r.Plan.Activities), d.Count(replan.Moved)+d.Count(replan.Relocated)+d.Count(replan.Resized)+d.Count(replan.Added)+d.Stay)
			require.Empty(t, replan.Diff(r.Plan, r.Plan).Moves)
			back := replan.Diff(r.Plan, baseline)
			require.Equal(t, d.Count(replan.Dropped), back.Count(replan.Added), "what is dropped one way is added the other")
			other := replan.Diff(baseline, anew(t, r, 6000))
			count := func(d replan.Difference) int { return d.Count(replan.Moved) + d.Count(replan.Relocated) }
			t.Logf("%s; anew: %s; distance %+v %s %d", d.Summary(), other.Summary(), r.Distance(), r.Plan.Stopped, r.Plan.Work)
			require.Less(t, count(d), count(other))

			gone, err := replan.Solve(context.Background(), baseline, replan.Event{At: e.At, Portfolio: p}, options(2000))
			require.NoError(t, err)
			require.Empty(t, gone.Difference.Moves, "the cause has gone, and so has the change")
		})
	}
}

// Whatever slips, what is about to start stays, or there is no plan.
func TestFrozen(t *testing.T) {
	p, baseline := sample(t)
	at := moment(t, "2026-09-16T02:10")
	zone, err := calendar.LoadZone(p.Zone)
	require.NoError(t, err)
	begin := at.Begin(zone)
	found := 0
	for _, a := range baseline.Activities {
		if a.Phase != "uat" && a.Phase != "build" || !a.Start.After(begin) {
			continue
		}
		opt := options(300)
		opt.Freeze = 5 * 24 * time.Hour
		e := replan.Event{At: at, Portfolio: p, Slips: map[release.Ref]calendar.Length{{Package: a.Package, Phase: a.Phase}: {Days: 1}}}
		r, err := replan.Solve(context.Background(), baseline, e, opt)
		var conflict *schedule.Conflict
		if errors.As(err, &conflict) {
			continue
		}
		require.NoError(t, err, a.Activity)
		holds(t, r)
		found++
		for _, m := range r.Difference.Moves {
			if m.Change == replan.Moved || m.Change == replan.Relocated {
				require.False(t, m.Before.Start.Before(begin.Add(opt.Freeze)), "%s moved", m.Activity())
			}
		}
	}
	require.Greater(t, found, 10)
}

func TestBestDates(t *testing.T) {
	p, baseline := sample(t)
	e := slips(t, p)["an outage"]
	late := func(order replan.Order, tolerance int64) (late, moved int64) {
		opt := options(9000)
		opt.Order, opt.Tolerance = order, tolerance
		r, err := replan.Solve(context.Background(), baseline, e, opt)
		require.NoError(t, err)
		holds(t, r)
		for _, v := range r.Plan.Objective {
			if v.Name == schedule.Tardiness.String() {
				late = v.Value
			}
		}
		return late, r.Distance().Value
	}
	few, still := late(replan.LeastMoves, 0)
	best, moved := late(replan.BestDates, 0)
	between, some := late(replan.BestDates, few-best)
	t.Logf("least moves: late %d, moved %d; best dates: %d, %d; between: %d, %d", few, still, best, moved, between, some)
	require.LessOrEqual(t, still, moved)
	require.LessOrEqual(t, best, few)
	require.LessOrEqual(t, some, moved)
}

// large is a plan file of n packages of five phases in groups of ten, which share environments, teams and windows.
func large(n int) string {
	var b strings.Builder
	b.WriteString("plan: large\ntimezone: Europe/Zurich\nnow: 2026-09-01T09:00\nhorizon: 2028-08-31\nphases:\n  build: {duration: 3d}\n  sit: {duration: 2d}\n  uat: {duration: 3d}\n" +
		"  deploy: {duration: 2h, rollback: 1h}\n  soak: {duration: 1d}\n")
	for _, section := range []struct{ head, line string }{
		{"teams:", "  team-%d: {capacity: 3}\n"},
		{"systems:", "  sys-%[1]d: {owner: team-%[1]d}\n"},
		{"environments:", "  sit-%[1]d: {capacity: 3}\n  uat-%[1]d: {configurations: [base, tls], changeover: {default: 6h}, alternatives: [{environment: uat-b-%[1]d, penalty: 1d}]}\n  uat-b-%[1]d: {configurations: [base, tls], changeover: {default: 6h}}\n"},
		{"windows:", "  prod-%d: {every: [tue, thu], hours: \"21:00-03:00\", capacity: 2}\n"},
	} {
		b.WriteString(section.head + "\n")
		for g := range (n + 9) / 10 {
			fmt.Fprintf(&b, section.line, g)
		}
	}
	b.WriteString("packages:\n")
	for k := range n {
		g := k / 10
		after := ""
		if k%10 > 0 && k%3 == 0 {
			after = fmt.Sprintf(", after: [p%d.deploy]", k-1)
		}
		fmt.Fprintf(&b, "  p%d: {system: sys-%d, priority: %d, due: 2026-%02d-%02d%s, build: {duration: %dd, team: owner}, sit: {environment: sit-%d, duration: %dd}, uat: {environment: uat-%d, configuration: %s, duration: %dd}, deploy: {window: prod-%d}}\n",
			k, g, 100+k*37%900, 10+k%3, 1+k*7%28, after, 1+k*5%8, g, 1+k%4, g, []string{"base", "tls"}[k%2], 1+k*3%5, g)
	}
	return b.String()
}

func TestLargePlan(t *testing.T) {
	p, err := planfile.Read(planfile.File{Name: "large.yaml", Data: []byte(large(200))})
	require.NoError(t, err)
	baseline := solved(t, p, 2000)
	require.GreaterOrEqual(t, len(baseline.Activities), 1000)
	e := replan.Event{At: moment(t, "2026-09-15T02:10"), Portfolio: p, Slips: map[release.Ref]calendar.Length{}}
	for _, a := range baseline.Activities {
		if a.Phase == "uat" && a.Start.After(e.At.Begin(time.UTC)) {
			e.Slips[release.Ref{Package: a.Package, Phase: "uat"}] = calendar.Length{Days: 5}
			break
		}
	}
	began := time.Now()
	var first time.Duration
	opt := options(6000)
	opt.Search.Progress = func(p schedule.Progress) {
		if p.Objective != nil && first == 0 {
			first = time.Since(began)
		}
	}
	r, err := replan.Solve(context.Background(), baseline, e, opt)
	require.NoError(t, err)
	holds(t, r)
	again := anew(t, r, 6000)
	t.Logf("first answer after %v, all after %v: %s; distance %+v", first, time.Since(began), r.Difference.Summary(), r.Distance())
	t.Logf("a plan made anew: %s", replan.Diff(baseline, again).Summary())
	require.Less(t, len(r.Difference.Moves), 40, "one slip moves few of a thousand")
}
