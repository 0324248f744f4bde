package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/release"
)

// maxInput is the largest file that is read, in bytes; a cycle takes about 100,000.
const maxInput = 32 << 20

// deliverables is a file of them.
type deliverables struct {
	series string
	list   []deliverable
}

// deliverable is what one team releases under one version number.
type deliverable struct {
	name, team, kind string // kind: library, client-library, service, trailing, …
	model            string // cycle-with-rc, cycle-with-intermediary or untagged
	requires         []string
	tags             []tag // by the time they were merged
}

// tag is a version that was asked for and approved.
type tag struct {
	version          string
	proposed, merged time.Time
}

func (d *deliverable) hasCandidates() bool { return d.model == "cycle-with-rc" }
func (d *deliverable) isReleased() bool    { return d.model != "untagged" }

// isFinal tells 27.0.0 from 27.0.0.0rc1 and 27.0.0.0b1.
func (t *tag) isFinal() bool     { return !strings.ContainsAny(t.version, "abc") }
func (t *tag) isCandidate() bool { return strings.Contains(t.version, "rc") }

// document is the form of the file. Keys beside these are not looked at.
type document struct {
	Series       string `json:"series"`
	Deliverables []struct {
		Name     string   `json:"name"`
		Team     string   `json:"team"`
		Type     string   `json:"type"`
		Model    string   `json:"model"`
		Deps     []string `json:"deps"`
		Releases []struct {
			Version  string `json:"version"`
			Proposed string `json:"proposed"`
			Merged   string `json:"merged"`
		} `json:"releases"`
	} `json:"deliverables"`
}

// readDeliverables reads a file. The error is an *fs.PathError or release.Faults with all that is wrong.
func readDeliverables(name string) (*deliverables, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxInput+1))
	if err != nil {
		return nil, err
	}
	return parseDeliverables(name, data)
}

func parseDeliverables(name string, data []byte) (*deliverables, error) {
	if len(data) > maxInput {
		return nil, release.Faults{{File: name, Code: "size", Found: "more than " + strconv.Itoa(maxInput) + " bytes", Expected: "less"}}
	}
	var doc document
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, release.Faults{jsonFault(name, data, err)}
	}
	var faults release.Faults
	add := func(code, path, found, expected string) {
		faults = append(faults, release.Fault{Code: code, Path: path, Found: found, Expected: expected})
	}
	if doc.Series == "" {
		add("missing-field", "series", "nothing", "the name of the cycle")
	}
	if len(doc.Deliverables) == 0 {
		add("missing-field", "deliverables", "nothing", "a list of at least one deliverable")
	}
	out := &deliverables{series: doc.Series}
	seen := make(map[string]bool, len(doc.Deliverables))
	for i, in := range doc.Deliverables {
		path := fmt.Sprintf("deliverables[%d]", i)
		d := deliverable{name: in.Name, team: in.Team, kind: in.Type, model: in.Model, requires: in.Deps}
		for _, field := range []struct{ key, value string }{{"name", in.Name}, {"team", in.Team}, {"type", in.Type}, {"model", in.Model}} {
			if field.value == "" {
				add("missing-field", path+"."+field.key, "nothing", "a text")
			}
		}
		if in.Name != "" && seen[in.Name] {
			add("duplicate-name", path+".name", strconv.Quote(in.Name)+" twice", "each deliverable once")
		}
		seen[in.Name] = true
		for j, r := range in.Releases {
			path := fmt.Sprintf("%s.releases[%d]", path, j)
			t := tag{version: r.Version}
			if r.Version == "" {
				add("missing-field", path+".version", "nothing", "a version")
			}
			for _, at := range []struct {
				key, text string
				to        *time.Time
			}{{"proposed", r.Proposed, &t.proposed}, {"merged", r.Merged, &t.merged}} {
				var err error
				if *at.to, err = time.Parse(time.RFC3339, at.text); err != nil || at.to.Year() < 1970 {
					add("bad-time", path+"."+at.key, strconv.Quote(at.text), "an instant such as 2025-10-01T10:32:44+00:00")
				}
			}
			if t.merged.Before(t.proposed) {
				add("end-before-start", path, "merged "+r.Merged, "a time not before it was proposed, "+r.Proposed)
			}
			d.tags = append(d.tags, t)
		}
		sortTags(d.tags)
		out.list = append(out.list, d)
	}
	for i := range faults {
		faults[i].File, faults[i].Found = name, faults[i].Found+" at "+faults[i].Path
	}
	return out, faults.Err()
}

// jsonFault says where the text stops being what was expected.
func jsonFault(name string, data []byte, err error) release.Fault {
	at := int64(len(data))
	var syntax *json.SyntaxError
	var shape *json.UnmarshalTypeError
	found, expected := err.Error(), "a JSON object with series and deliverables"
	switch {
	case errors.As(err, &syntax):
		at = syntax.Offset
	case errors.As(err, &shape):
		at = shape.Offset
		found = shape.Value
		if shape.Field != "" {
			found, expected = shape.Value+" at "+shape.Field, "a text"
			switch shape.Type.Kind() {
			case reflect.Slice:
				expected = "a list"
			case reflect.Struct:
				expected = "an object"
			}
		}
	}
	before := string(data[:min(max(at-1, 0), int64(len(data)))])
	return release.Fault{
		File: name, Code: "bad-json", Found: found, Expected: expected,
		Line: strings.Count(before, "\n") + 1, Column: len(before) - strings.LastIndexByte(before, '\n'),
	}
}
