package psplib

import "fmt"

// rcp reads Patterson's form: numbers alone, one job after the other; line
// breaks mean nothing, since long lists of successors are often broken.
// J. H. Patterson: A comparison of exact approaches for solving the multiple
// constrained resource project scheduling problem. Management Science 30 (1984) 854-867.
func (f *file) rcp() {
	var list, lines []int
	for i, text := range f.lines {
		row, _ := f.numbers(i+1, text)
		for _, n := range row {
			list, lines = append(list, n), append(lines, i+1)
		}
	}
	if len(f.faults) > 0 {
		return
	}
	line := func() int { return lines[min(len(lines)-len(list), len(lines)-1)] }
	take := func(n int, what string) []int {
		if len(list) < n {
			f.fault("missing-section", len(f.lines), "the end of the file", what, "")
			return nil
		}
		out := list[:n:n]
		list = list[n:]
		return out
	}
	head := take(2, "the number of jobs and of resources")
	if head == nil || !f.jobs(lines[0], head[0]) || !f.within(lines[1], head[1], 0, 1000, "a number of resources") {
		return
	}
	k := head[1]
	at := line()
	if f.out.Renewable = take(k, "the capacity of each resource"); len(f.out.Renewable) < k || !f.amounts(at, f.out.Renewable, "a capacity") {
		return
	}
	for j := range f.out.Jobs {
		if len(list) > 0 {
			at = line()
		}
		row := take(k+2, fmt.Sprintf("duration, needs and number of successors of job %d", j+1))
		if row == nil || !f.amounts(at, row, "durations, needs and numbers of successors") {
			return
		}
		f.at[j] = at
		f.out.Jobs[j].Modes = []Mode{{Duration: row[0], Renewable: row[1 : 1+k]}}
		successors := take(row[k+1], fmt.Sprintf("%d successors of job %d", row[k+1], j+1))
		for _, to := range successors {
			f.successor(at, j, to-1, 0, true)
		}
		if successors == nil && row[k+1] > 0 {
			return
		}
	}
	if len(list) > 0 {
		f.wrongCount(line(), len(list), "nothing after the last job")
	}
}
