package release_test

import (
	"fmt"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

func ExamplePortfolio_Validate() {
	p := release.Portfolio{
		Systems:  []release.System{{Name: "ledger"}},
		Packages: []release.Package{{Name: "ledger-4.2", System: "legder", Priority: 2000}},
	}
	fmt.Println(p.Validate())
	// Output:
	// packages.ledger-4.2.priority: out-of-range: found 2000, expected a priority from 1 to 1000
	// packages.ledger-4.2.system: unknown-name: found "legder", expected a system; did you mean ledger?
}

func ExamplePortfolio_Route() {
	p := release.Portfolio{
		Phases:   []release.Phase{{Name: "build", Team: "owner"}, {Name: "uat"}, {Name: "deploy"}},
		Systems:  []release.System{{Name: "ledger", Owner: "team-ledger"}},
		Windows:  []release.Window{{Window: calendar.Window{Name: "prod"}}},
		Packages: []release.Package{{Name: "ledger-4.2.1", System: "ledger", Phases: []release.Phase{{Name: "uat", Skip: true}}}},
	}
	for _, ph := range p.Route(&p.Packages[0]) {
		fmt.Println(ph.Name, ph.Time, ph.Team, ph.Window, ph.Links)
	}
	// Output:
	// build working team-ledger  []
	// deploy contiguous  prod [after build]
}

func ExamplePortfolio_Resolve() {
	p := release.Portfolio{
		Phases:   []release.Phase{{Name: "build"}, {Name: "uat"}},
		Packages: []release.Package{{Name: "portal-12"}, {Name: "portal-12.0.1"}},
	}
	ref, _ := p.Resolve("portal-12.0.1.uat", "")
	fmt.Printf("%q %q\n", ref.Package, ref.Phase)
	_, err := p.Resolve("portal-12.uta", "")
	fmt.Println(err)
	// Output:
	// "portal-12.0.1" "uat"
	// unknown-name: found "portal-12.uta", expected a phase of portal-12; did you mean portal-12.uat?
}

func ExamplePortfolio_ParseLink() {
	p := release.Portfolio{Packages: []release.Package{{Name: "ledger-4.2"}}}
	link, err := p.ParseLink(release.FinishToStart, "ledger-4.2 +2d", "")
	fmt.Println(link, err)
	_, err = p.ParseLink(release.Apart, "ledger-4.2", "")
	fmt.Println(err)
	// Output:
	// after ledger-4.2 +2d <nil>
	// bad-link: found "ledger-4.2", expected apart: 2d from x or 48h elapsed from x; how long comes first
}

func ExampleParseEstimate() {
	e, _ := release.ParseEstimate("3d..5d..9d")
	fmt.Println(e.Likely, e)
	_, err := release.ParseEstimate("3d..9d")
	fmt.Println(err)
	// Output:
	// 5d 3d..5d..9d
	// bad-estimate: found "3d..9d", expected a duration such as 5d, or low..likely..high such as 3d..5d..9d; the likely duration is missing: write 3d..likely..9d
}

func ExampleParseCriterion() {
	c, _ := release.ParseCriterion("test.passRate>=98%")
	fmt.Println(c.Kind, c)
	// Output: comparison test.passRate >= 98%
}

func ExampleNewGraph() {
	p := release.Portfolio{
		Phases: []release.Phase{{Name: "build"}, {Name: "deploy"}},
		Packages: []release.Package{
			{Name: "portal-12", Links: []release.Link{{To: release.Ref{Package: "ledger-4.2"}}}},
			{Name: "ledger-4.2"},
		},
	}
	g, err := release.NewGraph(&p)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(g.Order())
	fmt.Println(g.Impact(release.Ref{Package: "ledger-4.2", Phase: "deploy"}))
	fmt.Println(g.Blockers("portal-12"))
	// Output:
	// [ledger-4.2.build ledger-4.2.deploy portal-12.build portal-12.deploy]
	// [portal-12.build portal-12.deploy]
	// [ledger-4.2.build ledger-4.2.deploy]
}

func ExampleCodes() {
	for _, code := range release.Codes()[:3] {
		fmt.Println(code.Name+":", code.Meaning)
		fmt.Println("  ", code.Example())
	}
	// Output:
	// ambiguous-name: A name can be read as two things.
	//    packages.build: ambiguous-name: found "build", expected a name that means one thing; phases are called build, too
	// bad-criterion: A requirement of a gate cannot be read.
	//    bad-criterion: found "test.passRate = 98%", expected "approval: cab", "signoff: business", a comparison such as test.passRate >= 98%, or the name of a fact; the comparisons are ==, !=, <, <=, > and >=
	// bad-estimate: A duration cannot be read.
	//    bad-estimate: found "3d..9d", expected a duration such as 5d, or low..likely..high such as 3d..5d..9d; the likely duration is missing: write 3d..likely..9d
}
