package planfile

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile/internal/yaml"
)

// maxFaults bounds the faults of one reading.
const maxFaults = 1000

// reader turns trees into a portfolio. One reader goes over all files in turn.
type reader struct {
	p          *release.Portfolio
	names      *release.Portfolio // what links may name; nil while these names are collected
	sources    []*source
	open       func(string) ([]byte, error)
	source     *source            // the file that is being read
	places     map[string]place   // by path
	index      map[string]defined // by path: the position of "systems.ledger" in its list
	packages   map[string]int     // of names, by name
	settings   map[string]any     // what has been set once for the whole plan
	phases     map[string]bool    // that may be keys of a package
	faults     release.Faults
	faulty     map[string]bool // paths that have a fault
	hinted     int             // unknown links that have had a hint
	incomplete bool            // a whole section could not be read
	planned    string          // what the file that is being read calls its plan
}

// defined is a thing with a name: its position in its list, and where it stands.
type defined struct {
	index int
	place place
}

func newReader(sources []*source, names *release.Portfolio, open func(string) ([]byte, error)) *reader {
	r := &reader{
		p: &release.Portfolio{}, names: names, sources: sources, open: open,
		places: map[string]place{}, index: map[string]defined{}, settings: map[string]any{},
		phases: map[string]bool{}, faulty: map[string]bool{},
	}
	for _, name := range builtIn {
		r.phases[name] = true
	}
	for _, s := range sources {
		for _, doc := range s.docs {
			if phases := doc.Get("phases"); phases != nil {
				for _, e := range phases.Entries {
					r.phases[e.Key.Text] = true
				}
			}
		}
	}
	if names != nil {
		r.packages = make(map[string]int, len(names.Packages))
		for i := range names.Packages {
			r.packages[names.Packages[i].Name] = i
		}
	}
	return r
}

func (r *reader) readAll() {
	var stands []part
	for _, s := range r.sources {
		r.source = s
		if isCatalog(s.docs) {
			r.catalog(s.docs)
			continue
		}
		first := len(r.p.Packages)
		r.planned = ""
		for i, doc := range s.docs {
			if i > 0 {
				r.fault("documents", "", doc.At, "a second document", "one plan in a file", "give each document a file of its own")
				r.incomplete = true
				break
			}
			r.plan(doc)
		}
		stands = append(stands, part{r.planned, first})
	}
	r.projects(stands)
}

// part is the packages of a file: from the first of them to that of the next file.
type part struct {
	plan  string
	first int
}

// projects says of each package whose it is, where the files are of several plans: what
// a package does not say itself, the plan of its file does.
func (r *reader) projects(parts []part) {
	several := slices.ContainsFunc(parts, func(p part) bool { return p.plan != "" && p.plan != r.p.Name })
	for k, i := 0, 0; several && i < len(r.p.Packages); i++ {
		for k+1 < len(parts) && parts[k+1].first <= i {
			k++
		}
		if pkg := &r.p.Packages[i]; pkg.Project == "" {
			pkg.Project = parts[k].plan
		}
	}
}

// validate adds what is wrong with the portfolio as a whole, with places.
func (r *reader) validate() {
	var found release.Faults
	if !errors.As(r.p.Validate(), &found) {
		return
	}
	places := &Places{r.places}
	for _, f := range found {
		if r.full() {
			return
		}
		if r.follows(f) {
			continue
		}
		f.File, f.Line, f.Column, _ = places.Find(f.Path)
		if f.File == "" && f.Line == 0 && len(r.sources) > 0 {
			f.File, f.Line, f.Column = r.sources[0].name, 1, 1
		}
		r.faults = append(r.faults, f)
	}
}

// follows reports a fault that only repeats what could not be read.
func (r *reader) follows(f release.Fault) bool {
	if r.incomplete && (f.Code == "unknown-name" || f.Code == "matches-nothing" || strings.HasPrefix(f.Code, "missing-")) {
		return true
	}
	for path := f.Path; ; {
		if r.faulty[path] {
			return true
		}
		cut := strings.LastIndexAny(path, ".[@")
		if cut < 0 {
			return false
		}
		path = path[:cut]
	}
}

// fault notes what is wrong at a place of the file that is being read.
func (r *reader) fault(code, path string, at yaml.Pos, found, expected, hint string) {
	if r.full() {
		return
	}
	r.faulty[path] = true
	r.faults = append(r.faults, r.source.fault(code, path, at, found, expected, hint))
}

func (r *reader) full() bool { return len(r.faults) >= maxFaults }

// because notes an error of a value that could not be read.
func (r *reader) because(err error, path string, at yaml.Pos, text string) {
	var fault release.Fault
	var e *calendar.Error
	switch {
	case errors.As(err, &fault):
		r.fault(fault.Code, path, at, fault.Found, fault.Expected, fault.Hint)
	case errors.As(err, &e):
		r.fault(e.Code, path, at, quote(e.Found), e.Expected, e.Hint)
	default:
		r.fault("bad-value", path, at, quote(text), err.Error(), "")
	}
}

// at remembers the place of a path: that of the value where it stands on one
// line, else that of its key.
func (r *reader) at(path string, key, n *yaml.Node) {
	at := n.At
	if key != nil && n.Kind != yaml.Text && !n.Flow {
		at = key.At
	}
	r.places[path] = place{r.source, at}
}

// setter reads a value into the place it is for.
type setter func(n *yaml.Node, path string)

// field is a key of a map and what reads its value.
type field struct {
	key string
	set setter
}

// fields reads a map whose keys are known. Null is a map without entries. other,
// if given, reads what is not among the fields; it names the other keys there may be.
func (r *reader) fields(n *yaml.Node, path string, all []field, other func(e yaml.Entry) (ok bool), also ...string) {
	if n.Kind == yaml.Broken || n.Kind == yaml.Null && !n.Bare {
		return
	}
	if n.Kind != yaml.Map {
		keys := make([]string, 0, len(all))
		for _, f := range all[:min(len(all), 4)] {
			keys = append(keys, f.key)
		}
		r.wrong(n, path, "keys and values such as "+strings.Join(keys, ", "))
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
		known := slices.IndexFunc(all, func(f field) bool { return f.key == e.Key.Text })
		if known >= 0 {
			r.at(at, e.Key, e.Value)
			all[known].set(e.Value, at)
			continue
		}
		if other != nil && other(e) {
			continue
		}
		r.unknownKey(e, at, all, also)
	}
}

func (r *reader) unknownKey(e yaml.Entry, path string, all []field, also []string) {
	keys := slices.Clone(also)
	for _, f := range all {
		keys = append(keys, f.key)
	}
	hint := didYouMean(e.Key.Text, keys)
	if hint == "" {
		slices.Sort(keys)
		hint = "the keys here are " + strings.Join(slices.Compact(keys), ", ")
	}
	r.fault("unknown-key", path, e.Key.At, quote(e.Key.Text), "a key that is known here", hint)
}

// stray reports a key without a colon in a map in braces. Mostly a comma has cut a value in two.
func (r *reader) stray(entries []yaml.Entry, i int, path string) {
	key := entries[i].Key
	hint := "write " + key.Text + ": and its value"
	if name, value, found := strings.Cut(key.Text, ":"); found && i == 0 {
		hint = "put a space after the colon: " + name + ": " + value
	} else if i > 0 {
		first := i - 1
		for first > 0 && entries[first].Value.Bare {
			first--
		}
		if before := entries[first]; before.Value.Kind == yaml.Text {
			parts := []string{before.Value.Text}
			for _, e := range entries[first+1 : i+1] {
				parts = append(parts, e.Key.Text)
			}
			list := yaml.Excerpt(strings.Join(parts, ", "))
			hint = fmt.Sprintf("a comma ends a value in braces: write %s: [%s] or %s: %q", before.Key.Text, list, before.Key.Text, list)
			if name, value, found := strings.Cut(key.Text, ":"); found && !strings.ContainsAny(name, "0123456789") {
				hint = "put a space after the colon: " + name + ": " + value
			}
		}
	}
	r.fault("stray-key", path, key.At, quote(key.Text), "key: value", hint)
}

// wrong reports a value of another kind than is expected.
func (r *reader) wrong(n *yaml.Node, path, expected string) {
	switch n.Kind {
	case yaml.Broken: // has its fault already
	case yaml.Null:
		r.fault("missing-value", path, n.At, "nothing", expected, "give a value, or take out the key")
	case yaml.List:
		r.fault("wrong-kind", path, n.At, "a list", expected, "")
	case yaml.Map:
		r.fault("wrong-kind", path, n.At, "keys and values", expected, "")
	default:
		r.fault("wrong-kind", path, n.At, quote(n.Text), expected, "")
	}
}

// required reports a key that a map must have.
func (r *reader) required(n *yaml.Node, path, key, what string) {
	if n.Kind == yaml.Map && n.Get(key) == nil {
		r.fault("missing-key", join(path, key), n.At, "no key "+strconv.Quote(key), what, "")
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func item(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// quote is a text as found, in quotation marks.
func quote(s string) string { return strconv.Quote(yaml.Excerpt(s)) }

// didYouMean names the candidate nearest to word, if one is near.
func didYouMean(word string, candidates []string) string {
	if len(word) > 64 {
		return ""
	}
	best, fewest := "", max(1, len(word)/3)+1
	for _, c := range candidates {
		if d := edits(strings.ToLower(word), strings.ToLower(c)); d < fewest {
			best, fewest = c, d
		}
	}
	if best == "" {
		return ""
	}
	return "did you mean " + best + "?"
}

// edits counts the insertions, deletions, replacements and swaps of neighbours between a and b.
func edits(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
