package release_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

func texts(refs []release.Ref) string {
	var all []string
	for _, r := range refs {
		all = append(all, r.String())
	}
	return strings.Join(all, " ")
}

func TestGraph(t *testing.T) {
	p := train(t)
	g, err := release.NewGraph(p)
	require.NoError(t, err)
	ref := func(s string) release.Ref {
		r, err := p.Resolve(s, "")
		require.NoError(t, err)
		return r
	}
	for _, tt := range []struct{ name, got, want, reason string }{
		{"order", texts(g.Order()), "ledger-4.2.build ledger-4.2.sit ledger-4.2.uat ledger-4.2.deploy@zurich ledger-4.2.deploy@london ledger-4.2.soak " +
			"gateway-7.0.build gateway-7.0.sit gateway-7.0.uat gateway-7.0.deploy gateway-7.0.soak " +
			"portal-12.build portal-12.sit portal-12.uat portal-12.deploy portal-12.soak " +
			"card-art-1.build card-art-1.sit card-art-1.uat card-art-1.deploy card-art-1.soak", "the portfolio's order, where it is free"},
		{"predecessors of a phase", texts(g.Predecessors(ref("gateway-7.0.build"))), "ledger-4.2.deploy@london", "a phase without a site is its last"},
		{"predecessors of a site", texts(g.Predecessors(ref("ledger-4.2.deploy@london"))), "ledger-4.2.deploy@zurich", "sites follow each other"},
		{"predecessors of all sites", texts(g.Predecessors(ref("ledger-4.2.deploy"))), "ledger-4.2.uat", "what the sites wait for, without themselves"},
		{"successors of a phase", texts(g.Successors(ref("gateway-7.0.uat"))), "gateway-7.0.deploy portal-12.build", "inside and outside"},
		{"predecessors of a package", texts(g.Predecessors(ref("portal-12"))), "gateway-7.0", "packages"},
		{"successors of a package", texts(g.Successors(ref("ledger-4.2"))), "gateway-7.0", "directly"},
		{"impact of a phase", texts(g.Impact(ref("gateway-7.0.uat"))), "gateway-7.0.deploy gateway-7.0.soak portal-12.build portal-12.sit portal-12.uat portal-12.deploy portal-12.soak", "in order"},
		{"impact of a package", texts(g.Impact(ref("gateway-7.0"))), "portal-12.build portal-12.sit portal-12.uat portal-12.deploy portal-12.soak", "without its own phases"},
		{"impact of nothing", texts(g.Impact(release.Ref{Package: "x"})), "", "unknown"},
		{"blockers", texts(g.Blockers("portal-12")), "", "its build is done, so it waits for nobody's phase"},
		{"blockers of a package not begun", texts(g.Blockers("gateway-7.0")), "ledger-4.2.build ledger-4.2.sit ledger-4.2.uat ledger-4.2.deploy@zurich ledger-4.2.deploy@london", "all that comes before"},
		{"no cycles", strconv.Itoa(len(g.Cycles())), "0", "none"},
	} {
		require.Equal(t, tt.want, tt.got, "%s: %s", tt.name, tt.reason)
	}

	p.Packages[0].Actuals = []release.Actual{{Phase: "uat", End: moment(t, "2026-08-30")}, {Phase: "deploy", Site: "zurich", End: moment(t, "2026-08-31")}}
	require.Equal(t, "ledger-4.2.deploy@london", texts(g.Blockers("gateway-7.0")), "what is done does not block, nor what is before it")
}

func TestGraphLinkKinds(t *testing.T) {
	for _, tt := range []struct {
		kind   release.LinkKind
		to     release.Ref
		want   string
		reason string
	}{
		{release.FinishToStart, release.Ref{Package: "x"}, "x.b@s2>y.a", "the last phases, before the first"},
		{release.StartToStart, release.Ref{Package: "x"}, "x.a>y.a", "the first phases, before the first"},
		{release.FinishToFinish, release.Ref{Package: "x"}, "x.b@s2>y.b@s2", "the last phases, before the last, at the last site"},
		{release.StartToFinish, release.Ref{Package: "x"}, "x.a>y.b@s2", "the first phases, before the last"},
		{release.FinishToStart, release.Ref{Package: "x", Phase: "b", Site: "s1"}, "x.b@s1>y.a", "one site"},
		{release.StartToStart, release.Ref{Package: "x", Phase: "b"}, "x.b@s2>y.a", "without a site the last"},
		{release.Within, release.Ref{Package: "x"}, "", "no order"},
		{release.SameOccurrence, release.Ref{Package: "x", Phase: "b"}, "", "no order"},
		{release.Apart, release.Ref{Package: "x"}, "", "no order"},
	} {
		p := &release.Portfolio{
			Phases:  []release.Phase{{Name: "a"}, {Name: "b", Window: "w"}},
			Windows: []release.Window{{Window: calendar.Window{Name: "w"}}},
			Sites:   release.Sites{Order: []string{"s1", "s2"}},
			Packages: []release.Package{
				{Name: "x", Sites: []string{"s2", "s1"}},
				{Name: "y", Sites: []string{"s1", "s2"}, Links: []release.Link{{Kind: tt.kind, To: tt.to}}},
			},
		}
		g, err := release.NewGraph(p)
		require.NoError(t, err)
		var got []string
		for _, ref := range g.Order() {
			for _, before := range g.Predecessors(ref) {
				if before.Package != ref.Package {
					got = append(got, before.String()+">"+ref.String())
				}
			}
		}
		require.Equal(t, tt.want, strings.Join(got, " "), tt.reason)
	}
}

func TestGraphCycles(t *testing.T) {
	after := func(refs ...string) []release.Link {
		links := []release.Link{}
		for _, r := range refs {
			links = append(links, release.Link{To: release.Ref{Package: r}})
		}
		return links
	}
	one := named("build")
	p := &release.Portfolio{Packages: []release.Package{
		{Name: "free", Phases: one, Links: after("b")},
		{Name: "c", Phases: one, Links: after("b")},
		{Name: "a", Phases: one, Links: after("c")},
		{Name: "b", Phases: one, Links: after("a", "first")},
		{Name: "first", Phases: one},
	}}
	g, err := release.NewGraph(p)
	require.NoError(t, err, "a cycle is no error here")
	require.Len(t, g.Cycles(), 1)
	require.Equal(t, "c.build b.build a.build", texts(g.Cycles()[0]), "each waits for the next")
	require.Equal(t, "first.build c.build a.build b.build free.build", texts(g.Order()), "the members stand together")
	require.Equal(t, "a.build b.build free.build", texts(g.Impact(release.Ref{Package: "c", Phase: "build"})), "without itself")
}

func TestNewGraphRefuses(t *testing.T) {
	p := train(t)
	p.Packages[0].Links = []release.Link{{To: release.Ref{Package: "x"}}}
	p.Phases[4].Links[0].To.Phase = "x"
	p.Packages[1].Phases[0].Links = []release.Link{{To: release.Ref{Phase: "x"}}}
	_, err := release.NewGraph(p)
	require.Len(t, faultsOf(t, err), 3)
}

// Against all pairs of a closure computed edge by edge.
func TestGraphAgainstClosure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := &release.Portfolio{}
		n := rapid.IntRange(1, 6).Draw(t, "packages")
		before := map[[2]string]bool{} // [x y]: y waits for x
		var nodes []string
		for i := range n {
			pkg := release.Package{Name: "p" + strconv.Itoa(i)}
			phases := rapid.IntRange(1, 3).Draw(t, "phases")
			for j := range phases {
				name := "f" + strconv.Itoa(j)
				own := pkg.Name + "." + name
				nodes = append(nodes, own)
				ph := release.Phase{Name: name, Links: []release.Link{}}
				if j > 0 {
					ph.Links = append(ph.Links, release.Link{To: release.Ref{Phase: "f" + strconv.Itoa(j-1)}})
					before[[2]string{pkg.Name + ".f" + strconv.Itoa(j-1), own}] = true
				}
				for range rapid.IntRange(0, 2).Draw(t, "links") {
					other := release.Ref{Package: "p" + strconv.Itoa(rapid.IntRange(0, n-1).Draw(t, "to")), Phase: "f0"}
					kind := release.LinkKind(rapid.IntRange(0, 3).Draw(t, "kind"))
					ph.Links = append(ph.Links, release.Link{Kind: kind, To: other})
					before[[2]string{other.String(), own}] = true
				}
				pkg.Phases = append(pkg.Phases, ph)
			}
			p.Packages = append(p.Packages, pkg)
		}
		g, err := release.NewGraph(p)
		require.NoError(t, err)

		closure := map[[2]string]bool{}
		for k := range before {
			closure[k] = true
		}
		for _, via := range nodes {
			for _, a := range nodes {
				for _, b := range nodes {
					if closure[[2]string{a, via}] && closure[[2]string{via, b}] {
						closure[[2]string{a, b}] = true
					}
				}
			}
		}
		order := g.Order()
		require.Len(t, order, len(nodes))
		position := map[string]int{}
		for i, r := range order {
			position[r.String()] = i
		}
		onCycle := map[string]bool{}
		for _, cycle := range g.Cycles() {
			for i, r := range cycle {
				next := cycle[(i+1)%len(cycle)]
				require.True(t, before[[2]string{next.String(), r.String()}], "%s waits for %s", r, next)
				onCycle[r.String()] = true
			}
		}
		for _, a := range nodes {
			require.Equal(t, closure[[2]string{a, a}], onCycle[a], "every phase in a cycle is in one that is given: %s", a)
			pkg, phase, _ := strings.Cut(a, ".")
			ref := release.Ref{Package: pkg, Phase: phase}
			impact, direct := texts(g.Impact(ref)), texts(g.Predecessors(ref))
			for _, b := range nodes {
				both := closure[[2]string{a, b}] && closure[[2]string{b, a}]
				if closure[[2]string{a, b}] && !both {
					require.Less(t, position[a], position[b])
				}
				if a != b {
					require.Equal(t, closure[[2]string{a, b}], slices.Contains(strings.Fields(impact), b))
					require.Equal(t, before[[2]string{b, a}], slices.Contains(strings.Fields(direct), b))
				}
			}
		}
	})
}
