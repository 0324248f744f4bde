package schedule

import (
	"errors"
	"strings"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// calendars compiles each distinct calendar once: by whose hours it keeps and by how the blackouts see the
// subject. Its maps are caches, never walked.
type calendars struct {
	p      *release.Portfolio
	span   calendar.Interval
	plan   hours
	teams  map[string]hours // those with a calendar of their own
	places map[string]hours // environments, alike

	blackouts                []calendar.Blackout // each in a zone
	work, deploy, changeover *stopping

	windows  map[string]*release.Window
	meetings map[string]*release.Meeting
	compiled map[calendarKey]*calendar.Compiled
	happens  map[string]calendar.Set // when blackouts happen
	faults   release.Faults
}

// calendarKey is what a compiled calendar depends on.
type calendarKey struct {
	kind      byte   // 'w' work, 'b' both of two, 'd' deployment, 'v' window, 'a' all but blackouts, 'm' meeting, 'c' changeover in working time
	one, two  string // whose hours, which window, which meeting
	signature string
}

func newCalendars(b *builder, span calendar.Interval) *calendars {
	rules := b.p.ZonedBlackouts()
	c := &calendars{
		p: b.p, span: span,
		teams:      make(map[string]hours),
		places:     make(map[string]hours),
		blackouts:  rules,
		work:       newStopping(rules, calendar.StopWork),
		deploy:     newStopping(rules, calendar.StopDeploy),
		changeover: newStopping(rules, calendar.StopChangeover),
		windows:    make(map[string]*release.Window, len(b.p.Windows)),
		meetings:   make(map[string]*release.Meeting, len(b.p.Meetings)),
		compiled:   make(map[calendarKey]*calendar.Compiled),
	}
	c.plan = resolve(b.p.Working(nil), "calendar", "working hours")
	c.plan.plans = true
	for _, t := range b.p.Teams {
		if t.Calendar != nil {
			c.teams[t.Name] = resolve(b.p.Working(t.Calendar), "teams."+t.Name+".calendar", "working hours ("+t.Name+")")
		}
	}
	for _, e := range b.p.Environments {
		if e.Calendar != nil {
			c.places[e.Name] = resolve(b.p.Working(e.Calendar), "environments."+e.Name+".calendar", "working hours ("+e.Name+")")
		}
	}
	for i := range b.p.Windows {
		c.windows[b.p.Windows[i].Name] = &b.p.Windows[i]
	}
	for i := range b.p.Meetings {
		c.meetings[b.p.Meetings[i].Name] = &b.p.Meetings[i]
	}
	return c
}

// working is when a team ("": nobody) works in an environment ("": nowhere) for the subject.
func (c *calendars) working(team, place string, who calendar.Subject) *calendar.Compiled {
	t, ownTeam := c.teams[team]
	if !ownTeam {
		t = c.plan
	}
	e, ownPlace := c.places[place]
	if !ownPlace {
		e = c.plan
	}
	sig := c.work.signature(who)
	switch {
	case team == "" || !ownTeam && !ownPlace:
		return c.hours(e, who, sig)
	case place == "":
		return c.hours(t, who, sig)
	}
	// Both bind. One of the two carries the blackouts: the plan's, if it is one of them.
	key := calendarKey{'b', t.path, e.path, sig}
	if found, ok := c.compiled[key]; ok {
		return found
	}
	quiet, bound := t, e
	if t.plans {
		quiet, bound = e, t
	}
	both := calendar.Intersect(c.hours(quiet, calendar.Subject{}, ""), c.hours(bound, who, sig))
	c.compiled[key] = both
	return both
}

// hours compiles one calendar of working time, with the blackouts of the signature.
func (c *calendars) hours(h hours, who calendar.Subject, sig string) *calendar.Compiled {
	cal := h.spec
	if sig != "" {
		dates := c.dates
		if h.plans {
			dates = nil
		}
		cal.Blackouts = c.work.matching(who, dates)
	}
	return c.compile(calendarKey{'w', h.path, "", sig}, cal, who, calendar.StopWork, h.path)
}

// deployment is when a contiguous phase may run: inside the window ("": none) and outside the blackouts.
func (c *calendars) deployment(window string, who calendar.Subject) *calendar.Compiled {
	w := c.windows[window]
	if w == nil {
		return c.around(c.deploy, who)
	}
	cal := c.p.WindowSpec(w.Window)
	cal.Blackouts = c.deploy.matching(who, nil)
	return c.compile(calendarKey{'d', window, "", c.deploy.signature(who)}, cal, who, calendar.StopDeploy, "windows."+window+".every")
}

// around is every time outside the blackouts; nil where there are none.
func (c *calendars) around(s *stopping, who calendar.Subject) *calendar.Compiled {
	sig := s.signature(who)
	if sig == "" {
		return nil
	}
	cal := calendar.Spec{Zone: c.plan.spec.Zone, Blackouts: s.matching(who, c.dates)}
	return c.compile(calendarKey{'a', s.doing.String(), "", sig}, cal, who, s.doing, "blackouts")
}

// reconfiguring is when a changeover of the environment progresses; nil: always.
func (c *calendars) reconfiguring(e *release.Environment) *calendar.Compiled {
	who := calendar.Subject{Environment: e.Name}
	if !e.Changeover.Working {
		return c.around(c.changeover, who)
	}
	h, own := c.places[e.Name]
	if !own {
		h = c.plan
	}
	cal := h.spec
	cal.Blackouts = c.changeover.matching(who, c.dates)
	return c.compile(calendarKey{'c', h.path, "", c.changeover.signature(who)}, cal, who, calendar.StopChangeover, h.path)
}

// meeting opens for a minute when the meeting begins, never on a holiday of the plan.
func (c *calendars) meeting(m *release.Meeting) *calendar.Compiled {
	return c.compile(calendarKey{'m', m.Name, "", ""}, c.p.MeetingSpec(m), calendar.Subject{}, 0, "meetings."+m.Name+".every")
}

// bare is when a window opens, blackouts or not.
func (c *calendars) bare(w calendar.Window) *calendar.Compiled {
	return c.compile(calendarKey{'v', w.Name, "", ""}, c.p.WindowSpec(w), calendar.Subject{}, 0, "windows."+w.Name+".every")
}

// dates gives a recurring blackout as one blackout for each time it happens, so that the working days
// its rule may speak of are the plan's in every calendar.
func (c *calendars) dates(r calendar.Blackout) []calendar.Blackout {
	out := []calendar.Blackout{}
	for _, part := range c.times(r) {
		once := r
		once.Every, once.Hours = calendar.Rule{}, nil
		once.From, once.To = calendar.MomentOf(part.Start), calendar.MomentOf(part.End)
		out = append(out, once)
	}
	return out
}

// times is when a blackout happens, whomever it concerns. All blackouts are evaluated together, when the
// first is asked for.
func (c *calendars) times(r calendar.Blackout) calendar.Set {
	if c.happens == nil {
		c.happens = make(map[string]calendar.Set, len(c.blackouts))
		cal := c.plan.spec
		for _, b := range c.blackouts {
			id := happening(b)
			if _, twice := c.happens[id]; twice {
				continue
			}
			c.happens[id] = nil
			b.Name = id
			b.Level, b.Stops, b.Scope, b.Exceptions = calendar.Hard, calendar.StopDeploy, calendar.Scope{}, nil
			cal.Blackouts = append(cal.Blackouts, b)
		}
		made, err := cal.Compile(c.span, calendar.Subject{}, calendar.StopDeploy)
		if err != nil {
			c.refuse(err, "blackouts")
			return nil
		}
		for _, closed := range made.Closures() {
			if closed.Kind == calendar.InBlackout {
				part := calendar.Interval{Start: closed.Closed.Start.UTC(), End: closed.Closed.End.UTC()}
				c.happens[closed.Name] = append(c.happens[closed.Name], part) // sorted and disjoint, as of one rule
			}
		}
	}
	return c.happens[happening(r)]
}

// happening is everything of a blackout that says when it happens.
func happening(r calendar.Blackout) string {
	return strings.Join([]string{r.From.String(), r.To.String(), r.Every.String(), r.Hours.String(), r.Zone}, "|")
}

// compile evaluates a calendar, or gives the one that was evaluated for the same key. The path is where
// faults of it stand.
func (c *calendars) compile(key calendarKey, cal calendar.Spec, who calendar.Subject, doing calendar.Stops, path string) *calendar.Compiled {
	if found, ok := c.compiled[key]; ok {
		return found
	}
	made, err := cal.Compile(c.span, who, doing)
	c.refuse(err, path)
	c.compiled[key] = made
	return made
}

// refuse notes what only shows when a calendar is compiled, such as a rule with too many occurrences.
func (c *calendars) refuse(err error, path string) {
	var found calendar.Errors
	if !errors.As(err, &found) {
		return
	}
	for _, e := range found {
		c.faults = append(c.faults, release.Fault{Code: e.Code, Path: path, Found: e.Found, Expected: e.Expected, Hint: e.Hint})
	}
}
