package schedule_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/release"
)

func TestFromPortfolioFacts(t *testing.T) {
	left := length(t, "1d 2h")
	for _, tt := range []struct {
		reason     string
		actual     release.Actual
		start, end string
		left       time.Duration
	}{
		{"done, from and to", release.Actual{Phase: "build", Start: moment(t, "2026-09-01T08:00"), End: moment(t, "2026-09-03T12:00")}, "2026-09-01T08:00", "2026-09-03T12:00", 0},
		{"done on a day: at its end", release.Actual{Phase: "build", Start: moment(t, "2026-09-01"), End: moment(t, "2026-09-03")}, "2026-09-01T00:00", "2026-09-04T00:00", 0},
		{"done today: not after now", release.Actual{Phase: "build", Start: moment(t, "2026-09-01"), End: moment(t, "2026-09-07")}, "2026-09-01T00:00", "2026-09-07T09:00", 0},
		{"nobody knows since when", release.Actual{Phase: "build", End: moment(t, "2026-09-03")}, "2026-09-04T00:00", "2026-09-04T00:00", 0},
		{"started, with work left as the phase counts it", release.Actual{Phase: "build", Start: moment(t, "2026-09-01"), Left: &left}, "2026-09-01T00:00", "", 10 * time.Hour},
		{"started on Friday at ten: six hours done of forty, and one today", release.Actual{Phase: "build", Start: moment(t, "2026-09-04T10:00")}, "2026-09-04T10:00", "", 33 * time.Hour},
		{"overdue: a minute at least", release.Actual{Phase: "build", Start: moment(t, "2026-08-03")}, "2026-08-03T00:00", "", time.Minute},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			problem := build(t, train(t, release.Package{Name: "a", System: "ledger", Actuals: []release.Actual{tt.actual}}))
			f := activity(t, problem, "a.build").Fact
			require.NotNil(t, f)
			require.Equal(t, instant(t, tt.start), f.Start.UTC())
			if tt.end == "" {
				require.True(t, f.End.IsZero())
			} else {
				require.Equal(t, instant(t, tt.end), f.End.UTC())
			}
			require.Equal(t, tt.left, f.Left)
			require.Empty(t, problem.Notes)
		})
	}
}

func TestFromPortfolioFactsAhead(t *testing.T) {
	for _, tt := range []struct {
		reason string
		actual release.Actual
	}{
		{"done tomorrow", release.Actual{Phase: "build", End: moment(t, "2026-09-08")}},
		{"done in an hour", release.Actual{Phase: "build", Start: moment(t, "2026-09-01"), End: moment(t, "2026-09-07T10:00")}},
		{"started in an hour", release.Actual{Phase: "build", Start: moment(t, "2026-09-07T10:00")}},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			problem := build(t, train(t, release.Package{Name: "a", Actuals: []release.Actual{tt.actual}}))
			require.Equal(t, []string{"fact-ahead a.build"}, notes(problem))
		})
	}
}

func TestFromPortfolioFactsElapsed(t *testing.T) {
	soaking := []release.Actual{
		{Phase: "build", End: moment(t, "2026-08-20")}, {Phase: "uat", End: moment(t, "2026-08-24")},
		{Phase: "deploy", Start: moment(t, "2026-09-03T21:00"), End: moment(t, "2026-09-03T23:00")},
		{Phase: "soak", Start: moment(t, "2026-09-06T21:00")},
	}
	problem := build(t, train(t, release.Package{Name: "a", Actuals: soaking}))
	require.Equal(t, 12*time.Hour, activity(t, problem, "a.soak").Fact.Left, "twelve of 24 hours are gone, weekend or not")
}

// Calendars reach back to the earliest fact, so that the work since then can be counted.
func TestFromPortfolioOldFacts(t *testing.T) {
	p := train(t, release.Package{Name: "a", Actuals: []release.Actual{{Phase: "build", Start: moment(t, "2026-06-01T08:00")}}})
	p.Phases[0].Duration = lasts(t, "20w")
	left := activity(t, build(t, p), "a.build").Fact.Left
	// 1 June to 4 September 2026 are 14 weeks of Mondays to Fridays; then an hour on Monday the 7th.
	require.Equal(t, (20-14)*40*time.Hour-time.Hour, left)
}

func TestFromPortfolioFactsMissing(t *testing.T) {
	afterBuild := []release.Link{{To: release.Ref{Phase: "build"}}}
	overlapping := []release.Link{{To: release.Ref{Phase: "build"}, Lag: length(t, "-1d")}}
	for _, tt := range []struct {
		reason  string
		actuals []release.Actual
		lines   []release.Phase // the package's own
		done    map[string]string
		notes   []string
	}{
		{"what lies behind is not planned again", []release.Actual{{Phase: "uat", Start: moment(t, "2026-09-01T08:00"), End: moment(t, "2026-09-02T12:00")}}, nil,
			map[string]string{"a.build": "2026-09-01T08:00"}, []string{"fact-missing a.build"}},
		{"however far behind", []release.Actual{{Phase: "deploy", Start: moment(t, "2026-09-01T21:00"), End: moment(t, "2026-09-01T23:00")}}, nil,
			map[string]string{"a.build": "2026-09-01T21:00", "a.uat": "2026-09-01T21:00"}, []string{"fact-missing a.uat", "fact-missing a.build"}},
		{"what has only started may have started early", []release.Actual{{Phase: "uat", Start: moment(t, "2026-09-01T08:00")}}, nil, nil, nil},
		{"something started between", []release.Actual{{Phase: "uat", Start: moment(t, "2026-08-31T08:00")}, {Phase: "deploy", End: moment(t, "2026-09-01T23:00")}}, nil,
			map[string]string{"a.build": "2026-08-31T08:00"}, []string{"fact-missing a.build"}},
		{"the earliest of what follows", []release.Actual{
			{Phase: "uat", Start: moment(t, "2026-09-02T08:00"), End: moment(t, "2026-09-02T12:00")},
			{Phase: "deploy", Start: moment(t, "2026-09-01T21:00"), End: moment(t, "2026-09-01T23:00")},
			{Phase: "soak", End: moment(t, "2026-09-04")},
		}, []release.Phase{{Name: "uat", Links: afterBuild}, {Name: "deploy", Links: afterBuild}},
			map[string]string{"a.build": "2026-09-01T21:00"}, []string{"fact-missing a.build"}},
		{"beside it is not behind it", []release.Actual{{Phase: "uat", End: moment(t, "2026-09-02T12:00")}}, []release.Phase{{Name: "uat", Links: []release.Link{}}}, nil, nil},
		{"nor is what it may overlap", []release.Actual{{Phase: "uat", End: moment(t, "2026-09-02T12:00")}},
			[]release.Phase{{Name: "uat", Links: overlapping}}, nil, nil},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			p := train(t, release.Package{Name: "a", Actuals: tt.actuals, Phases: tt.lines})
			problem := build(t, p)
			require.Equal(t, tt.notes, notes(problem))
			facts := make(map[string]bool)
			for _, f := range tt.actuals {
				facts["a."+f.Phase] = true
			}
			for _, a := range problem.Activities {
				at, taken := tt.done[a.Name]
				require.Equal(t, taken || facts[a.Name], a.Fact != nil, a.Name)
				if taken {
					require.Equal(t, instant(t, at), a.Fact.Start.UTC(), a.Name)
					require.Equal(t, a.Fact.Start, a.Fact.End, a.Name)
				}
			}
		})
	}
	t.Run("an approval before something already started", func(t *testing.T) {
		p := gated(t, release.Gate{}, "deploy")
		p.Packages[0].Actuals = []release.Actual{{Phase: "build", End: moment(t, "2026-08-20")}, {Phase: "deploy", Start: moment(t, "2026-09-07T08:00")}}
		problem := build(t, p)
		require.Equal(t, []string{"fact-missing a.deploy/cab"}, notes(problem))
		require.NotNil(t, activity(t, problem, "a.deploy/cab").Fact)
		require.Nil(t, activity(t, problem, "a.uat").Fact, "the deployment has only started")
	})
}

func TestFromPortfolioFactsAtSites(t *testing.T) {
	p := train(t, release.Package{Name: "a", Sites: []string{"zurich", "london"}})
	before := []release.Actual{{Phase: "build", End: moment(t, "2026-08-20")}, {Phase: "uat", End: moment(t, "2026-08-24")}}
	for _, tt := range []struct {
		reason         string
		actuals        []release.Actual
		zurich, london bool
	}{
		{"done everywhere", []release.Actual{{Phase: "deploy", End: moment(t, "2026-09-03")}}, true, true},
		{"started: at the first site", []release.Actual{{Phase: "deploy", Start: moment(t, "2026-09-07T08:00")}}, true, false},
		{"at one site", []release.Actual{{Phase: "deploy", Site: "zurich", End: moment(t, "2026-09-03")}}, true, false},
		{"one site's own beside everybody's", []release.Actual{
			{Phase: "deploy", End: moment(t, "2026-09-03")}, {Phase: "deploy", Site: "london", Start: moment(t, "2026-09-07T08:00")},
		}, true, true},
		{"at the second: the first lies behind", []release.Actual{{Phase: "deploy", Site: "london", End: moment(t, "2026-09-03")}}, true, true},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			p.Packages[0].Actuals = append(before[:2:2], tt.actuals...)
			problem := build(t, p)
			require.Equal(t, tt.zurich, activity(t, problem, "a.deploy@zurich").Fact != nil)
			london := activity(t, problem, "a.deploy@london").Fact
			require.Equal(t, tt.london, london != nil)
			if len(tt.actuals) > 1 {
				require.True(t, london.End.IsZero(), "it has only started there")
				tt.actuals[0], tt.actuals[1] = tt.actuals[1], tt.actuals[0]
				p.Packages[0].Actuals = append(before[:2:2], tt.actuals...)
				require.Equal(t, london, activity(t, build(t, p), "a.deploy@london").Fact, "in whichever order they are listed")
			}
		})
	}
}
