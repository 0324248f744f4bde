package planfile

import (
	"strings"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile/internal/yaml"
)

// isCatalog reports whether a file is a Backstage catalogue: every entity says its apiVersion and kind.
func isCatalog(docs []*yaml.Node) bool {
	for _, doc := range docs {
		if doc.Get("apiVersion") != nil && doc.Get("kind") != nil {
			return true
		}
	}
	return false
}

// catalog reads the components of a Backstage catalogue as systems. Entities of
// other kinds, and keys we have no use for, are left alone: the file is not ours.
func (r *reader) catalog(docs []*yaml.Node) {
	for _, doc := range docs {
		kind := doc.Get("kind")
		if kind == nil || kind.Text != "Component" {
			continue
		}
		metadata, spec := doc.Get("metadata"), doc.Get("spec")
		if metadata == nil || metadata.Get("name") == nil || metadata.Get("name").Text == "" {
			r.fault("missing-key", "systems", doc.At, "a component without metadata.name", "a name", "")
			continue
		}
		key := metadata.Get("name")
		path := join("systems", key.Text)
		r.at(path, nil, key)
		s := release.System{Name: key.Text}
		if spec != nil {
			if owner := spec.Get("owner"); owner != nil {
				r.at(path+".owner", nil, owner)
				r.text(&s.Owner)(owner, path+".owner")
				s.Owner = entity(s.Owner)
			}
			if on := spec.Get("dependsOn"); on != nil {
				r.dependencies(&s, on, path+".dependsOn")
			}
		}
		if before, again := r.index[path]; again {
			r.same(key, path, before.place, r.p.Systems[before.index], s)
			continue
		}
		r.index[path] = defined{len(r.p.Systems), place{r.source, key.At}}
		r.p.Systems = append(r.p.Systems, s)
	}
}

// dependencies reads the components a component depends on; resources and the like are no systems.
func (r *reader) dependencies(s *release.System, n *yaml.Node, path string) {
	var all []string
	r.texts(&all)(n, path)
	for i, on := range all {
		kind, _, prefixed := strings.Cut(on, ":")
		if prefixed && !strings.EqualFold(kind, "component") {
			continue
		}
		at := r.places[item(path, i)]
		r.places[item(path, len(s.DependsOn))] = at
		s.DependsOn = append(s.DependsOn, entity(on))
	}
}

// entityKinds are the kinds of Backstage references, as in "component:default/ledger".
var entityKinds = map[string]bool{"component": true, "group": true, "user": true, "system": true, "resource": true, "api": true, "domain": true}

// entity is the name in a Backstage reference; any other text is itself.
func entity(ref string) string {
	kind, name, found := strings.Cut(ref, ":")
	if !found || !entityKinds[strings.ToLower(kind)] || name == "" {
		return ref
	}
	if _, short, found := strings.Cut(name, "/"); found && short != "" {
		return short
	}
	return name
}
