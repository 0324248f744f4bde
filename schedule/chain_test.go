package schedule_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
)

func TestWhyGoesBackToTheRoot(t *testing.T) {
	p := problem(job("build", 60), job("sit", 60, in("uat", "")), job("uat", 30, in("uat", "")), job("deploy", 30))
	p.Environments = []schedule.Environment{{Name: "uat"}}
	p.Links = []schedule.Link{{From: "build", To: "sit"}, {From: "uat", To: "deploy"}, {From: "sit", To: "uat", Kind: schedule.StartToStart}}
	plan := solve(t, p)
	var names []string
	for _, a := range plan.Why("deploy") {
		names = append(names, a.Activity)
	}
	require.Equal(t, []string{"deploy", "uat", "sit", "build"}, names)
	require.Equal(t, `deploy starts Tue 1 Sep 09:30: after uat, which ends Tue 1 Sep 09:30
uat starts Tue 1 Sep 09:00: uat is held by sit until Tue 1 Sep 09:00
sit starts Tue 1 Sep 08:00: after build, which ends Tue 1 Sep 08:00
build starts Tue 1 Sep 07:00: plan start`, plan.Why("deploy").String())
	require.Nil(t, plan.Why("none such"))
}

// Each step of a chain is a cause of the one before it, which the test of causes
// proves by removal, and nothing that the last waits for is left unfollowed.
func TestEveryChainFollowsCauses(t *testing.T) {
	portfolio, err := planfile.ReadFile("../examples/plan/sample.yaml")
	require.NoError(t, err)
	p, err := schedule.FromPortfolio(portfolio, time.Time{})
	require.NoError(t, err)
	plan, err := schedule.Solve(context.Background(), p, schedule.Options{Work: 20_000, Seed: 1})
	require.NoError(t, err)
	longest, refused := 0, 0
	for _, a := range plan.Activities {
		chain := plan.Why(a.Activity)
		require.NotEmpty(t, chain)
		longest = max(longest, len(chain))
		for k := 1; k < len(chain); k++ {
			require.True(t, slices.ContainsFunc(chain[k-1].Causes, func(c schedule.Cause) bool {
				return slices.ContainsFunc(c.Rules, func(r schedule.Rule) bool { return strings.Contains(r.By, chain[k].Activity) })
			}), "%s does not wait for %s", chain[k-1].Activity, chain[k].Activity)
		}
		root := chain[len(chain)-1]
		for _, c := range root.Causes {
			for _, r := range c.Rules {
				if r.Kind == schedule.RuleLink {
					require.True(t, slices.ContainsFunc(chain, func(a schedule.Assignment) bool { return a.Activity == r.By }), "%s is not the root", root.Activity)
				}
			}
		}
		if a.Refused != "" {
			refused++
		}
	}
	require.Greater(t, longest, 8)
	require.Positive(t, refused)
}

func TestRefusedEnvironmentsAreCounted(t *testing.T) {
	p := problem(job("a", 60))
	a := &p.Activities[0]
	a.Modes = nil
	for _, env := range []string{"uat-1", "uat-2", "uat-3"} {
		a.Modes = append(a.Modes, schedule.Mode{Duration: time.Hour, Environment: env, Configuration: "tls13"})
		e := schedule.Environment{Name: env, Configurations: []string{"base", "tls13"}, Changeover: [][]time.Duration{{0, 4 * time.Hour}, {0, 0}}}
		if env != "uat-3" {
			e.Bookings = []schedule.Booking{{Name: "Cards", Interval: during(0, 180), Configuration: "tls13"}}
		}
		p.Environments = append(p.Environments, e)
	}
	got, ok := solve(t, p).Activity("a")
	require.True(t, ok)
	require.Equal(t, after(180), got.Start.UTC())
	require.Equal(t, "0 of 3 environments before Tue 1 Sep 10:00: 2 booked (Cards), 1 wrong configuration", got.Refused)
}

func TestWhatIsLeftOutSaysWhatWouldBringItBack(t *testing.T) {
	p := problem(job("a", 60, of("big"), needs("crew", 1)), job("b", 60, of("small"), needs("crew", 1)))
	p.Resources = []schedule.Resource{{Name: "crew", Capacity: 1}}
	p.Packages = []schedule.Package{{Name: "big", Priority: 900, Optional: true, Deadline: after(100)}, {Name: "small", Priority: 100, Optional: true, Deadline: after(100)}}
	plan := solve(t, p)
	require.True(t, plan.Packages[1].LeftOut)
	text := ""
	for _, n := range plan.Notes {
		if n.Code == schedule.NoteLeftOut {
			text = n.Text
		}
	}
	require.Equal(t, "small is left out: there was no room for it beside what matters more; it would fit with "+
		"deadline of small +30m, to Tue 1 Sep 09:10, or with deadline of big +30m, to Tue 1 Sep 09:10, or with crew capacity +1 on Tue 1 Sep", text)
}
