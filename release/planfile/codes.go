package planfile

import (
	"slices"
	"strings"

	"github.com/berthplan/berth/release"
)

// Codes is every code of a fault that this package adds to those of
// [release.Codes] and of the calendar package, by name. The list is the caller's to change.
func Codes() []release.Code {
	all := append(csvCodes(), []release.Code{
		{Name: "alias", Meaning: "A YAML alias (*name): values are written out.", Example: reading("packages: {a: *b}")},
		{Name: "anchor", Meaning: "A YAML anchor (&name): values are written out.", Example: reading("packages: &all {}")},
		{Name: "bad-boolean", Meaning: "A boolean that is neither true nor false.", Example: reading("packages: {a: {optional: yes}}")},
		{Name: "bad-changeover", Meaning: "A changeover does not name two configurations.", Example: reading(`environments: {uat: {changeover: {"base ->": 4h}}}`)},
		{Name: "bad-number", Meaning: "A number cannot be read.", Example: reading("teams: {a: {capacity: 0x10}}")},
		{Name: "bad-reference", Meaning: "A file that a plan refers to cannot be read, or lies elsewhere.", Example: reading("facts: ../facts.yaml")},
		{Name: "complex-key", Meaning: "A key that is no text.", Example: reading("? [a, b]\n")},
		{Name: "defined-twice", Meaning: "Two files define the same name in different ways.", Example: reading("teams: {a: {capacity: 1}}", "teams: {a: {capacity: 2}}")},
		{Name: "directive", Meaning: "A YAML directive.", Example: reading("%YAML 1.2\n---\nplan: a\n")},
		{Name: "disagreement", Meaning: "Two files give different values to a setting of the whole plan.", Example: reading("now: 2026-09-01", "now: 2026-09-02")},
		{Name: "documents", Meaning: "A second document in one file.", Example: reading("plan: a\n---\nplan: b\n")},
		{Name: "duplicate-key", Meaning: "A key stands twice in one map.", Example: reading("teams: {a: {}, a: {}}")},
		{Name: "empty-file", Meaning: "A file without content.", Example: reading("# nothing yet\n")},
		{Name: "indentation", Meaning: "A line does not begin where those around it do.", Example: reading("teams:\n  a: {}\n b: {}\n")},
		{Name: "merge-key", Meaning: "A YAML merge key (<<): keys are written out.", Example: reading("teams: {<<: a}")},
		{Name: "missing-key", Meaning: "A key is needed and not there.", Example: reading(`meetings: {cab: {every: [wed]}}`)},
		{Name: "missing-value", Meaning: "A key has no value.", Example: reading("packages: {a: {deadline: }}")},
		{Name: "not-text", Meaning: "A file is not text in UTF-8.", Example: reading("plan: \x00")},
		{Name: "stray-key", Meaning: "A key in braces without a colon; mostly a comma has cut a value in two.", Example: reading("windows: {prod: {every: tue, thu}}")},
		{Name: "syntax", Meaning: "YAML or JSON that cannot be read.", Example: reading("packages: {a: [")},
		{Name: "tab", Meaning: "A tab in the indentation.", Example: reading("teams:\n\ta: {}\n")},
		{Name: "tag", Meaning: "A YAML tag (!name): the key says what a value is.", Example: reading("plan: !!str a")},
		{Name: "too-deep", Meaning: "More nesting than any plan has.", Example: reading(strings.Repeat("[", 100))},
		{Name: "too-large", Meaning: "A file of more than 8 MB, or of more than 200,000 lines and values.", Example: reading("sites: [" + strings.Repeat("a,", 200_000) + "]")},
		{Name: "two-keys", Meaning: "Two keys that mean the same stand side by side.", Example: reading("facts: [{fact: a, name: b}]")},
		{Name: "unknown-key", Meaning: "A key that is not known where it stands.", Example: reading("packages: {a: {prioritty: 1}}")},
		{Name: "wrong-kind", Meaning: "A list, a map or a text where another of these is expected.", Example: reading("packages: [a]")},
		{Name: "zero-value", Meaning: "A zero where zero would mean that nothing is given.", Example: reading("windows: {prod: {capacity: 0}}")},
	}...)
	slices.SortFunc(all, func(a, b release.Code) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// reading is an example: what is wrong with these files.
func reading(texts ...string) func() error {
	return func() error {
		files := make([]File, len(texts))
		for i, text := range texts {
			files[i] = File{Data: []byte(text)}
		}
		_, err := Read(files...)
		return err
	}
}
