package psplib

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/berthplan/berth/release"
)

const (
	maxBytes  = 16 << 20
	maxJobs   = 100_000
	maxNumber = 1 << 20 // of periods, units and counts
)

// Read reads one file; its form follows from the ending of name. The error is a
// release.Faults with every fault of the file, or what reading it ended in.
func Read(name string, r io.Reader) (*Project, error) {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	ending := path.Ext(base)
	f := &file{name: name, out: &Project{Name: strings.TrimSuffix(base, ending)}}
	var read func()
	switch strings.ToLower(ending) {
	case ".sm", ".mm":
		read = f.sm
	case ".sch":
		read = f.sch
	case ".rcp":
		read = f.rcp
	default:
		return nil, release.Faults{{Code: "unknown-format", File: name, Line: 1, Found: strconv.Quote(ending), Expected: "a name that ends in .sm, .mm, .sch or .rcp"}}
	}
	if err := f.load(r); err != nil {
		return nil, err
	}
	if len(f.faults) == 0 {
		read()
	}
	if len(f.faults) == 0 {
		f.check()
	}
	if err := f.faults.Err(); err != nil {
		return nil, err
	}
	f.out.setHorizon()
	return f.out, nil
}

// file is a file while it is read: its lines, and the next one.
type file struct {
	name   string
	lines  []string
	next   int
	out    *Project
	at     []int // by job: the line that names its successors
	faults release.Faults
}

func (f *file) load(r io.Reader) error {
	limited := &io.LimitedReader{R: r, N: maxBytes + 1}
	s := bufio.NewScanner(limited)
	s.Buffer(nil, maxBytes+2)
	for s.Scan() {
		f.lines = append(f.lines, s.Text())
	}
	if limited.N <= 0 {
		f.fault("too-long", len(f.lines), "", "at most 16 MB", "")
		return nil
	}
	return s.Err()
}

// maxFaults is how many faults of one file are worth telling.
const maxFaults = 200

func (f *file) fault(code string, line int, found, expected, hint string) {
	if len(f.faults) < maxFaults {
		f.faults = append(f.faults, release.Fault{Code: code, File: f.name, Line: max(line, 1), Found: found, Expected: expected, Hint: hint})
	}
}

// numbers reads whole numbers; brackets around one are those of a lag. A
// fault in any of them is told, and ok is false.
func (f *file) numbers(line int, text string) (list []int, ok bool) {
	ok = true
	for _, word := range strings.Fields(text) {
		n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(word, "["), "]"))
		if err != nil || n > maxNumber || n < -maxNumber {
			f.fault("bad-number", line, quote(word), fmt.Sprintf("a whole number, at most %d", maxNumber), "")
			ok = false
			continue
		}
		list = append(list, n)
	}
	return list, ok
}

// row reads the next line that is not blank as numbers, at least n of them.
func (f *file) row(n int, what string) (list []int, line int, ok bool) {
	for f.next < len(f.lines) && strings.TrimSpace(f.lines[f.next]) == "" {
		f.next++
	}
	if f.next >= len(f.lines) {
		f.fault("missing-section", len(f.lines), "the end of the file", what, "")
		return nil, f.next, false
	}
	line = f.next + 1
	list, ok = f.numbers(line, f.lines[f.next])
	f.next++
	if ok && len(list) < n {
		f.wrongCount(line, len(list), fmt.Sprintf("%s: at least %d", what, n))
		ok = false
	}
	return list, line, ok
}

func (f *file) wrongCount(line, found int, expected string) {
	f.fault("wrong-count", line, fmt.Sprintf("%d numbers", found), expected, "")
}

// within checks a number against its bounds and tells where it is beyond.
func (f *file) within(line, n, lo, hi int, what string) bool {
	if n < lo || n > hi {
		f.fault("bad-number", line, strconv.Itoa(n), fmt.Sprintf("%s from %d to %d", what, lo, hi), "")
		return false
	}
	return true
}

// amounts checks that none of the numbers is negative.
func (f *file) amounts(line int, list []int, what string) bool {
	ok := true
	for _, n := range list {
		ok = f.within(line, n, 0, maxNumber, what) && ok
	}
	return ok
}

// jobs makes room for n jobs.
func (f *file) jobs(line, n int) bool {
	if !f.within(line, n, 1, maxJobs, "a number of jobs") {
		return false
	}
	f.out.Jobs, f.at = make([]Job, n), make([]int, n)
	return true
}

// successor notes that to (from 0) waits for job j.
func (f *file) successor(line, j, to, periods int, fromEnd bool) {
	if to < 0 || to >= len(f.out.Jobs) {
		f.fault("unknown-job", line, strconv.Itoa(to+f.base()), fmt.Sprintf("a job from %d to %d", f.base(), len(f.out.Jobs)-1+f.base()), "")
		return
	}
	f.out.Jobs[j].After = append(f.out.Jobs[j].After, Lag{To: to, Periods: periods, FromEnd: fromEnd})
}

// base is the number of the first job in the file.
func (f *file) base() int {
	if strings.EqualFold(path.Ext(f.name), ".sch") {
		return 0
	}
	return 1
}

// check looks at the whole: every job described, and none that waits for itself.
func (f *file) check() {
	for j, job := range f.out.Jobs {
		if len(job.Modes) == 0 {
			f.fault("wrong-count", len(f.lines), "no duration of job "+strconv.Itoa(j+f.base()), "a line for each job", "")
		}
	}
	waits := make([]int, len(f.out.Jobs))
	for _, job := range f.out.Jobs {
		for _, l := range job.After {
			if l.FromEnd {
				waits[l.To]++
			}
		}
	}
	var free []int
	for j, n := range waits {
		if n == 0 {
			free = append(free, j)
		}
	}
	for k := 0; k < len(free); k++ {
		for _, l := range f.out.Jobs[free[k]].After {
			if !l.FromEnd {
				continue
			}
			if waits[l.To]--; waits[l.To] == 0 {
				free = append(free, l.To)
			}
		}
	}
	if len(free) < len(waits) {
		cycle, at := f.cycle(waits)
		f.fault("cycle", at, strings.Join(cycle, " → "), "jobs that do not wait for each other", "")
	}
}

// cycle walks from a job that still waits to one it waits for, until one comes
// again. It gives the cycle in the order of its waiting, and the first line that names it.
func (f *file) cycle(waits []int) (names []string, line int) {
	before := make([]int, len(waits)) // one that j waits for and that waits itself
	for j := range before {
		before[j] = -1
	}
	start := 0
	for j, job := range f.out.Jobs {
		for _, l := range job.After {
			if l.FromEnd && waits[j] > 0 && waits[l.To] > 0 {
				before[l.To], start = j, l.To
			}
		}
	}
	j := start
	for range waits { // after so many steps backward the walk is on a cycle
		j = before[j]
	}
	first := j
	list := []int{j}
	for j = before[j]; j != first; j = before[j] {
		list = append(list, j)
	}
	names = []string{strconv.Itoa(first + f.base())}
	for k := len(list) - 1; k >= 0; k-- {
		names = append(names, strconv.Itoa(list[k]+f.base()))
		if at := f.at[list[k]]; line == 0 || at < line {
			line = at
		}
	}
	return names, line
}

func quote(s string) string {
	if len(s) > 40 {
		s = strings.ToValidUTF8(s[:40], "") + "…"
	}
	return strconv.Quote(s)
}
