package outlook

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// Saving is what one plan spends less than another on being deployed. Negative: it spends more.
type Saving struct {
	Occurrences int           `json:"occurrences"` // of windows in which something starts
	Meetings    int           `json:"meetings"`    // at which something is decided
	Changeovers int           `json:"changeovers"`
	Outages     int           `json:"outages"` // times that a system is taken down: once for what overlaps or follows without a pause
	Changeover  time.Duration `json:"-"`       // spent in changeovers; changeoverMinutes in JSON, as are the durations below
	Outage      time.Duration `json:"-"`       // that systems are down, while something of theirs is deployed in a window
	Preparation time.Duration `json:"-"`       // Occurrences and Meetings times what each takes: see BundleOptions
}

// Total is the time saved in all.
func (s Saving) Total() time.Duration { return s.Changeover + s.Outage + s.Preparation }

func (s Saving) less(o Saving) Saving {
	return Saving{s.Occurrences - o.Occurrences, s.Meetings - o.Meetings, s.Changeovers - o.Changeovers, s.Outages - o.Outages,
		s.Changeover - o.Changeover, s.Outage - o.Outage, s.Preparation - o.Preparation}
}

// compare ranks savings: time, then occurrences, meetings, outages, changeovers. Positive: s saves more.
func (s Saving) compare(o Saving) int {
	return cmp.Or(cmp.Compare(s.Total(), o.Total()), s.Occurrences-o.Occurrences, s.Meetings-o.Meetings, s.Outages-o.Outages, s.Changeovers-o.Changeovers)
}

// String is such as "1 occurrence, 2 changeovers, 6h in all"; "nothing".
func (s Saving) String() string {
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{s.Occurrences, "occurrence"}, {s.Meetings, "meeting"}, {s.Outages, "outage"}, {s.Changeovers, "changeover"}} {
		if p.n != 0 {
			parts = append(parts, several(p.n, p.what))
		}
	}
	if s.Total() != 0 {
		parts = append(parts, lasting(s.Total())+" in all")
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, ", ")
}

// MarshalJSON gives the fields by their JSON names, durations in whole minutes.
func (s Saving) MarshalJSON() ([]byte, error) {
	type plain Saving
	return json.Marshal(struct {
		plain
		Changeover  int64 `json:"changeoverMinutes"`
		Outage      int64 `json:"outageMinutes"`
		Preparation int64 `json:"preparationMinutes"`
		Total       int64 `json:"totalMinutes"`
	}{plain(s), minutes(s.Changeover), minutes(s.Outage), minutes(s.Preparation), minutes(s.Total())})
}

// spent is what a plan spends.
func (o BundleOptions) spent(p *schedule.Problem, plan *schedule.Plan) Saving {
	var s Saving
	of := activities(p)
	type session struct {
		name string
		at   int64
	}
	windows, meetings := map[session]bool{}, map[session]bool{}
	down := map[string][]calendar.Interval{}
	var systems []string
	for _, a := range plan.Activities {
		act := of[a.Activity]
		switch {
		case act == nil || act.Fact != nil:
		case act.Time == schedule.Decision:
			meetings[session{a.Window, a.Opens.Unix()}] = true
		case act.Time == schedule.Contiguous && act.Window != "":
			windows[session{a.Window, a.Opens.Unix()}] = true
			if act.System != "" && a.End.After(a.Start) {
				if down[act.System] == nil {
					systems = append(systems, act.System)
				}
				down[act.System] = append(down[act.System], calendar.Interval{Start: a.Start, End: a.End})
			}
		}
	}
	s.Occurrences, s.Meetings = len(windows), len(meetings)
	for _, c := range plan.Changeovers {
		s.Changeovers++
		s.Changeover += c.Duration()
	}
	for _, name := range systems {
		list := down[name]
		slices.SortFunc(list, func(a, b calendar.Interval) int { return cmp.Or(a.Start.Compare(b.Start), a.End.Compare(b.End)) })
		var until time.Time
		for i, d := range list {
			if i == 0 || d.Start.After(until) {
				s.Outages++
				until = d.Start
			}
			if d.End.After(until) {
				s.Outage += d.End.Sub(until)
				until = d.End
			}
		}
	}
	s.Preparation = time.Duration(s.Occurrences)*o.Preparation + time.Duration(s.Meetings)*o.Meeting
	return s
}
