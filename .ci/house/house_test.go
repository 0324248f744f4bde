package house_test

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// The limits of the house.
const (
	longestFile  = 600 // lines, tests included
	longestUsual = 250 // lines of the median file, tests apart
	mostNames    = 45  // exported types, functions and variables of a package
)

// source is one Go file of this module.
type source struct {
	path  string // from the root, with slashes
	dir   string // its package's path inside the module; "." for the root
	text  string
	test  bool
	fset  *token.FileSet
	file  *ast.File
	lines int
}

func (s source) at(n ast.Node) string {
	return fmt.Sprintf("%s:%d", s.path, s.fset.Position(n.Pos()).Line)
}

func (s source) imports() []string {
	var paths []string
	for _, i := range s.file.Imports {
		p, _ := strconv.Unquote(i.Path.Value) // the parser has read it
		paths = append(paths, p)
	}
	return paths
}

// shipped reports whether the file is part of what is imported: no test and no program.
func (s source) shipped() bool {
	return !s.test && s.dir != "examples" && !strings.HasPrefix(s.dir, "examples/")
}

// public reports whether the file's package is one that others may import.
func (s source) public() bool { return s.shipped() && !isInternal(s.dir) }

func newSource(name, text string) (source, error) {
	s := source{path: name, dir: path.Dir(name), text: text, test: strings.HasSuffix(name, "_test.go"), fset: token.NewFileSet()}
	var err error
	s.file, err = parser.ParseFile(s.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	s.lines = strings.Count(text, "\n")
	return s, err
}

func parseSource(t *testing.T, name, text string) source {
	t.Helper()
	s, err := newSource(name, text)
	require.NoError(t, err)
	return s
}

// walkTree calls visit for every file of the project, nested modules included
// only if nested is set, in order.
func walkTree(nested bool, visit func(name string) error) error {
	return filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == ".git":
			return filepath.SkipDir
		case d.IsDir() && name != "." && !nested:
			if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil {
				return filepath.SkipDir
			}
		case d.Type().IsRegular():
			return visit(filepath.ToSlash(name))
		}
		return nil
	})
}

// loadSources reads every Go file of this module once.
var loadSources = sync.OnceValues(func() ([]source, error) {
	var files []source
	err := walkTree(false, func(name string) error {
		if !strings.HasSuffix(name, ".go") || strings.Contains(name, "testdata/") {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		s, err := newSource(name, string(text))
		files = append(files, s)
		return err
	})
	return files, err
})

func sources(t *testing.T) []source {
	t.Helper()
	files, err := loadSources()
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// noFaults fails the test with every fault.
func noFaults(t *testing.T, faults []string) {
	t.Helper()
	if len(faults) > 0 {
		t.Errorf("%d faults:\n%s", len(faults), strings.Join(faults, "\n"))
	}
}

// TestTop holds the top of the tree to the names agreed on.
func TestTop(t *testing.T) {
	agreed := []string{"calendar", "release", "risk", "schedule", "examples", "doc.go", "example_test.go", "README.md", "go.mod", "go.sum", "LICENSE"}
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	for _, e := range entries {
		name := e.Name()
		if strings.HasPrefix(name, ".") || slices.Contains(agreed, name) {
			continue
		}
		t.Errorf("%s stands at the top and belongs inside one of the rooms", name)
	}
}

func TestFileLengths(t *testing.T) {
	var lengths []int
	for _, f := range sources(t) {
		if f.lines > longestFile {
			t.Errorf("%s has %d lines, more than %d: split it by concept", f.path, f.lines, longestFile)
		}
		if !f.test {
			lengths = append(lengths, f.lines)
		}
	}
	slices.Sort(lengths)
	median := lengths[len(lengths)/2]
	t.Logf("%d files without tests, median %d lines, longest %d", len(lengths), median, lengths[len(lengths)-1])
	require.LessOrEqual(t, median, longestUsual, "the median file")
}

// banned are names of other packages that a library must not touch, and why.
var banned = map[string]string{
	"fmt.Print":    "prints",
	"fmt.Printf":   "prints",
	"fmt.Println":  "prints",
	"os.Stdin":     "reads the terminal",
	"os.Stdout":    "prints",
	"os.Stderr":    "prints",
	"os.Exit":      "ends somebody else's program",
	"os.Getenv":    "hidden input",
	"os.LookupEnv": "hidden input",
	"time.Now":     "hidden clock",
	"time.Since":   "hidden clock",
	"time.Until":   "hidden clock",
	"time.Local":   "the machine's zone",
}

// randomness that is seeded and passed in; all else of math/rand/v2 is global.
var seededRandom = []string{"New", "NewPCG", "NewChaCha8", "NewZipf", "Rand", "Source", "PCG", "ChaCha8", "Zipf"}

// invariant is how the message of a panic starts: only broken invariants of our own may panic.
var invariant = regexp.MustCompile(`^[a-z]+(/[a-z]+)*: internal: `)

// behaviourFaults finds what a library must not do: print, panic on user data,
// read a clock, draw from a global source.
func behaviourFaults(f source) []string {
	var faults []string
	add := func(n ast.Node, format string, args ...any) {
		faults = append(faults, f.at(n)+": "+fmt.Sprintf(format, args...))
	}
	for _, i := range f.file.Imports {
		if i.Path.Value == `"math/rand"` {
			add(i, "math/rand: use math/rand/v2 with a source that is passed in")
		}
	}
	names := map[string]string{} // of imports in this file
	for i, p := range f.imports() {
		name := path.Base(p)
		if p == "math/rand/v2" {
			name = "rand"
		}
		if spec := f.file.Imports[i]; spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = p
	}
	ast.Inspect(f.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			id, ok := n.Fun.(*ast.Ident)
			switch {
			case !ok || f.test:
			case id.Name == "panic" && !invariant.MatchString(literalStart(n)):
				add(n, "panic: only a broken invariant may, with a text that starts with \"package: internal: \"")
			case (id.Name == "print" || id.Name == "println") && f.shipped():
				add(n, "%s: a library does not print", id.Name)
			}
		case *ast.SelectorExpr:
			id, ok := n.X.(*ast.Ident)
			if !ok {
				return true
			}
			name := names[id.Name] + "." + n.Sel.Name
			if why := banned[name]; why != "" && f.shipped() {
				add(n, "%s: %s", name, why)
			}
			if names[id.Name] == "math/rand/v2" && !slices.Contains(seededRandom, n.Sel.Name) {
				add(n, "%s: the global source; pass a seeded one in", name)
			}
		}
		return true
	})
	return faults
}

// literalStart is the text that the argument of a call is seen to start with.
func literalStart(call *ast.CallExpr) string {
	if len(call.Args) == 0 {
		return ""
	}
	switch arg := call.Args[0].(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(arg.Value)
		return s
	case *ast.BinaryExpr:
		return literalStart(&ast.CallExpr{Args: []ast.Expr{arg.X}})
	case *ast.CallExpr: // fmt.Sprintf("…", …)
		return literalStart(arg)
	}
	return ""
}

func TestBehaviour(t *testing.T) {
	var faults []string
	for _, f := range sources(t) {
		faults = append(faults, behaviourFaults(f)...)
	}
	noFaults(t, faults)
}

func TestBehaviourRulesBite(t *testing.T) {
	tests := []struct {
		reason, path, text, want string
	}{
		{"a library returns what it has to say", "risk/a.go", `import "fmt"; func f() { fmt.Println() }`, "fmt.Println: prints"},
		{"a program prints", "examples/a/a.go", `import "fmt"; func f() { fmt.Println() }`, ""},
		{"whatever the import is called", "risk/a.go", `import x "fmt"; func f() { x.Printf("") }`, "fmt.Printf: prints"},
		{"built-in printing", "risk/a.go", `func f() { println() }`, "println: a library does not print"},
		{"writing to a writer", "risk/a.go", `import ("fmt"; "io"); func f(w io.Writer) { fmt.Fprintln(w) }`, ""},
		{"a clock is passed in", "schedule/internal/sgs/a.go", `import "time"; var _ = time.Now`, "time.Now: hidden clock"},
		{"times are not clocks", "risk/a.go", `import "time"; var _ = time.Unix(0, 0)`, ""},
		{"a test may look at the clock", "risk/a_test.go", `import "time"; var _ = time.Now()`, ""},
		{"panic on user data", "risk/a.go", `func f(s string) { panic(s) }`, "panic: only a broken invariant"},
		{"panic without a prefix", "risk/a.go", `func f() { panic("bad") }`, "panic: only a broken invariant"},
		{"in programs, too", "examples/a/a.go", `func f() { panic("bad") }`, "panic: only a broken invariant"},
		{"a broken invariant", "schedule/a.go", `func f() { panic("schedule: internal: no plan") }`, ""},
		{"with details", "schedule/a.go", `import "fmt"; func f() { panic(fmt.Sprintf("schedule: internal: %d", 1)) }`, ""},
		{"joined", "schedule/a.go", `func f(s string) { panic("schedule: internal: " + s) }`, ""},
		{"the old generator", "risk/a_test.go", `import "math/rand"; var _ = rand.New`, "math/rand: use math/rand/v2"},
		{"the global source", "risk/a_test.go", `import "math/rand/v2"; var _ = rand.IntN(3)`, "math/rand/v2.IntN: the global source"},
		{"a seeded source", "risk/a.go", `import "math/rand/v2"; var _ = rand.New(rand.NewPCG(1, 2))`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			faults := behaviourFaults(parseSource(t, tt.path, "package p\n"+tt.text))
			if tt.want == "" {
				require.Empty(t, faults)
				return
			}
			require.Contains(t, strings.Join(faults, "\n"), tt.want)
		})
	}
}

// exported is one exported name at the top of a file.
type exported struct {
	kind       string // "type", "func", "method", "var", "const"
	name       string // "Recv.Name" for a method
	documented bool
	node       ast.Node
}

// exportedNames lists the exported names of a file and says which have a comment.
// A group of constants or variables may be documented as one, or line by line.
func exportedNames(f source) []exported {
	var names []exported
	for _, d := range f.file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			kind, name := "func", d.Name.Name
			if !d.Name.IsExported() {
				continue
			}
			if d.Recv != nil {
				recv := receiver(d.Recv.List[0].Type)
				if !ast.IsExported(recv) {
					continue
				}
				kind, name = "method", recv+"."+name
			}
			names = append(names, exported{kind, name, d.Doc.Text() != "", d})
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					if spec.Name.IsExported() {
						documented := spec.Doc.Text() != "" || (d.Doc.Text() != "" && len(d.Specs) == 1)
						names = append(names, exported{"type", spec.Name.Name, documented, spec})
					}
				case *ast.ValueSpec:
					for _, id := range spec.Names {
						if id.IsExported() {
							documented := spec.Doc.Text() != "" || spec.Comment.Text() != "" || d.Doc.Text() != ""
							names = append(names, exported{d.Tok.String(), id.Name, documented, id})
						}
					}
				}
			}
		}
	}
	return names
}

// receiver is the name of a method's type.
func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.IndexListExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// nameFaults judges the exported names of all packages: documented, not too
// many, and no type that says its package's name again.
func nameFaults(files []source) []string {
	var faults []string
	packageDocs, counts := map[string]int{}, map[string]int{}
	for _, f := range files {
		if f.test || (f.dir == "." && f.path != "doc.go") {
			continue
		}
		packageDocs[f.dir] += 0
		if f.file.Doc.Text() != "" {
			packageDocs[f.dir]++
		}
		if f.public() && f.dir != "." {
			counts[f.dir] += 0
		}
		if !f.shipped() {
			continue
		}
		for _, e := range exportedNames(f) {
			if !e.documented {
				faults = append(faults, fmt.Sprintf("%s: %s %s has no comment", f.at(e.node), e.kind, e.name))
			}
			if f.public() && (e.kind == "type" || e.kind == "func" || e.kind == "var") {
				counts[f.dir]++
			}
			pkg := path.Base(f.dir)
			if e.kind == "type" && len(e.name) >= len(pkg) && strings.EqualFold(e.name[:len(pkg)], pkg) {
				faults = append(faults, fmt.Sprintf("%s: type %s repeats its package's name", f.at(e.node), e.name))
			}
		}
	}
	for _, dir := range sortedKeys(packageDocs) {
		if packageDocs[dir] != 1 {
			faults = append(faults, fmt.Sprintf("%s: %d package comments, want one", dir, packageDocs[dir]))
		}
	}
	for _, dir := range sortedKeys(counts) {
		if counts[dir] < 1 || counts[dir] > mostNames {
			faults = append(faults, fmt.Sprintf("%s: %d exported types, functions and variables, want 1 to %d: split the package, or keep more to itself", dir, counts[dir], mostNames))
		}
	}
	return faults
}

func TestExportedNames(t *testing.T) {
	noFaults(t, nameFaults(sources(t)))
}

func TestNameRulesBite(t *testing.T) {
	many := "// Package p is.\npackage p\n"
	for i := range mostNames + 1 {
		many += fmt.Sprintf("\n// F%d does.\nfunc F%[1]d() {}\n", i)
	}
	const head = "// Package p is.\npackage p\n\n// V is.\nvar V int\n"
	tests := []struct {
		reason, path, text, want string
	}{
		{"all is well", "risk/a.go", head + "// T is.\ntype T int\n\n// F does.\nfunc (T) F() {}\n", ""},
		{"a function without a comment", "risk/a.go", head + "func F() {}\n", "func F has no comment"},
		{"a method without a comment", "risk/a.go", head + "func (t *t) x() {}\ntype t int\nfunc (t) F() {}\n\n// T is.\ntype T int\n\nfunc (t *T) F() {}\n", "method T.F has no comment"},
		{"a comment behind does not document a function", "risk/a.go", head + "func F() {} // does\n", "func F has no comment"},
		{"a comment behind documents a constant", "risk/a.go", head + "const (\n\tA = 1 // is\n)\n", ""},
		{"inside the engine, too", "schedule/internal/sgs/a.go", head + "type T int\n", "type T has no comment"},
		{"the package's name alone", "risk/a.go", head + "// Risk is.\ntype Risk int\n", "type Risk repeats"},
		{"the package's name and more", "risk/a.go", head + "// RiskScore is.\ntype RiskScore int\n", "type RiskScore repeats"},
		{"another package's name", "release/a.go", head + "// Risk is.\ntype Risk int\n", ""},
		{"a package without a comment", "risk/a.go", "package p\n\n// V is.\nvar V int\n", "risk: 0 package comments"},
		{"nothing exported", "risk/a.go", "// Package p is.\npackage p\n", "risk: 0 exported"},
		{"constants do not count", "risk/a.go", "// Package p is.\npackage p\n\n// C is.\nconst C = 1\n", "risk: 0 exported"},
		{"too much exported", "risk/a.go", many, fmt.Sprintf("risk: %d exported", mostNames+1)},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			faults := nameFaults([]source{parseSource(t, tt.path, tt.text)})
			if tt.want == "" {
				require.Empty(t, faults)
				return
			}
			require.Contains(t, strings.Join(faults, "\n"), tt.want)
		})
	}
}

// leftovers are words of unfinished work. They are joined here so that this file holds none of them.
var leftovers = regexp.MustCompile(`\b(` + strings.Join([]string{"TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"}, "|") + `)\b|(?i)not ` + `implemented`)

// TestNothingLeftOver reads every text of the project.
func TestNothingLeftOver(t *testing.T) {
	require.NoError(t, walkTree(true, func(name string) error {
		if base := path.Base(name); base == "LICENSE" || base == "go.sum" || strings.Contains(name, "/testdata/fuzz/") {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(text), "\n") {
			if word := leftovers.FindString(line); word != "" {
				t.Errorf("%s:%d: %q: finish it, or write down the limit it stands for", name, i+1, word)
			}
		}
		return nil
	}))
	require.True(t, leftovers.MatchString("// TO"+"DO: later"))
	require.False(t, leftovers.MatchString("what there is to do"))
}
