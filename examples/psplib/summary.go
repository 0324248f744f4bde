package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// bounds are what is known of an instance. Where upper is 0 it has no schedule.
type bounds struct{ lower, upper int }

// readKnown reads a table with the columns instance, set, lower_bound and
// upper_bound. A bound that is no number ("unsat"), or of 1000 and more in a
// multi-mode set, where it stands for resources that cannot be met, is "no schedule".
func readKnown(name string) (map[string]bounds, error) {
	known := map[string]bounds{}
	if name == "" {
		return known, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("%s is empty", name)
	}
	column := map[string]int{}
	for i, head := range rows[0] {
		column[head] = i
	}
	for _, want := range []string{"instance", "set", "lower_bound", "upper_bound"} {
		if _, ok := column[want]; !ok {
			return nil, fmt.Errorf("%s has no column %s", name, want)
		}
	}
	_, single := column["critical_path"]
	for _, row := range rows[1:] {
		instance, _, _ := strings.Cut(row[column["instance"]], ".")
		lower, _ := strconv.Atoi(row[column["lower_bound"]])
		upper, _ := strconv.Atoi(row[column["upper_bound"]])
		if !single && upper >= 1000 && !strings.HasPrefix(row[column["set"]], "ubo") {
			lower, upper = 0, 0
		}
		known[strings.ToLower(row[column["set"]]+"/"+instance)] = bounds{lower, upper}
	}
	return known, nil
}

// line is one row of the summary: the instances of one set.
type line struct {
	set                                   string
	count, found, proved, none, noneKnown int
	best, compared, wrong                 int
	gap, path, seconds, firstSeconds      float64
}

// writeSummary prints a row a set: how many have a plan or a proof, and the mean of
// makespan / best known - 1 and of makespan / critical path - 1 over those with a plan.
func writeSummary(out io.Writer, results []result, known map[string]bounds) {
	var lines []*line
	for _, r := range results {
		i := slices.IndexFunc(lines, func(l *line) bool { return l.set == r.Set })
		if i < 0 {
			i = len(lines)
			lines = append(lines, &line{set: r.Set})
		}
		lines[i].add(r, known)
	}
	slices.SortFunc(lines, func(a, b *line) int { return strings.Compare(a.set, b.set) })
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "set\tinstances\tplans\tno plan (proved / known)\tproved optimal\tat best known\tmean gap %\tover critical path %\tmean s\tmean s to first\tagainst known\t")
	for _, l := range lines {
		mean := func(sum float64, n int) string {
			if n == 0 {
				return "-"
			}
			return strconv.FormatFloat(sum/float64(n), 'f', 3, 64)
		}
		fmt.Fprintf(w, "%s\t%d\t%d\t%d / %d\t%d\t%d of %d\t%s\t%s\t%s\t%s\t%d\t\n", l.set, l.count, l.found, l.none, l.noneKnown, l.proved, l.best, l.compared,
			mean(100*l.gap, l.compared), mean(100*l.path, l.found), mean(l.seconds, l.count), mean(l.firstSeconds, l.found), l.wrong)
	}
	w.Flush()
	fmt.Fprintln(out, "gap: makespan over the best known, less 1. against known: answers that contradict a published bound; none may.")
}

func (l *line) add(r result, known map[string]bounds) {
	l.count++
	l.seconds += r.Seconds
	b, ok := known[strings.ToLower(r.Set+"/"+r.Instance)]
	if ok && b.upper == 0 {
		l.noneKnown++
	}
	if r.Status == "infeasible" {
		l.none++
		if ok && b.upper > 0 {
			l.wrong++
		}
	}
	if r.Makespan == nil {
		return
	}
	l.found++
	l.firstSeconds += r.FirstSeconds
	if r.Status == "optimal" {
		l.proved++
	}
	if r.CriticalPath > 0 {
		l.path += float64(*r.Makespan)/float64(r.CriticalPath) - 1
	}
	if !ok {
		return
	}
	if b.upper == 0 || *r.Makespan < b.lower || r.LowerBound != nil && *r.LowerBound > int64(b.upper) {
		l.wrong++
	}
	if b.upper > 0 {
		l.compared++
		l.gap += float64(*r.Makespan)/float64(b.upper) - 1
		if *r.Makespan <= b.upper {
			l.best++
		}
	}
}
