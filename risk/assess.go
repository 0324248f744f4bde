package risk

import "github.com/berthplan/berth/release"

// PackageExposure is what the profile of one package says.
type PackageExposure struct {
	Package     string
	Probability float64  // of failure, 0..1
	Exposure    float64  // probability · loss, in the organisation's unit
	Thousandths int64    // what it takes from a window's risk budget
	Assumed     []string // the words that are missing and were taken to be the middle one: "change", "tests", "rollback"
}

// Assessment is what a portfolio says about its risks, before any dates.
type Assessment struct {
	Packages []PackageExposure // in the order of the portfolio
	Exposure float64           // the sum over the packages
	Register Register
}

// Assess is Weights.Assess with the default weights.
func Assess(p *release.Portfolio) Assessment { return Weights{}.Assess(p) }

// Assess judges each package by its profile and ranks the register of p. The
// register's delays are measured in the plan's standard working day.
func (w Weights) Assess(p *release.Portfolio) Assessment {
	a := Assessment{Register: NewRegister(p.Risks, p.Working(nil).StandardDay())}
	for _, pkg := range p.Packages {
		x := PackageExposure{
			Package:     pkg.Name,
			Probability: w.Probability(pkg.Profile),
			Exposure:    w.Exposure(pkg.Profile),
			Thousandths: w.Thousandths(pkg.Profile),
			Assumed:     assumed(pkg.Profile),
		}
		a.Packages = append(a.Packages, x)
		a.Exposure += x.Exposure
	}
	return a
}
