package main

import (
	"slices"
	"time"

	"github.com/berthplan/berth/calendar"
)

// cycle is the dates of a release cycle. Weeks are counted from the release
// week: week -6 is R-6. All cycles from Pike (2017) on set the deadlines in the same weeks.
type cycle struct {
	series  string
	start   calendar.Date // the Monday of its first week
	release calendar.Date // the day of the coordinated release
}

// cycles are those known by name: start-week and release-week of
// https://opendev.org/openstack/releases, doc/source/SERIES/schedule.yaml, the day from schedule.rst.
var cycles = []cycle{
	{"flamingo", date(2025, time.April, 7), date(2025, time.October, 1)},
	{"gazpacho", date(2025, time.October, 6), date(2026, time.April, 1)},
}

// The weeks of the deadlines. "Deadlines are generally the Thursday of the week on which they are noted" (schedule.rst).
const (
	weekLibraries     = -6 // "f-final-lib": libraries that are no client libraries
	weekClients       = -5 // "f-final-clientlib"
	weekFeatureFreeze = -5 // "f-ff"
	weekCandidates    = -3 // "f-rc1": the target for first candidates
	weekLast          = -1 // "f-finalrc": the last week for candidates and intermediary releases
	weekTrailing      = +9 // "f-cycle-trail", in the next cycle's schedule
)

// terms is what the cycle's schedule means to one deliverable.
type terms struct {
	group     string
	opens     calendar.Date // no request for a release before
	target    calendar.Date // the day by which it should be tagged first
	candidate calendar.Date // the last day for its first candidate; zero: it has none
	deadline  calendar.Date // the last day for its release
}

// The groups of deliverables with the same terms, in the order of their targets.
const (
	groupLibrary      = "library"
	groupClient       = "client-library"
	groupCandidates   = "with-rc"
	groupIntermediary = "intermediary"
	groupTrailing     = "trailing"
)

var groups = []string{groupLibrary, groupClient, groupCandidates, groupIntermediary, groupTrailing}

// terms gives what the schedule says of d; requests are made in the last days before the target, lead of them.
func (c cycle) terms(d *deliverable, lead int) terms {
	if d.kind == "trailing" {
		end := c.thursday(weekTrailing)
		t := terms{group: groupTrailing, opens: c.release.AddDays(1), target: end, deadline: end}
		if d.hasCandidates() {
			t.candidate = end
		}
		return t
	}
	last := c.thursday(weekLast)
	t := terms{group: groupIntermediary, target: last, deadline: last}
	switch {
	case d.hasCandidates():
		return terms{groupCandidates, c.thursday(weekFeatureFreeze).AddDays(1), c.thursday(weekCandidates), last, c.release}
	case d.kind == "library":
		t.group, t.target = groupLibrary, c.thursday(weekLibraries)
	case d.kind == "client-library":
		t.group, t.target = groupClient, c.thursday(weekClients)
	}
	t.opens = t.target.AddDays(-lead)
	return t
}

// milestones are the first candidate of d and its release of the cycle; nil: there is none.
// With candidates the release is the first final version; without, the
// last one of the cycle, for what comes after it serves the stable branch.
func (c cycle) milestones(d *deliverable) (candidate, final *tag) {
	over := c.release.AddDays(1).In(time.UTC)
	if d.kind == "trailing" {
		over = c.thursday(weekTrailing).AddDays(1).In(time.UTC)
	}
	for i := range d.tags {
		t := &d.tags[i]
		switch {
		case !d.hasCandidates():
			if t.isFinal() && t.merged.Before(over) {
				final = t
			}
		case t.isCandidate() && candidate == nil && final == nil:
			candidate = t
		case t.isFinal() && final == nil:
			final = t
		}
	}
	return candidate, final
}

// thursday is the Thursday of week R+n.
func (c cycle) thursday(n int) calendar.Date {
	return c.release.AddDays(int(time.Thursday) - int(c.release.Weekday()) + 7*n)
}

func cycleNamed(series string) (cycle, bool) {
	i := slices.IndexFunc(cycles, func(c cycle) bool { return c.series == series })
	if i < 0 {
		return cycle{series: series}, false
	}
	return cycles[i], true
}

func date(year int, month time.Month, day int) calendar.Date {
	return calendar.DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// wholeDay is a date as a moment: as a deadline, the whole of that day.
func wholeDay(d calendar.Date) calendar.Moment {
	m, _ := calendar.ParseMoment(d.String()) // a date reads back; the zero date is no moment
	return m
}

func sortTags(tags []tag) {
	slices.SortStableFunc(tags, func(a, b tag) int { return a.merged.Compare(b.merged) })
}
