package outlook_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/outlook"
	"github.com/berthplan/berth/schedule/report"
)

const fortnight = `
plan: Two packages
timezone: Europe/Zurich
now: 2026-09-07T08:00
phases:
  build:  {duration: 2d}
  deploy: {duration: 2h, window: prod, after: build}
packages:
  ledger-4.2:  {due: 2026-09-11}
  gateway-7.0: {due: 2026-09-30, phases: {build: {duration: 5d}}}
windows: {prod: {every: [tue, thu], hours: "21:00-03:00", capacity: 1}}
`

func cadences(t *testing.T, p *release.Portfolio, rules ...string) []outlook.Cadence {
	t.Helper()
	list := []outlook.Cadence{{Name: "as it is"}}
	for _, text := range rules {
		w := p.Windows[0]
		every, err := calendar.ParseRule(text)
		require.NoError(t, err)
		w.Every, w.Capacity = every, 2
		list = append(list, outlook.Cadence{Name: text, Windows: []release.Window{w}})
	}
	return list
}

// What each figure means, counted by hand.
func TestCadencesByHand(t *testing.T) {
	p, err := planfile.Read(planfile.File{Name: "two.yaml", Data: []byte(fortnight)})
	require.NoError(t, err)
	out, err := outlook.Cadences(context.Background(), p, time.Time{}, cadences(t, p, "every 2 weeks on wed from 2026-09-09", "every 6 weeks on wed from 2026-09-23"), schedule.Options{Work: 2_000})
	require.NoError(t, err)
	require.Len(t, out.Rows, 3)
	hours := func(n int) time.Duration { return time.Duration(n) * time.Hour }
	for i, want := range []struct {
		reason                        string
		late, most, used, offered     int
		worst, waiting, longest, lead time.Duration
	}{
		// Built by Tuesday and Friday at 17:00; deployed on Tuesday 8 and 15 September at 21:00.
		{"twice a week", 0, 1, 2, 3, 0, hours(52), hours(100), hours(123)},
		// On Wednesday 9 September, and on the 23rd.
		{"every two weeks", 0, 1, 2, 2, 0, hours(160), hours(292), hours(231)},
		// Both on Wednesday 23 September, where there is room for two: eleven days and 23 hours after the 11th.
		{"every six weeks", 1, 2, 1, 1, hours(11*24 + 23), hours(328), hours(364), hours(399)},
	} {
		r := out.Rows[i]
		require.Equal(t, schedule.Optimal, r.Status, want.reason)
		require.Equal(t, []int{want.late, want.most, want.used, want.offered, 2, 0}, []int{r.Late, r.Most, r.Used, r.Offered, r.Deployments, r.LeftOut}, want.reason)
		require.Equal(t, []time.Duration{want.worst, want.waiting, want.longest, want.lead}, []time.Duration{r.Worst, r.Waiting, r.WaitedMost, r.Lead}, want.reason)
	}
}

// A row is what planning that portfolio alone gives.
func TestCadencesAreTheirPlans(t *testing.T) {
	p, _, _ := autumn(t)
	list := cadences(t, p, "tue", "mon-fri", "every 6 weeks on tue from 2026-09-01")
	opt := schedule.Options{Work: 1_000, Seed: 3}
	out, err := outlook.Cadences(context.Background(), p, time.Time{}, list, opt)
	require.NoError(t, err)
	for i, c := range list {
		alone := *p
		if len(c.Windows) > 0 {
			alone.Windows = append([]release.Window{c.Windows[0]}, p.Windows[1:]...)
		}
		problem, err := schedule.FromPortfolio(&alone, time.Time{})
		require.NoError(t, err)
		opt.Diagnosis = -1
		plan, err := schedule.Solve(context.Background(), problem, opt)
		if out.Rows[i].Refused != "" {
			require.EqualError(t, err, out.Rows[i].Refused)
			continue
		}
		require.NoError(t, err)
		var want, got bytes.Buffer
		require.NoError(t, report.JSON(&want, plan))
		require.NoError(t, report.JSON(&got, out.Rows[i].Plan))
		require.Equal(t, want.String(), got.String(), c.Name)
		violations, _ := schedule.Verify(out.Rows[i].Problem, out.Rows[i].Plan)
		require.Empty(t, violations)
	}
	require.NotEmpty(t, out.Rows[3].Refused, "a hard deadline falls between two windows six weeks apart")
	require.Contains(t, out.String(), "no plan: ")
	marshalled(t, out)
}

func TestCadencesWrongInput(t *testing.T) {
	p, _, _ := autumn(t)
	_, err := outlook.Cadences(context.Background(), p, time.Time{}, []outlook.Cadence{{Windows: []release.Window{{Window: calendar.Window{Name: "prd"}}, {Window: calendar.Window{Name: "x"}}}}}, schedule.Options{})
	var faults release.Faults
	require.ErrorAs(t, err, &faults)
	require.Len(t, faults, 2)
	require.Equal(t, "cadences[0].windows[0].name", faults[0].Path)
	require.Equal(t, "unknown-name", faults[0].Code)
}
