package schedule_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// generatePortfolio draws a portfolio of at least n activities: programmes of ten packages with
// five phases each, on teams with calendars and holidays, a shared SIT environment, two
// UAT environments with configurations, a change window twice a week, a weekly board, month-end
// freezes, and links between packages, now and then from one programme to another. A programme is as
// busy in a large portfolio as in a small one.
func generatePortfolio(tb testing.TB, seed uint64, n int) *release.Portfolio {
	tb.Helper()
	g := generator{tb: tb, rng: rand.New(rand.NewPCG(seed, 0x67656e)), p: &release.Portfolio{
		Name: "drawn", Zone: "Europe/Zurich", Now: g0(tb, "2026-09-01T09:00"), Horizon: g0(tb, "2028-08-31"),
	}}
	g.p.Calendar = release.DefaultCalendar("")
	for _, d := range []string{"2026-12-25", "2027-01-01", "2027-08-02", "2027-12-24"} {
		date, err := calendar.ParseDate(d)
		require.NoError(tb, err)
		g.p.Calendar.Holidays = append(g.p.Calendar.Holidays, calendar.Holiday{Date: date, Name: "holiday"})
	}
	g.p.Blackouts = []calendar.Blackout{{Name: "Month end", Every: g.rule("last 2 working days of month")}}
	g.p.Phases = []release.Phase{
		{Name: "build", Duration: g.days(3), Team: "owner", Links: []release.Link{}},
		{Name: "sit", Duration: g.days(2)},
		{Name: "uat", Duration: g.days(3)},
		{Name: "deploy", Duration: g.hours(2), Rollback: calendar.Length{Hours: 1}},
		{Name: "soak", Duration: g.days(1)},
	}
	for c := range (n + 49) / 50 {
		g.programme(c)
	}
	return g.p
}

func g0(tb testing.TB, s string) calendar.Moment {
	tb.Helper()
	m, err := calendar.ParseMoment(s)
	require.NoError(tb, err)
	return m
}

type generator struct {
	tb  testing.TB
	rng *rand.Rand
	p   *release.Portfolio
}

func (g *generator) rule(s string) calendar.Rule {
	r, err := calendar.ParseRule(s)
	require.NoError(g.tb, err)
	return r
}

func (g *generator) days(n int) release.Estimate { return release.Exactly(calendar.Length{Days: n}) }

func (g *generator) hours(n int) release.Estimate { return release.Exactly(calendar.Length{Hours: n}) }

func (g *generator) programme(c int) {
	id := func(s string) string { return s + strconv.Itoa(c) }
	hours, err := calendar.ParseHours("21:00-03:00")
	require.NoError(g.tb, err)
	g.p.Teams = append(g.p.Teams, release.Team{Name: id("edge-"), Capacity: 3, Calendar: &release.Calendar{Zone: []string{"Asia/Singapore", "America/New_York", "Europe/London"}[c%3]}},
		release.Team{Name: id("core-"), Capacity: 3})
	g.p.Environments = append(g.p.Environments, release.Environment{Name: id("sit-"), Capacity: 3},
		release.Environment{
			Name: id("uat-"), Configurations: []string{"base", "tls", "cards"}, Changeover: release.Changeover{Default: calendar.Length{Hours: 6}},
			Alternatives: []release.Alternative{{Environment: id("uat-b-"), Penalty: calendar.Length{Days: 1}}},
		},
		release.Environment{Name: id("uat-b-"), Configurations: []string{"base", "tls", "cards"}, Changeover: release.Changeover{Default: calendar.Length{Days: 1}}})
	g.p.Windows = append(g.p.Windows, release.Window{Window: calendar.Window{Name: id("prod-"), Every: g.rule("tue, thu"), Hours: hours}, Capacity: 2})
	for s := range 3 {
		g.p.Systems = append(g.p.Systems, release.System{Name: fmt.Sprintf("sys-%d-%d", c, s), Owner: id([]string{"edge-", "core-"}[s%2])})
	}
	for k := range 10 {
		pkg := release.Package{
			Name: fmt.Sprintf("p%d-%d", c, k), System: fmt.Sprintf("sys-%d-%d", c, g.rng.IntN(3)),
			Priority: 1 + g.rng.IntN(1000), Due: calendar.MomentOf(time.Date(2026, 10, 1+g.rng.IntN(150), 17, 0, 0, 0, time.UTC)),
			Phases: []release.Phase{
				{Name: "build", Duration: g.days(1 + g.rng.IntN(8))},
				{Name: "sit", Environment: id("sit-"), Duration: g.days(1 + g.rng.IntN(4))},
				{Name: "uat", Environment: id("uat-"), Configuration: []string{"base", "tls", "cards"}[g.rng.IntN(3)], Duration: g.days(1 + g.rng.IntN(5))},
				{Name: "deploy", Window: id("prod-"), Duration: g.hours(1 + g.rng.IntN(3))},
			},
		}
		if k > 0 && g.rng.IntN(3) == 0 {
			pkg.Links = append(pkg.Links, release.Link{Kind: release.FinishToStart, To: release.Ref{Package: fmt.Sprintf("p%d-%d", c, g.rng.IntN(k)), Phase: "deploy"}})
		}
		if c > 0 && g.rng.IntN(20) == 0 {
			pkg.Links = append(pkg.Links, release.Link{Kind: release.FinishToStart, To: release.Ref{Package: fmt.Sprintf("p%d-%d", g.rng.IntN(c), g.rng.IntN(10)), Phase: "deploy"}})
		}
		g.p.Packages = append(g.p.Packages, pkg)
	}
}

// BenchmarkFirstPlan is the time from a problem to a plan with all its causes,
// with no search after the first plan.
func BenchmarkFirstPlan(b *testing.B) {
	for _, n := range []int{1_000, 5_000, 20_000, 100_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			problem, err := schedule.FromPortfolio(generatePortfolio(b, 1, n), time.Time{})
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				plan, err := schedule.Solve(context.Background(), problem, schedule.Options{Work: 1})
				require.NoError(b, err)
				require.Len(b, plan.Activities, len(problem.Activities))
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(problem.Activities)), "ns/activity")
		})
	}
}

// cancelled is a context that is cancelled once it has been asked so often, and remembers when.
type cancelled struct {
	context.Context
	left int
	at   time.Time
}

func (c *cancelled) Err() error {
	if c.left--; c.left >= 0 {
		return nil
	}
	if c.at.IsZero() {
		c.at = time.Now()
	}
	return context.Canceled
}

// BenchmarkCancelled is how long a search that is cancelled takes to return its plan, with all its causes.
func BenchmarkCancelled(b *testing.B) {
	for _, n := range []int{1_000, 5_000, 20_000, 100_000} {
		for _, asked := range []int{30, 1000} {
			b.Run(fmt.Sprintf("%d/%d", n, asked), func(b *testing.B) {
				problem, err := schedule.FromPortfolio(generatePortfolio(b, 1, n), time.Time{})
				require.NoError(b, err)
				var waited time.Duration
				for b.Loop() {
					ctx := &cancelled{Context: context.Background(), left: asked}
					plan, err := schedule.Solve(ctx, problem, schedule.Options{Work: 1 << 50})
					require.NoError(b, err)
					require.Equal(b, "cancelled", plan.Stopped)
					waited += time.Since(ctx.at)
				}
				b.ReportMetric(float64(waited.Milliseconds())/float64(b.N), "ms/stop")
			})
		}
	}
}

// BenchmarkFromPortfolio is the time from a portfolio to a problem.
func BenchmarkFromPortfolio(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			p := generatePortfolio(b, 1, n)
			b.ReportAllocs()
			for b.Loop() {
				_, err := schedule.FromPortfolio(p, time.Time{})
				require.NoError(b, err)
			}
		})
	}
}

func TestGeneratedPortfolioHasAPlan(t *testing.T) {
	p := generatePortfolio(t, 7, 500)
	require.NoError(t, p.Validate())
	problem, err := schedule.FromPortfolio(p, time.Time{})
	require.NoError(t, err)
	plan, err := schedule.Solve(context.Background(), problem, schedule.Options{Work: 20_000})
	require.NoError(t, err)
	violations, _ := schedule.Verify(problem, plan)
	require.Empty(t, violations)
}
