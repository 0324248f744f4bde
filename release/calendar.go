package release

import (
	"time"

	"github.com/berthplan/berth/calendar"
)

// Calendar is working time: of the plan, a team or an environment. Zero fields
// of a team's or environment's calendar are the plan's; zero fields of the
// plan's are those of [DefaultCalendar].
type Calendar struct {
	Zone     string // IANA
	Days     calendar.Days
	Hours    calendar.Hours
	Day      calendar.Length // the standard day that "1d" of working time means; zero: see calendar.Weekly.StandardDay
	Holidays []calendar.Holiday
}

// DefaultCalendar is the working time of a plan that states none: Monday to
// Friday, 08:00-12:00 and 13:00-17:00, in zone ("" is UTC), without holidays.
func DefaultCalendar(zone string) Calendar {
	const hour = 60 * 60
	if zone == "" {
		zone = "UTC"
	}
	return Calendar{
		Zone: zone,
		Days: 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday,
		Hours: calendar.Hours{
			{From: 8 * hour, To: 12 * hour},
			{From: 13 * hour, To: 17 * hour},
		},
	}
}

// Over is c with its zero fields taken from base. A nil c is base. An empty
// list that is not nil stays: a team may have no holidays.
func (c *Calendar) Over(base Calendar) Calendar {
	if c == nil {
		return base
	}
	merged := *c
	if merged.Zone == "" {
		merged.Zone = base.Zone
	}
	if merged.Days == 0 {
		merged.Days = base.Days
	}
	if merged.Hours == nil {
		merged.Hours = base.Hours
	}
	if merged.Day == (calendar.Length{}) {
		merged.Day = base.Day
	}
	if merged.Holidays == nil {
		merged.Holidays = base.Holidays
	}
	return merged
}

// Weekly is the pattern of working hours, without the holidays.
func (c Calendar) Weekly() calendar.Weekly {
	return calendar.Weekly{Days: c.Days, Hours: c.Hours}
}

// StandardDay is what "1d" of working time means in c: Day where it is given,
// else the standard day of its weekly hours.
func (c Calendar) StandardDay() time.Duration {
	if c.Day != (calendar.Length{}) {
		return c.Day.Elapsed()
	}
	return c.Weekly().StandardDay()
}

// Working is the working time of a team or an environment: its own calendar
// over the plan's, over the defaults. Working(nil) is the plan's.
func (p *Portfolio) Working(own *Calendar) Calendar {
	return own.Over((&p.Calendar).Over(DefaultCalendar(p.Zone)))
}
