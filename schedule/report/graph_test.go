package report_test

import (
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

func TestGraphGolden(t *testing.T) {
	phases, packages := report.GraphOptions{}, report.GraphOptions{Level: report.PackageLevel}
	golden(t, "train.mmd", []byte(shown(t, report.Mermaid, train(t), phases)))
	golden(t, "train.packages.mmd", []byte(shown(t, report.Mermaid, train(t), packages)))
	golden(t, "train.dot", []byte(shown(t, report.DOT, train(t), phases)))
	golden(t, "train.packages.dot", []byte(shown(t, report.DOT, train(t), packages)))
}

// nodes and arrows of a flow chart, whatever their labels.
var (
	mermaidNode  = regexp.MustCompile(`(?m)^ +n\d+\["[^"]*"\]$`)
	mermaidArrow = regexp.MustCompile(`(?m)^  n\d+ (-->|-\.->|-\.-)(\|"[^"|]*"\|)? n\d+$`)
	mermaidOther = regexp.MustCompile(`^(flowchart LR|  subgraph p\d+\["[^"]*"\]|  end|  classDef (late|fact) [a-z0-9#:,-]+|  class n\d+(,n\d+)* (late|fact))$`)
	dotNode      = regexp.MustCompile(`(?m)^ +n\d+ \[label="([^"\\]|\\.)*"[^"]*\];$`)
	dotArrow     = regexp.MustCompile(`(?m)^  n\d+ -> n\d+( \[(label="([^"\\]|\\.)*")?[a-z=, ]*\])?;$`)
	dotOther     = regexp.MustCompile(`^(digraph plan \{|  rankdir=LR;|  (node|edge) \[.*\];|  subgraph cluster_\d+ \{|    label="([^"\\]|\\.)*"; fontname="sans-serif"; color=\w+;|  \}|\})$`)
)

func TestGraphsOfHostileNames(t *testing.T) {
	plain := train(t)
	for _, level := range []report.GraphLevel{report.PhaseLevel, report.PackageLevel} {
		opt := report.GraphOptions{Level: level}
		chart, dot := shown(t, report.Mermaid, plain, opt), shown(t, report.DOT, plain, opt)
		nodes, arrows := len(mermaidNode.FindAllString(chart, -1)), len(mermaidArrow.FindAllString(chart, -1))
		require.Positive(t, arrows)
		require.Len(t, dotNode.FindAllString(dot, -1), nodes)
		require.Len(t, dotArrow.FindAllString(dot, -1), arrows)
		for _, name := range append(hostile, "plain") {
			chart, dot := shown(t, report.Mermaid, named(t, name), opt), shown(t, report.DOT, named(t, name), opt)
			require.Len(t, mermaidNode.FindAllString(chart, -1), nodes, "%q\n%s", name, chart)
			require.Len(t, mermaidArrow.FindAllString(chart, -1), arrows, "%q\n%s", name, chart)
			require.Len(t, dotNode.FindAllString(dot, -1), nodes, "%q\n%s", name, dot)
			require.Len(t, dotArrow.FindAllString(dot, -1), arrows, "%q\n%s", name, dot)
			for _, line := range lines(chart) {
				require.True(t, mermaidNode.MatchString(line) || mermaidArrow.MatchString(line) || mermaidOther.MatchString(line), "%q: %s", name, line)
			}
			for _, line := range lines(dot) {
				require.True(t, dotNode.MatchString(line) || dotArrow.MatchString(line) || dotOther.MatchString(line), "%q: %s", name, line)
			}
		}
	}
}

// TestGraphvizReadsDOT asks the program itself, and compares the labels that it draws with the names.
func TestGraphvizReadsDOT(t *testing.T) {
	program, err := exec.LookPath("dot")
	if err != nil {
		t.Skip("Graphviz is not installed: dot is not found")
	}
	for _, name := range append(hostile, "plain") {
		command := exec.Command(program, "-Tplain")
		command.Stdin = strings.NewReader(shown(t, report.DOT, named(t, name), report.GraphOptions{}))
		out, err := command.CombinedOutput()
		require.NoError(t, err, "%q: %s", name, out)
		require.Equal(t, 7, strings.Count(string(out), "\nnode "), "%q\n%s", name, out)
	}
}

func TestGraphsOfLargePlansShowPackages(t *testing.T) {
	plan := &schedule.Plan{Status: schedule.Feasible}
	for k := range 20 {
		pkg := fmt.Sprintf("pkg-%d", k)
		plan.Packages = append(plan.Packages, schedule.Outcome{Package: pkg})
		for _, phase := range []string{"build", "sit", "uat", "deploy"} {
			plan.Activities = append(plan.Activities, schedule.Assignment{Activity: pkg + "." + phase, Package: pkg, Phase: phase})
		}
		for _, phase := range []string{"build", "uat"} {
			plan.Links = append(plan.Links, schedule.Edge{From: "pkg-0." + phase, To: pkg + "." + phase, Name: "after pkg-0." + phase})
		}
	}
	plan.Links = append(plan.Links, schedule.Edge{From: "gone.build", To: "pkg-0.build"})
	auto := shown(t, report.Mermaid, plan, report.GraphOptions{})
	require.Len(t, mermaidNode.FindAllString(auto, -1), 20)
	require.Len(t, mermaidArrow.FindAllString(auto, -1), 19, "links within a package, and to what is not in the plan, are not drawn")
	require.Equal(t, 19, strings.Count(auto, `|"2 links"|`))
	require.Len(t, mermaidNode.FindAllString(shown(t, report.Mermaid, plan, report.GraphOptions{Level: report.PhaseLevel}), -1), 80)
	plan.Activities = plan.Activities[:60]
	require.Len(t, mermaidNode.FindAllString(shown(t, report.Mermaid, plan, report.GraphOptions{}), -1), 60)
}
