package review

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/berthplan/berth/calendar"
)

// checkWindows judges each window; true: one of them was told never to open.
func (l *linter) checkWindows() bool {
	closed := l.closedForAll()
	told := false
	all := make([]happening, len(l.spec.Windows))
	twins := twinsOf(len(all), func(i int) string { return windowText(l.spec.Windows[i]) })
	for i, w := range l.spec.Windows {
		path := fmt.Sprintf("windows[%d]", i)
		zone := l.zone(windowZone(w))
		l.prose(path+".name", w.Name)
		l.checkCron(path+".every", w.Every)
		l.checkHours(path+".hours", w.Hours)
		l.checkEnds(path, w.From, w.To, "to", w.Name, zone)
		all[i] = l.opens(w, path, l.span)
		told = told || all[i].bad
		switch h := all[i]; {
		case h.bad:
		case twins[i] >= 0:
			l.add("duplicate", path, quote(w.Name)+", which is as "+quote(l.spec.Windows[twins[i]].Name), "each window once", "")
			all[i].bad = true // told; it hides no other
		case l.span.Empty():
		case len(h.set) == 0:
			wide := l.opens(w, path, l.wide())
			if !wide.bad {
				l.absent("window", w.Name, path, w.Every.String(), wide.set, zone)
			}
			told = true
		default:
			l.checkOverlap(w, h)
			l.checkClock(w, path, zone)
			if names := covering(h.set, closed); names != "" {
				l.add("shadowed", path, "window "+quote(w.Name)+", which "+names+" closes whenever it opens", "an occurrence that no blackout covers", "")
				told = true
			}
		}
	}
	l.checkHidden(all)
	return told
}

// windowZone is the zone of a window's own times, "" for the calendar's.
func windowZone(w calendar.Window) string {
	if m := ruleZone.FindStringSubmatch(w.Every.String()); w.Zone == "" && m != nil {
		return m[1]
	}
	return w.Zone
}

var ruleZone = regexp.MustCompile(`TZID=([^:;]+)[:;]`)

// windowText is all of a window but its name.
func windowText(w calendar.Window) string {
	w.Name = ""
	text, _ := json.Marshal(w) // plain data can be written
	return string(text)
}

// twinsOf says for each of n things which earlier one has the same text; -1: none.
func twinsOf(n int, text func(int) string) []int {
	first, out := map[string]int{}, make([]int, n)
	for i := range out {
		t := text(i)
		if j, ok := first[t]; ok {
			out[i] = j
		} else {
			first[t], out[i] = i, -1
		}
	}
	return out
}

// checkOverlap finds occurrences of one window that open before the one before them has closed.
func (l *linter) checkOverlap(w calendar.Window, h happening) {
	count, at := 0, 0
	for i := 1; i < len(h.occurrences); i++ {
		if h.occurrences[i].Opens.Before(h.occurrences[i-1].Closes) {
			if count == 0 {
				at = i
			}
			count++
		}
	}
	if count == 0 {
		return
	}
	zone := l.zone(windowZone(w))
	a, b := h.occurrences[at-1], h.occurrences[at]
	l.add("self-overlap", h.path, fmt.Sprintf("window %s, which opens on %s and closes on %s, after it has opened again on %s", quote(w.Name), day(a.Opens, zone), day(a.Closes, zone), day(b.Opens, zone))+others(count),
		"an occurrence that closes before the next one opens", "let it last "+lengthText(b.Opens.Sub(a.Opens))+" or less, or open less often")
}

// checkHidden finds windows whose occurrences all lie inside those of other windows, which take them.
func (l *linter) checkHidden(all []happening) {
	cal := l.base
	index := map[string]int{}
	for i, h := range all {
		w := l.spec.Windows[i]
		if _, twice := index[w.Name]; !h.bad && len(h.set) > 0 && !twice {
			index[w.Name] = i
			cal.Windows = append(cal.Windows, w)
		}
	}
	if len(cal.Windows) < 2 {
		return
	}
	c, err := cal.Compile(l.span, calendar.Subject{}, 0)
	if err != nil {
		return
	}
	own := map[string]bool{}
	for _, p := range c.Pieces() {
		own[p.Occurrence.Window] = true
	}
	for _, w := range cal.Windows {
		if h := all[index[w.Name]]; !own[w.Name] {
			var names []string
			for _, other := range cal.Windows {
				if own[other.Name] && len(all[index[other.Name]].set.Intersect(h.set)) > 0 {
					names = append(names, quote(other.Name))
				}
			}
			l.add("shadowed", h.path, "window "+quote(w.Name)+", which only opens while "+strings.Join(names, ", ")+" is open", "an occurrence of its own", "time belongs to the occurrence that opened first")
		}
	}
}

// coverer is a blackout that closes for everybody.
type coverer struct {
	name string
	set  calendar.Set
}

// closedForAll are the hard blackouts without scope and exceptions that stop what is asked for.
func (l *linter) closedForAll() []coverer {
	doing := cmp.Or(l.options.Doing, calendar.StopDeploy)
	var out []coverer
	for i, b := range l.spec.Blackouts {
		if b.Level == calendar.Hard && cmp.Or(b.Stops, calendar.StopDeploy)&doing != 0 && isAll(b.Scope) && len(b.Exceptions) == 0 {
			if h := l.holding(i); !h.bad && len(h.set) > 0 {
				out = append(out, coverer{b.Name, h.set})
			}
		}
	}
	return out
}

func isAll(s calendar.Scope) bool {
	return len(s.Systems)+len(s.Kinds)+len(s.Environments)+len(s.Sites) == 0
}

// covering names the blackouts that together leave nothing of set; "": something is left.
func covering(set calendar.Set, by []coverer) string {
	var names []string
	for _, c := range by {
		left := set.Subtract(c.set)
		if left.Duration() < set.Duration() {
			names = append(names, quote(c.name))
		}
		if set = left; len(set) == 0 {
			return "blackout " + strings.Join(names, " or ")
		}
	}
	return ""
}
