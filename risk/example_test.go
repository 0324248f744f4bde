package risk_test

import (
	"fmt"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/risk"
)

func ExampleProbability() {
	careful := release.Profile{Change: "small", Tests: "full", Rollback: "tested"}
	bold := release.Profile{Change: "large", Tests: "partial", Rollback: "none", Loss: 40}
	fmt.Printf("%.2f %.2f\n", risk.Probability(careful), risk.Probability(bold))
	fmt.Printf("%.1f %d\n", risk.Exposure(bold), risk.Thousandths(bold))
	// Output:
	// 0.02 0.38
	// 15.2 15190
}

func ExampleWeights() {
	// In our record, one small and well-tested change in ten failed.
	ours := risk.Weights{Base: 0.1}
	fmt.Printf("%.2f\n", ours.Probability(release.Profile{Change: "large", Tests: "full", Rollback: "tested"}))
	// Output: 0.40
}

func ExampleNewRegister() {
	register := risk.NewRegister([]release.Risk{
		{Name: "Certificate late", Probability: 0.2, Impact: 2, Owner: "ben"},
		{Name: "Ledger migration runs long", Probability: 0.5, Impact: 5, Owner: "ana", Mitigation: &release.Mitigation{Text: "rehearse"}},
	}, 0)
	for _, e := range register {
		fmt.Println(e.Name, e.Score.Ordinal(), risk.Bands{}.Of(e.Score))
	}
	fmt.Println(len(register.Unmitigated()), "without an owner or a mitigation")
	// Output:
	// Ledger migration runs long 15 high
	// Certificate late 4 low
	// 1 without an owner or a mitigation
}

func ExampleAssess() {
	p := &release.Portfolio{Packages: []release.Package{
		{Name: "ledger-4.2", Profile: release.Profile{Change: "large", Tests: "partial", Rollback: "tested", Loss: 40}},
		{Name: "portal-12", Profile: release.Profile{Change: "medium", Loss: 10}},
	}}
	for _, x := range risk.Assess(p).Packages {
		fmt.Printf("%s %.2f %.1f %v\n", x.Package, x.Probability, x.Exposure, x.Assumed)
	}
	// Output:
	// ledger-4.2 0.20 7.9 []
	// portal-12 0.13 1.3 [tests rollback]
}
