package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/berthplan/berth/schedule"
)

// Mermaid writes what depends on what as a Mermaid flow chart, which GitHub,
// GitLab and many wikis draw: the phases of each package in a frame, with their
// starts, or only the packages, with their finishes, if there are many. An arrow
// is an order, a dotted arrow a limit, a dotted line without a point something
// the two share or must not. Late packages are red, what has happened is grey.
//
// Mermaid draws at most 500 lines and reads at most 50,000 characters unless its host allows more: Graphviz has no such limits.
func Mermaid(w io.Writer, plan *schedule.Plan, opt GraphOptions) error {
	g, err := graphOf(plan, opt)
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	for i, f := range g.frames {
		indent := "  "
		framed := f.name != "" && !f.single()
		if framed {
			fmt.Fprintf(&b, "  subgraph p%d[\"%s\"]\n", i, mermaidText(f.name))
			indent = "    "
		}
		for _, n := range f.nodes {
			fmt.Fprintf(&b, "%sn%d[\"%s\"]\n", indent, n.id, mermaidLines(n.lines))
		}
		if framed {
			b.WriteString("  end\n")
		}
	}
	for _, e := range g.edges {
		arrow := "-->"
		switch {
		case e.mutual:
			arrow = "-.-"
		case e.loose:
			arrow = "-.->"
		}
		if e.label != "" {
			arrow += "|\"" + mermaidText(e.label) + "\"|"
		}
		fmt.Fprintf(&b, "  n%d %s n%d\n", e.from, arrow, e.to)
	}
	for _, class := range []struct {
		name, style string
		holds       func(node) bool
	}{
		{"late", "stroke:#c00000,stroke-width:2px", func(n node) bool { return n.late && !n.fact }},
		{"fact", "fill:#eeeeee,color:#555555", func(n node) bool { return n.fact }},
	} {
		if ids := g.list(class.holds); ids != "" {
			fmt.Fprintf(&b, "  classDef %s %s\n  class %s %s\n", class.name, class.style, ids, class.name)
		}
	}
	return flush(w, &b)
}

// single reports whether the frame's one node is the package itself.
func (f frame) single() bool { return len(f.nodes) == 1 && f.nodes[0].lines[0] == f.name }

func mermaidLines(lines []string) string {
	var shown []string
	for _, s := range lines {
		if s != "" {
			shown = append(shown, mermaidText(s))
		}
	}
	return strings.Join(shown, "<br/>")
}

// mermaidText writes all but letters, digits and a few signs as Mermaid's
// entities, so that no name can end its label or become Markdown or HTML.
func mermaidText(s string) string {
	var b strings.Builder
	for i, r := range clean(s) {
		plain := r >= 0x80 || r == ' ' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if plain || i > 0 && strings.ContainsRune("-+:,/@.", r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}
