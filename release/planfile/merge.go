package planfile

import (
	"fmt"
	"reflect"

	"github.com/berthplan/berth/release/planfile/internal/yaml"
)

func equal(a, b any) bool { return reflect.DeepEqual(a, b) }

// setting reads a value that the whole plan has once: files that give it must agree.
func setting[T any](r *reader, dst *T, read func(*T) setter) setter {
	return func(n *yaml.Node, path string) {
		var v T
		read(&v)(n, path)
		if r.faulty[path] || n.Kind == yaml.Broken {
			return
		}
		key := "setting " + path
		before, again := r.settings[key]
		if !again {
			*dst = v
			r.settings[key] = settled{v, place{r.source, n.At}}
			return
		}
		first := before.(settled)
		if !equal(first.value, v) {
			r.fault("disagreement", path, n.At, "another value than in the file before", "the same in all files",
				fmt.Sprintf("the other stands at %s", first.at))
		}
	}
}

// settled is a setting and where it stands.
type settled struct {
	value any
	at    place
}

// listed adds a thing of a list to those of the files before. Things that have
// a name are there once; without a name, every thing counts.
func listed[T any](r *reader, list *[]T, section, name string, key *yaml.Node, thing T) {
	if name == "" {
		*list = append(*list, thing)
		return
	}
	id := "list " + section + " " + name
	before, again := r.settings[id]
	if !again {
		r.settings[id] = settled{len(*list), place{r.source, key.At}}
		*list = append(*list, thing)
		return
	}
	first := before.(settled)
	if first.at.source == r.source { // twice in one file: always a fault
		*list = append(*list, thing)
		return
	}
	r.same(&yaml.Node{Text: name, At: key.At}, item(section, len(*list)), first.at, (*list)[first.value.(int)], thing)
}
