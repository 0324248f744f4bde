package planfile

import (
	"slices"
	"strings"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile/internal/yaml"
)

// readPackage reads a package. Keys that are phases are its phases.
func (r *reader) readPackage(n *yaml.Node, path, name string) release.Package {
	p := release.Package{Name: name}
	var done, started []release.Actual
	links := linkReader{r: r, within: name, path: path}
	all := append([]field{
		{"system", r.text(&p.System)},
		{"kind", r.text(&p.Kind)},
		{"priority", r.count(&p.Priority)},
		{"deadline", r.moment(&p.Deadline)},
		{"due", r.moment(&p.Due)},
		{"earliest", r.moment(&p.Earliest)},
		{"optional", r.boolean(&p.Optional)},
		{"owner", r.text(&p.Owner)},
		{"project", r.text(&p.Project)},
		{"sites", r.texts(&p.Sites)},
		{"risk", r.profile(&p.Profile)},
		{"phases", func(n *yaml.Node, path string) { p.Phases = r.phaseMap(n, path, name, p.Phases) }},
		{"done", r.siteMap(func(n *yaml.Node, path, phase, site string) { done = append(done, r.done(n, path, phase, site)) })},
		{"started", r.siteMap(func(n *yaml.Node, path, phase, site string) {
			started = append(started, r.started(n, path, phase, site))
		})},
		{"pinned", r.siteMap(func(n *yaml.Node, path, phase, site string) { p.Pins = append(p.Pins, r.pin(n, path, phase, site)) })},
		{"notes", r.notes(&p.Notes)},
	}, links.fields()...)
	bare := func(e yaml.Entry) bool {
		if !r.phases[e.Key.Text] {
			return false
		}
		// Faults of a phase speak of it by its full path.
		at := join(path, "phases."+e.Key.Text)
		r.at(at, e.Key, e.Value)
		if slices.ContainsFunc(p.Phases, func(ph release.Phase) bool { return ph.Name == e.Key.Text }) {
			r.fault("duplicate-key", at, e.Key.At, quote(e.Key.Text)+" again", "each phase once", "it stands under phases, too")
			return true
		}
		p.Phases = append(p.Phases, r.phase(e.Value, at, e.Key.Text, name))
		return true
	}
	phases := make([]string, 0, len(r.phases))
	for phase := range r.phases {
		phases = append(phases, phase)
	}
	slices.Sort(phases)
	r.fields(n, path, all, bare, phases...)
	p.Actuals = append(done, started...)
	p.Links = links.result()
	return p
}

// phaseMap reads phases by name: of the plan, or within a package.
func (r *reader) phaseMap(n *yaml.Node, path, within string, phases []release.Phase) []release.Phase {
	if n.Kind != yaml.Map {
		if n.Kind != yaml.Null {
			r.wrong(n, path, "phases by name")
		}
		return phases
	}
	for i, e := range n.Entries {
		at := join(path, e.Key.Text)
		switch {
		case r.full():
			return phases
		case e.Value.Bare:
			r.stray(n.Entries, i, at)
		case e.Key.Text == "":
			r.fault("missing-name", path, e.Key.At, `""`, "a name", "")
			continue
		}
		r.at(at, e.Key, e.Value)
		if slices.ContainsFunc(phases, func(ph release.Phase) bool { return ph.Name == e.Key.Text }) {
			r.fault("duplicate-key", at, e.Key.At, quote(e.Key.Text)+" again", "each phase once", "it stands beside phases, too")
			continue
		}
		phases = append(phases, r.phase(e.Value, at, e.Key.Text, within))
	}
	return phases
}

// phase reads a phase: a duration, "skip", or its fields.
func (r *reader) phase(n *yaml.Node, path, name, within string) release.Phase {
	ph := release.Phase{Name: name}
	if n.Kind == yaml.Text {
		if n.Text == "skip" {
			ph.Skip = true
			return ph
		}
		r.estimate(&ph.Duration)(n, path)
		return ph
	}
	length := r.length
	if within != "" {
		length = r.someLength // there, nothing is what the route says
	}
	links := linkReader{r: r, within: within, path: path}
	r.fields(n, path, append([]field{
		{"duration", r.estimate(&ph.Duration)},
		{"rollback", length(&ph.Rollback)},
		{"time", word(r, &ph.Time, timeWords)},
		{"team", r.text(&ph.Team)},
		{"people", r.count(&ph.People)},
		{"environment", r.text(&ph.Environment)},
		{"configuration", r.text(&ph.Configuration)},
		{"window", r.text(&ph.Window)},
		{"gate", r.text(&ph.Gate)},
		{"deadline", r.moment(&ph.Deadline)},
		{"earliest", r.moment(&ph.Earliest)},
		{"skip", r.boolean(&ph.Skip)},
	}, links.fields()...), nil)
	ph.Links = links.result()
	return ph
}

// linkReader collects the links of a package or phase.
type linkReader struct {
	r      *reader
	within string // the package they stand in; "" for the plan's route
	path   string
	mixed  bool // under "links:", in an order of their own
	list   []linkAt
	none   bool // "after: []"
}

type linkAt struct {
	link  release.Link
	place place
}

func (l *linkReader) fields() []field {
	all := []field{{"links", l.readMixed}}
	for kind := release.FinishToStart; kind <= release.Apart; kind++ {
		all = append(all, field{kind.String(), func(n *yaml.Node, path string) {
			if n.Kind == yaml.List && len(n.Items) == 0 && kind == release.FinishToStart {
				l.none = true
			}
			l.r.each(n, path, "a list of links", func(n *yaml.Node, path string) { l.read(kind, n, n.Text, path) })
		}})
	}
	return all
}

// readMixed reads links with their kind in front: "after x", "with y". It keeps
// an order in which kinds alternate.
func (l *linkReader) readMixed(n *yaml.Node, path string) {
	l.mixed = true
	l.r.each(n, path, "a list of links", func(n *yaml.Node, path string) {
		word, rest, _ := strings.Cut(n.Text, " ")
		for kind := release.FinishToStart; kind <= release.Apart; kind++ {
			if kind.String() == word {
				l.read(kind, n, strings.TrimSpace(rest), path)
				return
			}
		}
		if n.Kind == yaml.Text {
			l.r.fault("bad-link", path, n.At, quote(n.Text), "a kind and its link, such as after x +2d", "")
		} else {
			l.r.wrong(n, path, "a link")
		}
	})
}

func (l *linkReader) read(kind release.LinkKind, n *yaml.Node, text, path string) {
	if n.Kind != yaml.Text {
		l.r.wrong(n, path, "a link such as x.uat +2d")
		return
	}
	if l.r.names == nil {
		return
	}
	link, err := l.r.link(kind, text, l.within)
	if err != nil {
		if f, ok := err.(release.Fault); !ok || !l.r.incomplete || f.Code != "unknown-name" {
			l.r.because(err, path, n.At, text)
		}
		return
	}
	l.list = append(l.list, linkAt{link, place{l.r.source, n.At}})
}

// result gives the links by kind, and their places. "after: []" is a list that is empty, not nil.
func (l *linkReader) result() []release.Link {
	if !l.mixed {
		slices.SortStableFunc(l.list, func(a, b linkAt) int { return int(a.link.Kind) - int(b.link.Kind) })
	}
	if len(l.list) == 0 {
		if l.none {
			return []release.Link{}
		}
		return nil
	}
	links := make([]release.Link, len(l.list))
	for i, at := range l.list {
		links[i] = at.link
		l.r.places[item(l.path+".links", i)] = at.place
	}
	return links
}

// link reads a link. The names it may use are many, those that can be in it are
// few: a portfolio of these alone gives the same answer at less cost.
func (r *reader) link(kind release.LinkKind, text, within string) (release.Link, error) {
	few := *r.names
	few.Packages = nil
	add := func(name string) {
		if i, ok := r.packages[name]; ok && !slices.ContainsFunc(few.Packages, func(p release.Package) bool { return p.Name == name }) {
			few.Packages = append(few.Packages, r.names.Packages[i])
		}
	}
	const longest = 1000 // of a text
	if len(text) > longest {
		return release.Link{}, release.Fault{Code: "bad-link", Found: quote(text), Expected: "a link such as x.uat +2d"}
	}
	add(within)
	starts := []int{0}
	for _, word := range []string{" of ", " from "} {
		for at := strings.Index(text, word); at >= 0; {
			starts = append(starts, at+len(word))
			next := strings.Index(text[at+1:], word)
			if next < 0 || len(starts) > 8 {
				break
			}
			at += 1 + next
		}
	}
	for _, start := range starts {
		for end := start + 1; end <= len(text); end++ {
			if end == len(text) || strings.IndexByte(".@ +-", text[end]) >= 0 {
				add(strings.TrimSpace(text[start:end]))
			}
		}
	}
	link, err := few.ParseLink(kind, text, within)
	const hints = 20 // each looks at all names
	if err != nil && r.hinted < hints {
		r.hinted++
		return r.names.ParseLink(kind, text, within)
	}
	return link, err
}

func (r *reader) profile(dst *release.Profile) setter {
	return func(n *yaml.Node, path string) {
		r.fields(n, path, []field{
			{"change", r.text(&dst.Change)},
			{"tests", r.text(&dst.Tests)},
			{"rollback", r.text(&dst.Rollback)},
			{"probability", r.someNumber(&dst.Probability)},
			{"loss", r.number(&dst.Loss)},
		}, nil)
	}
}

// siteMap reads a map whose keys are "phase" or "phase@site".
func (r *reader) siteMap(read func(n *yaml.Node, path, phase, site string)) setter {
	return func(n *yaml.Node, path string) {
		if n.Kind != yaml.Map {
			if n.Kind != yaml.Null {
				r.wrong(n, path, "phases, such as uat or deploy@zurich, and their values")
			}
			return
		}
		for i, e := range n.Entries {
			if r.full() {
				return
			}
			at := join(path, e.Key.Text)
			if e.Value.Bare {
				r.stray(n.Entries, i, at)
				continue
			}
			r.at(at, e.Key, e.Value)
			phase, site := e.Key.Text, ""
			if cut := strings.LastIndexByte(phase, '@'); cut >= 0 {
				phase, site = phase[:cut], phase[cut+1:]
				if site == "" {
					r.fault("missing-name", at, e.Key.At, quote(e.Key.Text), "a site after the @", "")
				}
			}
			read(e.Value, at, phase, site)
		}
	}
}

func (r *reader) done(n *yaml.Node, path, phase, site string) release.Actual {
	a := release.Actual{Phase: phase, Site: site}
	if n.Kind != yaml.Map {
		r.moment(&a.End)(n, path)
		return a
	}
	r.required(n, path, "to", "when it ended")
	r.fields(n, path, []field{
		{"from", r.moment(&a.Start)}, {"to", r.moment(&a.End)},
		{"environment", r.text(&a.Environment)}, {"configuration", r.text(&a.Configuration)},
	}, nil)
	return a
}

func (r *reader) started(n *yaml.Node, path, phase, site string) release.Actual {
	a := release.Actual{Phase: phase, Site: site}
	if n.Kind != yaml.Map {
		r.moment(&a.Start)(n, path)
		return a
	}
	r.required(n, path, "at", "when it started")
	r.fields(n, path, []field{
		{"at", r.moment(&a.Start)},
		{"left", func(n *yaml.Node, path string) {
			var left calendar.Length
			r.length(&left)(n, path)
			a.Left = &left
		}},
		{"environment", r.text(&a.Environment)}, {"configuration", r.text(&a.Configuration)},
	}, nil)
	return a
}

func (r *reader) pin(n *yaml.Node, path, phase, site string) release.Pin {
	p := release.Pin{Phase: phase, Site: site}
	if n.Kind != yaml.Map {
		r.moment(&p.At)(n, path)
		return p
	}
	r.required(n, path, "at", "a day or a time")
	r.fields(n, path, []field{{"at", r.moment(&p.At)}, {"environment", r.text(&p.Environment)}}, nil)
	return p
}

func (r *reader) notes(dst *[]release.Note) setter {
	return func(n *yaml.Node, path string) {
		if n.Kind != yaml.Map {
			if n.Kind != yaml.Null {
				r.wrong(n, path, "notes by name")
			}
			return
		}
		for _, e := range n.Entries {
			note := release.Note{Name: e.Key.Text}
			if e.Value.Kind != yaml.Null {
				r.text(&note.Text)(e.Value, join(path, e.Key.Text))
			}
			*dst = append(*dst, note)
		}
	}
}
