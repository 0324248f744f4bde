package calendar

import (
	"strings"
)

// Rule says on which days (or at which local times) something recurs, in words
// ("tue, thu", "3rd sat of month", "last 3 working days of quarter", "last day
// of month", "every 2 weeks on fri from 2026-01-09"), as an RFC 5545 RRULE
// ("FREQ=MONTHLY;BYDAY=3SA", with an optional "DTSTART:… " in front) or as
// cron (5 fields, or a name such as @daily; CRON_TZ= in front names a zone). It is read by ParseRule and prints as canonical text.
// The zero Rule recurs every day.
//
// Words give days. An RRULE gives local times if it has BYHOUR, BYMINUTE,
// BYSECOND, a FREQ of hours, minutes or seconds, or a DTSTART with a time, else days; cron always gives local
// times. Quarters begin in January, April, July and October; weeks that are
// counted begin on Monday unless WKST says otherwise.
type Rule struct {
	text string
	spec *rule
}

// rule is what a text means; exactly one of its parts is set.
type rule struct {
	words *wordRule
	recur *recurrence
	cron  *cronRule
}

const wantRule = `days in words ("mon-fri", "3rd sat of month", "last 3 working days of quarter", "every 2 weeks on fri from 2026-01-09"), an RRULE ("FREQ=MONTHLY;BYDAY=3SA") or cron ("0 21 * * tue")`

// ParseRule reads a rule in any of its three forms. A rule that can be read but
// never fires, such as the 30th of February, is no error.
func ParseRule(s string) (Rule, error) {
	r, err := parseRule(s)
	if err != nil {
		return Rule{}, err
	}
	return r, nil
}

func parseRule(s string) (Rule, *Error) {
	if len(s) > maxText {
		return Rule{}, fault("bad-rule", s, wantRule)
	}
	text := strings.TrimSpace(s)
	upper := strings.ToUpper(text)
	var spec rule
	var canonical string
	switch {
	case text == "":
		return Rule{}, fault("bad-rule", s, wantRule)
	case looksLikeCron(text):
		c, err := parseCron(text)
		if err != nil {
			return Rule{}, err
		}
		spec.cron, canonical = c, c.String()
	case strings.HasPrefix(upper, "DTSTART"), strings.HasPrefix(upper, "RRULE"), strings.Contains(upper, "="):
		r, err := parseRecurrence(text)
		if err != nil {
			return Rule{}, err
		}
		spec.recur, canonical = r, r.String()
	default:
		w, err := parseWords(text)
		if err != nil {
			return Rule{}, err
		}
		spec.words, canonical = w, w.String()
	}
	return Rule{text: canonical, spec: &spec}, nil
}

// IsZero reports whether no rule was given.
func (r Rule) IsZero() bool { return r.text == "" }

// String is the canonical text, which parses back to an equal Rule; "" for the zero Rule.
func (r Rule) String() string { return r.text }

// MarshalText gives the text of String.
func (r Rule) MarshalText() ([]byte, error) { return []byte(r.text), nil }

// UnmarshalText reads what ParseRule reads, and "" as the zero Rule.
func (r *Rule) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*r = Rule{}
		return nil
	}
	v, err := ParseRule(string(text))
	if err != nil {
		return err
	}
	*r = v
	return nil
}

// timed reports whether the rule gives local times rather than days.
func (r Rule) timed() bool {
	return r.spec != nil && (r.spec.cron != nil || r.spec.recur != nil && r.spec.recur.timed())
}

// zone is the zone that the rule itself names: the TZID of a DTSTART, or CRON_TZ.
func (r Rule) zone() string {
	switch {
	case r.spec == nil:
	case r.spec.recur != nil:
		return r.spec.recur.zone
	case r.spec.cron != nil:
		return r.spec.cron.zone
	}
	return ""
}

// skippingGaps is the rule without the times that the clock skips, which COUNT passes by.
func (r Rule) skippingGaps() Rule {
	if r.spec == nil || r.spec.recur == nil {
		return r
	}
	recur := *r.spec.recur
	recur.skipGaps = true
	return Rule{r.text, &rule{recur: &recur}}
}

// maxInstances bounds what one rule may give in one evaluation.
const maxInstances = 200_000

// scene is what a rule needs to know beside itself.
type scene struct {
	anchor  int64            // day number a rule without a beginning of its own counts from
	working func(int64) bool // whether a day (by number) is a working day
	zone    *zoneMap         // gives meaning to an UNTIL in UTC
	ignore  func(int64) bool // floating seconds that neither fire nor count; nil: none
}

// instances lists, sorted and without duplicates, the floating seconds at which
// the rule gives a day (its midnight) or a time, from ≤ x < to.
func (r Rule) instances(from, to int64, in scene) ([]int64, *Error) {
	if to <= from {
		return nil, nil
	}
	switch {
	case r.spec == nil:
		return (&wordRule{kind: weekdayWords, days: everyDay, interval: 1}).instances(from, to, in), nil
	case r.spec.words != nil:
		return r.spec.words.instances(from, to, in), nil
	case r.spec.cron != nil:
		return r.spec.cron.instances(from, to)
	}
	return r.spec.recur.instances(from, to, in)
}

func tooMany(text string) *Error {
	return hinted("too-many", text, "a rule that fires at most 200,000 times in the span", "shorten the span or fire less often")
}

func tooRare(text string) *Error {
	return hinted("too-many", text, "a rule whose times are found by looking at fewer than 2,000,000", "shorten the span or let DTSTART be nearer to it")
}

// floorDiv is a/b rounded down; b is positive.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
