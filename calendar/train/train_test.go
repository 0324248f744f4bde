package train_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/train"
)

func date(t require.TestingT, s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	require.NoError(t, err)
	return d
}

const full = `train: v1.{n}
first: 30
runs: every 6 weeks on wed from 2026-01-14
from: 2026-01-14
until: 2027-12-31
days: mon-thu
holidays: 2026-12-25, 2027-01-01
milestone code freeze: R-6 thursday to GA
milestone rc1: GA - 2 weeks
milestone sign-off: rc1 + 2 working days at 17:00
skip: v1.33
move: v1.34 to 2026-07-08 because the trade fair is then
extra: v1.34.1 on 2026-07-15
`

// Text that is canonical comes back as it was, and so does what was made of other spellings.
func TestParse(t *testing.T) {
	v, err := train.Parse(full)
	require.NoError(t, err)
	require.Equal(t, full, v.String())

	other, err := train.Parse("# a train\nmilestone  rc1 : ga  -2 weeks # early\n\nruns: Every 6 weeks from 2026-01-14\ntrain: v1.{n}\nmilestone x: r -6 Thu\nmilestone y: GA + 1 business days\n")
	require.NoError(t, err)
	require.Equal(t, "train: v1.{n}\nruns: "+other.Runs.String()+"\nmilestone rc1: GA - 2 weeks\nmilestone x: R-6 thursday\nmilestone y: GA + 1 working day\n", other.String())

	var back train.Cadence
	text, err := json.Marshal(v)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, v.String(), back.String())
}

func TestParseFaults(t *testing.T) {
	const good = "train: R{n}\nruns: every 6 weeks from 2026-01-14\n"
	tests := []struct {
		reason, text string
		want         []string // line, code and a part of the hint or of what is expected
	}{
		{"nothing at all", "", []string{"missing-line: a name such as", "missing-line: the days of release"}},
		{"a word that is nearly one", "trian: R{n}\n", []string{"line 1: unknown-line: did you mean train?"}},
		{"every fault at once", "train: R{m}\nruns: evry 6 weeks\nmilstone x: GA\nfirst: 0\nuntil: 2026-13-01\n",
			[]string{"line 1: bad-pattern: did you mean {n}?", "line 2: bad-rule: ", "line 3: unknown-line: did you mean milestone?", "line 4: bad-line: 1 or more", "line 5: bad-date: there is no month 13"}},
		{"the names are all one", "train: R\nruns: every 6 weeks from 2026-01-14\n", []string{"line 1: bad-pattern: without one, all names are the same"}},
		{"an open brace", "train: R{n\nruns: every 6 weeks from 2026-01-14\n", []string{"line 1: bad-pattern: close each brace"}},
		{"twice", good + "first: 3\nfirst: 4\n", []string{"line 4: double-line: it stands in line 3, too"}},
		{"a rule without a beginning", "train: R{n}\nruns: 3rd wed of march\n", []string{"no-start: the day from which runs are counted"}},
		{"an unknown unit", good + "milestone x: GA - 2 weks\n", []string{"line 3: bad-offset: did you mean weeks?"}},
		{"a weekday with a slip", good + "milestone x: R-6 thurday\n", []string{"line 3: bad-offset: did you mean thursday?"}},
		{"a week without a day", good + "milestone x: R-6\n", []string{"line 3: bad-offset: name the day of that week: R-6 thursday"}},
		{"several days", good + "milestone x: R-6 mon-fri\n", []string{"line 3: bad-offset: one day of that week"}},
		{"no spaces", good + "milestone x: GA+2 weeks\n", []string{"line 3: bad-offset: put spaces around + and -"}},
		{"nothing to count", good + "milestone x: GA - 0 weeks\n", []string{"line 3: bad-offset: a number is 1 to 1000"}},
		{"a unit twice", good + "milestone x: GA - 2 days + 1 day\n", []string{"line 3: bad-offset: each unit once"}},
		{"a time that is none", good + "milestone x: GA at 9:00\n", []string{"line 3: bad-offset: write 09:00"}},
		{"an unknown milestone", good + "milestone rc1: GA - 1 week\nmilestone x: rc2 + 1 day\n", []string{"line 4: unknown-milestone: did you mean rc1?"}},
		{"a circle", good + "milestone a: b + 1 day\nmilestone b: a + 1 day\n", []string{"line 3: cycle: milestones that count from GA in the end"}},
		{"a circle through an end", good + "milestone a: GA to b\nmilestone b: a + 1 day\n", []string{"line 3: cycle: "}},
		{"a name that is taken", good + "milestone GA: R thursday\n", []string{"line 3: bad-name: a name other than GA and R"}},
		{"two of one name", good + "milestone a: GA\nmilestone a: GA\n", []string{"line 4: duplicate-name: "}},
		{"a move without a day", good + "move: R3\n", []string{"line 3: bad-line: move: NAME to DAY"}},
		{"two exceptions for one run", good + "skip: R3\nmove: R3 to 2026-04-10\n", []string{"line 4: duplicate-name: one exception for a run"}},
		{"over before it begins", good + "from: 2026-02-01\nuntil: 2026-01-01\n", []string{"line 4: ends-before-start: "}},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			_, err := train.Parse(tt.text)
			var faults calendar.Errors
			require.ErrorAs(t, err, &faults)
			require.Len(t, faults, len(tt.want), err.Error())
			for i, want := range tt.want {
				f := faults[i]
				head, detail, _ := strings.Cut(want, ": ")
				if strings.HasPrefix(head, "line") {
					require.Equal(t, head, f.Path)
					head, detail, _ = strings.Cut(detail, ": ")
				}
				require.Equal(t, head, f.Code)
				require.Contains(t, f.Expected+" "+f.Hint, detail)
			}
		})
	}
}

// What only shows when the runs are listed.
func TestBetweenFaults(t *testing.T) {
	tests := []struct{ reason, text, want string }{
		{"a rule of times", "train: R{n}\nruns: 0 9 * * 1\nfrom: 2026-01-01\n", "runs: timed-rule"},
		{"names that repeat", "train: {yyyy}\nruns: every 6 weeks from 2026-01-14\n", "names: duplicate-name"},
		{"a run that there is not", "train: R{n}\nruns: every 6 weeks from 2026-01-14\nskip: R9999\n", "exceptions[0].name: unknown-run"},
		{"an extra one with a name of the cadence", "train: R{n}\nruns: every 6 weeks from 2026-01-14\nextra: R2 on 2026-03-01\n", "exceptions[0].name: duplicate-name"},
		{"a milestone that ends before it begins", "train: R{n}\nruns: every 6 weeks from 2026-01-14\nmilestone x: GA to GA - 1 day\n", "milestones[0].until: ends-before-start"},
	}
	for _, tt := range tests {
		t.Run(tt.reason, func(t *testing.T) {
			v, err := train.Parse(tt.text)
			require.NoError(t, err)
			_, err = v.Between(date(t, "2026-01-01"), date(t, "2026-12-31"))
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestBetween(t *testing.T) {
	v, err := train.Parse(full)
	require.NoError(t, err)
	runs, err := v.Between(date(t, "2026-05-01"), date(t, "2026-08-31"))
	require.NoError(t, err)
	var text []string
	for _, r := range runs {
		line := r.Name + " " + r.GA.String()
		for _, s := range r.Stops {
			line += ", " + s.Name + " " + s.From.String()
			if s.To != s.From {
				line += " to " + s.To.String()
			}
		}
		text = append(text, line)
	}
	// v1.33 would be on 20 May. Fridays are no working days here.
	require.Equal(t, []string{
		"v1.34 2026-07-08, code freeze 2026-05-28 to 2026-07-08, rc1 2026-06-24, sign-off 2026-06-29T17:00",
		"v1.34.1 2026-07-15, code freeze 2026-06-04 to 2026-07-15, rc1 2026-07-01, sign-off 2026-07-06T17:00",
		"v1.35 2026-08-12, code freeze 2026-07-02 to 2026-08-12, rc1 2026-07-29, sign-off 2026-08-03T17:00",
	}, text)
	require.Equal(t, "the trade fair is then", runs[0].Reason)
	require.Equal(t, "2026-07-01", runs[0].Regular.String())
	require.True(t, runs[1].Regular.IsZero())

	windows := train.Windows(runs)
	require.Len(t, windows, 4)
	require.Equal(t, "GA", windows[3].Name)
	require.Len(t, windows[3].Dates, 3)
	require.Len(t, windows[0].Dates, 77, "28 May to 12 August, each day once")
	freeze, ok := runs[0].Blackout("code freeze")
	require.True(t, ok)
	require.Equal(t, "v1.34 code freeze", freeze.Name)
	require.Empty(t, train.Windows(nil))
	_, ok = runs[0].Stop("rc9")
	require.False(t, ok)
}

// A rule without a beginning counts from the day that the train states; names may count within a year.
func TestNames(t *testing.T) {
	v, err := train.Parse("train: {yyyy}.{i} ({yy}-{mm}-{dd}, {nn})\nruns: 3rd wed of march, september\nfrom: 2026-01-01\n")
	require.NoError(t, err)
	runs, err := v.Between(date(t, "2026-06-01"), date(t, "2027-12-31"))
	require.NoError(t, err)
	var names []string
	for _, r := range runs {
		names = append(names, r.Name)
	}
	require.Equal(t, []string{"2026.2 (26-09-16, 02)", "2027.1 (27-03-17, 03)", "2027.2 (27-09-15, 04)"}, names)
}

// An offset prints as text that reads back to it, and means the day that a walk day by day finds.
func TestOffset(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := train.Offset{Of: rapid.SampledFrom([]string{"", "rc1", "code freeze"}).Draw(t, "of")}
		if rapid.Bool().Draw(t, "in week") {
			o = train.Offset{InWeek: true, Weeks: rapid.IntRange(-60, 60).Draw(t, "weeks"), Weekday: (o.Weekday + 3)}
		} else {
			o.Weeks, o.Days, o.Working = rapid.IntRange(-9, 9).Draw(t, "weeks"), rapid.IntRange(-9, 9).Draw(t, "days"), rapid.IntRange(-9, 9).Draw(t, "working")
		}
		if rapid.Bool().Draw(t, "timed") {
			o.Timed, o.At = true, calendar.Clock(rapid.IntRange(0, 23*60+59).Draw(t, "at")*60)
		}
		back, err := train.ParseOffset(o.String())
		require.NoError(t, err)
		require.Equal(t, o, back)

		first := date(t, "2026-01-01").AddDays(rapid.IntRange(0, 700).Draw(t, "first"))
		o.Of = ""
		v := train.Cadence{Names: "R{n}", From: first, Milestones: []train.Milestone{{Name: "m", At: o}}}
		v.Runs, err = calendar.ParseRule("daily")
		require.NoError(t, err)
		runs, err := v.Between(first, first)
		require.NoError(t, err)
		stop, ok := runs[0].Stop("m")
		require.True(t, ok)
		want := first
		if o.InWeek {
			for want.Weekday() != 1 {
				want = want.AddDays(-1)
			}
			want = want.AddDays(7 * o.Weeks)
			for want.Weekday() != o.Weekday {
				want = want.AddDays(1)
			}
		} else {
			want = want.AddDays(7*o.Weeks + o.Days)
			for left := o.Working; left > 0; {
				if want = want.AddDays(1); want.Weekday() != 0 && want.Weekday() != 6 {
					left--
				}
			}
			for left := o.Working; left < 0; {
				if want = want.AddDays(-1); want.Weekday() != 0 && want.Weekday() != 6 {
					left++
				}
			}
		}
		require.Equal(t, want.String(), stop.From.String()[:10])
	})
}

// No text makes Parse panic, and what it reads prints as text that it reads again.
func FuzzParse(f *testing.F) {
	f.Add(full)
	f.Add("train: R{n}\nruns: every 6 weeks from 2026-01-14\nmilestone a: b\nmilestone b: R+1 mon to a + 2 days at 09:00\n")
	f.Fuzz(func(t *testing.T, text string) {
		v, err := train.Parse(text)
		if err != nil {
			var faults calendar.Errors
			require.ErrorAs(t, err, &faults)
			require.NotEmpty(t, faults)
			return
		}
		back, err := train.Parse(v.String())
		require.NoError(t, err, v.String())
		require.Equal(t, v.String(), back.String())
		if _, err := v.Between(calendar.Date{Year: 2026, Month: 1, Day: 1}, calendar.Date{Year: 2026, Month: 6, Day: 30}); err != nil {
			var faults calendar.Errors
			require.ErrorAs(t, err, &faults)
		}
	})
}
