package house_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite .ci/surface.txt")

const surfaceFile = ".ci/surface.txt"

// TestSurface holds the exported surface to .ci/surface.txt, one declaration a
// line, so that every change to it is seen in review. After a change that is meant:
//
//	go test . -run TestSurface -update
func TestSurface(t *testing.T) {
	lines, err := surface(sources(t))
	require.NoError(t, err)
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		require.NoError(t, os.WriteFile(surfaceFile, []byte(got), 0o644))
		return
	}
	golden, err := os.ReadFile(surfaceFile)
	require.NoError(t, err)
	want := strings.Split(strings.TrimSuffix(string(golden), "\n"), "\n")
	var faults []string
	for _, line := range want {
		if _, found := slices.BinarySearch(lines, line); !found {
			faults = append(faults, "- "+line)
		}
	}
	for _, line := range lines {
		if !slices.Contains(want, line) {
			faults = append(faults, "+ "+line)
		}
	}
	noFaults(t, faults)
	if !t.Failed() {
		require.Equal(t, string(golden), got, "the same lines in another order")
	}
}

// surface lists the exported declarations of every public package, sorted.
func surface(files []source) ([]string, error) {
	packages := newTypeChecker(files)
	var lines []string
	for _, dir := range sortedKeys(packages.files) {
		if isInternal(dir) || dir == "." {
			continue
		}
		pkg, err := packages.Import(modulePath + "/" + dir)
		if err != nil {
			return nil, err
		}
		for _, line := range packageSurface(pkg) {
			lines = append(lines, "pkg "+dir+", "+line)
		}
	}
	slices.Sort(lines)
	return lines, nil
}

// typeChecker knows the declarations of this module and of the standard
// library. Modules of others are empty to it: the surface may not speak of them.
type typeChecker struct {
	files    map[string][]source // by directory
	done     map[string]*types.Package
	standard types.Importer
}

func newTypeChecker(files []source) *typeChecker {
	c := &typeChecker{files: map[string][]source{}, done: map[string]*types.Package{}}
	for _, f := range files {
		if f.shipped() {
			c.files[f.dir] = append(c.files[f.dir], f)
		}
	}
	c.standard = importer.ForCompiler(token.NewFileSet(), "source", nil)
	return c
}

// Import implements types.Importer.
func (c *typeChecker) Import(name string) (*types.Package, error) {
	if pkg := c.done[name]; pkg != nil {
		return pkg, nil
	}
	dir, own := ownPackage(name)
	if !own && isStandard(name) {
		return c.standard.Import(name)
	}
	if !own {
		pkg := types.NewPackage(name, path.Base(name))
		pkg.MarkComplete()
		c.done[name] = pkg
		return pkg, nil
	}
	fset := token.NewFileSet()
	var parsed []*ast.File
	for _, f := range c.files[dir] {
		file, err := parser.ParseFile(fset, f.path, f.text, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, file)
	}
	if len(parsed) == 0 {
		return nil, fmt.Errorf("%s: no such package", name)
	}
	// Bodies are not looked at, and what is unknown of other modules is no error:
	// the compiler has its say elsewhere.
	config := types.Config{Importer: c, IgnoreFuncBodies: true, Error: func(error) {}}
	pkg, _ := config.Check(name, fset, parsed, nil)
	c.done[name] = pkg
	return pkg, nil
}

// packageSurface lists the exported declarations of a package.
func packageSurface(pkg *types.Package) []string {
	var lines []string
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	for _, name := range pkg.Scope().Names() {
		if !token.IsExported(name) {
			continue
		}
		switch object := pkg.Scope().Lookup(name).(type) {
		case *types.Const:
			add("const %s %s = %s", name, typeText(pkg, object.Type()), object.Val())
		case *types.Var:
			add("var %s %s", name, typeText(pkg, object.Type()))
		case *types.Func:
			add("func %s%s", name, signatureText(pkg, object.Signature()))
		case *types.TypeName:
			typeSurface(pkg, object, add)
		}
	}
	return lines
}

// typeSurface lists a type, its exported fields and its exported methods.
func typeSurface(pkg *types.Package, object *types.TypeName, add func(string, ...any)) {
	name := object.Name()
	if object.IsAlias() {
		add("type %s = %s", name, typeText(pkg, types.Unalias(object.Type())))
		return
	}
	named := object.Type().(*types.Named)
	parameters := ""
	if named.TypeParams().Len() > 0 {
		parameters = strings.TrimPrefix(typeText(pkg, named), name)
	}
	switch shape := named.Underlying().(type) {
	case *types.Struct:
		add("type %s%s struct", name, parameters)
		for field := range shape.Fields() {
			switch {
			case field.Embedded():
				add("type %s%s struct, embedded %s", name, parameters, typeText(pkg, field.Type()))
			case field.Exported():
				add("type %s%s struct, %s %s", name, parameters, field.Name(), typeText(pkg, field.Type()))
			}
		}
	case *types.Interface:
		add("type %s%s interface", name, parameters)
		for method := range shape.ExplicitMethods() {
			if method.Exported() {
				add("type %s%s interface, %s%s", name, parameters, method.Name(), signatureText(pkg, method.Signature()))
			} else {
				add("type %s%s interface, unexported methods", name, parameters)
			}
		}
	default:
		add("type %s%s %s", name, parameters, typeText(pkg, shape))
	}
	for method := range named.Methods() {
		if method.Exported() {
			receiver := typeText(pkg, method.Signature().Recv().Type())
			add("method (%s) %s%s", receiver, method.Name(), signatureText(pkg, method.Signature()))
		}
	}
}

// typeText writes a type as code in pkg would, other packages by their names.
func typeText(pkg *types.Package, t types.Type) string {
	return types.TypeString(t, func(other *types.Package) string {
		if other == pkg {
			return ""
		}
		return other.Name()
	})
}

// signatureText writes a signature without the names of parameters and results:
// renaming one changes nothing for anybody.
func signatureText(pkg *types.Package, s *types.Signature) string {
	if s.TypeParams().Len() > 0 {
		return strings.TrimPrefix(typeText(pkg, s), "func")
	}
	unnamed := func(tuple *types.Tuple) *types.Tuple {
		var list []*types.Var
		for v := range tuple.Variables() {
			list = append(list, types.NewParam(token.NoPos, pkg, "", v.Type()))
		}
		return types.NewTuple(list...)
	}
	plain := types.NewSignatureType(nil, nil, nil, unnamed(s.Params()), unnamed(s.Results()), s.Variadic())
	return strings.TrimPrefix(typeText(pkg, plain), "func")
}

func TestSurfaceLines(t *testing.T) {
	const text = `// Package risk is.
package risk

import (
	"context"
	"time"
)

type Level uint8

const (
	Low Level = iota
	High
)

const Word = "word"

var Zero, hidden time.Duration

type Pair[T any] struct { Left, right T }

func (p *Pair[T]) Swap(with T) T { return p.right }

type Table struct {
	time.Time
	Rows []Row
	note string
}

type Row struct{ Length time.Duration }

type Store interface {
	Save(ctx context.Context, rows ...Row) (n int, err error)
	private()
}

type Alias = Row

func Run(ctx context.Context, t *Table) (err error) { return nil }

func Map[K comparable, V any](m map[K]V) []K { return nil }

func internal() {}
`
	lines, err := surface([]source{parseSource(t, "risk/risk.go", text), parseSource(t, "risk/internal/x/x.go", "package x\nfunc X() {}")})
	require.NoError(t, err)
	require.Equal(t, []string{
		"pkg risk, const High Level = 1",
		"pkg risk, const Low Level = 0",
		"pkg risk, const Word untyped string = \"word\"",
		"pkg risk, func Map[K comparable, V any](m map[K]V) []K",
		"pkg risk, func Run(context.Context, *Table) error",
		"pkg risk, method (*Pair[T]) Swap(T) T",
		"pkg risk, type Alias = Row",
		"pkg risk, type Level uint8",
		"pkg risk, type Pair[T any] struct",
		"pkg risk, type Pair[T any] struct, Left T",
		"pkg risk, type Row struct",
		"pkg risk, type Row struct, Length time.Duration",
		"pkg risk, type Store interface",
		"pkg risk, type Store interface, Save(context.Context, ...Row) (int, error)",
		"pkg risk, type Store interface, unexported methods",
		"pkg risk, type Table struct",
		"pkg risk, type Table struct, Rows []Row",
		"pkg risk, type Table struct, embedded time.Time",
		"pkg risk, var Zero time.Duration",
	}, lines)
}
