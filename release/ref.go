package release

// Ref names a package, one of its phases, or a phase at one site.
// Inside a package, a Ref without Package is a phase of its own.
type Ref struct{ Package, Phase, Site string }

// String is "package.phase@site" with the absent parts left out.
func (r Ref) String() string {
	s := r.Package
	if r.Phase != "" {
		if s != "" {
			s += "."
		}
		s += r.Phase
	}
	if r.Site != "" {
		s += "@" + r.Site
	}
	return s
}

// in is r as seen from outside the package within.
func (r Ref) in(within string) Ref {
	if r.Package == "" {
		r.Package = within
	}
	return r
}
