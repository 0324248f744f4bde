package release

import "slices"

const (
	ownerWord = "owner" // Phase.Team: the owner of the package's system
	noneWord  = "none"  // Phase.Team, Environment, Configuration, Window, Gate: none
)

// builtIn are the phases everybody knows, in their natural order.
var builtIn = [...]string{"build", "sit", "uat", "deploy", "soak"}

// Route is the phases pkg passes, in order, with everything filled in: the
// plan's phases, overlaid by the package's own lines.
//
// Zero fields of a package's line keep the route's value; "none" clears Team,
// Environment (with the configuration it inherits), Configuration, Window or Gate. Skip
// takes a phase out. A phase that only the package has is added: a built-in one (build, sit,
// uat, deploy, soak) in its natural order, any other after the phase that stands before
// it in the package, or before the one after it, or else last.
//
// Team "owner" becomes the owner of the package's system, or nobody where there is none.
// A deploy without a window takes the plan's only window. Time is never DefaultTime
// and People never 0. Links is never nil: without links of its own a phase comes
// after the phase before it. An inherited link to a phase that the package skips becomes the
// links of the skipped phase; one that a phase would have to itself is dropped. The links of
// the package itself are not in it. The result shares no memory with p that matters
// to a reader: do not change the links in place.
func (p *Portfolio) Route(pkg *Package) []Phase {
	lines := p.lines(pkg)
	owner := p.ownerOf(pkg.System)
	route := make([]Phase, 0, len(lines))
	for i, line := range lines {
		if line.skip {
			continue
		}
		ph := line.Phase
		ph.Links = line.links(lines, i, pkg.Name)
		ph.Skip = false
		if ph.Team == ownerWord {
			ph.Team = owner
		}
		p.settle(&ph, line.over)
		route = append(route, ph)
	}
	return route
}

// Ends are the phases of a route that start it, those that no other phase of it
// makes wait before they start, and the phases that finish it, those whose end
// no other phase of it waits for. The route is that of pkg, which a link may name.
func (pkg *Package) Ends(route []Phase) (first, last []string) {
	isLast := make(map[string]bool, len(route))
	for _, ph := range route {
		isLast[ph.Name] = true
	}
	for _, ph := range route {
		isFirst := true
		for _, l := range ph.Links {
			if l.To.in(pkg.Name).Package != pkg.Name || l.To.Phase == ph.Name {
				continue
			}
			if l.Kind == FinishToStart || l.Kind == StartToStart {
				isFirst = false
			}
			if l.Kind == FinishToStart || l.Kind == FinishToFinish {
				isLast[l.To.Phase] = false
			}
		}
		if isFirst {
			first = append(first, ph.Name)
		}
	}
	for _, ph := range route {
		if isLast[ph.Name] {
			last = append(last, ph.Name)
		}
	}
	return first, last
}

// line is a phase of a route while it is being put together.
type line struct {
	Phase
	over *Phase // the package's own line; nil: inherited as it is
	skip bool
	own  bool // the links are the package's own
}

// lines is the route of pkg with the skipped phases still in it.
func (p *Portfolio) lines(pkg *Package) []line {
	lines := make([]line, 0, len(p.Phases)+len(pkg.Phases))
	for _, ph := range p.Phases {
		lines = append(lines, line{Phase: ph})
	}
	for i := range pkg.Phases {
		over := &pkg.Phases[i]
		at := slices.IndexFunc(lines, func(l line) bool { return l.Name == over.Name })
		if at < 0 {
			added := line{Phase: *over, over: over, skip: over.Skip, own: true}
			lines = slices.Insert(lines, place(lines, pkg.Phases, i), added)
			continue
		}
		lines[at].overlay(over)
	}
	return lines
}

// overlay puts what a package says over what the plan says.
func (l *line) overlay(over *Phase) {
	l.over, l.skip = over, over.Skip
	if !over.Duration.IsZero() {
		l.Duration = over.Duration
	}
	if !over.Rollback.IsZero() {
		l.Rollback = over.Rollback
	}
	if over.Time != DefaultTime {
		l.Time = over.Time
	}
	if over.Environment == noneWord {
		l.Configuration = ""
	}
	for _, field := range []struct {
		to   *string
		from string
	}{
		{&l.Team, over.Team}, {&l.Environment, over.Environment}, {&l.Configuration, over.Configuration},
		{&l.Window, over.Window}, {&l.Gate, over.Gate},
	} {
		if field.from != "" {
			*field.to = field.from
		}
	}
	if over.People != 0 {
		l.People = over.People
	}
	if !over.Deadline.IsZero() {
		l.Deadline = over.Deadline
	}
	if !over.Earliest.IsZero() {
		l.Earliest = over.Earliest
	}
	if over.Links != nil {
		l.Links, l.own = over.Links, true
	}
}

// place is where the i-th line of a package goes in a route that does not have it yet.
func place(lines []line, own []Phase, i int) int {
	index := func(name string) int {
		return slices.IndexFunc(lines, func(l line) bool { return l.Name == name })
	}
	after := -1 // the position after the phase before it in the package
	if i > 0 {
		after = index(own[i-1].Name) + 1
	}
	rank := slices.Index(builtIn[:], own[i].Name)
	if rank < 0 {
		if after > 0 {
			return after
		}
		if i+1 < len(own) {
			if next := index(own[i+1].Name); next >= 0 {
				return next
			}
		}
		return len(lines)
	}
	low, high := 0, len(lines) // after every lower rank, before the first higher one
	for at, l := range lines {
		switch r := slices.Index(builtIn[:], l.Name); {
		case r >= 0 && r < rank:
			low = at + 1
		case r > rank && high == len(lines):
			high = at
		}
	}
	switch {
	case after > 0 && low <= after && after <= high:
		return after
	case low > 0:
		return low
	}
	return high
}

// links are the links of lines[i], with those to skipped phases passed on.
func (l line) links(lines []line, i int, pkg string) []Link {
	if l.Links == nil {
		return previous(lines, i)
	}
	links := make([]Link, 0, len(l.Links))
	for _, link := range l.Links {
		to := link.To.in(pkg)
		if l.own || to.Package != pkg || to.Phase == "" {
			links = append(links, link)
			continue
		}
		at := slices.IndexFunc(lines, func(o line) bool { return o.Name == to.Phase })
		switch {
		case at == i && link.To.Package != "":
			// "Every deploy after this one's": not after itself.
		case at >= 0 && lines[at].skip:
			if link.Kind == FinishToStart {
				links = append(links, passedOn(lines, at, pkg, make([]bool, len(lines)))...)
			}
		default:
			links = append(links, link)
		}
	}
	unique := links[:0]
	for _, link := range links {
		if !slices.Contains(unique, link) {
			unique = append(unique, link)
		}
	}
	return unique
}

// previous is the link to the last phase before lines[i] that is not skipped.
func previous(lines []line, i int) []Link {
	for at := i - 1; at >= 0; at-- {
		if !lines[at].skip {
			return []Link{{To: Ref{Phase: lines[at].Name}}}
		}
	}
	return []Link{}
}

// passedOn is what comes before the skipped phase lines[at]: what follows it follows these.
func passedOn(lines []line, at int, pkg string, seen []bool) []Link {
	if seen[at] {
		return nil
	}
	seen[at] = true
	if lines[at].Links == nil {
		return previous(lines, at)
	}
	var links []Link
	for _, link := range lines[at].Links {
		if link.Kind != FinishToStart {
			continue
		}
		to := link.To.in(pkg)
		next := slices.IndexFunc(lines, func(o line) bool { return to.Package == pkg && o.Name == to.Phase })
		if next >= 0 && lines[next].skip {
			links = append(links, passedOn(lines, next, pkg, seen)...)
			continue
		}
		links = append(links, link)
	}
	return links
}

// settle fills in the defaults that depend on several fields.
func (p *Portfolio) settle(ph *Phase, over *Phase) {
	if ph.Window == "" && ph.Name == "deploy" && len(p.Windows) == 1 && (ph.Time == DefaultTime || ph.Time == Contiguous) {
		ph.Window = p.Windows[0].Name
	}
	for _, field := range []*string{&ph.Team, &ph.Environment, &ph.Configuration, &ph.Window, &ph.Gate} {
		if *field == noneWord {
			*field = ""
		}
	}
	if ph.Time == DefaultTime {
		switch {
		case ph.Window != "":
			ph.Time = Contiguous
		case ph.Name == "soak":
			ph.Time = Elapsed
		default:
			ph.Time = Working
		}
	}
	if ph.People == 0 {
		ph.People = 1
	}
	// A package that takes a phase out of its window loses the rollback it inherits.
	if over != nil && ph.Time != Contiguous && over.Rollback.IsZero() && (over.Window != "" || over.Time != DefaultTime) {
		ph.Rollback = over.Rollback
	}
}

func (p *Portfolio) ownerOf(system string) string {
	if system == "" {
		return ""
	}
	for i := range p.Systems {
		if p.Systems[i].Name == system {
			return p.Systems[i].Owner
		}
	}
	return ""
}
