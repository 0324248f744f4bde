package release

import (
	"strconv"

	"github.com/berthplan/berth/calendar"
)

func (c *checker) environments() {
	for i, e := range c.p.Environments {
		path := entry("environments", e.Name, i)
		c.reserved(path, e.Name, noneWord)
		c.count(path+".capacity", e.Capacity, "a capacity")
		c.calendar(path+".calendar", e.Calendar)
		configurations := collectList(c, path+".configurations", e.Configurations)
		for j, name := range e.Configurations {
			c.reserved(item(path+".configurations", j), name, noneWord)
		}
		c.changeover(path+".changeover", e.Changeover, configurations)
		c.alternatives(path+".alternatives", e)
		for j, b := range e.Bookings {
			c.booking(item(path+".booked", j), b, e, configurations)
		}
		for j, o := range e.Outages {
			at := item(path+".outages", j)
			c.required(at+".from", !o.From.IsZero(), "a day or a time")
			c.required(at+".to", !o.To.IsZero(), "a day or a time")
			c.span(at+".to", o.From, o.To, "from")
		}
	}
}

func (c *checker) changeover(path string, ch Changeover, configurations names) {
	c.length(path+".default", ch.Default, false)
	seen := map[[2]string]bool{}
	for _, pair := range ch.Pairs {
		at := path + "." + pair.From + " -> " + pair.To
		if seen[[2]string{pair.From, pair.To}] {
			c.add("duplicate-name", at, quote(pair.From+" -> "+pair.To)+" twice", "each pair once", "")
		}
		seen[[2]string{pair.From, pair.To}] = true
		for _, name := range []string{pair.From, pair.To} {
			if c.required(at, name != "", "two configurations, from -> to") {
				c.known(at, name, configurations, "a configuration of the environment")
			}
		}
		c.length(at, pair.Length, false)
	}
}

func (c *checker) alternatives(path string, e Environment) {
	seen := map[string]bool{}
	for j, a := range e.Alternatives {
		at := item(path, j) + ".environment"
		switch {
		case !c.required(at, a.Environment != "", "an environment"):
		case a.Environment == e.Name:
			c.add("conflicting-fields", at, quote(a.Environment), "another environment than the one it stands in for", "")
		case seen[a.Environment]:
			c.add("duplicate-name", at, quote(a.Environment)+" twice", "each alternative once", "")
		default:
			c.known(at, a.Environment, c.environmentNames, "an environment")
		}
		seen[a.Environment] = true
		c.length(item(path, j)+".penalty", a.Penalty, false)
	}
}

func (c *checker) booking(path string, b Booking, e Environment, configurations names) {
	c.required(path+".from", !b.From.IsZero(), "a day or a time")
	c.required(path+".to", !b.To.IsZero(), "a day or a time")
	c.span(path+".to", b.From, b.To, "from")
	c.level(path, b.Level, b.Cost)
	capacity := max(e.Capacity, 1)
	if b.Units < 0 || b.Units > capacity {
		c.add("out-of-range", path+".units", strconv.Itoa(b.Units), "1 to the capacity of the environment, "+strconv.Itoa(capacity), "")
	}
	c.known(path+".configuration", b.Configuration, configurations, "a configuration of the environment")
}

// level checks a rule's strictness: a soft one says what breaking it costs.
func (c *checker) level(path string, level calendar.Level, cost calendar.Length) {
	c.length(path+".cost", cost, false)
	switch level {
	case calendar.Hard:
	case calendar.Soft:
		if cost == (calendar.Length{}) {
			c.add("missing-cost", path+".cost", "", "what each started hour costs, as a length such as 4h", "a soft rule needs a cost, else it is none")
		}
	default:
		c.add("unknown-word", path+".level", strconv.Itoa(int(level)), "hard or soft", "")
	}
}
