package ical

import (
	"time"

	"github.com/berthplan/berth/calendar"
)

// Calendar is one calendar of an iCalendar file, as Read gives it and Write writes it.
type Calendar struct {
	Name         string         // what people see; empty: none
	Product      string         // identifies the program that made it; empty: "-//berthplan//berth//EN"
	Zone         *time.Location // in which times without a zone of their own are, and days begin; nil: UTC
	Stamp        time.Time      // DTSTAMP of events that have none of their own; not read from files
	Events       []Event        // in this order
	Periods      []Period       // of VFREEBUSY: Interval, Kind and UID
	Availability []Availability // of VAVAILABILITY
}

// Event is one entry of a calendar: something that takes place once, a series,
// or a change to one of a series.
type Event struct {
	UID         string // the same whenever the event is written again
	Sequence    int    // higher whenever people must be told that time or place changed
	Stamp       time.Time
	Start, End  time.Time      // half-open. End zero or equal to Start: a moment without length, or one whole day
	AllDay      bool           // takes the days, in the calendar's zone, from that of Start to that before End's, at least one
	Floating    bool           // local times of whoever reads them: Start and End hold them as if they were UTC
	Zone        *time.Location // of the event; nil: the calendar's
	Days        int            // so many days of the length are days by the calendar, which may have 23 or 25 hours (DURATION:P1D)
	Summary     string
	Description string
	Location    string
	Categories  []string
	Status      Status // empty: Confirmed
	Busy        bool   // takes people's time; otherwise it is shown and they stay free

	Rules  []calendar.Rule     // RRULEs, which count from Start. The standard asks for one at most; several add up
	Dates  []calendar.Interval // RDATE: further starts. End zero: as long as the others
	Except []calendar.Moment   // EXDATE: starts that are left out; a day leaves out all starts on it

	Replaces  calendar.Moment // RECURRENCE-ID: the start of the occurrence that this event stands for; zero: none
	Following bool            // it stands for that occurrence and moves all that follow as far (RANGE=THISANDFUTURE)
}

// Status says whether an event takes place.
type Status string

// The statuses of an event.
const (
	Confirmed Status = "CONFIRMED"
	Tentative Status = "TENTATIVE"
	Cancelled Status = "CANCELLED"
)
