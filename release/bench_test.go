package release_test

import (
	"strconv"
	"testing"

	"github.com/berthplan/berth/release"
)

// fleetOf is n packages on the train's route, each after one before it.
func fleetOf(b *testing.B, n int) *release.Portfolio {
	p := train(b)
	p.Packages, p.Risks, p.Facts, p.Blackouts = nil, nil, nil, nil
	for i := range n {
		pkg := release.Package{Name: "package-" + strconv.Itoa(i), System: "portal"}
		if i > 0 {
			pkg.Links = []release.Link{{To: release.Ref{Package: "package-" + strconv.Itoa(i/2), Phase: "uat"}}}
		}
		p.Packages = append(p.Packages, pkg)
	}
	return p
}

func BenchmarkValidate(b *testing.B) {
	p := fleetOf(b, 2000)
	for b.Loop() {
		if err := p.Validate(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNewGraph(b *testing.B) {
	p := fleetOf(b, 2000)
	for b.Loop() {
		if _, err := release.NewGraph(p); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkResolve(b *testing.B) {
	p := fleetOf(b, 2000)
	for b.Loop() {
		if _, err := p.Resolve("package-1999.uat", "package-1000"); err != nil {
			b.Fatal(err)
		}
	}
}
