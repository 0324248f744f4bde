package planfile

import (
	"slices"
	"strings"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile/internal/yaml"
)

// Event is what has happened to a plan, as an event file says it.
type Event struct {
	Name      string
	At        calendar.Moment                 // what is before it has happened
	Portfolio *release.Portfolio              // the plan files with the event in them: facts, outages, blackouts, windows and the emergency's package; its Now is At
	News      []release.Ref                   // the phases that done and started are about
	Slips     map[release.Ref]calendar.Length // how much longer phases take than was planned
	Withdrawn []string                        // packages that nobody wants any more
	Emergency string                          // a package of Portfolio that was not planned; "": none
	Skip      []string                        // phases of it, and gates, that may be skipped, and are owed then
	Limit     float64                         // of the risk it may take, p·loss; 0: none
}

// ReadEvent reads what happened to the plan of some plan files. An event file:
//
//	event: sev1 in ledger
//	at: 2026-10-14T02:10
//	done: {gateway-7.0.build: 2026-10-12}                   # or {from: …, to: …}
//	started: {portal-12.sit: {at: 2026-10-13T09:00, left: 2d}}
//	slip: {gateway-7.0.sit: +2d}
//	outages: {uat: [{name: Disk, from: 2026-10-14, to: 2026-10-15}]}
//	blackouts: [{name: Audit, from: 2026-10-20, to: 2026-10-23}]
//	withdrawn: [card-art-1]
//	emergency:
//	  ledger-4.1.3: {system: ledger, uat: 4h, deploy: {duration: 3h, window: any}, skip: [uat, go-no-go], limit: 20}
//	windows: {any: {every: mon-sun, hours: "00:00-24:00"}}
//
// All but at may be absent. An emergency is a package, with the keys of one, and of the route it takes
// the phases that it names and no others; it is of kind "emergency" and priority 1000 unless it says
// otherwise, and due at once.
//
// The error is [release.Faults], with every fault of the event and of the plan files, each with its place; the event is nil then.
func (o Options) ReadEvent(event File, plan ...File) (*Event, *Places, error) {
	sources, faults := parseAll(plan)
	own, found := parse(event.Name, event.Data)
	faults = append(faults, found...)
	before := newReader(sources, nil, nil)
	before.readAll()
	before.event(own)
	r := newReader(sources, before.p, o.Open)
	r.readAll()
	e := r.event(own)
	r.faults = append(faults, r.faults...)
	if len(faults) > 0 {
		r.incomplete = true
	}
	r.validate()
	places := &Places{r.places}
	if err := r.faults.Err(); err != nil {
		return nil, places, err
	}
	return e, places, nil
}

// event reads an event file into the portfolio of the plan files before it.
func (r *reader) event(s *source) *Event {
	e := &Event{Portfolio: r.p, Slips: map[release.Ref]calendar.Length{}}
	if len(s.docs) == 0 {
		r.incomplete = true
		return e
	}
	r.source = s
	n := s.docs[0]
	if n.Kind != yaml.Map {
		r.wrong(n, "", "the keys of an event: event, at, slip, done, outages, emergency, …")
		return e
	}
	if len(s.docs) > 1 {
		r.fault("documents", "", s.docs[1].At, "a second document", "one event in a file", "give each document a file of its own")
	}
	r.required(n, "", "at", "when it happened, such as 2026-10-14T02:10")
	r.fields(n, "", []field{
		{"event", r.text(&e.Name)},
		{"at", r.moment(&e.At)},
		{"done", r.happened(e, r.done)},
		{"started", r.happened(e, r.started)},
		{"slip", r.slips(e)},
		{"outages", r.outages},
		{"blackouts", r.blackouts},
		{"windows", named(r, "windows", &r.p.Windows, "windows by name", r.window)},
		{"withdrawn", func(n *yaml.Node, path string) {
			r.each(n, path, "a list of packages", func(n *yaml.Node, path string) {
				if r.knownPackage(n, path) {
					e.Withdrawn = append(e.Withdrawn, n.Text)
				}
			})
		}},
		{"emergency", r.emergency(e)},
	}, nil)
	if !e.At.IsZero() {
		r.p.Now = e.At
	}
	return e
}

// knownPackage reports whether n names a package, and the fault if it does not.
func (r *reader) knownPackage(n *yaml.Node, path string) bool {
	switch {
	case n.Kind != yaml.Text:
		r.wrong(n, path, "the name of a package")
	case r.names == nil:
	case slices.ContainsFunc(r.names.Packages, func(p release.Package) bool { return p.Name == n.Text }):
		return true
	case !r.incomplete:
		names := make([]string, len(r.names.Packages))
		for i := range names {
			names[i] = r.names.Packages[i].Name
		}
		r.fault("unknown-name", path, n.At, quote(n.Text), "a package of the plan", didYouMean(n.Text, names))
	}
	return false
}

// byPhase reads a map whose keys are phases of packages: "gateway-7.0.deploy@zurich".
func (r *reader) byPhase(n *yaml.Node, path string, read func(n *yaml.Node, path string, ref release.Ref)) {
	if n.Kind != yaml.Map {
		r.wrong(n, path, "phases such as gateway-7.0.uat, and their values")
		return
	}
	for i, entry := range n.Entries {
		at := join(path, entry.Key.Text)
		switch {
		case r.full():
			return
		case entry.Value.Bare:
			r.stray(n.Entries, i, at)
			continue
		case r.names == nil:
			continue
		}
		r.at(at, entry.Key, entry.Value)
		ref, err := r.names.Resolve(entry.Key.Text, "")
		switch {
		case err != nil:
			r.because(err, at, entry.Key.At, entry.Key.Text)
		case ref.Package == "" || ref.Phase == "":
			r.fault("unknown-name", at, entry.Key.At, quote(entry.Key.Text), "a phase of a package, such as gateway-7.0.uat", "")
		default:
			read(entry.Value, at, ref)
		}
	}
}

// happened reads facts, which take the place of what the plan files say of the same phase.
func (r *reader) happened(e *Event, read func(n *yaml.Node, path, phase, site string) release.Actual) setter {
	return func(n *yaml.Node, path string) {
		r.byPhase(n, path, func(n *yaml.Node, path string, ref release.Ref) {
			a := read(n, path, ref.Phase, ref.Site)
			e.News = append(e.News, ref)
			for i := range r.p.Packages {
				pkg := &r.p.Packages[i]
				if pkg.Name != ref.Package {
					continue
				}
				pkg.Actuals = append(slices.DeleteFunc(slices.Clone(pkg.Actuals), func(b release.Actual) bool { return b.Phase == a.Phase && b.Site == a.Site }), a)
				last := "started."
				if !a.End.IsZero() {
					last = "done."
				}
				r.places[join("packages."+pkg.Name, last+release.Ref{Phase: a.Phase, Site: a.Site}.String())] = place{r.source, n.At}
			}
		})
	}
}

func (r *reader) slips(e *Event) setter {
	return func(n *yaml.Node, path string) {
		r.byPhase(n, path, func(n *yaml.Node, path string, ref release.Ref) {
			var by calendar.Length
			r.someLength(&by)(n, path)
			e.Slips[ref] = by
		})
	}
}

// outages reads the outages of environments, which come to those that the plan has.
func (r *reader) outages(n *yaml.Node, path string) {
	if n.Kind != yaml.Map {
		r.wrong(n, path, "environments, and their outages")
		return
	}
	for _, entry := range n.Entries {
		at := join(path, entry.Key.Text)
		k := slices.IndexFunc(r.p.Environments, func(e release.Environment) bool { return e.Name == entry.Key.Text })
		if k < 0 {
			names := make([]string, len(r.p.Environments))
			for i := range names {
				names[i] = r.p.Environments[i].Name
			}
			r.fault("unknown-name", at, entry.Key.At, quote(entry.Key.Text), "an environment of the plan", didYouMean(entry.Key.Text, names))
			continue
		}
		env := &r.p.Environments[k]
		env.Outages = slices.Clone(env.Outages)
		r.maps("outages", func(n *yaml.Node, path string) {
			var o release.Outage
			r.fields(n, path, []field{{"name", r.text(&o.Name)}, {"from", r.moment(&o.From)}, {"to", r.moment(&o.To)}}, nil)
			r.places[item("environments."+env.Name+".outages", len(env.Outages))] = place{r.source, n.At}
			env.Outages = append(env.Outages, o)
		})(entry.Value, at)
	}
}

// emergency reads the one package that was not planned.
func (r *reader) emergency(e *Event) setter {
	return func(n *yaml.Node, path string) {
		if n.Kind != yaml.Map || len(n.Entries) != 1 || n.Entries[0].Value.Kind != yaml.Map {
			r.wrong(n, path, "one package by name, and what it needs: {ledger-4.1.3: {system: ledger, deploy: 3h}}")
			return
		}
		entry := n.Entries[0]
		name := entry.Key.Text
		whole := *entry.Value
		whole.Entries = nil
		var policy []yaml.Entry
		for _, one := range entry.Value.Entries {
			if one.Key.Text == "skip" || one.Key.Text == "limit" {
				policy = append(policy, one)
			} else {
				whole.Entries = append(whole.Entries, one)
			}
		}
		at := "packages." + name
		r.at(at, entry.Key, entry.Value)
		if _, again := r.index[at]; again || name == "" {
			r.fault("defined-twice", at, entry.Key.At, quote(name), "a package that the plan does not have", "an emergency is new; what the plan has may slip")
			return
		}
		pkg := r.readPackage(&whole, at, name)
		if pkg.Kind == "" {
			pkg.Kind = "emergency"
		}
		if pkg.Priority == 0 {
			pkg.Priority = 1000
		}
		for _, ph := range r.p.Phases { // of the route, the phases that it names
			if !slices.ContainsFunc(pkg.Phases, func(own release.Phase) bool { return own.Name == ph.Name }) {
				pkg.Phases = append(pkg.Phases, release.Phase{Name: ph.Name, Skip: true})
			}
		}
		e.Emergency = name
		own := &yaml.Node{Kind: yaml.Map, At: entry.Value.At, Entries: policy}
		r.fields(own, join(path, name), []field{{"skip", r.skips(e, &pkg)}, {"limit", r.someNumber(&e.Limit)}}, nil)
		r.index[at] = defined{len(r.p.Packages), place{r.source, entry.Key.At}}
		r.p.Packages = append(r.p.Packages, pkg)
	}
}

// skips reads what may be skipped: phases that the package names, and gates.
func (r *reader) skips(e *Event, pkg *release.Package) setter {
	return func(n *yaml.Node, path string) {
		r.each(n, path, "a list of phases and gates", func(n *yaml.Node, path string) {
			if n.Kind != yaml.Text {
				r.wrong(n, path, "a phase of the package, or a gate")
				return
			}
			var names []string
			for _, ph := range pkg.Phases {
				if !ph.Skip {
					names = append(names, ph.Name)
				}
			}
			for _, g := range r.p.Gates {
				names = append(names, g.Name)
			}
			if !slices.Contains(names, n.Text) {
				r.fault("unknown-name", path, n.At, quote(n.Text), "one of "+strings.Join(names, ", "), didYouMean(n.Text, names))
				return
			}
			e.Skip = append(e.Skip, n.Text)
		})
	}
}
