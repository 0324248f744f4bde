package planfile_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile"
)

const eventPlan = `
plan: Autumn
timezone: Europe/Zurich
now: 2026-09-01T09:00
systems: {ledger: {}}
phases:
  build: {duration: 2d}
  uat: {duration: 2d, environment: uat}
  deploy: {duration: 2h, rollback: 1h, window: prod, gate: go-no-go}
packages:
  ledger-4.2: {system: ledger, started: {build: 2026-08-31}}
  art: {system: ledger, optional: true}
environments: {uat: {}}
windows: {prod: {every: [tue, thu], hours: "21:00-03:00"}}
gates: {go-no-go: {requires: [smoke.list]}}
`

func readEvent(text string) (*planfile.Event, error) {
	e, _, err := planfile.Options{}.ReadEvent(planfile.File{Name: "event.yaml", Data: []byte(text)}, planfile.File{Name: "plan.yaml", Data: []byte(eventPlan)})
	return e, err
}

func TestReadEvent(t *testing.T) {
	e, err := readEvent(`
event: sev1
at: 2026-09-10T02:10
done: {ledger-4.2.build: {from: 2026-08-31, to: 2026-09-08}}
started: {ledger-4.2.uat: {at: 2026-09-09T08:00, left: 1d}}
slip: {art.build: +2d}
outages: {uat: [{name: Disk, from: 2026-09-11, to: 2026-09-12}]}
blackouts: [{name: Audit, from: 2026-09-20, to: 2026-09-21}]
withdrawn: [art]
windows: {any: {every: mon-sun, hours: "00:00-24:00"}}
emergency:
  ledger-4.1.3: {system: ledger, uat: 4h, deploy: {duration: 3h, window: any}, skip: [uat, go-no-go], limit: 20}
`)
	require.NoError(t, err)
	require.Equal(t, "sev1", e.Name)
	require.Equal(t, e.At, e.Portfolio.Now)
	require.Equal(t, map[release.Ref]calendar.Length{{Package: "art", Phase: "build"}: {Days: 2}}, e.Slips)
	require.Equal(t, []string{"art"}, e.Withdrawn)
	require.Equal(t, []release.Ref{{Package: "ledger-4.2", Phase: "build"}, {Package: "ledger-4.2", Phase: "uat"}}, e.News)
	ledger := e.Portfolio.Packages[0]
	require.Len(t, ledger.Actuals, 2, "the newer fact takes the place of the plan's")
	require.False(t, ledger.Actuals[0].End.IsZero())
	require.Len(t, e.Portfolio.Environments[0].Outages, 1)
	require.Len(t, e.Portfolio.Blackouts, 1)
	require.Len(t, e.Portfolio.Windows, 2)
	require.Equal(t, "ledger-4.1.3", e.Emergency)
	require.Equal(t, []string{"uat", "go-no-go"}, e.Skip)
	require.InDelta(t, 20, e.Limit, 0)
	hotfix := e.Portfolio.Packages[2]
	require.Equal(t, "emergency", hotfix.Kind)
	require.Equal(t, 1000, hotfix.Priority)
	var route []string
	for _, ph := range e.Portfolio.Route(&hotfix) {
		route = append(route, ph.Name)
	}
	require.Equal(t, []string{"uat", "deploy"}, route, "it runs the phases it names")
}

func TestEventFaults(t *testing.T) {
	for _, c := range []struct{ text, place, code, reason string }{
		{"", "1:1", "empty-file", "nothing is no event"},
		{"event: a", "1:1", "missing-key", "when it happened is needed"},
		{"[a]", "1:1", "wrong-kind", "an event is keys and values"},
		{"at: 2026-09-10\nslips: {}", "2:1", "unknown-key", "keys are known"},
		{"at: 2026-09-10\nslip: {art.biuld: +1d}", "2:8", "unknown-name", "a phase that is none"},
		{"at: 2026-09-10\nslip: {art: +1d}", "2:8", "unknown-name", "a package is no phase"},
		{"at: 2026-09-10\nslip: {art.build: soon}", "2:19", "bad-length", "a slip is a length"},
		{"at: 2026-09-10\nslip: [art]", "2:7", "wrong-kind", "slips are by phase"},
		{"at: 2026-09-10\noutages: {uta: [{name: a, from: 2026-09-11, to: 2026-09-12}]}", "2:11", "unknown-name", "an environment that is none"},
		{"at: 2026-09-10\noutages: {uat: [{name: a, from: 2026-09-12, to: 2026-09-11}]}", "2:17", "end-before-start", "what the plan checks, with the event's place"},
		{"at: 2026-09-10\nwithdrawn: [arts]", "2:13", "unknown-name", "a package that is none"},
		{"at: 2026-09-10\nemergency: {art: {deploy: 2h}}", "2:13", "defined-twice", "an emergency is new"},
		{"at: 2026-09-10\nemergency: art", "2:12", "wrong-kind", "an emergency is a package"},
		{"at: 2026-09-10\nemergency: {fix: {deploy: 2h, skip: [uatt]}}", "2:38", "unknown-name", "neither phase nor gate"},
		{"at: 2026-09-10\n---\nat: 2026-09-11", "3:1", "documents", "one event in a file"},
	} {
		_, err := readEvent(c.text)
		var faults release.Faults
		require.True(t, errors.As(err, &faults), "%s: %v", c.reason, err)
		require.Equal(t, c.code, faults[0].Code, "%s: %v", c.reason, err)
		require.Equal(t, "event.yaml:"+c.place, fmt.Sprintf("%s:%d:%d", faults[0].File, faults[0].Line, faults[0].Column), c.reason)
	}
	_, err := readEvent("at: 2026-09-10\nslips: {}\nwithdrawn: [a]\nevents: b\n")
	var faults release.Faults
	require.True(t, errors.As(err, &faults))
	require.Len(t, faults, 3, "all faults at once: %v", err)
}

func ExampleOptions_ReadEvent() {
	e, _, err := planfile.Options{}.ReadEvent(
		planfile.File{Name: "event.yaml", Data: []byte("event: sick leave\nat: 2026-09-10T08:00\nslip: {art.build: +2d}\n")},
		planfile.File{Name: "plan.yaml", Data: []byte(eventPlan)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(e.Name, e.At, e.Slips[release.Ref{Package: "art", Phase: "build"}])
	// Output: sick leave 2026-09-10T08:00 2d
}
