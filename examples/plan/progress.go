package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/berthplan/berth/schedule"
)

// progress shows on one line of a terminal how far a search has come: the best
// plan so far, the bound, the gap and the time left.
type progress struct {
	w     io.Writer
	clock func() time.Time
	until time.Time // zero: the search is limited by work

	mu     sync.Mutex
	limit  int64
	best   schedule.Progress
	plans  int
	length int // of the line that is shown

	quit chan struct{}
	done sync.WaitGroup
}

// watch shows the search of opt on w, if that is a terminal, until the function
// it returns is called. In a pipe it is silent.
func watch(w io.Writer, opt *schedule.Options, clock func() time.Time) (stop func()) {
	if !isTerminal(w) {
		return func() {}
	}
	p := &progress{w: w, clock: clock, limit: opt.Work, quit: make(chan struct{})}
	if opt.Time > 0 {
		p.until = clock().Add(opt.Time)
	}
	opt.Progress = func(best schedule.Progress) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.best = best
		if best.Plan {
			p.plans++
		}
	}
	p.done.Go(p.tick)
	return func() {
		close(p.quit)
		p.done.Wait()
		p.show("")
	}
}

func (p *progress) tick() {
	every := time.NewTicker(200 * time.Millisecond)
	defer every.Stop()
	for {
		select {
		case <-p.quit:
			return
		case <-every.C:
			p.show(p.line(p.clock()))
		}
	}
}

// line is what is known at an instant: "plan 3, improving · tardiness 35712000, at least 20748000 (gap 42 %) · 3.2s left".
func (p *progress) line(now time.Time) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	parts := []string{"no plan yet"}
	if p.plans > 0 {
		parts[0] = fmt.Sprintf("plan %d", p.plans)
		for _, v := range p.best.Objective {
			if v.Value > v.Bound { // the first level that may still get better
				parts = append(parts, fmt.Sprintf("%s %d, at least %d (gap %.0f %%)", v.Name, v.Value, v.Bound, 100*v.Gap()))
				break
			}
		}
		if len(parts) == 1 {
			parts = append(parts, "proved optimal")
		} else {
			parts[0] += ", " + string(p.best.Phase)
		}
	}
	switch {
	case !p.until.IsZero():
		parts = append(parts, fmt.Sprintf("%.1fs left", max(0, p.until.Sub(now).Seconds())))
	case p.limit > 0:
		parts = append(parts, fmt.Sprintf("work limit %d", p.limit))
	}
	return strings.Join(parts, " · ")
}

// show writes a line over the one before; "" takes it away.
func (p *progress) show(line string) {
	n := len([]rune(line))
	fmt.Fprintf(p.w, "\r%s%s\r", line, strings.Repeat(" ", max(0, p.length-n)))
	p.length = n
}
