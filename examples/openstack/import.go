package main

import (
	"slices"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// The phases of a package, in order. Only what has candidates passes the second and third.
const (
	phaseRequest         = "request"
	phaseCandidateReview = "candidate-review"
	phaseCandidate       = "candidate"
	phaseReview          = "review"
	phaseRelease         = "release"
)

// What the release team brings.
const (
	releaseTeam       = "release managers"
	windowHours       = "release hours"
	windowCoordinated = "coordinated release"
)

// assumptions are what the data does not tell.
type assumptions struct {
	request  calendar.Length // working time of a liaison for one request
	liaisons int             // of each team
	managers int             // of the release team
	settle   calendar.Length // working time from a release until those that require it may be tagged
	lead     calendar.Length // how long before its target a release is asked for at the earliest
}

// approval is how long a manager takes to approve one release.
var approval = release.Exactly(calendar.Length{Minutes: 5})

// afterwards is how long after the last deadline, or after now, the plan may reach.
const afterwards = 8 * 7 // days

// portfolio turns the data into what is to be planned, with what had happened by now.
func portfolio(in *deliverables, c cycle, e edges, w waits, seen approvals, a assumptions, now time.Time) *release.Portfolio {
	hours := calendar.Hours{{From: opens * 3600, To: closes * 3600}}
	weekdays := calendar.Days(1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday)
	working, _ := calendar.ParseRule(weekdays.String()) // what Days prints is a rule
	end := c.thursday(weekTrailing)
	if today := calendar.DateOf(now.UTC()); end.Compare(today) < 0 {
		end = today
	}
	p := &release.Portfolio{
		Name:     "OpenStack " + in.series,
		Zone:     "UTC",
		Now:      calendar.MomentOf(now),
		Horizon:  wholeDay(end.AddDays(afterwards)),
		Calendar: release.Calendar{Days: weekdays, Hours: hours},
		Teams:    []release.Team{{Name: releaseTeam, Capacity: a.managers}},
		Windows: []release.Window{
			{Window: calendar.Window{Name: windowHours, Every: working, Hours: hours}, Capacity: seen.busiest, Owner: releaseTeam},
			{Window: calendar.Window{Name: windowCoordinated, Dates: []calendar.Date{c.release}, Hours: hours}, Owner: releaseTeam},
		},
		Phases: []release.Phase{
			{Name: phaseRequest, Duration: release.Exactly(a.request), Team: "owner"},
			{Name: phaseCandidateReview, Time: release.Elapsed},
			{Name: phaseCandidate, Duration: approval, Window: windowHours, Team: releaseTeam},
			{Name: phaseReview, Time: release.Elapsed},
			{Name: phaseRelease, Duration: approval, Window: windowHours, Team: releaseTeam},
		},
	}
	requires := e.requirements(len(in.list))
	teams := map[string]bool{releaseTeam: true}
	for i := range in.list {
		d := &in.list[i]
		if !d.isReleased() {
			continue
		}
		if !teams[d.team] {
			teams[d.team] = true
			p.Teams = append(p.Teams, release.Team{Name: d.team, Capacity: a.liaisons})
		}
		p.Systems = append(p.Systems, release.System{Name: d.name, Owner: d.team})
		pkg := packageOf(c, d, w, a)
		pkg.Actuals = facts(c, d, now)
		first := &pkg.Phases[slices.IndexFunc(pkg.Phases, func(ph release.Phase) bool { return ph.Name == d.firstTag() })]
		for _, x := range requires[i] {
			other := &in.list[x.to]
			first.Links = append(first.Links, release.Link{To: release.Ref{Package: other.name, Phase: other.firstTag()}, Lag: a.settle})
		}
		p.Packages = append(p.Packages, pkg)
	}
	return p
}

// packageOf is a deliverable but for what it requires and what has happened.
func packageOf(c cycle, d *deliverable, w waits, a assumptions) release.Package {
	t := c.terms(d, int(a.lead.Elapsed()/(24*time.Hour)))
	pkg := release.Package{
		Name:     d.name,
		System:   d.name,
		Kind:     d.kind,
		Earliest: wholeDay(t.opens),
		Deadline: wholeDay(t.deadline),
	}
	review := release.Phase{Name: phaseReview, Duration: w.estimate(request{d.kind, false})}
	final := release.Phase{Name: phaseRelease, Links: after(phaseReview)}
	if !d.hasCandidates() {
		if t.target != t.deadline {
			pkg.Due = wholeDay(t.target)
		}
		pkg.Phases = []release.Phase{{Name: phaseCandidateReview, Skip: true}, {Name: phaseCandidate, Skip: true}, review, final}
		return pkg
	}
	if t.group != groupTrailing {
		// All of them in one change, asked for when the last candidates are out.
		review.Earliest = wholeDay(t.candidate.AddDays(1))
		final.Window, final.Team = windowCoordinated, "none"
	}
	pkg.Phases = []release.Phase{
		{Name: phaseCandidateReview, Duration: w.estimate(request{d.kind, true})},
		{Name: phaseCandidate, Deadline: wholeDay(t.candidate), Links: after(phaseCandidateReview)},
		review, final,
	}
	return pkg
}

// firstTag is the phase in which d gets its first version that others may build upon.
func (d *deliverable) firstTag() string {
	if d.hasCandidates() {
		return phaseCandidate
	}
	return phaseRelease
}

// after is the links of a phase that waits for another of its own package, to which more may be added.
func after(phase string) []release.Link {
	return []release.Link{{To: release.Ref{Phase: phase}}}
}
