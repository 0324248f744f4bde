package schedule

import (
	"math"
	"slices"
	"time"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
)

// environments adds every environment, used or not: a what-if may move work to it.
func (b *builder) environments() {
	for i := range b.p.Environments {
		e := &b.p.Environments[i]
		made := Environment{
			Name:           e.Name,
			Capacity:       e.Capacity,
			Configurations: slices.Clone(e.Configurations),
			Changeover:     b.changeovers(e),
		}
		if len(e.Configurations) > 1 {
			made.Calendar = b.calendars.reconfiguring(e)
		}
		for _, k := range e.Bookings {
			when := b.interval(k.From, k.To)
			if when.Empty() {
				continue // over before anything this plan knows of
			}
			made.Bookings = append(made.Bookings, Booking{
				Interval:      when,
				Name:          k.By,
				Units:         k.Units,
				Configuration: k.Configuration,
				Soft:          k.Level == calendar.Soft,
				PerHour:       k.Cost.Elapsed(),
			})
		}
		for _, o := range e.Outages {
			if when := b.interval(o.From, o.To); !when.Empty() {
				made.Bookings = append(made.Bookings, Booking{Interval: when, Name: o.Name, Outage: true})
			}
		}
		b.problem.Environments = append(b.problem.Environments, made)
	}
}

// changeovers is the matrix of an environment: the default, with the pairs over it, and nothing on the diagonal.
func (b *builder) changeovers(e *release.Environment) [][]time.Duration {
	n := len(e.Configurations)
	if n == 0 {
		return nil
	}
	length := func(l calendar.Length) time.Duration {
		if e.Changeover.Working {
			return l.Working(b.calendars.day("", e.Name))
		}
		return l.Elapsed()
	}
	matrix := make([][]time.Duration, n)
	for i := range matrix {
		matrix[i] = make([]time.Duration, n)
		for j := range matrix[i] {
			if i != j {
				matrix[i][j] = length(e.Changeover.Default)
			}
		}
	}
	for _, pair := range e.Changeover.Pairs {
		i, j := slices.Index(e.Configurations, pair.From), slices.Index(e.Configurations, pair.To)
		if i >= 0 && j >= 0 && i != j {
			matrix[i][j] = length(pair.Length)
		}
	}
	return matrix
}

// interval is from a start to an end, a bare day as an end being that whole day; what is not given is open.
func (b *builder) interval(from, to calendar.Moment) calendar.Interval {
	i := b.calendars.span
	if !from.IsZero() {
		i.Start = from.Begin(b.zone)
	}
	if !to.IsZero() {
		i.End = to.Finish(b.zone)
	}
	return i
}

// windows adds the windows and the systems.
func (b *builder) windows() {
	for i := range b.p.Windows {
		w := &b.p.Windows[i]
		b.problem.Windows = append(b.problem.Windows, Window{
			Name:       w.Name,
			Capacity:   w.Capacity,
			RiskBudget: thousandths(w.RiskBudget),
		})
	}
	for i := range b.p.Systems {
		s := &b.p.Systems[i]
		b.problem.Systems = append(b.problem.Systems, System{
			Name:             s.Name,
			OneAtATime:       s.Changes == release.OneAtATime,
			OnePerOccurrence: s.Changes == release.OnePerOccurrence,
		})
	}
}

// thousandths of a budget; one too small to have any is not the same as none.
func thousandths(budget float64) int64 {
	if budget <= 0 {
		return 0
	}
	return max(1, int64(math.Round(1000*budget)))
}
