package train

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/internal/near"
)

// Cadence is a train. Names and Runs are needed; a rule without a beginning of its own needs From.
type Cadence struct {
	Names      string        // a pattern such as "v1.{n}"
	First      int           // number of the first run; 0: 1
	Runs       calendar.Rule // the days of release: a rule of days, not of times
	From       calendar.Date // no run before it; zero: the beginning of the rule
	Until      calendar.Date // no run of the cadence after it; zero: it goes on
	Days       calendar.Days // on which people work; zero: Monday to Friday
	Holidays   []calendar.Date
	Milestones []Milestone
	Exceptions []Exception
}

// Milestone is a day, or the days from one to another, of each run.
type Milestone struct {
	Name  string
	At    Offset
	Lasts bool   // until Until, that day included; with a time, exclusive
	Until Offset // only with Lasts
}

// Exception is a run that is not as the cadence has it.
type Exception struct {
	Kind   Kind
	Name   string
	To     calendar.Date // of a Move or an Extra: its day of release
	Reason string
}

// Kind is a kind of exception. The zero Kind is Skip.
type Kind uint8

const (
	Skip  Kind = iota // the run does not take place; its number is not used again
	Move              // it takes place on another day
	Extra             // one that the cadence does not have
)

// String is the word with which a line begins: "skip", "move" or "extra".
func (k Kind) String() string {
	switch k {
	case Move:
		return "move"
	case Extra:
		return "extra"
	}
	return "skip"
}

const monToFri calendar.Days = 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday

func (t Cadence) days() calendar.Days {
	if t.Days == 0 {
		return monToFri
	}
	return t.Days
}

var beginsAt = regexp.MustCompile(`(?:from |DTSTART[^:]*:)(\d{4})-?(\d{2})-?(\d{2})`)

// begins is the first day on which a run may be.
func (t Cadence) begins() (calendar.Date, bool) {
	if !t.From.IsZero() {
		return t.From, true
	}
	if m := beginsAt.FindStringSubmatch(t.Runs.String()); m != nil {
		d, err := calendar.ParseDate(m[1] + "-" + m[2] + "-" + m[3])
		return d, err == nil
	}
	return calendar.Date{}, false
}

// check finds everything wrong with t, at paths such as "milestones[0].at".
func (t Cadence) check() calendar.Errors {
	var all calendar.Errors
	add := func(path string, e *calendar.Error) {
		if e != nil {
			e.Path = path
			all = append(all, e)
		}
	}
	if t.Names == "" {
		add("names", fault("missing-line", "nothing", wantPattern, ""))
	} else {
		add("names", checkPattern(t.Names))
	}
	if t.First < 0 {
		add("first", fault("bad-line", fmt.Sprint(t.First), "the number of the first run, 1 or more", ""))
	}
	if t.Runs.IsZero() {
		add("runs", fault("missing-line", "nothing", `the days of release, such as "every 6 weeks from 2026-01-14"`, ""))
	} else if _, ok := t.begins(); !ok {
		add("from", fault("no-start", t.Runs.String(), "the day from which runs are counted, because the rule has no beginning", ""))
	}
	if !t.From.IsZero() && !t.Until.IsZero() && t.Until.Compare(t.From) < 0 {
		add("until", fault("ends-before-start", t.Until.String(), "a day after "+t.From.String(), ""))
	}
	if n := len(t.Milestones) + len(t.Exceptions); n > mostLines {
		add("milestones", fault("too-many", fmt.Sprint(n), fmt.Sprintf("at most %d milestones and exceptions", mostLines), ""))
		return all
	}
	names := []string{release}
	for i, m := range t.Milestones {
		at := fmt.Sprintf("milestones[%d].name", i)
		switch {
		case m.Name == "" || strings.TrimSpace(m.Name) != m.Name || len(m.Name) > 100 || strings.ContainsAny(m.Name, ":#+\n\r{}") ||
			strings.Contains(m.Name, " -") || splits(m.Name) || strings.EqualFold(m.Name, release) || strings.EqualFold(m.Name, "r") || weekForm.MatchString(m.Name) || weekOnly.MatchString(m.Name):
			add(at, fault("bad-name", m.Name, `a name other than GA and R, without signs and the words "to", "on", "at" and "because"`, ""))
		case slices.Contains(names, m.Name):
			add(at, fault("duplicate-name", m.Name, "a name no other milestone has", ""))
		}
		names = append(names, m.Name)
	}
	for i, m := range t.Milestones {
		at := fmt.Sprintf("milestones[%d]", i)
		add(at+".at", t.checkOffset(m.At, names))
		if m.Lasts {
			add(at+".until", t.checkOffset(m.Until, names))
		}
	}
	if len(all) == 0 {
		t.checkCycles(add)
	}
	seen := map[string]bool{}
	for i, e := range t.Exceptions {
		at := fmt.Sprintf("exceptions[%d]", i)
		switch {
		case e.Kind > Extra:
			add(at+".kind", fault("bad-exception", fmt.Sprint(uint8(e.Kind)), "skip, move or extra", ""))
		case e.Name == "" || strings.TrimSpace(e.Name) != e.Name || len(e.Name) > 100 || strings.ContainsAny(e.Name, "#\n\r") || splits(e.Name):
			add(at+".name", fault("bad-name", e.Name, "the name of a run", ""))
		case seen[e.Name]:
			add(at+".name", fault("duplicate-name", e.Name, "one exception for a run", ""))
		case e.Kind != Skip && e.To.IsZero():
			add(at+".to", fault("bad-exception", e.Name, "the day on which it is released", ""))
		case strings.ContainsAny(e.Reason, "#\n\r") || strings.TrimSpace(e.Reason) != e.Reason:
			add(at+".reason", fault("bad-exception", e.Reason, "a reason in one line", ""))
		}
		seen[e.Name] = true
	}
	return all
}

func (t Cadence) checkOffset(o Offset, names []string) *calendar.Error {
	if err := o.check(); err != nil {
		return err
	}
	if o.Of != "" && !slices.Contains(names, o.Of) {
		return fault("unknown-milestone", o.Of, "GA or a milestone of this train", near.Hint(o.Of, names))
	}
	return nil
}

// checkCycles finds milestones that count from themselves, through others or not.
func (t Cadence) checkCycles(add func(string, *calendar.Error)) {
	index := map[string]int{}
	for i, m := range t.Milestones {
		index[m.Name] = i
	}
	state := make([]int, len(t.Milestones)) // 1: on the way, 2: done
	for i := range t.Milestones {
		var path []int
		var visit func(int) []int
		visit = func(i int) []int {
			if state[i] == 2 {
				return nil
			}
			path = append(path, i)
			if state[i] == 1 {
				return path[slices.Index(path, i):]
			}
			state[i] = 1
			for _, of := range t.Milestones[i].counts() {
				if j, ok := index[of]; ok {
					if circle := visit(j); circle != nil {
						return circle
					}
				}
			}
			state[i], path = 2, path[:len(path)-1]
			return nil
		}
		if circle := visit(i); circle != nil {
			var names []string
			for _, j := range circle {
				names = append(names, t.Milestones[j].Name)
				state[j] = 2
			}
			add(fmt.Sprintf("milestones[%d].at", circle[0]), fault("cycle", strings.Join(names, " from "), "milestones that count from GA in the end", ""))
			return
		}
	}
}

// counts are the milestones that m counts from.
func (m Milestone) counts() []string {
	out := []string{m.At.Of}
	if m.Lasts {
		out = append(out, m.Until.Of)
	}
	return out
}
