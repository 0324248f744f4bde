package planfile

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile/internal/yaml"
)

// File is a plan file: its name, for faults and for the files it refers to, and what is in it.
type File struct {
	Name string // slashes part folders; may be empty
	Data []byte
}

// Options say how plan files are read. The zero Options read no files that a plan file refers to.
type Options struct {
	// Open reads a file that a plan file refers to, such as "facts: facts.yaml".
	// The name is joined to the folder of that plan file's name, with slashes, and never
	// leaves it. fs.FS: func(name string) ([]byte, error) { return fs.ReadFile(fsys, name) }.
	// Nil: references are faults.
	Open func(name string) ([]byte, error)
}

// Read reads plan files into one portfolio. The error is [release.Faults]; the portfolio is nil then.
// References to other files are faults: use [Options.Read] or [ReadFile].
func Read(files ...File) (*release.Portfolio, error) {
	p, _, err := Options{}.Read(files...)
	return p, err
}

// Read reads plan files into one portfolio and tells the places of what is in them,
// also where there are faults. The error is [release.Faults]; the portfolio is nil then.
func (o Options) Read(files ...File) (*release.Portfolio, *Places, error) {
	sources, faults := parseAll(files)
	// References between packages can be read once the names of all packages and
	// phases are known: a first pass over the same trees collects them.
	names := newReader(sources, nil, nil)
	names.readAll()
	r := newReader(sources, names.p, o.Open)
	r.readAll()
	r.faults = append(faults, r.faults...)
	if len(faults) > 0 {
		r.incomplete = true
	}
	r.validate()
	places := &Places{r.places}
	if err := r.faults.Err(); err != nil {
		return nil, places, err
	}
	return r.p, places, nil
}

// ReadFile reads a plan file. Files it refers to are looked for in its folder.
func ReadFile(name string) (*release.Portfolio, error) { return ReadFiles(name) }

// ReadFiles reads plan files, such as those of projects that share environments, into one portfolio.
// Files they refer to are looked for in the folder of each. The error is
// [release.Faults] for what is in the files, or that of the operating system.
func ReadFiles(names ...string) (*release.Portfolio, error) {
	files := make([]File, len(names))
	for i, name := range names {
		data, err := readLimited(os.Open(name))
		if err != nil {
			return nil, fmt.Errorf("planfile: %w", err)
		}
		files[i] = File{Name: filepath.ToSlash(name), Data: data}
	}
	p, _, err := Options{Open: openBeside}.Read(files...)
	return p, err
}

// openBeside opens a file that a plan file refers to. A link out of its folder is refused.
func openBeside(name string) ([]byte, error) {
	root, err := os.OpenRoot(filepath.FromSlash(path.Dir(name)))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return readLimited(root.Open(path.Base(name)))
}

// readLimited reads a regular file, up to a byte more than is allowed.
func readLimited(f *os.File, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil {
		return nil, err
	} else if info.IsDir() {
		return nil, &os.PathError{Op: "read", Path: f.Name(), Err: errors.New("is a folder")}
	}
	return io.ReadAll(io.LimitReader(f, yaml.MaxSize+1))
}

// beside joins the name of a file that is referred to with the folder of the
// file that does. It is "" for a name that is absolute or leaves the folder.
func beside(from, name string) string {
	if name == "" || strings.ContainsAny(name, "\\:\x00") || path.IsAbs(name) || !filepath.IsLocal(filepath.FromSlash(name)) {
		return ""
	}
	return path.Join(path.Dir(from), name)
}

// Places tells where the values of a portfolio stand in its files.
type Places struct{ at map[string]place }

// Find is the place of a path as in [release.Fault], or of the nearest thing
// around it that has one. It is false when there is none. Lines and columns count from 1; a column is a character.
func (p *Places) Find(path string) (file string, line, column int, ok bool) {
	if p == nil {
		return "", 0, 0, false
	}
	for {
		if at, found := p.at[path]; found {
			return at.source.name, at.at.Line, at.at.Column, true
		}
		cut := strings.LastIndexAny(path, ".[@")
		if cut < 0 {
			return "", 0, 0, false
		}
		path = path[:cut]
	}
}

// place is a place in a file.
type place struct {
	source *source
	at     yaml.Pos
}

func (p place) String() string { return p.source.name + ":" + p.at.String() }

// source is a file that was parsed.
type source struct {
	name string
	docs []*yaml.Node
}

// parseAll parses the files and gives the faults of their form.
func parseAll(files []File) (sources []*source, faults release.Faults) {
	for _, f := range files {
		s, found := parse(f.Name, f.Data)
		sources = append(sources, s)
		faults = append(faults, found...)
	}
	return sources, faults
}

func parse(name string, data []byte) (*source, release.Faults) {
	docs, problems := yaml.Parse(data)
	s := &source{name: name, docs: docs}
	var faults release.Faults
	for _, p := range problems {
		faults = append(faults, s.fault(p.Code, "", p.At, p.Found, p.Expected, p.Hint))
	}
	if len(docs) == 0 && len(problems) == 0 {
		faults = append(faults, s.fault("empty-file", "", yaml.Pos{Line: 1, Column: 1}, "nothing", "a plan", "an empty plan is {}"))
	}
	return s, faults
}

func (s *source) fault(code, path string, at yaml.Pos, found, expected, hint string) release.Fault {
	return release.Fault{Code: code, Path: path, File: s.name, Line: at.Line, Column: at.Column, Found: found, Expected: expected, Hint: hint}
}
