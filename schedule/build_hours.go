package schedule

import (
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// hours is working time with nothing left open: a team's, an environment's or the plan's calendar.
type hours struct {
	path  string        // of the calendar in the portfolio, which tells whose it is
	spec  calendar.Spec // without blackouts
	day   time.Duration // what "1d" of work means
	plans bool          // the plan's own
}

func resolve(c release.Calendar, path, name string) hours {
	return hours{path: path, spec: c.Spec(name), day: c.StandardDay()}
}

// day is the standard day of the team's own calendar, else the environment's own, else the plan's.
func (c *calendars) day(team, place string) time.Duration {
	if h, ok := c.teams[team]; ok {
		return h.day
	}
	if h, ok := c.places[place]; ok {
		return h.day
	}
	return c.plan.day
}
