package outlook

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/replan"
)

// BundleOptions says what an occurrence costs and how far to look.
type BundleOptions struct {
	Search      schedule.Options // bounds each pair's search; without a limit: 20,000 units of work
	Preparation time.Duration    // what each occurrence of a window takes in which something starts, people's time in all
	Meeting     time.Duration    // the same of each meeting that decides something
	Within      time.Duration    // how far apart two occurrences are at most; zero: five weeks
	Most        int              // pairs that are tried, the nearest first; zero: 60
}

// Bundle is what it means that some deployments share an occurrence of their window.
type Bundle struct {
	Activities []string    `json:"activities"`
	Packages   []string    `json:"packages"`
	Window     string      `json:"window"`
	Before     []time.Time `json:"before"`            // the openings of their occurrences in the plan
	Opens      time.Time   `json:"opens,omitzero"`    // of the occurrence they share
	Refused    string      `json:"refused,omitempty"` // the rules in the way; the fields below are zero then
	Proved     bool        `json:"proved"`            // that it is refused, or that no plan with it is nearer to the one there is
	Saving     Saving      `json:"saving"`            // what the plan with it spends less
	Moved      int         `json:"moved"`             // activities that start at another time
	LeftOut    []string    `json:"leftOut,omitempty"` // packages that there is no room for any more

	Later      []replan.Delay    `json:"-"` // packages that are later past their dates
	Problem    *schedule.Problem `json:"-"` // with the links that hold them together
	Plan       *schedule.Plan    `json:"-"`
	Difference replan.Difference `json:"-"`
}

// Bundling is which deployments of a plan can share an occurrence, and what that saves.
type Bundling struct {
	Zone  string   `json:"zone,omitempty"`
	Spent Saving   `json:"spent"` // by the plan as it is
	Pairs []Bundle `json:"pairs"` // by what they save; then those that are refused
	// Together is all of these that go together and harm nobody, added one after the other while they save: the pairs they are made
	// of, and one plan that has them all. Nil where there are none.
	Together *Bundle `json:"together,omitempty"`
	Untried  int     `json:"untried"` // pairs beyond Most, or that there was no time for
}

// Bundles tries which pairs of a plan's deployments, of two packages, in the same window and not in the same occurrence,
// can share one: each pair is tied by a link of kind [schedule.SameOccurrence] and planned again, all else
// moving as little as can be. What the plan leaves out stays out. The error is release.Faults: those of the problem, or of a plan
// that is not of it.
func Bundles(ctx context.Context, p *schedule.Problem, plan *schedule.Plan, opt BundleOptions) (*Bundling, error) {
	if _, err := groundOf(p, plan); err != nil {
		return nil, err
	}
	opt.Search.Diagnosis, opt.Search.Progress = cmp.Or(opt.Search.Diagnosis, bundleDiagnosis), nil
	if opt.Search.Work <= 0 && opt.Search.Time <= 0 {
		opt.Search.Work = bundleWork
	}
	out := &Bundling{Zone: p.Zone, Spent: opt.spent(p, plan), Pairs: []Bundle{}}
	home := expecting(p, plan)
	pairs := opt.pairs(p, plan)
	out.Untried = max(0, len(pairs)-cmp.Or(opt.Most, 60))
	for i, b := range pairs[:len(pairs)-out.Untried] {
		if ctx.Err() != nil {
			out.Untried = len(pairs) - i
			break
		}
		if b.Refused = ruledOut(p, b.Activities); b.Refused != "" {
			b.Proved = true
		} else if err := b.try(ctx, home, plan, plan, opt); err != nil {
			return nil, err
		}
		out.Pairs = append(out.Pairs, b)
	}
	slices.SortStableFunc(out.Pairs, func(a, b Bundle) int {
		if (a.Refused == "") != (b.Refused == "") {
			return len(a.Refused) - len(b.Refused)
		}
		return cmp.Or(b.Saving.compare(a.Saving), a.Moved-b.Moved)
	})
	return out, out.join(ctx, home, plan, opt)
}

// The work for a pair, and for what stands in its way.
const (
	bundleWork      = 20_000
	bundleDiagnosis = 50_000
)

// expecting is what the plan holds of p, with everything wished for where it is.
func expecting(p *schedule.Problem, plan *schedule.Plan) *schedule.Problem {
	out := *p
	place := map[string]schedule.Assignment{}
	for _, a := range plan.Activities {
		place[a.Activity] = a
	}
	out.Activities = nil
	for _, a := range p.Activities {
		at, ok := place[a.Name]
		if a.Was = nil; ok && a.Fact == nil {
			a.Was = &schedule.Was{Start: at.Start, Environment: at.Environment}
		}
		if ok {
			out.Activities = append(out.Activities, a)
		}
	}
	out.Links = slices.DeleteFunc(slices.Clone(p.Links), func(l schedule.Link) bool {
		_, from := place[l.From]
		_, to := place[l.To]
		return !from || !to
	})
	one := func(t schedule.Term) schedule.Level { return schedule.Level{Terms: []schedule.Term{t}} }
	out.Objective = []schedule.Level{one(schedule.LeftOut), one(schedule.Disturbance), one(schedule.Tardiness), one(schedule.Penalties), one(schedule.Makespan), one(schedule.Starts)}
	return &out
}

// pairs lists the deployments that may be brought together, the nearest first.
func (o BundleOptions) pairs(p *schedule.Problem, plan *schedule.Plan) (all []Bundle) {
	within := cmp.Or(o.Within, 35*24*time.Hour)
	of := activities(p)
	for i, a := range plan.Activities {
		for _, b := range plan.Activities[i+1:] {
			x, y := of[a.Activity], of[b.Activity]
			if x == nil || y == nil || x.Time != schedule.Contiguous || y.Time != schedule.Contiguous || x.Fact != nil || y.Fact != nil ||
				x.Window == "" || x.Window != y.Window || a.Package == b.Package || a.Opens.Equal(b.Opens) || b.Opens.Sub(a.Opens).Abs() > within {
				continue
			}
			all = append(all, Bundle{
				Activities: []string{a.Activity, b.Activity}, Packages: []string{a.Package, b.Package}, Window: x.Window, Before: []time.Time{a.Opens, b.Opens},
			})
		}
	}
	slices.SortStableFunc(all, func(a, b Bundle) int {
		return cmp.Compare(a.Before[1].Sub(a.Before[0]).Abs(), b.Before[1].Sub(b.Before[0]).Abs())
	})
	return all
}

// ruledOut names a rule that alone keeps activities from sharing an occurrence; "" where none does.
func ruledOut(p *schedule.Problem, names []string) string {
	of := activities(p)
	x, y := of[names[0]], of[names[1]]
	for _, w := range p.Windows {
		switch {
		case w.Name != x.Window:
		case w.Capacity == 1:
			return w.Name + " takes 1 start at a time"
		case w.RiskBudget > 0 && x.Risk+y.Risk > w.RiskBudget:
			return fmt.Sprintf("%s has a risk budget of %s at a time, and the two take %s", w.Name, thousandths(w.RiskBudget), thousandths(x.Risk+y.Risk))
		}
	}
	for _, s := range p.Systems {
		if s.Name == x.System && s.Name == y.System && s.OnePerOccurrence {
			return s.Name + " takes one change in an occurrence of a window"
		}
	}
	for _, l := range p.Links {
		if l.Kind == schedule.OtherOccurrence && (l.From == names[0] && l.To == names[1] || l.From == names[1] && l.To == names[0]) {
			return "they are kept out of one occurrence: " + cmp.Or(l.Name, l.Kind.String())
		}
	}
	return ""
}

// try plans home with the bundle's activities tied, from a plan that is known.
func (b *Bundle) try(ctx context.Context, home *schedule.Problem, baseline, from *schedule.Plan, opt BundleOptions) error {
	p := *requiring(home, b.Packages...)
	p.Links = slices.Clone(home.Links)
	for i := 1; i < len(b.Activities); i += 2 {
		p.Links = append(p.Links, schedule.Link{Kind: schedule.SameOccurrence, From: b.Activities[i-1], To: b.Activities[i], Name: together})
	}
	opt.Search.From = from
	if near, err := schedule.Solve(ctx, settled(&p, from, followers(&p, b.Packages)), opt.first()); err == nil {
		opt.Search.From = near
	}
	plan, err := schedule.Solve(ctx, &p, opt.Search)
	var conflict *schedule.Conflict
	switch {
	case errors.As(err, &conflict):
		var why []string
		for _, text := range reasons(&p, conflict) {
			if len(why) < 3 && !strings.Contains(text, together) {
				why = append(why, text)
			}
		}
		b.Refused, b.Proved = cmp.Or(strings.Join(why, "; "), "no plan with it was found"), conflict.Proved
		return nil
	case err != nil:
		return err
	}
	b.Problem, b.Plan = &p, plan
	b.Difference = replan.Diff(baseline, plan)
	b.Moved = b.Difference.Count(replan.Moved) + b.Difference.Count(replan.Relocated)
	b.Saving = opt.spent(&p, baseline).less(opt.spent(&p, plan))
	if d, ok := level(&p, plan, schedule.Disturbance); ok {
		b.Proved = d.Value == d.Bound
	}
	for _, a := range plan.Activities {
		if a.Activity == b.Activities[0] {
			b.Opens = a.Opens
		}
	}
	late := map[string]schedule.Outcome{}
	for _, o := range baseline.Packages {
		late[o.Package] = o
	}
	for _, o := range plan.Packages {
		if by := o.Late - late[o.Package].Late; by > 0 {
			b.Later = append(b.Later, replan.Delay{Package: o.Package, By: by})
		}
		if o.LeftOut && !late[o.Package].LeftOut {
			b.LeftOut = append(b.LeftOut, o.Package)
		}
	}
	return nil
}

// first bounds the search in which only the packages of a bundle move, and what follows them.
func (o BundleOptions) first() schedule.Options {
	s := o.Search
	s.Diagnosis, s.Work, s.Time = -1, (s.Work+3)/4, s.Time/4
	return s
}

// followers is packages and those that come after them.
func followers(p *schedule.Problem, names []string) map[string]bool {
	of := activities(p)
	out := map[string]bool{}
	for _, name := range names {
		out[name] = true
	}
	for again := true; again; {
		again = false
		for _, l := range p.Links {
			if from, to := of[l.From].Package, of[l.To].Package; l.Kind <= schedule.StartToFinish && out[from] && to != "" && !out[to] {
				out[to], again = true, true
			}
		}
	}
	return out
}

// together names the links that tie a bundle.
const together = "bundled"

// join adds harmless pairs one after the other, as long as each saves more.
func (out *Bundling) join(ctx context.Context, home *schedule.Problem, baseline *schedule.Plan, opt BundleOptions) error {
	opt.Search.Diagnosis = -1
	from := baseline
	for _, b := range out.Pairs {
		if b.Refused != "" || b.Saving.compare(Saving{}) <= 0 || len(b.Later)+len(b.LeftOut) > 0 || ctx.Err() != nil {
			continue
		}
		next := Bundle{Window: b.Window}
		if out.Together != nil {
			next.Activities, next.Packages, next.Before = slices.Clone(out.Together.Activities), slices.Clone(out.Together.Packages), slices.Clone(out.Together.Before)
		}
		next.Activities, next.Before = append(next.Activities, b.Activities...), append(next.Before, b.Before...)
		for _, name := range b.Packages {
			if !slices.Contains(next.Packages, name) {
				next.Packages = append(next.Packages, name)
			}
		}
		if err := next.try(ctx, home, baseline, from, opt); err != nil {
			return err
		}
		if next.Refused != "" || len(next.Later)+len(next.LeftOut) > 0 || out.Together != nil && next.Saving.compare(out.Together.Saving) <= 0 {
			continue
		}
		next.Opens = time.Time{} // each pair has its own
		if out.Together != nil && out.Together.Window != next.Window {
			next.Window = ""
		}
		from, out.Together = next.Plan, &next
	}
	return nil
}
