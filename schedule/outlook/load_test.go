package outlook_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/outlook"
)

// minutes is a plan counted minute by minute: where everything is, and where it would be with everything for itself.
type minutes struct {
	p     *schedule.Problem
	plan  *schedule.Plan
	until int // of the scan, after the start
	index map[string]int
	rows  map[int]schedule.Assignment
	early map[int][2]int
}

func (n *minutes) at(k int) time.Time { return n.p.Start.Add(time.Duration(k) * time.Minute) }

func (n *minutes) of(t time.Time) int { return int(t.Sub(n.p.Start) / time.Minute) }

func minutesOf(p *schedule.Problem, plan *schedule.Plan) *minutes {
	n := &minutes{p: p, plan: plan, index: map[string]int{}, rows: map[int]schedule.Assignment{}, early: map[int][2]int{}}
	n.until = n.of(p.Horizon)
	for i := range p.Activities {
		n.index[p.Activities[i].Name] = i
	}
	for _, row := range plan.Activities {
		n.rows[n.index[row.Activity]] = row
	}
	n.race()
	return n
}

func (n *minutes) mode(i int) *schedule.Mode {
	if row, ok := n.rows[i]; ok {
		return &n.p.Activities[i].Modes[row.Mode]
	}
	return &n.p.Activities[i].Modes[0]
}

// race lets everybody start as early as links and calendars let them: each tries every minute.
func (n *minutes) race() {
	never := map[int]bool{}
	for i := range n.p.Activities {
		if row, ok := n.rows[i]; ok && row.Fact {
			n.early[i] = [2]int{n.of(row.Start), n.of(row.End)}
		} else {
			n.early[i] = [2]int{-1, -1}
		}
	}
	for moved := true; moved; {
		moved = false
		for i := range n.p.Activities {
			if row, ok := n.rows[i]; ok && row.Fact || never[i] {
				continue
			}
			was := n.early[i]
			found := false
			for k := 0; k < n.until && !found; k++ {
				if end, ok := n.runs(i, k); ok && n.after(i, k, end, never) {
					n.early[i], found = [2]int{k, end}, true
				}
			}
			if k := n.until; !found { // what has no length may start with the horizon
				if end, ok := n.runs(i, k); ok && n.after(i, k, end, never) {
					n.early[i], found = [2]int{k, end}, true
				}
			}
			if !found {
				never[i] = true
				delete(n.early, i)
			}
			if n.early[i] != was {
				moved = true
			}
			if never[i] {
				delete(n.early, i)
			}
		}
	}
}

// runs is when activity i ends that starts at a minute, if it may.
func (n *minutes) runs(i, start int) (end int, ok bool) {
	a, m := &n.p.Activities[i], n.mode(i)
	t := n.at(start)
	if t.Before(a.Earliest) || !a.Pin.Start.IsZero() && t.Before(a.Pin.Start) {
		return 0, false
	}
	d := int(m.Duration / time.Minute)
	end = start + d
	switch {
	case a.Time == schedule.Elapsed || m.Calendar == nil || a.Time == schedule.Working && d == 0:
	case a.Time == schedule.Working:
		if !m.Calendar.Open(t) {
			return 0, false
		}
		for end = start; d > 0; end++ {
			if end > n.until {
				return 0, false
			}
			if m.Calendar.Open(n.at(end)) {
				d--
			}
		}
	default:
		fits := false
		for _, piece := range m.Calendar.Pieces() {
			if a.Time == schedule.Decision {
				fits = fits || piece.Start.Equal(t) && piece.Occurrence.Opens.Equal(t)
			} else {
				fits = fits || piece.Contains(t) && !n.at(end).Add(m.Rollback).After(piece.End)
			}
		}
		if !fits {
			return 0, false
		}
	}
	return end, end <= n.until
}

// after reports whether activity i keeps its minimum lags.
func (n *minutes) after(i, start, end int, never map[int]bool) bool {
	for _, l := range n.p.Links {
		from := n.index[l.From]
		if n.index[l.To] != i || l.Kind > schedule.StartToFinish || never[from] {
			continue
		}
		k, mine := n.early[from][1], start
		if l.Kind == schedule.StartToStart || l.Kind == schedule.StartToFinish {
			k = n.early[from][0]
		}
		if l.Kind == schedule.FinishToFinish || l.Kind == schedule.StartToFinish {
			mine = end
		}
		if n.early[from] == [2]int{-1, -1} {
			continue // not known yet
		}
		lag := int(l.Lag / time.Minute)
		for ; lag > 0; k++ {
			if k > n.until+1440 {
				return false
			}
			if l.Calendar == nil || l.Calendar.Open(n.at(k)) {
				lag--
			}
		}
		for ; lag < 0 && k > -2000; k-- {
			if l.Calendar == nil || l.Calendar.Open(n.at(k-1)) {
				lag++
			}
		}
		if mine < k && k > -2000 {
			return false
		}
	}
	return true
}

// counts is what one minute adds to a bucket.
func (n *minutes) count(b *outlook.Bucket, k int, capacity int64, units func(*schedule.Mode) int64, env *schedule.Environment) {
	t := n.at(k)
	if !n.open(t, units) {
		return
	}
	var used, booked int64
	out := false
	for i, row := range n.rows {
		if !row.Start.After(t) && row.End.After(t) {
			used += units(&n.p.Activities[i].Modes[row.Mode])
		}
	}
	for i, e := range n.early {
		if e[0] <= k && k < e[1] {
			b.Demand += units(n.mode(i))
		}
	}
	if env != nil {
		for _, g := range env.Bookings {
			switch {
			case !g.Contains(t):
			case g.Outage:
				out = true
			case g.Soft:
			case g.Units == 0:
				booked += capacity
			default:
				booked += int64(g.Units)
			}
		}
		for _, c := range n.plan.Changeovers {
			if c.Environment == env.Name && c.Contains(t) {
				b.Changeover += capacity
			}
		}
	}
	b.Capacity += capacity
	if out {
		b.Outage += capacity
	} else {
		b.Booked += min(booked, capacity)
	}
	b.Used += used
	b.Most = max(b.Most, used)
}

func (n *minutes) open(t time.Time, units func(*schedule.Mode) int64) bool {
	some := false
	for i := range n.p.Activities {
		a := &n.p.Activities[i]
		for m := range a.Modes {
			if units(&a.Modes[m]) == 0 || a.Time == schedule.Elapsed || a.Time == schedule.Decision {
				continue
			}
			some = true
			if cal := a.Modes[m].Calendar; cal == nil || cal.Open(t) {
				return true
			}
		}
	}
	return !some
}

func TestLoadAgainstEveryMinute(t *testing.T) {
	var all outlook.Bucket
	crunches, starts, asked := 0, 0, 0
	periods := []outlook.Period{outlook.Day, outlook.Week, outlook.Month, ""}
	for seed := range uint64(100) {
		p, plan, _ := drawn(t, seed)
		o := outlook.LoadOptions{By: periods[seed%4]}
		if seed/4%2 == 0 {
			o.From, o.To = p.Start.Add(3*time.Hour), p.Horizon.Add(-time.Hour)
		}
		loads, err := outlook.LoadOf(p, plan, o)
		require.NoError(t, err)
		n := minutesOf(p, plan)
		row := 0
		check := func(kind, name string, capacity func(time.Time) int64, units func(*schedule.Mode) int64, env *schedule.Environment) {
			l := loads.Rows[row]
			row++
			require.Equal(t, []string{kind, name}, []string{l.Kind, l.Name})
			total := outlook.Bucket{From: l.Buckets[0].From, To: l.Buckets[len(l.Buckets)-1].To}
			for i, b := range l.Buckets {
				if i > 0 {
					require.Equal(t, l.Buckets[i-1].To, b.From)
					h, m, s := b.From.Clock()
					require.Zero(t, h+m+s, "a bucket begins with a day")
				}
				want := outlook.Bucket{From: b.From, To: b.To}
				for k := n.of(b.From); k < n.of(b.To); k++ {
					n.count(&want, k, capacity(n.at(k)), units, env)
				}
				require.Equal(t, want, b, "seed %d: %s", seed, name)
				total.Capacity += b.Capacity
				total.Used += b.Used
				total.Demand += b.Demand
				if b.Demand > b.Available() {
					crunches++
					require.Contains(t, l.Crunches, i)
				}
			}
			require.Equal(t, [3]int64{total.Capacity, total.Used, total.Demand}, [3]int64{l.Total.Capacity, l.Total.Used, l.Total.Demand})
			all.Used, all.Booked, all.Outage, all.Changeover = all.Used+l.Total.Used, all.Booked+l.Total.Booked, all.Outage+l.Total.Outage, all.Changeover+l.Total.Changeover
		}
		for e := range p.Environments {
			env := &p.Environments[e]
			check("environment", env.Name, func(time.Time) int64 { return int64(max(1, env.Capacity)) }, func(m *schedule.Mode) int64 {
				if m.Environment != env.Name {
					return 0
				}
				return int64(max(1, m.Units))
			}, env)
		}
		qa := &p.Resources[0]
		check("resource", "qa", func(t time.Time) int64 {
			for _, s := range qa.Steps {
				if s.Contains(t) {
					return int64(s.Capacity)
				}
			}
			return int64(qa.Capacity)
		}, func(m *schedule.Mode) (sum int64) {
			for _, d := range m.Demands {
				if d.Resource == "qa" {
					sum += int64(d.Amount)
				}
			}
			return sum
		}, nil)
		require.Len(t, loads.Rows, row)
		// The window: what starts in each occurrence, found by trying its piece of time.
		bounds := loads.Rows[0].Total
		for _, occurrence := range loads.Windows[0].Occurrences {
			var want outlook.OccurrenceLoad
			want.Opens = occurrence.Opens
			require.False(t, occurrence.Opens.Before(bounds.From) || !occurrence.Opens.Before(bounds.To))
			inside := func(m *schedule.Mode, at time.Time) bool {
				for _, piece := range m.Calendar.Pieces() {
					if piece.Contains(at) && piece.Occurrence.Opens.Equal(occurrence.Opens) {
						return true
					}
				}
				return false
			}
			for i := range p.Activities {
				a := &p.Activities[i]
				if a.Window != "prod" {
					continue
				}
				row, planned := n.rows[i]
				if planned && (inside(n.mode(i), row.Start)) {
					want.Starts, want.Risk = want.Starts+1, want.Risk+a.Risk
				}
				if e, ok := n.early[i]; ok && inside(n.mode(i), n.at(e[0])) {
					want.Demand, want.DemandRisk = want.Demand+1, want.DemandRisk+a.Risk
				}
			}
			require.Equal(t, want, occurrence, "seed %d", seed)
			starts, asked = starts+want.Starts, asked+want.Demand
		}
		for k, name := range loads.Bottlenecks {
			most, fullest := 0.0, ""
			for _, l := range loads.Rows {
				if s := l.Buckets[k].Share(); s > most {
					most, fullest = s, l.Name
				}
			}
			require.Equal(t, fullest, name)
		}
		require.NotEmpty(t, loads.String())
	}
	for _, seen := range []int64{all.Used, all.Booked, all.Outage, all.Changeover, int64(crunches), int64(starts), int64(asked)} {
		require.Positive(t, seen)
	}
}

func TestLoadRefuses(t *testing.T) {
	p, plan, _ := drawn(t, 1)
	for _, tt := range []struct {
		reason string
		o      outlook.LoadOptions
		path   string
	}{
		{"a period that is none", outlook.LoadOptions{By: "year"}, "by"},
		{"an end before the start", outlook.LoadOptions{From: p.Horizon, To: p.Start}, "to"},
		{"a thousand years", outlook.LoadOptions{To: p.Start.AddDate(1000, 0, 0)}, "to"},
	} {
		_, err := outlook.LoadOf(p, plan, tt.o)
		require.ErrorContains(t, err, tt.path+": "+outlook.CodeRequest, tt.reason)
	}
	_, err := outlook.LoadOf(p, nil, outlook.LoadOptions{})
	require.ErrorContains(t, err, outlook.CodeNoPlan)
	wrong := *plan
	wrong.Activities = append([]schedule.Assignment{{Activity: "nobody"}}, plan.Activities...)
	_, err = outlook.LoadOf(p, &wrong, outlook.LoadOptions{})
	require.ErrorContains(t, err, outlook.CodeUnknownActivity)
	_, err = outlook.LoadOf(p, &schedule.Plan{Status: schedule.Unknown}, outlook.LoadOptions{})
	require.ErrorContains(t, err, outlook.CodeNoPlan)
}
