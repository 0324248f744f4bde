package outlook

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
)

// Period is the length of a bucket of time. The zero value is Week.
type Period string

// The periods, in the plan's zone. A week begins on Monday.
const (
	Day   Period = "day"
	Week  Period = "week"
	Month Period = "month"
)

// LoadOptions say over what time loads are counted. The zero value counts weeks from the plan's start to the
// last end of anything planned or asked for.
type LoadOptions struct {
	By       Period
	From, To time.Time // half-open; zero: from the plan's start, to the last end
}

// Loads is how full everything is over time, and how full it would have to be if everybody went at once.
type Loads struct {
	Zone    string       `json:"zone"`
	By      Period       `json:"by"`
	Rows    []Load       `json:"rows"`    // environments in the problem's order, then renewable resources
	Windows []WindowLoad `json:"windows"` // in the problem's order
	Budgets []Load       `json:"budgets"` // resources that are used up: of them Total counts units, in all
	// Bottleneck names the row with the greatest share of use in all, "" where nothing is used; of equals the first.
	Bottleneck string `json:"bottleneck,omitempty"`
	// Bottlenecks names the same for each bucket.
	Bottlenecks []string `json:"bottlenecks"`
}

// Load is one environment or renewable resource over time.
type Load struct {
	Kind       string   `json:"kind"` // "environment", "resource" or "budget"
	Name       string   `json:"name"`
	Buckets    []Bucket `json:"buckets"`
	Total      Bucket   `json:"total"`
	Peak       int      `json:"peak"`       // index of the bucket with the greatest share, the first of equals; -1: never used
	DemandPeak int      `json:"demandPeak"` // likewise of Asked
	// Crunches are the buckets in which more is asked for than there is.
	Crunches []int `json:"crunches"`
}

// Bucket counts minutes times units in [From, To). Only minutes count in which something that needs the
// environment or resource can progress: those in which a calendar of working or contiguous activities that may use
// it is open. So nights and weekends do not make anything look free. Where there are no such calendars all minutes count.
type Bucket struct {
	From       time.Time `json:"from"`
	To         time.Time `json:"to"`
	Capacity   int64     `json:"capacity"`   // in all
	Outage     int64     `json:"outage"`     // of that, lost to outages
	Booked     int64     `json:"booked"`     // of the rest, taken by hard bookings
	Used       int64     `json:"used"`       // held by activities
	Changeover int64     `json:"changeover"` // lost to changeovers, which take all of the capacity
	Demand     int64     `json:"demand"`     // what activities would hold if each started as early as links and calendars allow
	Most       int64     `json:"most"`       // the most units that activities hold at once
}

// Available is what outages and hard bookings leave.
func (b Bucket) Available() int64 { return b.Capacity - b.Outage - b.Booked }

// Share is the part of what is available that is used or lost to changeovers; 0 where nothing is available.
func (b Bucket) Share() float64 { return ratio(b.Used+b.Changeover, b.Available()) }

// Asked is the part of what is available that is asked for; above 1 there is too little. It is 0 where nothing is available.
func (b Bucket) Asked() float64 { return ratio(b.Demand, b.Available()) }

// MarshalJSON adds available, share and asked, the last two to four places.
func (b Bucket) MarshalJSON() ([]byte, error) {
	type counts Bucket
	return json.Marshal(struct {
		counts
		Available int64   `json:"available"`
		Share     float64 `json:"share"`
		Asked     float64 `json:"asked"`
	}{counts(b), b.Available(), math.Round(1e4*b.Share()) / 1e4, math.Round(1e4*b.Asked()) / 1e4})
}

func ratio(part, whole int64) float64 {
	if whole <= 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// LoadOf counts the load of every environment, resource and window. Demand is what would be asked for if every
// activity, those left out too, ran in the plan's mode (else its first) as early as minimum lags,
// earliest starts and calendars allow, as if it had everything for itself. Maximum lags and links of
// occurrences do not count there. The error is that of Problem.Validate, or release.Faults.
func LoadOf(p *schedule.Problem, plan *schedule.Plan, o LoadOptions) (*Loads, error) {
	g, err := groundOf(p, plan)
	if err != nil {
		return nil, err
	}
	early := g.early()
	borders, err := g.buckets(o, early)
	if err != nil {
		return nil, err
	}
	loads := &Loads{Zone: p.Zone, By: cmp.Or(o.By, Week), Rows: []Load{}, Windows: []WindowLoad{}, Budgets: []Load{}}
	for e := range p.Environments {
		env := &p.Environments[e]
		c := g.counter(borders, []stage{{minMinute, int64(max(1, env.Capacity))}}, func(m *schedule.Mode) int64 {
			if m.Environment != env.Name {
				return 0
			}
			return int64(max(1, m.Units))
		}, early)
		c.environment(env)
		loads.Rows = append(loads.Rows, c.load("environment", env.Name))
	}
	for r := range p.Resources {
		res := &p.Resources[r]
		if res.Budget {
			loads.Budgets = append(loads.Budgets, g.budget(res))
			continue
		}
		c := g.counter(borders, supply(res), func(m *schedule.Mode) int64 { return amount(m, res.Name) }, early)
		loads.Rows = append(loads.Rows, c.load("resource", res.Name))
	}
	for w := range p.Windows {
		loads.Windows = append(loads.Windows, g.window(&p.Windows[w], borders, early))
	}
	loads.Bottleneck = loads.fullest(func(l *Load) Bucket { return l.Total })
	loads.Bottlenecks = make([]string, len(borders)-1)
	for k := range loads.Bottlenecks {
		loads.Bottlenecks[k] = loads.fullest(func(l *Load) Bucket { return l.Buckets[k] })
	}
	return loads, nil
}

// fullest names the row with the greatest share of a bucket, the first of equals; "" where nothing is used.
func (l *Loads) fullest(of func(*Load) Bucket) (name string) {
	most := 0.0
	for k := range l.Rows {
		if s := of(&l.Rows[k]).Share(); s > most {
			name, most = l.Rows[k].Name, s
		}
	}
	return name
}

// maxBuckets bounds an answer: fifty years of days.
const maxBuckets = 20_000

// buckets lists the borders of the buckets, in minutes.
func (g *ground) buckets(o LoadOptions, early []span) ([]int64, error) {
	from, to := g.start, g.start+1
	for i := range early {
		if pl := &g.places[i]; pl.row != nil {
			to = max(to, pl.end)
		}
		if early[i].ok {
			to = max(to, early[i].end)
		}
	}
	if !o.From.IsZero() {
		from = ceil(o.From)
	}
	if !o.To.IsZero() {
		to = floor(o.To)
	}
	if by := cmp.Or(o.By, Week); by != Day && by != Week && by != Month {
		return nil, release.Faults{{Code: CodeRequest, Path: "by", Found: string(by), Expected: "day, week or month"}}
	}
	if to <= from || to-from > 51*366*24*60 {
		return nil, release.Faults{{Code: CodeRequest, Path: "to", Found: g.phrases.at(g.time(to)), Expected: "a time after " + g.phrases.at(g.time(from)) + ", by 50 years at most"}}
	}
	borders := []int64{from}
	y, m, d := g.time(from).Date()
	if o.By == Week || o.By == "" {
		d -= (int(g.time(from).Weekday()) + 6) % 7
	}
	for k := 1; len(borders) < maxBuckets && borders[len(borders)-1] < to; k++ {
		var next time.Time
		switch o.By {
		case Day:
			next = time.Date(y, m, d+k, 0, 0, 0, 0, g.zone)
		case Month:
			next = time.Date(y, m+time.Month(k), 1, 0, 0, 0, 0, g.zone)
		default:
			next = time.Date(y, m, d+7*k, 0, 0, 0, 0, g.zone)
		}
		at := ceil(next)
		if !o.To.IsZero() {
			at = min(at, to)
		}
		if at > borders[len(borders)-1] {
			borders = append(borders, at)
		}
	}
	return borders, nil
}

func (g *ground) budget(r *schedule.Resource) Load {
	l := Load{Kind: "budget", Name: r.Name, Buckets: []Bucket{}, Crunches: []int{}, Peak: -1, DemandPeak: -1}
	l.Total = Bucket{From: g.time(g.start), To: g.time(g.horizon), Capacity: int64(r.Capacity)}
	for i := range g.places {
		n := amount(g.places[i].mode, r.Name)
		l.Total.Demand += n
		if g.places[i].row != nil {
			l.Total.Used += n
		}
	}
	return l
}

// name is how a bucket is called in a table.
func (l *Loads) name(b Bucket) string {
	switch l.By {
	case Month:
		return b.From.Format("Jan 2006")
	case Day:
		return b.From.Format("Mon 2 Jan 2006")
	}
	return fmt.Sprintf("from %s", b.From.Format("Mon 2 Jan 2006"))
}
