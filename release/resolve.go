package release

import (
	"slices"
	"strings"
)

// Resolve reads a reference: "x", "x.uat" or "x.deploy@london". Where several
// declared package names fit the beginning, the longest is meant; then comes a
// phase of that package's route and one of its sites. Inside the package within,
// a bare phase name ("uat", "deploy@london") is a phase of its own, and the Ref has no
// Package; with within "" it is a phase of the plan's route, in whichever package.
// What reads in two ways, or names nothing, is an error: a [Fault] without a path,
// with the code "ambiguous-name" or "unknown-name".
func (p *Portfolio) Resolve(text, within string) (Ref, error) {
	text = strings.TrimSpace(text)
	own := p.routeWithin(within)
	readings := readPhase(text, own.phases, own.sites)
	longest := p.longestPackage(text)
	var other scope
	if longest != nil {
		other = p.scopeOf(longest)
		if text == longest.Name {
			readings = append(readings, Ref{Package: longest.Name})
		} else if rest := text[len(longest.Name):]; rest[0] == '.' {
			for _, r := range readPhase(rest[1:], other.phases, other.sites) {
				r.Package = longest.Name
				readings = append(readings, r)
			}
		}
	}
	switch len(readings) {
	case 1:
		return readings[0], nil
	case 0:
		return Ref{}, p.unresolved(text, own, longest, other)
	}
	return Ref{}, Fault{
		Code: "ambiguous-name", Found: quote(text),
		Expected: "one meaning, but it is " + describe(readings[0]) + " and " + describe(readings[1]),
		Hint:     "name the package too, or rename one of them",
	}
}

// scope is what can be named of one package, or of the plan's route.
type scope struct {
	phases []string
	sites  []string
}

func (p *Portfolio) scopeOf(pkg *Package) scope {
	s := scope{sites: pkg.Sites}
	for _, ph := range p.Route(pkg) {
		s.phases = append(s.phases, ph.Name)
	}
	return s
}

func (p *Portfolio) routeWithin(within string) scope {
	if within == "" {
		s := scope{sites: p.Sites.Order}
		for _, ph := range p.Phases {
			s.phases = append(s.phases, ph.Name)
		}
		return s
	}
	for i := range p.Packages {
		if p.Packages[i].Name == within {
			return p.scopeOf(&p.Packages[i])
		}
	}
	return scope{}
}

// longestPackage is the package with the longest name that text is, or begins
// with before a "." or "@".
func (p *Portfolio) longestPackage(text string) *Package {
	var best *Package
	for i := range p.Packages {
		name := p.Packages[i].Name
		if name == "" || !strings.HasPrefix(text, name) || best != nil && len(name) <= len(best.Name) {
			continue
		}
		if len(text) == len(name) || text[len(name)] == '.' || text[len(name)] == '@' {
			best = &p.Packages[i]
		}
	}
	return best
}

// readPhase reads "phase" or "phase@site" in every way it can be read.
func readPhase(text string, phases, sites []string) []Ref {
	var readings []Ref
	if slices.Contains(phases, text) {
		readings = append(readings, Ref{Phase: text})
	}
	for i := 0; i < len(text); i++ {
		if text[i] == '@' && slices.Contains(phases, text[:i]) && slices.Contains(sites, text[i+1:]) {
			readings = append(readings, Ref{Phase: text[:i], Site: text[i+1:]})
		}
	}
	return readings
}

func describe(r Ref) string {
	switch {
	case r.Phase == "":
		return "the package " + r.Package
	case r.Site != "":
		r.Site, r.Phase = "", r.Phase+" at "+r.Site
	}
	if r.Package == "" {
		return "the phase " + r.Phase + " of its own"
	}
	return "the phase " + r.Phase + " of " + r.Package
}

// unresolved says what is wrong with text: the site, the phase or the package.
func (p *Portfolio) unresolved(text string, own scope, longest *Package, other scope) Fault {
	f := Fault{Code: "unknown-name", Found: quote(text), Expected: "a package, package.phase or package.phase@site"}
	phase, scoped := text, own
	if longest != nil {
		phase, scoped = text[len(longest.Name)+1:], other
		if text[len(longest.Name)] == '@' {
			f.Hint = "a site stands after a phase: write " + longest.Name + ".deploy" + text[len(longest.Name):]
			return f
		}
	}
	if name, site, found := strings.Cut(phase, "@"); found && slices.Contains(scoped.phases, name) {
		f.Expected = "a site of the package"
		if f.Hint = didYouMean(site, scoped.sites); f.Hint == "" {
			f.Hint = among("its sites are ", scoped.sites, "it has no sites")
		}
		return f
	}
	if longest != nil {
		// A longer package name may be meant just as well as a phase.
		f.Expected = "a phase of " + longest.Name
		if near := nearest(phase, other.phases); near != "" {
			f.Hint = "did you mean " + longest.Name + "." + near + "?"
		} else if f.Hint = didYouMean(text, p.packageNames()); f.Hint == "" || f.Hint == "did you mean "+longest.Name+"?" {
			f.Hint = among("its phases are ", other.phases, "it has no phases")
		}
		return f
	}
	// The package may be misspelt and its phase right.
	packages := p.packageNames()
	for i := len(text) - 1; i > 0; i-- {
		if text[i] != '.' {
			continue
		}
		near := nearest(text[:i], packages)
		if near == "" {
			continue
		}
		if _, err := p.Resolve(near+text[i:], ""); err == nil {
			f.Hint = "did you mean " + near + text[i:] + "?"
			return f
		}
	}
	f.Hint = didYouMean(text, append(slices.Clone(own.phases), packages...))
	return f
}

func (p *Portfolio) packageNames() []string {
	names := make([]string, len(p.Packages))
	for i := range p.Packages {
		names[i] = p.Packages[i].Name
	}
	return names
}

// among lists names after words, a few of them; none is the text for an empty list.
func among(words string, names []string, none string) string {
	const most = 8
	switch {
	case len(names) == 0:
		return none
	case len(names) > most:
		return words + strings.Join(names[:most], ", ") + ", …"
	}
	return words + strings.Join(names, ", ")
}
