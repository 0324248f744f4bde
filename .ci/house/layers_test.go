package house_test

import (
	"fmt"
	"go/ast"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const modulePath = "github.com/berthplan/berth"

// layers says which package of this module may import which. It is a statement
// of policy: an import that breaks it is moved, the policy is not.
//
// "a < b" lets b import a, and all that a may import. Chains and lists mean
// each pair of neighbours. "p/..." is p and what lies beneath it, internal
// packages apart. An internal package may be imported only where a rule names it.
// "a !< b" says that b may not import a, not even through others; a may also be
// a package of the standard library, and then b may not import it directly.
const layers = `
	# The rooms, from the ground up.
	calendar < release < risk < schedule

	# What each room keeps to itself.
	calendar/internal/... < calendar/internal/... < calendar
	release/planfile/internal/... < release/planfile/internal/... < release/planfile
	schedule/internal/... < schedule/internal/... < schedule
	calendar/internal/near < calendar/review, calendar/train
	calendar/internal/winzone < calendar/ical

	# The rooms beside the main ones.
	calendar < calendar/ical, calendar/review, calendar/train
	release < release/planfile, release/document, release/audit
	schedule < schedule/clearance, schedule/outlook, schedule/psplib, schedule/replan, schedule/simulate

	# Choices between plans are made by replanning.
	schedule/replan < schedule/outlook

	# Plan files name files of holidays; plans are shown as calendars.
	calendar/ical < release/planfile, schedule/report

	# Tables of dates are read, and their mistakes found, in one place.
	calendar/review < release/planfile

	# Views show what every other room makes.
	schedule, schedule/clearance, schedule/outlook, schedule/replan, schedule/simulate < schedule/report

	# Programs use everything that is public.
	calendar/..., release/..., risk, schedule/... < examples/...

	# These tests read a plan file, as the README shows it.
	release/planfile < .ci/house

	# What must stay true however the rules above grow.
	release, risk, schedule !< calendar/...
	risk, schedule !< release/...
	schedule !< risk
	release/planfile !< schedule/...
	calendar/..., release/..., risk, schedule !< schedule/internal/...
	time !< schedule/internal/...

	# A library that computes: it opens no connection, starts no program and writes no log.
	net, net/http, os/exec, log, log/slog, syscall, unsafe, plugin !< calendar/..., release/..., risk, schedule/...
	net, net/http, os/exec, log, log/slog, syscall, unsafe, plugin !< calendar/internal/..., schedule/internal/...
	os !< calendar, calendar/internal/..., release, risk, schedule/..., schedule/internal/...
`

// foreign says where modules of others may be imported: path | packages | how.
// How is "tests" (only there), "one file" (one file in all, tests apart) or nothing.
// A path that no line allows is imported nowhere.
const foreign = `
	github.com/teambition/rrule-go      | calendar, calendar/internal/...  | tests
	github.com/emersion/go-ical         | calendar/ical                    |
	github.com/arran4/golang-ical       | calendar/ical                    |
	gonum.org/v1/gonum/...              | release                          | one file
	gonum.org/v1/gonum/...              | risk                             |
	gonum.org/v1/gonum/...              | release, risk                    | tests
	golang.org/x/term                   | examples/plan                    |
	go.yaml.in/yaml/v4/...              | release/planfile/internal/...    |
	github.com/stretchr/testify/require | ...                              | tests
	pgregory.net/rapid                  | ...                              | tests
`

// policy is the parsed text of layers.
type policy struct {
	allow, deny []layerRule
}

// layerRule ties two package patterns.
type layerRule struct{ low, high string }

func parsePolicy(text string) (policy, error) {
	var p policy
	for _, line := range ruleLines(text) {
		words := strings.Fields(strings.ReplaceAll(line, ",", " , "))
		var groups [][]string
		var operators []string
		group, wantName := []string(nil), true
		for _, w := range words {
			switch {
			case w == "<" || w == "!<":
				operators, groups, group, wantName = append(operators, w), append(groups, group), nil, true
			case w == ",":
				wantName = true
			case !wantName:
				return p, fmt.Errorf("%q: %s stands where a comma or an operator is expected", line, w)
			default:
				group, wantName = append(group, w), false
			}
		}
		groups = append(groups, group)
		if len(operators) == 0 || slices.ContainsFunc(groups, func(g []string) bool { return len(g) == 0 }) {
			return p, fmt.Errorf("%q: want packages < packages", line)
		}
		for i, operator := range operators {
			for _, low := range groups[i] {
				for _, high := range groups[i+1] {
					if operator == "<" {
						p.allow = append(p.allow, layerRule{low, high})
					} else {
						p.deny = append(p.deny, layerRule{low, high})
					}
				}
			}
		}
	}
	return p, nil
}

// ruleLines is the lines of a text of rules, without comments and blanks.
func ruleLines(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// matches reports whether a pattern of the rules means pkg.
func matches(pattern, pkg string) bool {
	if isInternal(pkg) && !isInternal(pattern) {
		return false
	}
	if pattern == "..." {
		return true
	}
	if root, all := strings.CutSuffix(pattern, "/..."); all {
		return pkg == root || strings.HasPrefix(pkg, root+"/")
	}
	return pattern == pkg
}

func isInternal(pkg string) bool { return slices.Contains(strings.Split(pkg, "/"), "internal") }

// mentions reports whether a rule speaks of pkg.
func (p policy) mentions(pkg string) bool {
	return slices.ContainsFunc(p.allow, func(r layerRule) bool { return matches(r.low, pkg) || matches(r.high, pkg) })
}

// may reports whether pkg may import imported, both packages of this module.
func (p policy) may(pkg, imported string) bool {
	seen := map[string]bool{}
	var reach func(pkg string, direct bool) bool
	reach = func(pkg string, direct bool) bool {
		if seen[pkg] {
			return false
		}
		seen[pkg] = true
		for _, r := range p.allow {
			if !matches(r.high, pkg) {
				continue
			}
			if matches(r.low, imported) && (direct || !isInternal(imported)) {
				return true
			}
			if reach(strings.TrimSuffix(r.low, "/..."), false) {
				return true
			}
		}
		return false
	}
	return reach(pkg, true)
}

// faults judges the imports of every file, and the policy itself.
func (p policy) faults(files []source) []string {
	var faults []string
	graph := map[string][]string{} // within this module, tests apart
	for _, f := range files {
		if _, ok := graph[f.dir]; !ok {
			graph[f.dir] = nil
			if f.dir != "." && !p.mentions(f.dir) {
				faults = append(faults, fmt.Sprintf("%s: no rule speaks of this package", f.dir))
			}
		}
		if f.test {
			continue
		}
		for _, imported := range f.imports() {
			own, ok := ownPackage(imported)
			if ok {
				graph[f.dir] = append(graph[f.dir], own)
				if !p.may(f.dir, own) {
					faults = append(faults, fmt.Sprintf("%s: %s may not import %s", f.path, f.dir, own))
				}
				continue
			}
			for _, r := range p.deny {
				if r.low == imported && matches(r.high, f.dir) {
					faults = append(faults, fmt.Sprintf("%s: %s may not import %s", f.path, f.dir, imported))
				}
			}
		}
	}
	for _, r := range p.deny {
		for _, high := range sortedKeys(graph) {
			for _, low := range sortedKeys(graph) {
				if high == low || !matches(r.low, low) || !matches(r.high, high) {
					continue
				}
				if p.may(high, low) {
					faults = append(faults, fmt.Sprintf("the rules let %s import %s, and forbid it: %s !< %s", high, low, r.low, r.high))
				}
				if reaches(graph, high, low) {
					faults = append(faults, fmt.Sprintf("%s imports %s, if only through others: %s !< %s", high, low, r.low, r.high))
				}
			}
		}
	}
	return faults
}

// reaches reports whether from imports to, directly or through others.
func reaches(graph map[string][]string, from, to string) bool {
	seen := map[string]bool{}
	queue := []string{from}
	for len(queue) > 0 {
		pkg := queue[0]
		queue = queue[1:]
		for _, next := range graph[pkg] {
			if next == to {
				return true
			}
			if !seen[next] {
				seen[next] = true
				queue = append(queue, next)
			}
		}
	}
	return false
}

// ownPackage is the path of an imported package inside this module.
func ownPackage(imported string) (string, bool) {
	if imported == modulePath {
		return ".", true
	}
	return strings.CutPrefix(imported, modulePath+"/")
}

// foreignFaults judges the imports of modules of others.
func foreignFaults(rules string, files []source) []string {
	var faults []string
	users := map[string][]string{} // rule -> the files that rely on it
	for _, f := range files {
		for _, imported := range f.imports() {
			if _, own := ownPackage(imported); own || isStandard(imported) {
				continue
			}
			rule := ""
			for _, line := range ruleLines(rules) {
				column := strings.Split(line, "|")
				pattern, places, how := strings.TrimSpace(column[0]), column[1], strings.TrimSpace(column[2])
				if !matches(pattern, imported) || (how == "tests") != f.test {
					continue
				}
				for place := range strings.SplitSeq(places, ",") {
					if place = strings.TrimSpace(place); place == "..." || matches(place, f.dir) {
						rule = line
					}
				}
			}
			switch {
			case rule == "":
				faults = append(faults, fmt.Sprintf("%s: %s may not be imported here", f.path, imported))
			case strings.HasSuffix(rule, "one file") && !slices.Contains(users[rule], f.path):
				users[rule] = append(users[rule], f.path)
			}
		}
	}
	for _, rule := range sortedKeys(users) {
		if len(users[rule]) > 1 {
			name, _, _ := strings.Cut(rule, "|")
			faults = append(faults, fmt.Sprintf("%s may be imported in one file: %s", strings.TrimSpace(name), strings.Join(users[rule], ", ")))
		}
	}
	return faults
}

// isStandard reports whether an import path is of the standard library: its first element has no dot.
func isStandard(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return !strings.Contains(first, ".")
}

// engineFaults holds the judges of a plan apart from the engine that makes it:
// the files of schedule that verify, validate and cost may neither import
// schedule/internal nor call a function of a file that does.
func engineFaults(files []source) []string {
	judges := []string{"verify*.go", "validate*.go", "cost*.go"}
	isJudge := func(name string) bool {
		return slices.ContainsFunc(judges, func(pattern string) bool { ok, _ := path.Match(pattern, name); return ok })
	}
	var faults []string
	declares := map[string]string{} // function of schedule -> its file
	uses := map[string][]string{}   // file -> functions of schedule it names
	tainted := map[string]string{}  // file -> why
	var names []string
	for _, f := range files {
		if f.dir != "schedule" || f.test {
			continue
		}
		name := path.Base(f.path)
		names = append(names, name)
		for _, imported := range f.imports() {
			if own, _ := ownPackage(imported); strings.HasPrefix(own, "schedule/internal/") {
				tainted[name] = "imports " + own
			}
		}
		for _, d := range f.file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil {
				declares[fn.Name.Name] = name
			}
		}
		ast.Inspect(f.file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if id, ok := call.Fun.(*ast.Ident); ok {
					uses[name] = append(uses[name], id.Name)
				}
			}
			return true
		})
	}
	for changed := true; changed; {
		changed = false
		for _, name := range names {
			if tainted[name] != "" {
				continue
			}
			for _, fn := range uses[name] {
				if in := declares[fn]; in != "" && in != name && tainted[in] != "" {
					tainted[name], changed = fmt.Sprintf("calls %s of %s, which %s", fn, in, tainted[in]), true
					break
				}
			}
		}
	}
	for _, pattern := range judges[:1] {
		if !slices.ContainsFunc(names, func(name string) bool { ok, _ := path.Match(pattern, name); return ok }) {
			faults = append(faults, "schedule has no "+pattern)
		}
	}
	for _, name := range names {
		if isJudge(name) && tainted[name] != "" {
			faults = append(faults, fmt.Sprintf("schedule/%s shares code with the engine: it %s", name, tainted[name]))
		}
	}
	return faults
}

func TestLayers(t *testing.T) {
	p, err := parsePolicy(layers)
	require.NoError(t, err)
	noFaults(t, p.faults(sources(t)))
}

func TestForeignModules(t *testing.T) {
	noFaults(t, foreignFaults(foreign, sources(t)))
}

func TestJudgesShareNoCodeWithEngine(t *testing.T) {
	noFaults(t, engineFaults(sources(t)))
}

// TestLayerRulesBite gives each check a small tree that breaks it.
func TestLayerRulesBite(t *testing.T) {
	p, err := parsePolicy(layers)
	require.NoError(t, err)
	type file struct{ path, text string }
	own := modulePath + "/"
	tests := []struct {
		reason string
		files  []file
		want   string // in one of the faults; "": there are none
	}{
		{"downwards is fine", []file{{"risk/a.go", `import "` + own + `release"`}}, ""},
		{"all the way down is fine", []file{{"schedule/a.go", `import "` + own + `calendar"`}}, ""},
		{"a room uses its own engine", []file{{"schedule/a.go", `import "` + own + `schedule/internal/sgs"`}}, ""},
		{"programs use public rooms", []file{{"examples/plan/a.go", `import "` + own + `schedule/report"`}}, ""},
		{"programs do not reach the engine", []file{{"examples/plan/a.go", `import "` + own + `schedule/internal/sgs"`}}, "examples/plan may not import schedule/internal/sgs"},
		{"upwards is not", []file{{"calendar/a.go", `import "` + own + `release"`}}, "calendar may not import release"},
		{"a parent does not import its sub-package", []file{{"release/a.go", `import "` + own + `release/planfile"`}}, "release may not import release/planfile"},
		{"the file format knows no solver", []file{{"release/planfile/a.go", `import "` + own + `schedule"`}}, "release/planfile may not import schedule"},
		{"sub-packages leave the engine alone", []file{{"schedule/report/a.go", `import "` + own + `schedule/internal/sgs"`}}, "schedule/report may not import schedule/internal/sgs"},
		{"the engine knows no domain", []file{{"schedule/internal/sgs/a.go", `import "` + own + `release"`}}, "schedule/internal/sgs may not import release"},
		{"the engine knows no time", []file{{"schedule/internal/sgs/a.go", `import "time"`}}, "schedule/internal/sgs may not import time"},
		{"its tests may measure", []file{{"schedule/internal/sgs/a_test.go", `import "time"`}}, ""},
		{"a library writes no log", []file{{"risk/a.go", `import "log"`}}, "risk may not import log"},
		{"a new room needs a rule", []file{{"harbour/a.go", ``}}, "harbour: no rule speaks of this package"},
		{"through others", []file{
			{"calendar/a.go", `import "` + own + `risk"`},
			{"risk/a.go", `import "` + own + `release"`},
			{"release/a.go", ``},
		}, "calendar imports release, if only through others"},
		{"the graph library, in its file", []file{{"release/a.go", `import "gonum.org/v1/gonum/graph/simple"`}}, ""},
		{"in a second file", []file{
			{"release/a.go", `import "gonum.org/v1/gonum/graph/simple"`},
			{"release/b.go", `import "gonum.org/v1/gonum/graph/topo"`},
		}, "may be imported in one file"},
		{"another's recurrence, as more than an oracle", []file{{"calendar/a.go", `import "github.com/teambition/rrule-go"`}}, "may not be imported here"},
		{"as an oracle", []file{{"calendar/internal/recur/a_test.go", `import "github.com/teambition/rrule-go"`}}, ""},
		{"in another room", []file{{"risk/a.go", `import "github.com/teambition/rrule-go"`}}, "may not be imported here"},
		{"assertions in tests", []file{{"risk/a_test.go", `import "github.com/stretchr/testify/require"`}}, ""},
		{"assertions in an engine's tests", []file{{"schedule/internal/sgs/a_test.go", `import "github.com/stretchr/testify/require"`}}, ""},
		{"assertions elsewhere", []file{{"risk/a.go", `import "github.com/stretchr/testify/require"`}}, "may not be imported here"},
		{"the other kind of assertions", []file{{"risk/a_test.go", `import "github.com/stretchr/testify/assert"`}}, "may not be imported here"},
		{"what nobody agreed to", []file{{"risk/a.go", `import "example.com/dice"`}}, "may not be imported here"},
		{"a judge that asks the engine", []file{{"schedule/verify_links.go", `import "` + own + `schedule/internal/sgs"`}}, "verify_links.go shares code with the engine: it imports"},
		{"a judge that asks one who does", []file{
			{"schedule/verify.go", `func judge() { help() }`},
			{"schedule/help.go", `func help() { run() }`},
			{"schedule/run.go", "import \"" + own + "schedule/internal/sgs\"\nfunc run() {}"},
		}, "verify.go shares code with the engine: it calls help of help.go"},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			files := []source{parseSource(t, "schedule/verify_zero.go", "package schedule")}
			for _, f := range tt.files {
				files = append(files, parseSource(t, f.path, "package p\n"+f.text))
			}
			faults := slices.Concat(p.faults(files), foreignFaults(foreign, files), engineFaults(files))
			if tt.want == "" {
				require.Empty(t, faults)
				return
			}
			require.Contains(t, strings.Join(faults, "\n"), tt.want)
		})
	}
}

func TestPolicySyntax(t *testing.T) {
	for _, text := range []string{"a", "a b < c", "< a", "a <", "a < , < b"} {
		_, err := parsePolicy(text)
		require.Error(t, err, text)
	}
}
