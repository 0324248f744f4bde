package psplib

import (
	"fmt"
	"strconv"
)

// sch reads the form of ProGen/max: start-to-start lags in brackets, one for
// each successor. Jobs count from 0, and two dummies are added to the number in the first line.
// C. Schwindt: Generation of resource-constrained project scheduling problems
// subject to temporal constraints. WIOR-543, Universität Karlsruhe, 1998.
func (f *file) sch() {
	head, line, ok := f.row(2, "jobs, renewable resources, nonrenewable resources, doubly constrained ones")
	if !ok || !f.jobs(line, head[0]+2) || !f.within(line, head[1], 0, 1000, "a number of resources") {
		return
	}
	for i, n := range head[2:] {
		if n != 0 {
			f.fault("bad-number", line, strconv.Itoa(n), "0: only renewable resources are known here", "")
		}
		if i == 1 {
			break
		}
	}
	k, n := head[1], len(f.out.Jobs)
	for i := range n {
		list, line, ok := f.row(3, "job, number of modes, number of successors")
		if list == nil && !ok {
			return
		}
		if !ok || !f.numbered(line, list[0], i) || !f.single(line, list[1]) {
			continue
		}
		f.at[i] = line
		if len(list) != 3+2*list[2] {
			f.wrongCount(line, len(list), fmt.Sprintf("%d: three, %d successors and a lag for each", 3+2*list[2], list[2]))
			continue
		}
		for s := range list[2] {
			f.successor(line, i, list[3+s], list[3+list[2]+s], false)
		}
	}
	for i := range n {
		list, line, ok := f.row(3+k, "job, mode, duration and needs")
		if list == nil && !ok {
			return
		}
		if !ok || !f.numbered(line, list[0], i) || !f.single(line, list[1]) || !f.amounts(line, list[2:], "durations and needs") {
			continue
		}
		if len(list) != 3+k {
			f.wrongCount(line, len(list), strconv.Itoa(3+k))
			continue
		}
		f.out.Jobs[i].Modes = []Mode{{Duration: list[2], Renewable: list[3:]}}
	}
	if list, line, ok := f.row(k, "the capacity of each resource"); ok && f.amounts(line, list, "a capacity") {
		f.out.Renewable = list[:k]
	}
}

func (f *file) numbered(line, found, want int) bool {
	if found != want {
		f.fault("duplicate-job", line, strconv.Itoa(found), fmt.Sprintf("job %d on this line", want), "")
	}
	return found == want
}

func (f *file) single(line, modes int) bool {
	if modes != 1 {
		f.fault("bad-number", line, strconv.Itoa(modes), "1: one mode for each job", "")
	}
	return modes == 1
}
