package release_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

func named(names ...string) []release.Phase {
	var phases []release.Phase
	for _, n := range names {
		phases = append(phases, release.Phase{Name: n})
	}
	return phases
}

// fleet has names that are parts of each other.
func fleet() *release.Portfolio {
	return &release.Portfolio{
		Phases: named("build", "uat", "deploy"),
		Sites:  release.Sites{Order: []string{"zurich", "london"}},
		Packages: []release.Package{
			{Name: "portal-12"},
			{Name: "portal-12.0"},
			{Name: "portal-12.0.1", Sites: []string{"london"}},
			{Name: "ledger", Phases: []release.Phase{{Name: "uat", Skip: true}, {Name: "pentest"}, {Name: "audit@hq"}, {Name: "audit"}}, Sites: []string{"london", "hq"}},
			{Name: "pentest"},
			{Name: "first aid kit"},
		},
	}
}

func TestResolve(t *testing.T) {
	for _, tt := range []struct {
		text, within string
		want         release.Ref
		reason       string
	}{
		{"portal-12", "", release.Ref{Package: "portal-12"}, "a package"},
		{"portal-12.0", "", release.Ref{Package: "portal-12.0"}, "a longer name wins"},
		{"portal-12.0.1", "", release.Ref{Package: "portal-12.0.1"}, "the longest name wins"},
		{"portal-12.0.uat", "", release.Ref{Package: "portal-12.0", Phase: "uat"}, "the phase of the longest name"},
		{"portal-12.0.1.deploy@london", "", release.Ref{Package: "portal-12.0.1", Phase: "deploy", Site: "london"}, "a site"},
		{" first aid kit.uat ", "", release.Ref{Package: "first aid kit", Phase: "uat"}, "names with spaces"},
		{"uat", "portal-12", release.Ref{Phase: "uat"}, "a phase of its own"},
		{"portal-12.uat", "portal-12", release.Ref{Package: "portal-12", Phase: "uat"}, "its own phase by its full name"},
		{"deploy@london", "portal-12.0.1", release.Ref{Phase: "deploy", Site: "london"}, "its own phase at a site"},
		{"ledger", "portal-12", release.Ref{Package: "ledger"}, "another package from inside"},
		{"uat", "", release.Ref{Phase: "uat"}, "a phase of the plan's route"},
		{"ledger.audit", "", release.Ref{Package: "ledger", Phase: "audit"}, "a phase only this package has"},
	} {
		got, err := fleet().Resolve(tt.text, tt.within)
		require.NoError(t, err, tt.reason)
		require.Equal(t, tt.want, got, tt.reason)
	}
}

func TestResolveRefuses(t *testing.T) {
	for _, tt := range []struct{ text, within, code, hint, reason string }{
		{"", "", "unknown-name", "", "nothing"},
		{"portl-12", "", "unknown-name", "did you mean portal-12?", "a near package"},
		{"portl-12.uat", "", "unknown-name", "did you mean portal-12.uat?", "a near package with its phase"},
		{"portal-12.uta", "", "unknown-name", "did you mean portal-12.uat?", "a near phase"},
		{"portal-12.rollout", "", "unknown-name", "its phases are build, uat, deploy", "no near phase"},
		{"portal-12.0.2", "", "unknown-name", "did you mean portal-12.0.1?", "a near package, longer than one there is"},
		{"uta", "portal-12", "unknown-name", "did you mean uat?", "a near phase of its own"},
		{"ledger.uat", "", "unknown-name", "its phases are", "a phase that it skips"},
		{"uat", "ledger", "unknown-name", "", "a phase of its own that it skips"},
		{"portal-12.deploy@london", "", "unknown-name", "it has no sites", "a package without sites"},
		{"portal-12.0.1.deploy@lodnon", "", "unknown-name", "did you mean london?", "a near site"},
		{"portal-12.0.1.deploy@zurich", "", "unknown-name", "its sites are london", "a site of the plan, not of the package"},
		{"portal-12@london", "", "unknown-name", "write portal-12.deploy@london", "a site without a phase"},
		{"pentest", "ledger", "ambiguous-name", "name the package", "a package and a phase of its own"},
		{"ledger.audit@hq", "", "ambiguous-name", "rename", "a phase at a site and a phase called so"},
		{"uat", "nowhere", "unknown-name", "", "inside no package there are no own phases"},
		{"portal-12.", "", "unknown-name", "its phases are", "a dot too many"},
	} {
		_, err := fleet().Resolve(tt.text, tt.within)
		require.Error(t, err, tt.reason)
		f := faultsOf(t, err)[0]
		require.Equal(t, tt.code, f.Code, tt.reason)
		require.Contains(t, f.Hint, tt.hint, tt.reason)
		require.Empty(t, f.Path, tt.reason)
	}
}

// A long text with many dots is refused without looking far: each part is tried once.
func TestResolveIsBounded(t *testing.T) {
	_, err := fleet().Resolve(strings.Repeat("portl-12.", 5000), "")
	require.Error(t, err)
	require.Less(t, len(err.Error()), 300)
	_, err = fleet().Resolve(strings.Repeat("a.b@c", 5000), "ledger")
	require.Error(t, err)
}

func TestParseLink(t *testing.T) {
	uat := release.Ref{Package: "portal-12", Phase: "uat"}
	for _, tt := range []struct {
		kind   release.LinkKind
		text   string
		want   release.Link
		reason string
	}{
		{release.FinishToStart, "portal-12", release.Link{To: release.Ref{Package: "portal-12"}}, "bare"},
		{release.FinishToStart, "portal-12.uat +2d", release.Link{To: uat, Lag: calendar.Length{Days: 2}}, "a lag"},
		{release.FinishToStart, "portal-12.uat  + 2d", release.Link{To: uat, Lag: calendar.Length{Days: 2}}, "spaces are free"},
		{release.StartToStart, "portal-12.uat -1d", release.Link{Kind: release.StartToStart, To: uat, Lag: calendar.Length{Days: -1}}, "a lead"},
		{release.FinishToFinish, "portal-12.uat +1w 2d", release.Link{Kind: release.FinishToFinish, To: uat, Lag: calendar.Length{Weeks: 1, Days: 2}}, "a lag of two parts"},
		{release.StartToFinish, "portal-12.uat +48h elapsed", release.Link{Kind: release.StartToFinish, To: uat, Lag: calendar.Length{Hours: 48}, Elapsed: true}, "wall clock"},
		{release.FinishToStart, "within 3d of portal-12.uat", release.Link{Kind: release.Within, To: uat, Lag: calendar.Length{Days: 3}}, "a maximum lag under after"},
		{release.Within, "3d of portal-12.uat", release.Link{Kind: release.Within, To: uat, Lag: calendar.Length{Days: 3}}, "a maximum lag under its own key"},
		{release.Within, "within 72h elapsed of portal-12.uat", release.Link{Kind: release.Within, To: uat, Lag: calendar.Length{Hours: 72}, Elapsed: true}, "in wall clock"},
		{release.SameOccurrence, "portal-12.uat", release.Link{Kind: release.SameOccurrence, To: uat}, "the same occurrence"},
		{release.OtherOccurrence, "portal-12.uat", release.Link{Kind: release.OtherOccurrence, To: uat}, "another occurrence"},
		{release.Apart, "2d from portal-12.uat", release.Link{Kind: release.Apart, To: uat, Lag: calendar.Length{Days: 2}}, "apart"},
		{release.FinishToStart, "build", release.Link{To: release.Ref{Phase: "build"}}, "a phase of its own"},
	} {
		got, err := fleet().ParseLink(tt.kind, tt.text, "portal-12")
		require.NoError(t, err, tt.reason)
		require.Equal(t, tt.want, got, tt.reason)
		again, err := fleet().ParseLink(tt.kind, got.Text(), "portal-12")
		require.NoError(t, err, "%s: its text %q reads back", tt.reason, got.Text())
		require.Equal(t, got, again, tt.reason)
	}
}

func TestParseLinkRefuses(t *testing.T) {
	for _, tt := range []struct {
		kind             release.LinkKind
		text, code, hint string
		reason           string
	}{
		{release.FinishToStart, "", "bad-link", "", "nothing"},
		{release.FinishToStart, "portal-12 +1.5d", "bad-link", "", "no length"},
		{release.FinishToStart, "portal-12+2d", "bad-link", "portal-12 +2d", "no space"},
		{release.FinishToStart, "portl-12 +2d", "unknown-name", "did you mean portal-12?", "the name is looked up without the lag"},
		{release.FinishToStart, "within 3d portal-12", "bad-link", "", "of is missing"},
		{release.Within, "portal-12", "bad-link", "how long", "no length"},
		{release.Within, "-3d of portal-12", "bad-link", "not negative", "a maximum lag is not negative"},
		{release.Apart, "portal-12", "bad-link", "how long", "no length"},
		{release.Apart, "2d from nowhere", "unknown-name", "", "an unknown package"},
		{release.SameOccurrence, "portal-12 +2d", "bad-link", "no lag", "an occurrence has no lag"},
		{release.LinkKind(77), "portal-12", "unknown-word", "", "no such kind"},
	} {
		_, err := fleet().ParseLink(tt.kind, tt.text, "")
		require.Error(t, err, tt.reason)
		f := faultsOf(t, err)[0]
		require.Equal(t, tt.code, f.Code, tt.reason)
		require.Contains(t, f.Hint, tt.hint, tt.reason)
	}
}

func TestLinkPrints(t *testing.T) {
	to := release.Ref{Package: "ledger-4.2", Phase: "deploy", Site: "london"}
	day := calendar.Length{Days: 2}
	require.Equal(t, "after ledger-4.2.deploy@london +2d", release.Link{To: to, Lag: day}.String())
	require.Equal(t, "start-with ledger-4.2.deploy@london", release.Link{Kind: release.StartToStart, To: to}.String())
	require.Equal(t, "within 2d of ledger-4.2.deploy@london", release.Link{Kind: release.Within, To: to, Lag: day}.String())
	require.Equal(t, "apart 2d elapsed from ledger-4.2.deploy@london", release.Link{Kind: release.Apart, To: to, Lag: day, Elapsed: true}.String())
}

// Whatever a reference is, its text names it again, unless it is refused as ambiguous.
func TestResolveReadsItsOwnText(t *testing.T) {
	parts := rapid.SampledFrom([]string{"a", "b", "a.b", "a@b", "b.c", "c"})
	rapid.Check(t, func(t *rapid.T) {
		list := func(label string, most int) []string {
			return rapid.SliceOfNDistinct(parts, 1, most, rapid.ID[string]).Draw(t, label)
		}
		p := &release.Portfolio{Phases: named(list("phases", 3)...)}
		for _, name := range list("packages", 4) {
			p.Packages = append(p.Packages, release.Package{Name: name, Sites: list("sites", 2)})
		}
		pkg := rapid.SampledFrom(p.Packages).Draw(t, "package")
		ref := release.Ref{Package: pkg.Name}
		if rapid.Bool().Draw(t, "phase") {
			ref.Phase = rapid.SampledFrom(p.Phases).Draw(t, "of").Name
			if rapid.Bool().Draw(t, "site") {
				ref.Site = rapid.SampledFrom(pkg.Sites).Draw(t, "at")
			}
		}
		got, err := p.Resolve(ref.String(), "")
		if err != nil {
			// Only names that contain each other are refused.
			require.Error(t, p.Validate())
			return
		}
		if got != ref {
			require.ErrorContains(t, p.Validate(), "ambiguous-name")
		}
	})
}
