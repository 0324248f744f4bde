package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/berthplan/berth/schedule"
)

// GraphOptions say what Mermaid and DOT draw. The zero value suits most plans.
type GraphOptions struct {
	Level GraphLevel
}

// GraphLevel says what the nodes of a graph are.
type GraphLevel uint8

// The levels of a graph.
const (
	AutoLevel    GraphLevel = iota // phases, of a plan with more than 60 activities packages
	PackageLevel                   // a node for each package; links within one are not drawn
	PhaseLevel                     // a node for each activity, those of one package in a frame
)

const autoPhases = 60

// graph is what is drawn, in either language. Its order is that of the plan.
type graph struct {
	words
	frames []frame
	edges  []edge
}

// frame is a package and its nodes. One without a name is not drawn around them.
type frame struct {
	name  string
	late  bool
	nodes []node
}

// node is a package or an activity. Its id is made of its number, never of a name.
type node struct {
	id    int
	lines []string
	late  bool
	fact  bool
}

type edge struct {
	from, to int
	label    string
	loose    bool // a limit, not an order: drawn dotted
	mutual   bool // has no direction
}

func graphOf(plan *schedule.Plan, opt GraphOptions) (graph, error) {
	words, err := wordsOf(plan)
	if err != nil {
		return graph{}, err
	}
	g := graph{words: words}
	phases := opt.Level == PhaseLevel || opt.Level == AutoLevel && len(plan.Activities) <= autoPhases
	late, finish := map[string]bool{}, map[string]time.Time{}
	for _, o := range plan.Packages {
		late[o.Package], finish[o.Package] = o.Late > 0, o.Finish
	}
	ids := map[string]int{} // of activities
	frames := map[string]int{}
	next := 0
	for _, a := range (&text{plan: plan}).byPackage() {
		own := a.Package
		at, open := frames[own]
		if own == "" || !open {
			at = len(g.frames)
			frames[own] = at
			g.frames = append(g.frames, frame{name: own, late: late[own]})
		}
		f := &g.frames[at]
		n := node{id: next, lines: []string{phaseOf(a), g.starts(a)}, fact: a.Fact, late: late[own]}
		switch {
		case own == "":
			n.lines[0] = a.Activity
		case !phases && len(f.nodes) > 0:
			ids[a.Activity] = f.nodes[0].id
			continue
		case !phases:
			n.lines, n.fact = []string{own, g.end(finish[own])}, false
		}
		f.nodes = append(f.nodes, n)
		ids[a.Activity] = next
		next++
	}
	g.link(plan.Links, ids, phases)
	if len(plan.Activities) == 0 { // a picture that says so
		g.frames = []frame{{nodes: []node{{lines: []string{(&text{plan: plan, words: words}).verdict()}}}}}
	}
	return g, nil
}

// link draws the links between nodes. Between packages several of one sort are one line, with their number.
func (g *graph) link(links []schedule.Edge, ids map[string]int, phases bool) {
	index := map[edge]int{}
	counts := map[int]int{}
	for _, l := range links {
		from, known := ids[l.From]
		to, both := ids[l.To]
		if !known || !both || from == to {
			continue
		}
		e := edge{from: from, to: to}
		switch l.Kind {
		case schedule.FinishToStart, schedule.StartToStart, schedule.FinishToFinish, schedule.StartToFinish:
		case schedule.SameOccurrence, schedule.OtherOccurrence, schedule.Apart:
			e.loose, e.mutual = true, true
		default:
			e.loose = true
		}
		if phases {
			e.label = linkLabel(l)
		}
		i, drawn := index[e]
		if !drawn {
			i = len(g.edges)
			index[e] = i
			g.edges = append(g.edges, e)
		}
		counts[i]++
	}
	for i := range g.edges {
		if n := counts[i]; n > 1 && !phases {
			g.edges[i].label = number(int64(n)) + " links"
		}
	}
}

// linkLabel is what a line says beside the two nodes: the kind, unless it is
// the usual one, and the lag: "+2d", "start-with +1d".
func linkLabel(l schedule.Edge) string {
	kind := l.Kind.String()
	rest, plain := strings.CutPrefix(l.Name, kind+" "+l.From)
	if !plain {
		rest = ""
		if i := strings.LastIndex(l.Name, " +"); i >= 0 {
			rest = l.Name[i:]
		}
	}
	if l.Kind == schedule.FinishToStart {
		kind = ""
	}
	return strings.TrimSpace(kind + " " + strings.TrimSpace(rest))
}

// list names the nodes for which it holds, as "n1,n2".
func (g graph) list(holds func(node) bool) string {
	var ids []string
	for _, f := range g.frames {
		for _, n := range f.nodes {
			if holds(n) {
				ids = append(ids, fmt.Sprintf("n%d", n.id))
			}
		}
	}
	return strings.Join(ids, ",")
}
