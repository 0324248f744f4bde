package psplib

import (
	"fmt"
	"strconv"
	"strings"
)

// sm reads PSPLIB's own form: headings, and blocks of numbers under them.
// R. Kolisch, A. Sprecher: PSPLIB, a project scheduling problem library.
// European Journal of Operational Research 96 (1997) 205-216.
func (f *file) sm() {
	jobs, jobsAt := f.setting("jobs ")
	renewable, renewableAt := f.setting("- renewable")
	nonrenewable, nonrenewableAt := f.setting("- nonrenewable")
	doubly, doublyAt := f.setting("- doubly constrained")
	precedence := f.block("PRECEDENCE RELATIONS", 1)
	requests := f.block("REQUESTS/DURATIONS", 2)
	availabilities := f.block("RESOURCEAVAILABILITIES", 1)
	if len(f.faults) > 0 {
		return
	}
	if doubly != 0 {
		f.fault("bad-number", doublyAt, strconv.Itoa(doubly), "0: doubly constrained resources are not known here", "")
	}
	if !f.jobs(jobsAt, jobs) || !f.within(renewableAt, renewable, 0, 1000, "a number of resources") || !f.within(nonrenewableAt, nonrenewable, 0, 1000, "a number of resources") {
		return
	}
	modes := f.smSuccessors(precedence)
	f.smRequests(requests, modes, renewable, nonrenewable)
	f.next = availabilities
	if list, line, ok := f.row(renewable+nonrenewable, "the capacity of each resource"); ok && f.amounts(line, list, "a capacity") {
		if len(list) != renewable+nonrenewable {
			f.wrongCount(line, len(list), strconv.Itoa(renewable+nonrenewable))
			return
		}
		f.out.Renewable, f.out.Nonrenewable = list[:renewable:renewable], list[renewable:]
	}
}

// setting is the number behind the colon on the line that begins with key.
func (f *file) setting(key string) (n, line int) {
	for i, text := range f.lines {
		text = strings.TrimSpace(text)
		if !strings.HasPrefix(strings.ToLower(text), key) {
			continue
		}
		_, value, _ := strings.Cut(text, ":")
		words := strings.Fields(value)
		if len(words) == 0 {
			f.wrongCount(i+1, 0, "a number after the colon")
			return 0, i + 1
		}
		if list, ok := f.numbers(i+1, words[0]); ok {
			return list[0], i + 1
		}
		return 0, i + 1
	}
	f.fault("missing-section", len(f.lines), "", "a line "+quote(strings.TrimSpace(key)+": N"), "")
	return 0, 0
}

// block is the index of the first line of numbers under a heading.
func (f *file) block(heading string, skip int) int {
	for i, text := range f.lines {
		if strings.HasPrefix(strings.ToUpper(strings.TrimSpace(text)), heading) {
			return i + 1 + skip
		}
	}
	f.fault("missing-section", len(f.lines), "", "a section "+quote(heading), "")
	return 0
}

// inBlock reports whether the next line is one of numbers, not the rule that ends a block.
func (f *file) inBlock() bool {
	return f.next < len(f.lines) && !strings.HasPrefix(strings.TrimSpace(f.lines[f.next]), "*")
}

// smSuccessors reads "job, modes, n, successors…", and gives the number of modes by job.
func (f *file) smSuccessors(begin int) []int {
	modes := make([]int, len(f.out.Jobs))
	for f.next = begin; f.inBlock(); {
		list, line, ok := f.row(3, "job, number of modes, number of successors")
		if !ok {
			continue
		}
		j := list[0] - 1
		if !f.within(line, list[0], 1, len(modes), "a job") || !f.within(line, list[1], 1, 1000, "a number of modes") {
			continue
		}
		if modes[j] > 0 {
			f.fault("duplicate-job", line, strconv.Itoa(list[0]), "each job once", "it stands on line "+strconv.Itoa(f.at[j])+" too")
			continue
		}
		modes[j], f.at[j] = list[1], line
		if len(list)-3 != list[2] {
			f.wrongCount(line, len(list), fmt.Sprintf("%d: three and %d successors", 3+list[2], list[2]))
			continue
		}
		for _, to := range list[3:] {
			f.successor(line, j, to-1, 0, true)
		}
	}
	return modes
}

// smRequests reads "job, mode, duration, needs…"; the job stands only on the line of its first mode.
func (f *file) smRequests(begin int, modes []int, renewable, nonrenewable int) {
	k := renewable + nonrenewable
	job := -1
	for f.next = begin; f.inBlock(); {
		list, line, ok := f.row(k+2, "mode, duration and needs")
		if !ok {
			continue
		}
		if len(list) == k+3 {
			if !f.within(line, list[0], 1, len(modes), "a job") {
				job = -1
				continue
			}
			job, list = list[0]-1, list[1:]
			if len(f.out.Jobs[job].Modes) > 0 {
				f.fault("duplicate-job", line, strconv.Itoa(job+1), "each job once", "")
			}
		}
		if job < 0 || len(list) != k+2 {
			f.wrongCount(line, len(list), fmt.Sprintf("%d with the job, %d without", k+3, k+2))
			continue
		}
		if !f.amounts(line, list[1:], "durations and needs") {
			continue
		}
		to := &f.out.Jobs[job]
		if list[0] != len(to.Modes)+1 {
			f.fault("duplicate-job", line, fmt.Sprintf("mode %d of job %d", list[0], job+1), fmt.Sprintf("mode %d", len(to.Modes)+1), "")
			continue
		}
		to.Modes = append(to.Modes, Mode{list[1], list[2 : 2+renewable : 2+renewable], list[2+renewable:]})
	}
	for j, job := range f.out.Jobs {
		if len(job.Modes) != modes[j] && len(f.faults) == 0 {
			f.fault("wrong-count", begin+1, fmt.Sprintf("%d modes of job %d", len(job.Modes), j+1), fmt.Sprintf("%d, as under the precedence relations", modes[j]), "")
		}
	}
}
