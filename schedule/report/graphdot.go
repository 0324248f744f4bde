package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/berthplan/berth/schedule"
)

// DOT writes what depends on what in the language of Graphviz: the same nodes
// and lines as Mermaid.
//
//	dot -Tsvg plan.dot > plan.svg
func DOT(w io.Writer, plan *schedule.Plan, opt GraphOptions) error {
	g, err := graphOf(plan, opt)
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("digraph plan {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\", fontsize=11];\n  edge [fontname=\"sans-serif\", fontsize=9];\n")
	for i, f := range g.frames {
		indent := "  "
		framed := f.name != "" && !f.single()
		if framed {
			fmt.Fprintf(&b, "  subgraph cluster_%d {\n    label=%s; fontname=\"sans-serif\"; color=%s;\n", i, dotText(f.name), dotColour(f.late))
			indent = "    "
		}
		for _, n := range f.nodes {
			style := ""
			switch {
			case n.fact:
				style = ", style=filled, color=gray60, fillcolor=gray93, fontcolor=gray30"
			case n.late:
				style = ", color=red3"
			}
			fmt.Fprintf(&b, "%sn%d [label=%s%s];\n", indent, n.id, dotText(n.lines...), style)
		}
		if framed {
			b.WriteString("  }\n")
		}
	}
	for _, e := range g.edges {
		var attributes []string
		if e.label != "" {
			attributes = append(attributes, "label="+dotText(e.label))
		}
		if e.loose {
			attributes = append(attributes, "style=dotted")
		}
		if e.mutual {
			attributes = append(attributes, "dir=none")
		}
		fmt.Fprintf(&b, "  n%d -> n%d", e.from, e.to)
		if len(attributes) > 0 {
			b.WriteString(" [" + strings.Join(attributes, ", ") + "]")
		}
		b.WriteString(";\n")
	}
	b.WriteString("}\n")
	return flush(w, &b)
}

func dotColour(late bool) string {
	if late {
		return "red3"
	}
	return "gray60"
}

// dotEscapes are what Graphviz reads inside a quoted text: escapes, and entities as HTML has them.
var dotEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;")

// dotText quotes the lines of a label.
func dotText(lines ...string) string {
	var shown []string
	for _, s := range lines {
		if s != "" {
			shown = append(shown, dotEscapes.Replace(clean(s)))
		}
	}
	return `"` + strings.Join(shown, `\n`) + `"`
}
