package outlook_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/outlook"
)

var start = time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)

// job is a package of one activity on the one environment there is.
type job struct {
	hours, earliest, deadline, priority int
	after                               int // another job; -1: none
	optional                            bool
}

// backlog is the problem of jobs that run one at a time.
func backlog(jobs []job) *schedule.Problem {
	p := &schedule.Problem{Name: "drawn", Start: start, Horizon: start.Add(200 * time.Hour), Environments: []schedule.Environment{{Name: "lab"}}}
	for i, j := range jobs {
		name := fmt.Sprintf("p%d", i)
		k := schedule.Package{Name: name, Priority: j.priority, Optional: j.optional}
		if j.deadline > 0 {
			k.Deadline = start.Add(time.Duration(j.deadline) * time.Hour)
		}
		p.Packages = append(p.Packages, k)
		p.Activities = append(p.Activities, schedule.Activity{
			Name: name + ".do", Package: name, Phase: "do", Earliest: start.Add(time.Duration(j.earliest) * time.Hour),
			Modes: []schedule.Mode{{Duration: time.Duration(j.hours) * time.Hour, Environment: "lab"}},
		})
		if j.after >= 0 {
			p.Links = append(p.Links, schedule.Link{Kind: schedule.FinishToStart, From: fmt.Sprintf("p%d.do", j.after), To: name + ".do", Name: fmt.Sprintf("after p%d.do", j.after)})
		}
	}
	return p
}

func drawJobs(rng *rand.Rand, n int) []job {
	jobs := make([]job, n)
	for i := range jobs {
		jobs[i] = job{hours: 1 + rng.IntN(5), earliest: rng.IntN(4), deadline: 4 + rng.IntN(10), priority: 1 + rng.IntN(9), after: -1, optional: true}
		if i > 0 && rng.IntN(3) == 0 {
			jobs[i].after = rng.IntN(i)
		}
	}
	return jobs
}

// orders calls f with every order of the jobs in a set that keeps what comes after what, until f says that it is enough.
func orders(jobs []job, set []bool, done []int, f func(order []int) bool) bool {
	if len(done) == count(set) {
		return f(done)
	}
	for i := range jobs {
		if set[i] && !slices.Contains(done, i) && (jobs[i].after < 0 || slices.Contains(done, jobs[i].after)) {
			if orders(jobs, set, append(slices.Clone(done), i), f) {
				return true
			}
		}
	}
	return false
}

func count(set []bool) (n int) {
	for _, in := range set {
		if in {
			n++
		}
	}
	return n
}

// ends is when each job of an order ends, in hours, each as early as can be on so many labs.
func ends(jobs []job, order []int, labs int) map[int]int {
	out, free := map[int]int{}, make([]int, labs)
	for _, i := range order {
		at := 0
		for l := range free {
			if free[l] < free[at] {
				at = l
			}
		}
		begin := max(free[at], jobs[i].earliest)
		if jobs[i].after >= 0 {
			begin = max(begin, out[jobs[i].after])
		}
		out[i] = begin + jobs[i].hours
		free[at] = out[i]
	}
	return out
}

// fit says whether a set of jobs can be done by its deadlines: in any order.
func fit(jobs []job, set []bool, labs int) bool {
	for i := range jobs {
		if set[i] && jobs[i].after >= 0 && !set[jobs[i].after] {
			return false
		}
	}
	return orders(jobs, set, nil, func(order []int) bool {
		for i, end := range ends(jobs, order, labs) {
			if end > jobs[i].deadline {
				return false
			}
		}
		return true
	})
}

// subsets calls f with every set of n things.
func subsets(n int, f func(set []bool)) {
	for bits := range 1 << n {
		set := make([]bool, n)
		for i := range set {
			set[i] = bits>>i&1 == 1
		}
		f(set)
	}
}

// The best choice is that of trying every subset in every order, and each way back is one by the same count.
func TestSelectAgreesWithEverySubset(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 7))
		jobs := drawJobs(rng, 3+rng.IntN(3))
		best := 1 << 30
		subsets(len(jobs), func(set []bool) {
			sum := 0
			for i, j := range jobs {
				if !set[i] {
					sum += j.priority
				}
			}
			if sum < best && fit(jobs, set, 1) {
				best = sum
			}
		})
		s, err := outlook.Select(context.Background(), backlog(jobs), outlook.Backlog{Search: schedule.Options{Work: 20_000, Seed: seed}})
		require.NoError(t, err, "seed %d", seed)
		require.True(t, s.Proved(), "seed %d", seed)
		require.Equal(t, int64(best), s.Value, "seed %d: %+v", seed, jobs)
		violations, _ := schedule.Verify(s.Problem, s.Plan)
		require.Empty(t, violations)
		chosen := make([]bool, len(jobs))
		for i, o := range s.Plan.Packages {
			chosen[i] = !o.LeftOut
		}
		require.True(t, fit(jobs, chosen, 1), "seed %d", seed)
		require.Len(t, s.Out, len(jobs)-count(chosen))
		for _, o := range s.Out {
			seen["out"]++
			require.NotEmpty(t, o.Reasons, "seed %d: %s", seed, o.Package)
			ever := false
			subsets(len(jobs), func(set []bool) {
				for i := range set {
					if set[i] && fmt.Sprintf("p%d", i) == o.Package {
						ever = ever || fit(jobs, set, 1)
					}
				}
			})
			require.Equal(t, !ever, o.Never, "seed %d: %s", seed, o.Package)
			seen[fmt.Sprint("never ", o.Never)]++
			for k, back := range o.Back {
				if k > 0 {
					require.LessOrEqual(t, o.Back[k-1].Cost, back.Cost)
				}
				with, set, labs := repaired(t, jobs, chosen, o.Package, back)
				if labs > 0 {
					seen[string(back.Repair.Changes[0].Rule.Kind)]++
					require.True(t, fit(with, set, labs), "seed %d: %s with %s", seed, o.Package, back.Text)
				}
			}
		}
	}
	t.Log(seen)
	for _, kind := range []schedule.RuleKind{schedule.RuleDeadline, schedule.RuleEnvironment, schedule.RulePresence} {
		require.Positive(t, seen[string(kind)], "%s is moved by some way back", kind)
	}
}

// repaired is jobs with the changes of a way back, the set that has to fit then, and on how many labs; none where the count above cannot judge it.
func repaired(t *testing.T, jobs []job, chosen []bool, name string, back outlook.Return) (with []job, set []bool, labs int) {
	t.Helper()
	with, set, labs = slices.Clone(jobs), slices.Clone(chosen), 1
	index := func(name string) (i int) {
		_, err := fmt.Sscanf(name, "p%d", &i)
		require.NoError(t, err)
		return i
	}
	for i := index(name); i >= 0 && !set[i]; i = jobs[i].after {
		set[i] = true
	}
	for _, name := range back.Displaces {
		set[index(name)] = false
	}
	for _, c := range back.Repair.Changes {
		switch {
		case c.Rule.Kind == schedule.RuleDeadline && c.Shift > 0:
			with[index(c.Rule.Name)].deadline += int(c.Shift / time.Hour)
		case c.Rule.Kind == schedule.RuleDeadline:
			with[index(c.Rule.Name)].deadline = 1000
		case c.Rule.Kind == schedule.RuleEarliest && c.Shift%time.Hour == 0 && c.Shift != 0:
			with[index(c.Rule.Name)].earliest += int(c.Shift / time.Hour)
		case c.Rule.Kind == schedule.RulePresence:
		case c.Rule.Kind == schedule.RuleEnvironment: // for some days or ever: none of this lasts longer than a day
			labs += c.Units
		default:
			return nil, nil, 0
		}
		if c.Shift%time.Hour != 0 {
			return nil, nil, 0
		}
	}
	return with, set, labs
}

// With trains, the sum of priorities left out comes first, and then priority times how long after the first train each goes.
func TestSelectPutsPackagesOnTheBestTrains(t *testing.T) {
	moved := 0
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 8))
		jobs := drawJobs(rng, 3+rng.IntN(2))
		for i := range jobs {
			jobs[i].deadline = 100
		}
		dates := []int{5 + rng.IntN(4), 11 + rng.IntN(3)}
		best := [2]int{1 << 30, 1 << 30}
		subsets(len(jobs), func(set []bool) {
			orders(jobs, set, nil, func(order []int) bool {
				end := ends(jobs, order, 1)
				value := [2]int{}
				for i, j := range jobs {
					switch at, in := end[i]; {
					case !in && set[i]:
						return false
					case !in:
						value[0] += j.priority
					case at > dates[1]:
						return false
					case at > dates[0]:
						value[1] += j.priority * (dates[1] - dates[0]) * 60
					}
					if set[i] && j.after >= 0 && !set[j.after] {
						return false
					}
				}
				if value[0] < best[0] || value[0] == best[0] && value[1] < best[1] {
					best = value
				}
				return false
			})
		})
		p := backlog(jobs)
		for i := range p.Packages {
			p.Packages[i].Deadline = time.Time{}
		}
		s, err := outlook.Select(context.Background(), p, outlook.Backlog{
			Trains: []outlook.Train{{Name: "second", By: start.Add(time.Duration(dates[1]) * time.Hour)}, {Name: "first", By: start.Add(time.Duration(dates[0]) * time.Hour)}},
			Search: schedule.Options{Work: 20_000, Diagnosis: -1},
		})
		require.NoError(t, err)
		require.Equal(t, []int64{int64(best[0]), int64(best[1])}, []int64{s.Plan.Objective[0].Value, s.Plan.Objective[1].Value}, "seed %d: %+v by %v", seed, jobs, dates)
		violations, _ := schedule.Verify(s.Problem, s.Plan)
		require.Empty(t, violations)
		require.Equal(t, []string{"first", "second"}, []string{s.Departures[0].Name, s.Departures[1].Name})
		for _, a := range s.Plan.Activities {
			if a.Phase == "train" {
				d := s.Departures[slices.IndexFunc(s.Departures, func(d outlook.Departure) bool { return d.Name == a.Window })]
				require.Contains(t, d.Packages, a.Package, "seed %d", seed)
				moved++
			}
		}
	}
	require.Greater(t, moved, 50)
}

func TestSelectWrongInput(t *testing.T) {
	p := backlog([]job{{hours: 1, after: -1, optional: true}})
	for _, tt := range []struct {
		reason string
		b      outlook.Backlog
		codes  []string
	}{
		{"a package that is not there", outlook.Backlog{Packages: []string{"p0", "p9"}}, []string{"unknown-name"}},
		{"all faults of trains at once", outlook.Backlog{Trains: []outlook.Train{{By: start.Add(time.Hour)}, {Name: "a", By: start}, {Name: "b", By: start.Add(time.Hour)}, {Name: "b", By: start.Add(2 * time.Hour)}}},
			[]string{"bad-date", "missing-name", "duplicate-name"}},
		{"a train past the horizon", outlook.Backlog{Trains: []outlook.Train{{Name: "late", By: start.Add(900 * time.Hour)}}}, []string{"bad-date"}},
	} {
		_, err := outlook.Select(context.Background(), p, tt.b)
		var faults release.Faults
		require.ErrorAs(t, err, &faults, tt.reason)
		var codes []string
		for _, f := range faults {
			codes = append(codes, f.Code)
		}
		require.Equal(t, tt.codes, codes, tt.reason)
	}
	_, err := outlook.Select(context.Background(), backlog([]job{{hours: 9, deadline: 5, after: -1}}), outlook.Backlog{})
	var conflict *schedule.Conflict
	require.ErrorAs(t, err, &conflict, "what must be in does not fit")
	require.NotEmpty(t, conflict.Relaxations)
}

// marshalled is v as JSON, and fails where it is none.
func marshalled(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	require.NoError(t, err)
	require.NotContains(t, string(data), ":null", "lists and times are there or absent")
	return string(data)
}

func TestSelectIsTheSameEveryTime(t *testing.T) {
	jobs := drawJobs(rand.New(rand.NewPCG(3, 9)), 6)
	var first []byte
	for range 3 {
		s, err := outlook.Select(context.Background(), backlog(jobs), outlook.Backlog{Search: schedule.Options{Work: 5_000}})
		require.NoError(t, err)
		got := []byte(marshalled(t, s) + s.String())
		if first == nil {
			first = got
		}
		require.True(t, bytes.Equal(first, got))
	}
}

func TestSelectEndsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s, err := outlook.Select(ctx, backlog(drawJobs(rand.New(rand.NewPCG(4, 9)), 6)), outlook.Backlog{})
	if err == nil {
		violations, _ := schedule.Verify(s.Problem, s.Plan)
		require.Empty(t, violations, "what was found by then")
	} else {
		require.ErrorAs(t, err, new(*schedule.Conflict))
	}
}
