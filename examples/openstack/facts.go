package main

import (
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// facts is what had happened to d by a time: what was merged is done, what was proposed waits for its review.
// Times are exact, to the second.
func facts(c cycle, d *deliverable, by time.Time) []release.Actual {
	candidate, final := c.milestones(d)
	var out []release.Actual
	asked := func(t *tag, before, review, approval string) {
		if t == nil || t.proposed.After(by) {
			return
		}
		if before != "" {
			// When the work on the request began is not known, only when it was over.
			out = append(out, release.Actual{Phase: before, End: calendar.MomentOf(t.proposed)})
		}
		wait := release.Actual{Phase: review, Start: calendar.MomentOf(t.proposed)}
		if t.merged.After(by) {
			out = append(out, wait)
			return
		}
		if wait.End = calendar.MomentOf(t.merged); wait.End == wait.Start {
			wait.Start = calendar.Moment{} // without a start: it took no time
		}
		out = append(out, wait, release.Actual{Phase: approval, End: calendar.MomentOf(t.merged)})
	}
	if d.hasCandidates() {
		asked(candidate, phaseRequest, phaseCandidateReview, phaseCandidate)
		asked(final, "", phaseReview, phaseRelease)
	} else {
		asked(final, phaseRequest, phaseReview, phaseRelease)
	}
	return out
}
