package release

import (
	"errors"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/berthplan/berth/calendar"
)

func (c *checker) windows() {
	for i, w := range c.p.Windows {
		at := entry("windows", w.Name, i)
		c.reserved(at, w.Name, noneWord)
		c.zone(at+".timezone", w.Zone)
		c.count(at+".capacity", w.Capacity, "a capacity")
		c.number(at+".riskBudget", w.RiskBudget, 0, math.MaxFloat64, "a budget that is not negative")
		c.length(at+".lasts", w.Lasts, false)
		c.spanIn(w.Zone, at+".to", w.From, w.To, "from")
		w.Zone = c.zoneOrNone(w.Zone)
		c.compiled(calendar.Spec{Windows: []calendar.Window{w.Window}}, "windows[0]", at)
	}
}

func (c *checker) blackouts() {
	seen := map[string]bool{}
	for i, b := range c.p.Blackouts {
		at := item("blackouts", i)
		c.listed(at, b.Name, seen)
		c.zone(at+".timezone", b.Zone)
		if b.Every.IsZero() && len(b.Hours) == 0 {
			c.required(at+".from", !b.From.IsZero(), "from and to, or every")
			c.required(at+".to", !b.To.IsZero(), "from and to, or every")
		}
		c.spanIn(b.Zone, at+".to", b.From, b.To, "from")
		c.level(at, b.Level, b.Cost)
		if b.Stops > calendar.StopDeploy|calendar.StopWork|calendar.StopChangeover {
			c.add("unknown-word", at+".stops", strconv.Itoa(int(b.Stops)), "deploy, work or changeover", "")
		}
		c.patterns(at+".scope.systems", b.Scope.Systems, c.systemNames.list, "a system")
		c.patterns(at+".scope.kinds", b.Scope.Kinds, nil, "")
		c.patterns(at+".scope.environments", b.Scope.Environments, c.environmentNames.list, "an environment")
		c.patterns(at+".scope.sites", b.Scope.Sites, c.siteNames.list, "a site")
		for j, e := range b.Exceptions {
			c.exception(item(at+".exceptions", j), e, b.Zone)
		}
		b.Zone = c.zoneOrNone(b.Zone)
		c.compiled(calendar.Spec{Blackouts: []calendar.Blackout{b}}, "blackouts[0]", at)
	}
}

func (c *checker) exception(at string, e calendar.Exception, zone string) {
	c.required(at+".packages", len(e.Packages) > 0, "the packages it is for")
	c.patterns(at+".packages", e.Packages, c.packageNames.list, "a package")
	c.required(at+".until", !e.Until.IsZero(), "a day or a time: an exception ends")
	c.required(at+".approvedBy", e.ApprovedBy != "", "who approved it")
	c.required(at+".reason", e.Reason != "", "why it was approved")
	c.spanIn(zone, at+".until", e.From, e.Until, "from")
}

// patterns checks that each pattern can be read and that each plain name, where there is a list, is in it.
func (c *checker) patterns(at string, patterns, list []string, what string) {
	for i, pattern := range patterns {
		if _, err := path.Match(pattern, ""); err != nil {
			c.add("bad-pattern", item(at, i), quote(pattern), "a name, or a pattern such as hotfix-*", "")
			continue
		}
		// A pattern may be for what is to come, such as a hotfix nobody has named yet; a name must be known.
		if what == "" || strings.ContainsAny(pattern, `*?[\`) || slices.Contains(list, pattern) {
			continue
		}
		c.add("matches-nothing", item(at, i), quote(pattern), what+", or a pattern for what is to come", didYouMean(pattern, list))
	}
}

// calendarCode is the code here for one of package calendar; "" for what the other checks cover.
func calendarCode(code, path string) string {
	switch code {
	case "bad-hours":
		return code
	case "bad-days":
		return "unknown-word"
	case "bad-date":
		return "out-of-range"
	case "bad-length":
		if strings.HasSuffix(path, ".lasts") {
			return "out-of-range"
		}
	case "no-length":
		return "missing-field"
	case "hours-and-times", "length-without-times", "dates-and-times", "two-zones":
		return "conflicting-fields"
	}
	return ""
}

// compiled reports what the calendar itself finds wrong with a rule. Its paths
// begin with prefix, which stands for path here.
func (c *checker) compiled(cal calendar.Spec, prefix, path string) {
	_, err := cal.Compile(calendar.Interval{}, calendar.Subject{}, 0)
	var found calendar.Errors
	errors.As(err, &found)
	for _, e := range found {
		code := calendarCode(e.Code, e.Path)
		if code == "" {
			continue
		}
		at := strings.TrimPrefix(strings.TrimPrefix(e.Path, prefix), "weekly")
		at = strings.TrimSuffix(strings.TrimPrefix(at, "."), ".date")
		if at == "zone" {
			at = "timezone"
		}
		c.add(code, path+"."+at, quote(e.Found), e.Expected, e.Hint)
	}
}
