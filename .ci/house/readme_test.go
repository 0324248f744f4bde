package house_test

import (
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/release/planfile"
)

// readmeBlocks returns the fenced blocks of README.md in one language.
func readmeBlocks(t *testing.T, language string) []string {
	t.Helper()
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	var blocks []string
	for _, m := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllStringSubmatch(string(text), -1) {
		blocks = append(blocks, m[1])
	}
	require.NotEmpty(t, blocks, "README.md has no %s blocks", language)
	return blocks
}

// TestReadmeProgram holds the program in README.md to the example that the
// tests compile, run and check.
func TestReadmeProgram(t *testing.T) {
	blocks := readmeBlocks(t, "go")
	require.Len(t, blocks, 1)
	example, err := os.ReadFile("example_test.go")
	require.NoError(t, err)
	shown, tested := program(t, blocks[0], "main"), program(t, string(example), "Example")
	require.Equal(t, tested.body, shown.body)
	require.Equal(t, tested.imports, shown.imports)
	require.Equal(t, tested.constants, shown.constants)
}

// goProgram is what the README's program and the example have in common.
type goProgram struct {
	imports   []string
	constants string
	body      string // of one function, without its last comment, the output
}

func program(t *testing.T, text, function string) goProgram {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "program.go", text, parser.ParseComments)
	require.NoError(t, err)
	formatted, err := format.Source([]byte(text))
	require.NoError(t, err)
	require.Equal(t, string(formatted), text, "not as gofmt writes it")
	var p goProgram
	for _, i := range file.Imports {
		p.imports = append(p.imports, i.Path.Value)
	}
	slices.Sort(p.imports)
	source := func(from, to token.Pos) string {
		return text[fset.Position(from).Offset:fset.Position(to).Offset]
	}
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.GenDecl:
			if d.Tok == token.CONST {
				p.constants += source(d.Pos(), d.End())
			}
		case *ast.FuncDecl:
			if d.Name.Name == function {
				p.body = source(d.Body.Lbrace+1, d.Body.Rbrace)
			}
		}
	}
	require.NotEmpty(t, p.body, "no function %s", function)
	if at := strings.LastIndex(p.body, "// Output:"); at >= 0 {
		p.body = p.body[:at]
	}
	p.body = strings.TrimSpace(p.body)
	return p
}

// TestReadmePlanFiles reads every plan file in README.md.
func TestReadmePlanFiles(t *testing.T) {
	for _, block := range readmeBlocks(t, "yaml") {
		_, err := planfile.Read(planfile.File{Name: "README.md", Data: []byte(block)})
		require.NoError(t, err, block)
	}
}

// TestReadmeNamesModules holds the list of third-party parts to go.mod.
func TestReadmeNamesModules(t *testing.T) {
	mod, err := os.ReadFile("go.mod")
	require.NoError(t, err)
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	direct := regexp.MustCompile(`(?m)^\s+([a-z]\S+\.\S+) v\S+$`).FindAllStringSubmatch(string(mod), -1)
	require.NotEmpty(t, direct)
	for _, m := range direct {
		require.Contains(t, string(readme), "`"+m[1]+"`", "README.md does not say why go.mod requires it")
	}
}

// TestReadmeMap holds the map of the packages in README.md and doc.go to the tree.
func TestReadmeMap(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	there := map[string]bool{}
	for _, f := range sources(t) {
		if f.public() && f.dir != "." {
			there[f.dir] = true
		}
	}
	for _, dir := range sortedKeys(there) {
		require.Contains(t, string(readme), "| `"+dir+"` |", "README.md does not show this package")
		require.Contains(t, string(doc), "["+modulePath+"/"+dir+"]", "doc.go does not show this package")
	}
	for _, m := range regexp.MustCompile(`\[`+regexp.QuoteMeta(modulePath)+`/(\S+)\]`).FindAllStringSubmatch(string(doc), -1) {
		require.True(t, there[m[1]], "doc.go shows %s, which is not there", m[1])
	}
	rows := regexp.MustCompile("(?m)^\\| `((?:calendar|release|risk|schedule)(?:/[a-z]+)*)` \\|").FindAllStringSubmatch(string(readme), -1)
	for _, m := range rows {
		require.True(t, there[m[1]], "README.md shows %s, which is not there", m[1])
	}
}
