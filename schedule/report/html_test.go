package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

func htmlPage(t testing.TB, plan *schedule.Plan) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, report.HTML(&b, plan))
	return b.String()
}

var (
	tag     = regexp.MustCompile(`<(/?[a-zA-Z!][^\s>]*)((?:[^>"]|"[^"]*")*)>`)
	attr    = regexp.MustCompile(`\s([a-z-]+)=(?:"([^"]*)"|(#?r[0-9]+)\b)`)
	element = regexp.MustCompile(`^/?[a-z][a-z0-9]*$`)
)

// body is the page after the style sheet.
func body(t testing.TB, page string) string {
	t.Helper()
	_, after, ok := strings.Cut(page, "</style>")
	require.True(t, ok)
	return after
}

// reads is the page's text as a reader has it: tags gone, entities resolved.
func reads(t testing.TB, page string) string {
	return html.UnescapeString(tag.ReplaceAllString(body(t, page), " "))
}

// marked is autumn with a mark of each kind.
func marked(t testing.TB) *schedule.Plan {
	plan := autumn(t)
	day := func(month time.Month, d int) time.Time {
		return time.Date(2026, month, d, 0, 0, 0, 0, zone(t, "Europe/Zurich"))
	}
	mark := func(kind schedule.MarkKind, name, of string, soft bool, from, to time.Time) {
		plan.Marks = append(plan.Marks, schedule.Mark{Kind: kind, Name: name, Of: of, Soft: soft, Interval: calendar.Interval{Start: from, End: to}})
	}
	for d := 1; d < 30; d += 7 {
		mark(schedule.MarkWindow, "prod", "", false, day(9, d).Add(20*time.Hour), day(9, d).Add(26*time.Hour))
	}
	mark(schedule.MarkBlackout, "Year end", "", false, day(12, 14), day(12, 31))
	mark(schedule.MarkBlackout, "Quarter close", "", true, day(9, 28), day(10, 1))
	mark(schedule.MarkBlackout, "Month end", "systems ledger", false, day(9, 29), day(10, 1))
	mark(schedule.MarkHoliday, "Christmas", "", false, day(12, 25), day(12, 26))
	mark(schedule.MarkBooking, "Cards project", "uat", false, day(11, 9), day(11, 20))
	mark(schedule.MarkOutage, "Data refresh", "uat", false, day(12, 1), day(12, 3))
	return plan
}

func TestHTMLGolden(t *testing.T) {
	golden(t, "autumn.html", []byte(htmlPage(t, marked(t))))
	golden(t, "noway.html", []byte(htmlPage(t, noWay(t))))
}

func TestHTMLSays(t *testing.T) {
	page := htmlPage(t, marked(t))
	text := strings.Join(strings.Fields(reads(t, page)), " ")
	for _, c := range []struct{ reason, says string }{
		{"what is known", "Every hard rule holds. A better plan may exist: the search ended at its work limit."},
		{"the clock", "Times are Europe/Zurich: CEST (UTC+02:00), from Sun 25 Oct CET (UTC+01:00)."},
		{"what was left out", "card-art-1"},
		{"the configuration", "in uat as tls13"},
		{"a changeover", "from base to tls13"},
		{"others' booking", "Cards project"},
		{"an outage", "outage, uat"},
		{"a soft blackout", "Quarter close soft blackout"},
		{"a limited blackout", "Month end blackout of systems ledger"},
		{"a fact", "done"},
		{"how long it could wait", "1 hour 30 minutes of slack"},
		{"a soft rule's cost", "which costs 2 hours"},
		{"a note", "gateway-7.0.build ran outside working hours"},
		{"a bound", "2,160,000"},
		{"an hour that the clock shows twice", "Sun 25 Oct 02:30 CEST"},
	} {
		require.Contains(t, text, c.says, c.reason)
	}
	for _, kind := range []string{`class="k x`, `class="k u x`, `class="r x`, `class="c c0 x`, `class="c c1 x`, `class="w x`, `class="z x`, `class="z q x`, `class="h x`, `class="s `, `class="x x`} {
		require.Contains(t, page, kind)
	}
}

func TestHTMLWithoutPlan(t *testing.T) {
	page := htmlPage(t, noWay(t))
	text := reads(t, page)
	require.Contains(t, text, "No plan meets every hard rule: that is proved.")
	require.Contains(t, text, "What stands in the way")
	require.Contains(t, text, "prod does not open before Tue 8 Sep 21:00.")
	require.NotContains(t, page, `<table class="g">`)
	htmlPage(t, &schedule.Plan{})
}

// TestHTMLTellsEveryCause looks into the table, where nothing is cut.
func TestHTMLTellsEveryCause(t *testing.T) {
	plan := large(40, 4)
	for i := range plan.Activities {
		plan.Activities[i].Causes = append(plan.Activities[i].Causes, schedule.Cause{Text: fmt.Sprintf("cause %d of %s <&> ", i, strings.Repeat("many ", 80))})
	}
	_, table, ok := strings.Cut(htmlPage(t, plan), `id="activities"`)
	require.True(t, ok)
	text := html.UnescapeString(table)
	for _, a := range plan.Activities {
		for _, c := range a.Causes {
			require.Contains(t, text, c.Text)
		}
	}
}

// TestHTMLNamesAreText gives every text of a plan a hostile name.
func TestHTMLNamesAreText(t *testing.T) {
	quiet := marked(t)
	want := elements(t, htmlPage(t, quiet))
	for _, c := range []struct{ reason, name, shown string }{
		{"a script", `<script>alert(1)</script>`, ""},
		{"the end of the style sheet", `</style></title><script>alert(1)</script>`, ""},
		{"out of an attribute", `" onmouseover="alert(1)" x='`, ""},
		{"a comment", `<!-- --> <![CDATA[`, ""},
		{"an entity", `&lt;b&gt; &amp`, ""},
		{"of the template language", `{{.Title}}`, ""},
		{"out of the security policy", `'; script-src 'unsafe-inline`, ""},
		{"a link", `javascript:alert(1)`, ""},
		{"from right to left", "מטען עדכון", ""},
		{"an emoji of three", "👩\u200D👩\u200D👧 ship", ""},
		{"an override of the direction", "a\u202Eb\u2066c", "a\uFFFDb\uFFFDc"},
		{"control characters", "a\x00b\x1b[31m\x7f", "a\uFFFDb\uFFFD[31m\uFFFD"},
		{"no UTF-8", "a\xffb", "a\uFFFDb"},
		{"very long", strings.Repeat("settlement-", 500) + "end", ""},
	} {
		t.Run(c.reason, func(t *testing.T) {
			plan := marked(t)
			rename(plan, c.name)
			page := htmlPage(t, plan)
			shown := c.shown
			if shown == "" {
				shown = c.name
			}
			require.Contains(t, html.UnescapeString(body(t, page)), shown)
			require.Equal(t, want, elements(t, page), "the same elements and attributes as with names that mean no harm")
		})
	}
}

// rename puts name in front of every text of a plan that people choose.
func rename(p *schedule.Plan, name string) {
	change := func(texts ...*string) {
		for _, s := range texts {
			if *s != "" {
				*s = name + *s
			}
		}
	}
	change(&p.Name)
	for i := range p.Activities {
		a := &p.Activities[i]
		change(&a.Activity, &a.Package, &a.Phase, &a.Site, &a.Environment, &a.Configuration, &a.Window)
		for j := range a.Causes {
			change(&a.Causes[j].Text)
			for k := range a.Causes[j].Rules {
				change(&a.Causes[j].Rules[k].Name, &a.Causes[j].Rules[k].By)
			}
		}
	}
	for i := range p.Packages {
		change(&p.Packages[i].Package)
	}
	for i := range p.Changeovers {
		change(&p.Changeovers[i].Environment, &p.Changeovers[i].From, &p.Changeovers[i].To)
	}
	for i := range p.Marks {
		change(&p.Marks[i].Name)
		if k := p.Marks[i].Kind; k == schedule.MarkBooking || k == schedule.MarkOutage {
			change(&p.Marks[i].Of)
		}
	}
	for i := range p.Notes {
		change(&p.Notes[i].Text)
	}
}

// elements lists the page's tags with the names of their attributes, and checks
// that links stay inside the page.
func elements(t *testing.T, page string) map[string]int {
	t.Helper()
	count := map[string]int{}
	for _, m := range tag.FindAllStringSubmatch(body(t, page), -1) {
		require.Regexp(t, element, m[1])
		names := m[1]
		for _, a := range attr.FindAllStringSubmatch(m[2], -1) {
			names += " " + a[1]
			if a[1] == "href" {
				require.Regexp(t, `^#[a-z0-9]+$`, a[2]+a[3])
			}
			require.False(t, strings.HasPrefix(a[1], "on"), m[0])
		}
		require.NotContains(t, attr.ReplaceAllString(m[2], ""), "=", m[0])
		count[names]++
	}
	require.Empty(t, count["script"])
	return count
}

func TestHTMLNeedsNothingElse(t *testing.T) {
	page := htmlPage(t, marked(t))
	for _, no := range []string{"http://", "https://", "url(", "@import", "<script", "<link", "<img", "style=", "javascript"} {
		require.NotContains(t, page, no)
	}
	m := regexp.MustCompile(`(?s)content="(default-src [^"]*)".*<style>(.*)</style>`).FindStringSubmatch(page)
	require.NotNil(t, m)
	sum := sha256.Sum256([]byte(m[2]))
	require.Equal(t, "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'; base-uri 'none'; form-action 'none'", html.UnescapeString(m[1]))

	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="?([a-z0-9]+)`).FindAllStringSubmatch(page, -1) {
		require.False(t, ids[m[1]], "two elements are %s", m[1])
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`(?:href="?#|labelledby=")([a-z0-9]+)`).FindAllStringSubmatch(page, -1) {
		require.True(t, ids[m[1]], "nothing is %s", m[1])
	}
}

// large is a plan over three years. A third of its activities holds an environment.
func large(packages, phases int) *schedule.Plan {
	const day = 24 * time.Hour
	start := time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)
	p := &schedule.Plan{Name: "Everything", Start: start, Status: schedule.Feasible}
	for i := range packages {
		at := start.Add(time.Duration(i*1000/packages) * day)
		o := schedule.Outcome{Package: fmt.Sprintf("payments-service-%d.%d", i/10, i%10), Start: at}
		for j := range phases {
			phase := fmt.Sprintf("phase-%d", j)
			a := schedule.Assignment{
				Activity: o.Package + "." + phase, Package: o.Package, Phase: phase, Start: at, End: at.Add(time.Duration(1+(i+j)%6) * day),
				Causes: []schedule.Cause{
					{Text: fmt.Sprintf("after %s.phase-%d, which ends %s", o.Package, j-1, at.Format("Mon 2 Jan 15:04"))},
					{Text: fmt.Sprintf("uat-%d is held by payments-service-%d.0.phase-2 until %s", i%9, i/10, at.Format("Mon 2 Jan 15:04"))},
				},
			}
			switch j % 3 {
			case 1:
				a.Environment, a.Configuration = fmt.Sprintf("uat-%d", i%9), "base"
			case 2:
				a.Window, a.Slack = "prod", 20*time.Hour
			}
			p.Activities = append(p.Activities, a)
			at = a.End
		}
		if o.Finish, o.Due = at, at.Add(3*day); i%4 == 0 {
			o.Due, o.Late = at.Add(-day), day
		}
		p.Packages = append(p.Packages, o)
	}
	for d := range 1100 {
		at := start.Add(time.Duration(d) * day)
		p.Marks = append(p.Marks, schedule.Mark{Kind: schedule.MarkWindow, Name: "prod", Interval: calendar.Interval{Start: at, End: at.Add(8 * time.Hour)}})
		if d%30 == 0 {
			p.Marks = append(p.Marks, schedule.Mark{Kind: schedule.MarkBlackout, Name: "Month end", Interval: calendar.Interval{Start: at, End: at.Add(2 * day)}})
		}
	}
	return p
}

func TestHTMLSize(t *testing.T) {
	plan := large(250, 8)
	page := htmlPage(t, plan)
	require.Len(t, plan.Activities, 2000)
	require.Equal(t, 2000, strings.Count(page, `<tr id=r`))
	t.Logf("%d bytes, %d bars in both charts", len(page), strings.Count(page, `class="b p`))
	require.LessOrEqual(t, len(page), 1_500_000)
}

func TestHTMLIsTheSameTwice(t *testing.T) {
	require.Equal(t, htmlPage(t, large(30, 6)), htmlPage(t, large(30, 6)))
}

// TestHTMLAxis looks at spans from minutes to ages: every axis has labels, and never too many.
func TestHTMLAxis(t *testing.T) {
	for _, c := range []struct {
		reason, zone, start string
		length              time.Duration
		labels              []string
	}{
		{"an evening", "UTC", "2026-09-01 20:00", 2 * time.Hour, []string{"Tue 1 Sep 2026", "20:00", "21:00"}},
		{"a night in which the clock goes back", "Europe/Zurich", "2026-10-24 22:00", 10 * time.Hour, []string{"Sun 25 Oct 2026", "03:00"}},
		{"a night in which the clock goes forward", "Europe/Zurich", "2026-03-28 22:00", 10 * time.Hour, []string{"Sun 29 Mar 2026", "06:00"}},
		{"days whose midnight does not exist", "Africa/Cairo", "2026-04-20 09:00", 19 * 24 * time.Hour, []string{"Apr 2026", "Fri 24", "Sat 25"}},
		{"weeks", "UTC", "2026-09-01 09:00", 100 * 24 * time.Hour, []string{"Sep 2026", "Oct 2026", "14"}},
		{"years", "UTC", "2026-09-01 09:00", 1500 * 24 * time.Hour, []string{"2028", "Feb"}},
		{"ages", "UTC", "2026-09-01 09:00", 290 * 365 * 24 * time.Hour, []string{"2100", "2200"}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			start, err := time.ParseInLocation("2006-01-02 15:04", c.start, zone(t, c.zone))
			require.NoError(t, err)
			page := htmlPage(t, &schedule.Plan{Zone: c.zone, Start: start, Status: schedule.Optimal, Activities: []schedule.Assignment{
				{Activity: "x", Start: start, End: start.Add(c.length)},
			}})
			var labels []string
			for _, m := range regexp.MustCompile(`<i class="t [^"]*">([^<]*)</i>`).FindAllStringSubmatch(page, -1) {
				labels = append(labels, m[1])
			}
			for _, label := range c.labels {
				require.Contains(t, labels, label)
			}
			require.Less(t, len(labels), 400)
		})
	}
}

func TestHTMLReturnsErrors(t *testing.T) {
	require.ErrorContains(t, report.HTML(full{}, autumn(t)), "disk full")
	require.ErrorContains(t, report.HTML(io.Discard, nil), "no plan")
	require.ErrorContains(t, report.HTML(io.Discard, &schedule.Plan{Zone: "Mars/Olympus"}), "zone")
}
