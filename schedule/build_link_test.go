package schedule_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// links is the problem's links as "from kind to lag: name".
func links(p *schedule.Problem) []string {
	var out []string
	for _, l := range p.Links {
		out = append(out, fmt.Sprintf("%s %d %s %v: %s", l.From, l.Kind, l.To, l.Lag, l.Name))
	}
	return out
}

// Two packages of two phases each, of which the second has a window: b at two sites.
func twoPackages(t testing.TB, onPhase, onPackage []release.Link) *release.Portfolio {
	p := train(t,
		release.Package{Name: "a", Links: onPackage, Phases: []release.Phase{{Name: "deploy", Links: onPhase}}},
		release.Package{Name: "b", Sites: []string{"zurich", "london"}},
	)
	p.Phases = []release.Phase{
		{Name: "uat", Duration: lasts(t, "2d"), Environment: "uat"},
		{Name: "deploy", Duration: lasts(t, "2h"), Window: "prod"},
	}
	return p
}

func TestFromPortfolioLinks(t *testing.T) {
	to := func(phase, site string) release.Ref { return release.Ref{Package: "b", Phase: phase, Site: site} }
	day := length(t, "1d")
	for _, tt := range []struct {
		reason            string
		onPhase, onPackge *release.Link
		want              []string
	}{
		{"after a phase", &release.Link{To: to("uat", "")}, nil, []string{"b.uat 0 a.deploy 0s: after b.uat"}},
		{"a bare phase with sites is its last site", &release.Link{To: to("deploy", "")}, nil, []string{"b.deploy@london 0 a.deploy 0s: after b.deploy@london"}},
		{"a site", &release.Link{To: to("deploy", "zurich")}, nil, []string{"b.deploy@zurich 0 a.deploy 0s: after b.deploy@zurich"}},
		{"a bare package is its last phase", &release.Link{To: to("", "")}, nil, []string{"b.deploy@london 0 a.deploy 0s: after b.deploy@london"}},
		{"a lag counts working time", &release.Link{To: to("uat", ""), Lag: length(t, "2d")}, nil, []string{"b.uat 0 a.deploy 16h0m0s: after b.uat +2d"}},
		{"or the wall clock", &release.Link{To: to("uat", ""), Lag: length(t, "48h"), Elapsed: true}, nil, []string{"b.uat 0 a.deploy 48h0m0s: after b.uat +48h elapsed"}},
		{"a lead", &release.Link{To: to("uat", ""), Lag: length(t, "-1d")}, nil, []string{"b.uat 0 a.deploy -8h0m0s: after b.uat -1d"}},
		{"start with a phase", &release.Link{Kind: release.StartToStart, To: to("uat", "")}, nil, []string{"b.uat 1 a.deploy 0s: start-with b.uat"}},
		{"finish with", &release.Link{Kind: release.FinishToFinish, To: to("uat", "")}, nil, []string{"b.uat 2 a.deploy 0s: finish-with b.uat"}},
		{"start to finish", &release.Link{Kind: release.StartToFinish, To: to("uat", "")}, nil, []string{"b.uat 3 a.deploy 0s: start-to-finish b.uat"}},
		{"a maximum lag", &release.Link{Kind: release.Within, To: to("uat", ""), Lag: length(t, "3d")}, nil, []string{"b.uat 4 a.deploy 24h0m0s: within 3d of b.uat"}},
		{"same occurrence, without a common site: the last there", &release.Link{Kind: release.SameOccurrence, To: to("deploy", "")}, nil, []string{"b.deploy@london 8 a.deploy 0s: with b.deploy@london"}},
		{"same occurrence as at one site", &release.Link{Kind: release.SameOccurrence, To: to("deploy", "zurich")}, nil, []string{"b.deploy@zurich 8 a.deploy 0s: with b.deploy@zurich"}},
		{"in no occurrence of any site", &release.Link{Kind: release.OtherOccurrence, To: to("", "")}, nil, []string{
			"b.deploy@zurich 9 a.deploy 0s: not-with b.deploy@zurich", "b.deploy@london 9 a.deploy 0s: not-with b.deploy@london"}},
		{"apart from any site", &release.Link{Kind: release.Apart, To: to("deploy", ""), Lag: day}, nil, []string{
			"b.deploy@zurich 10 a.deploy 8h0m0s: apart 1d from b.deploy@zurich", "b.deploy@london 10 a.deploy 8h0m0s: apart 1d from b.deploy@london"}},
		{"apart needs no window where phases are named", &release.Link{Kind: release.Apart, To: to("uat", ""), Lag: day}, nil, []string{"b.uat 10 a.deploy 8h0m0s: apart 1d from b.uat"}},

		{"a package starts after", nil, &release.Link{To: to("uat", "")}, []string{"b.uat 0 a.uat 0s: after b.uat"}},
		{"a package after a package", nil, &release.Link{To: to("", ""), Lag: day}, []string{"b.deploy@london 0 a.uat 8h0m0s: after b.deploy@london +1d"}},
		{"a package starts with a package", nil, &release.Link{Kind: release.StartToStart, To: to("", "")}, []string{"b.uat 1 a.uat 0s: start-with b.uat"}},
		{"a package finishes with a package", nil, &release.Link{Kind: release.FinishToFinish, To: to("", "")}, []string{"b.deploy@london 2 a.deploy 0s: finish-with b.deploy@london"}},
		{"a package finishes after a package starts", nil, &release.Link{Kind: release.StartToFinish, To: to("", "")}, []string{"b.uat 3 a.deploy 0s: start-to-finish b.uat"}},
		{"a package within a time of a package", nil, &release.Link{Kind: release.Within, To: to("", ""), Lag: day}, []string{"b.deploy@london 4 a.uat 8h0m0s: within 1d of b.deploy@london"}},
		{"packages stand for their deployments", nil, &release.Link{Kind: release.SameOccurrence, To: to("", "")}, []string{"b.deploy@london 8 a.deploy 0s: with b.deploy@london"}},
		{"packages apart", nil, &release.Link{Kind: release.Apart, To: to("", ""), Lag: day}, []string{
			"b.deploy@zurich 10 a.deploy 8h0m0s: apart 1d from b.deploy@zurich", "b.deploy@london 10 a.deploy 8h0m0s: apart 1d from b.deploy@london"}},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			var onPhase, onPackage []release.Link
			usual := []string{"b.deploy@zurich 0 b.deploy@london 0s: after b.deploy@zurich", "b.uat 0 b.deploy@zurich 0s: after b.uat"}
			want := append([]string{}, tt.want...)
			if tt.onPhase != nil {
				onPhase = []release.Link{*tt.onPhase}
			} else {
				onPackage = []release.Link{*tt.onPackge}
				want = append([]string{"a.uat 0 a.deploy 0s: after a.uat"}, want...)
			}
			problem := build(t, twoPackages(t, onPhase, onPackage))
			require.Equal(t, append(want, usual...), links(problem))
			require.Empty(t, problem.Notes)
		})
	}
}

func TestFromPortfolioLinkCalendars(t *testing.T) {
	p := twoPackages(t, []release.Link{
		{To: release.Ref{Package: "b", Phase: "uat"}, Lag: length(t, "1d")},
		{To: release.Ref{Package: "b", Phase: "uat"}, Lag: length(t, "1d"), Elapsed: true},
		{To: release.Ref{Package: "b", Phase: "uat"}},
		{To: release.Ref{Package: "b", Phase: "uat"}, Kind: release.Within},
	}, nil)
	p.Blackouts = []calendar.Blackout{{Name: "Retreat", From: moment(t, "2026-09-15"), To: moment(t, "2026-09-15"), Stops: calendar.StopWork}}
	problem := build(t, p)
	working, elapsed, none, within := problem.Links[0], problem.Links[1], problem.Links[2], problem.Links[3]
	friday := instant(t, "2026-09-11T16:00")
	end, ok := working.Calendar.Add(friday, working.Lag)
	require.True(t, ok)
	require.Equal(t, instant(t, "2026-09-14T16:00"), end.UTC(), "over the weekend")
	end, ok = working.Calendar.Add(instant(t, "2026-09-14T16:00"), working.Lag)
	require.True(t, ok)
	require.Equal(t, instant(t, "2026-09-16T16:00"), end.UTC(), "and over a day on which the package's work is stopped")
	require.Nil(t, elapsed.Calendar)
	require.Nil(t, none.Calendar)
	require.NotNil(t, within.Calendar, "within 0 of working time lets a night pass")
}

func TestFromPortfolioSameOccurrenceAtEachSite(t *testing.T) {
	p := twoPackages(t, nil, []release.Link{{Kind: release.SameOccurrence, To: release.Ref{Package: "b"}}})
	p.Packages[0].Sites = []string{"zurich", "london"}
	require.Subset(t, links(build(t, p)), []string{
		"b.deploy@zurich 8 a.deploy@zurich 0s: with b.deploy@zurich",
		"b.deploy@london 8 a.deploy@london 0s: with b.deploy@london",
	})
}

// A package whose first phase goes site by site starts at the first of them.
func TestFromPortfolioLinkToFirstSite(t *testing.T) {
	p := twoPackages(t, nil, []release.Link{{Kind: release.StartToStart, To: release.Ref{Package: "b"}}})
	p.Packages[1].Phases = []release.Phase{{Name: "uat", Skip: true}}
	require.Contains(t, links(build(t, p)), "b.deploy@zurich 1 a.uat 0s: start-with b.deploy@zurich")
}

// A phase apart from its own package keeps away from the package's other deployments.
func TestFromPortfolioLinkToItself(t *testing.T) {
	p := twoPackages(t, []release.Link{{Kind: release.Apart, To: release.Ref{Package: "a"}, Lag: length(t, "1d")}}, nil)
	p.Phases = append(p.Phases, release.Phase{Name: "clean", Duration: lasts(t, "1h"), Window: "prod", Links: []release.Link{}})
	problem := build(t, p)
	require.Contains(t, links(problem), "a.clean 10 a.deploy 8h0m0s: apart 1d from a.clean")
	for _, l := range problem.Links {
		require.NotEqual(t, l.From, l.To)
	}
}

func TestFromPortfolioLinkWithoutWindow(t *testing.T) {
	bare := func(kind release.LinkKind) *release.Portfolio {
		l := release.Link{Kind: kind, To: release.Ref{Package: "b"}}
		if kind == release.Apart {
			l.Lag = length(t, "1d")
		}
		p := twoPackages(t, nil, []release.Link{l})
		p.Packages[1].Phases = []release.Phase{{Name: "deploy", Skip: true}}
		return p
	}
	require.Contains(t, links(build(t, bare(release.Apart))), "b.uat 10 a.deploy 8h0m0s: apart 1d from b.uat", "a distance needs no window")

	_, err := schedule.FromPortfolio(bare(release.SameOccurrence), time.Time{})
	var faults release.Faults
	require.ErrorAs(t, err, &faults, "what cannot be kept is not dropped")
	require.Equal(t, "link-no-window", faults[0].Code)
}
