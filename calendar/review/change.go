package review

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/berthplan/berth/calendar"
)

// Change is one field of a rule that differs, or a rule that is new or gone.
type Change struct {
	Path     string // in the new calendar, in the old one for what is gone: "blackouts[2].to"
	Name     string // of the window, blackout or holiday; "" for hours and zone
	Field    string // "to"; "" where all of the rule is new or gone
	Old, New string // as people write it; "": not there

	kind calendar.ReasonKind // what closes a time because of it
}

// String is such as `blackout "Year end": to 2027-01-04 → 2027-01-06`.
func (c Change) String() string {
	what := c.what()
	switch {
	case c.Field == "" && c.Old == "":
		return what + " is new: " + c.New
	case c.Field == "" && c.New == "":
		return what + " is gone: " + c.Old
	case c.Old == "":
		return what + ": " + c.Field + " " + c.New + ", where there was none"
	case c.New == "":
		return what + ": no " + c.Field + ", where there was " + c.Old
	}
	return what + ": " + c.Field + " " + c.Old + " → " + c.New
}

// what names the rule.
func (c Change) what() string {
	if c.kind == calendar.OutsideHours {
		return "the calendar"
	}
	return string(c.kind) + " " + quote(c.Name)
}

// attribute is a field of a rule as text; "" is its zero value.
type attribute struct{ name, text string }

// changes are the fields that differ, hours first, then holidays, windows and blackouts. Rules are the same
// if they have one name; of blackouts with one name the first is the same as the first.
func changes(old, new calendar.Spec) []Change {
	var out []Change
	base := func(s calendar.Spec) []attribute {
		zone := s.Zone
		if zone == "" {
			zone = "UTC"
		}
		days := s.Weekly.Days
		if days == 0 {
			days = 1<<7 - 1 // every day
		}
		return []attribute{{"zone", zone}, {"days", days.String()}, {"hours", s.Weekly.Hours.String()}}
	}
	paths := []string{"zone", "weekly.days", "weekly.hours"}
	was, is := base(old), base(new)
	for i := range was {
		if was[i].text != is[i].text {
			out = append(out, Change{paths[i], "", was[i].name, was[i].text, is[i].text, calendar.OutsideHours})
		}
	}
	out = append(out, listChanges("holidays", calendar.OnHoliday, holidayRules(old), holidayRules(new))...)
	out = append(out, listChanges("windows", calendar.OutsideWindow, windowRules(old), windowRules(new))...)
	return append(out, listChanges("blackouts", calendar.InBlackout, blackoutRules(old), blackoutRules(new))...)
}

// ruleFields is a rule as a name and its fields.
type ruleFields struct {
	name   string
	fields []attribute
}

func (r ruleFields) text() string {
	var parts []string
	for _, f := range r.fields {
		if f.text != "" {
			parts = append(parts, f.name+" "+f.text)
		}
	}
	if len(parts) == 0 {
		return "at all times"
	}
	return strings.Join(parts, ", ")
}

// listChanges compares two lists of rules. Those of one name are matched in their order.
func listChanges(section string, kind calendar.ReasonKind, old, new []ruleFields) []Change {
	type id struct {
		name string
		n    int
	}
	number := func(list []ruleFields) ([]id, map[id]int) {
		ids, at, count := make([]id, len(list)), map[id]int{}, map[string]int{}
		for i, r := range list {
			ids[i] = id{r.name, count[r.name]}
			at[ids[i]] = i
			count[r.name]++
		}
		return ids, at
	}
	oldIDs, oldAt := number(old)
	newIDs, newAt := number(new)
	var out []Change
	for i, r := range new {
		path := fmt.Sprintf("%s[%d]", section, i)
		j, ok := oldAt[newIDs[i]]
		if !ok {
			out = append(out, Change{path, r.name, "", "", r.text(), kind})
			continue
		}
		for k, f := range r.fields {
			if was := old[j].fields[k].text; was != f.text {
				out = append(out, Change{path + "." + f.name, r.name, f.name, was, f.text, kind})
			}
		}
	}
	for i, r := range old {
		if _, ok := newAt[oldIDs[i]]; !ok {
			out = append(out, Change{fmt.Sprintf("%s[%d]", section, i), r.name, "", r.text(), "", kind})
		}
	}
	return out
}

// holidayRules groups the days by name, as reasons do.
func holidayRules(s calendar.Spec) []ruleFields {
	at := map[string]int{}
	var out []ruleFields
	for _, h := range s.Holidays {
		name := h.Name
		if name == "" {
			name = h.Date.String()
		}
		i, ok := at[name]
		if !ok {
			i, at[name] = len(out), len(out)
			out = append(out, ruleFields{name, []attribute{{name: "date"}}})
		}
		if text := &out[i].fields[0].text; *text == "" {
			*text = h.Date.String()
		} else {
			*text += ", " + h.Date.String()
		}
	}
	return out
}

func windowRules(s calendar.Spec) []ruleFields {
	var out []ruleFields
	for _, w := range s.Windows {
		out = append(out, ruleFields{w.Name, []attribute{
			{"every", w.Every.String()}, {"hours", w.Hours.String()}, {"lasts", lengthOrNone(w.Lasts)}, {"zone", w.Zone},
			{"from", w.From.String()}, {"to", w.To.String()}, {"dates", datesText(w.Dates)}, {"except", datesText(w.Except)},
		}})
	}
	return out
}

func blackoutRules(s calendar.Spec) []ruleFields {
	var out []ruleFields
	for _, b := range s.Blackouts {
		fields := []attribute{
			{"from", b.From.String()}, {"to", b.To.String()}, {"every", b.Every.String()}, {"hours", b.Hours.String()}, {"zone", b.Zone},
			{"level", b.Level.String()}, {"cost", lengthOrNone(b.Cost)}, {"stops", cmp.Or(b.Stops, calendar.StopDeploy).String()},
			{"scope.systems", strings.Join(b.Scope.Systems, ", ")}, {"scope.kinds", strings.Join(b.Scope.Kinds, ", ")},
			{"scope.environments", strings.Join(b.Scope.Environments, ", ")}, {"scope.sites", strings.Join(b.Scope.Sites, ", ")},
			{"exceptions", exceptionsText(b.Exceptions)},
		}
		out = append(out, ruleFields{b.Name, fields})
	}
	return out
}

func lengthOrNone(l calendar.Length) string {
	if l.IsZero() {
		return ""
	}
	return l.String()
}

func datesText(list []calendar.Date) string {
	texts := make([]string, len(list))
	for i, d := range list {
		texts[i] = d.String()
	}
	return strings.Join(texts, ", ")
}

func exceptionsText(list []calendar.Exception) string {
	texts := make([]string, len(list))
	for i, e := range list {
		texts[i] = strings.Join(e.Packages, ", ")
		if !e.From.IsZero() {
			texts[i] += " from " + e.From.String()
		}
		texts[i] += " until " + e.Until.String()
		if e.ApprovedBy != "" {
			texts[i] += " by " + e.ApprovedBy
		}
		if e.Reason != "" {
			texts[i] += " (" + e.Reason + ")"
		}
	}
	return strings.Join(texts, "; ")
}
