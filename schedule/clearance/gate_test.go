package clearance_test

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule/clearance"
)

// filled is ready with texts in its gaps.
func filled(more map[int]string) string {
	text := ready
	for i := range strings.Count(ready, "%s") {
		text = strings.Replace(text, "%s", strings.ReplaceAll(more[i], ", x-done: 1", ""), 1)
	}
	return text
}

func moment(t testing.TB, s string) calendar.Moment {
	t.Helper()
	m, err := calendar.ParseMoment(s)
	require.NoError(t, err)
	return m
}

func or(s, otherwise string) string { return cmp.Or(s, otherwise) }

func said(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02T15:04")
}

func TestQuestionsThatNameNothing(t *testing.T) {
	p := read(t, filled(nil))
	for _, c := range []struct {
		reason, pkg, place string
		want               []string
	}{
		{"a package that is not there", "portal-21", "prod", []string{"package: unknown-name: found \"portal-21\", expected a package of the plan; did you mean portal-12?"}},
		{"a place that is not there", "portal-12", "prd", []string{"environment: unknown-name: found \"prd\", expected an environment or a window; did you mean prod?"}},
		{"both at once", "portal", "production environment", []string{"environment: unknown-name", "package: unknown-name"}},
		{"a place it has nothing to do in", "portal-12", "spare", []string{"environment: not-used: found \"spare\", expected an environment or a window in which portal-12 has a phase: uat, live, prod"}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			q := *p
			q.Environments = append(q.Environments[:len(q.Environments):len(q.Environments)], release.Environment{Name: "spare"})
			g, err := clearance.Compile(&q, clearance.Options{From: at(t, "2026-09-01T12:00")})
			require.NoError(t, err)
			_, one := clearance.Ask(&q, c.pkg, c.place, at(t, "2026-09-01T12:00"), clearance.Options{})
			_, many := g.Ask(c.pkg, c.place, at(t, "2026-09-01T12:00"))
			for _, err := range []error{one, many} {
				var faults release.Faults
				require.True(t, errors.As(err, &faults))
				require.Len(t, faults.Sorted(), len(c.want))
				for i, f := range faults.Sorted() {
					require.Contains(t, f.Error(), c.want[i])
				}
			}
		})
	}
}

func TestOutsideTheSpanIsUnknown(t *testing.T) {
	g, err := clearance.Compile(read(t, filled(nil)), clearance.Options{From: at(t, "2026-09-01T12:00"), To: at(t, "2026-09-08T12:00")})
	require.NoError(t, err)
	for _, when := range []string{"2026-09-01T11:59", "2026-09-08T12:00"} {
		v, err := g.Ask("portal-12", "prod", at(t, when))
		require.NoError(t, err)
		require.Equal(t, clearance.Unknown, v.Allowed)
		require.Equal(t, clearance.KindHorizon, v.Reasons[0].Kind)
	}
	_, err = clearance.Compile(&release.Portfolio{}, clearance.Options{})
	require.ErrorContains(t, err, "now-missing")
	_, err = clearance.Compile(&release.Portfolio{}, clearance.Options{From: at(t, "2026-09-01T12:00"), To: at(t, "2026-09-01T12:00")})
	require.ErrorContains(t, err, "bad-span")
}

// TestSitesInTurn asks about the first site that is not done.
func TestSitesInTurn(t *testing.T) {
	text := `
plan: Sites
timezone: Europe/Zurich
phases: {deploy: {duration: 1h, window: prod}}
packages: {portal-12: {sites: [zurich, london], done: {"deploy@zurich": 2026-09-01T22:00}}}
windows: {prod: {every: daily, hours: "21:00-03:00"}}
sites: {order: [zurich, london], soak: 1d}
`
	v, err := clearance.Ask(read(t, text), "portal-12", "prod", at(t, "2026-09-02T21:30"), clearance.Options{})
	require.NoError(t, err)
	require.Equal(t, "portal-12.deploy@london", v.Activity)
	require.Equal(t, clearance.No, v.Allowed)
	require.Equal(t, clearance.KindDependency, v.Reasons[0].Kind)
	require.Equal(t, "2026-09-02T22:00", said(v.Next))
}

// TestRestrictedIsTheSame compares a gate of one package with one of all.
func TestRestrictedIsTheSame(t *testing.T) {
	p := read(t, filled(map[int]string{1: ", done: {deploy: 2026-09-01T21:10}", 2: "changes: one-per-occurrence", 5: ", capacity: 1"}))
	from := at(t, "2026-09-01T12:00")
	to := from.AddDate(0, 0, 14)
	all, err := clearance.Compile(p, clearance.Options{From: from, To: to})
	require.NoError(t, err)
	one, err := clearance.Compile(p, clearance.Options{From: from, To: to, Package: "portal-12", Place: "prod"})
	require.NoError(t, err)
	for when := from; when.Before(to); when = when.Add(37 * time.Minute) {
		a, err := all.Ask("portal-12", "prod", when)
		require.NoError(t, err)
		b, err := one.Ask("portal-12", "prod", when)
		require.NoError(t, err)
		require.Equal(t, a.String(), b.String())
	}
}

// busy is a gate over a thousand occurrences and two hundred blackouts.
func busy(t testing.TB) (*clearance.Gate, time.Time) {
	from := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)
	p := read(t, filled(nil))
	p.Windows[0].Every = must(calendar.ParseRule("daily"))
	day := must(calendar.ParseDate("2026-01-06"))
	for i := range 200 {
		b := calendar.Blackout{Name: fmt.Sprintf("freeze %d", i)}
		b.From, b.To = moment(t, day.AddDays(5*i).String()), moment(t, day.AddDays(5*i+1).String())
		p.Blackouts = append(p.Blackouts, b)
	}
	g, err := clearance.Compile(p, clearance.Options{From: from, To: from.AddDate(0, 0, 1000), Package: "portal-12"})
	require.NoError(t, err)
	return g, from
}

func TestAskAllocatesTwice(t *testing.T) {
	g, from := busy(t)
	refused := 0
	for i := range 50 {
		when := from.Add(time.Duration(i) * 37 * time.Hour)
		v, err := g.Ask("portal-12", "prod", when)
		require.NoError(t, err)
		if v.Allowed != clearance.Yes {
			refused++
		}
		require.LessOrEqual(t, testing.AllocsPerRun(20, func() {
			_, _ = g.Ask("portal-12", "prod", when)
		}), 2.0, v)
	}
	require.NotZero(t, refused)
}

func BenchmarkAsk(b *testing.B) {
	g, from := busy(b)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i++
		if _, err := g.Ask("portal-12", "prod", from.Add(time.Duration(i%1000)*23*time.Hour)); err != nil {
			b.Fatal(err)
		}
	}
}
