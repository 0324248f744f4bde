package release

import "github.com/berthplan/berth/calendar"

// Environment is where phases run. Activities that overlap in it, up to its capacity, share one configuration.
type Environment struct {
	Name           string
	Capacity       int       // 0: 1
	Calendar       *Calendar // nil: the plan's
	Configurations []string  // the first is what it has at the start
	Changeover     Changeover
	Alternatives   []Alternative
	Bookings       []Booking
	Outages        []Outage
}

// Changeover says how long an environment takes from one configuration to another, empty.
type Changeover struct {
	Default calendar.Length
	Pairs   []ConfigPair
	Working bool // the lengths are working time of the environment; else elapsed
}

// ConfigPair is the changeover of one ordered pair of configurations.
type ConfigPair struct {
	From, To string
	Length   calendar.Length
}

// Alternative is another environment that may be used at a penalty.
type Alternative struct {
	Environment string
	Penalty     calendar.Length // elapsed; weighs as that much lateness at DefaultPriority
}

// Booking is a time in which others hold an environment.
type Booking struct {
	By            string
	From, To      calendar.Moment
	Level         calendar.Level
	Cost          calendar.Length // soft: per started hour of overlap
	Units         int             // of the capacity; 0: all of it
	Configuration string          // "": keeps the current one
}

// Outage is a time in which nothing is held in an environment.
type Outage struct {
	Name     string
	From, To calendar.Moment
}
