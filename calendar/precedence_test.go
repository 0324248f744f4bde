package calendar_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/berthplan/berth/calendar"
)

// The table of precedence in the package comment, every combination of it, against an evaluation that
// reads the table and nothing else.
func TestPrecedence(t *testing.T) {
	at := time.Date(2026, 9, 2, 10, 30, 0, 0, time.UTC) // a Wednesday
	span := calendar.Interval{Start: at.AddDate(0, 0, -9), End: at.AddDate(0, 0, 9)}
	who := calendar.Subject{Package: "portal-12", System: "portal", Kind: "major"}
	pick := func(from, to string) calendar.Hours { return hours(t, from+"-"+to) }
	exception := func(pattern, from, until string) []calendar.Exception {
		e := calendar.Exception{Packages: []string{pattern}, Until: moment(t, until), ApprovedBy: "cio"}
		if from != "" {
			e.From = moment(t, from)
		}
		return []calendar.Exception{e}
	}
	exceptions := []struct {
		name string
		list []calendar.Exception
		ours bool // it names the package and holds at the instant
	}{
		{"none", nil, false},
		{"ours", exception("portal-*", "", "2026-09-02"), true},
		{"ours, to the minute", exception("portal-12", "2026-09-02T10:30", "2026-09-02T10:31"), true},
		{"another package's", exception("ledger-*", "", "2026-09-02"), false},
		{"expired", exception("portal-*", "", "2026-09-02T10:30"), false},
		{"not yet", exception("portal-*", "2026-09-02T10:31", "2026-09-05"), false},
	}
	blackouts := []struct {
		name  string
		rule  *calendar.Blackout
		holds bool // for the subject and what it does, at the instant
	}{
		{"none", nil, false},
		{"ours", &calendar.Blackout{}, true},
		{"of our system", &calendar.Blackout{Scope: calendar.Scope{Systems: []string{"portal"}, Kinds: []string{"ma*"}}}, true},
		{"of another system", &calendar.Blackout{Scope: calendar.Scope{Systems: []string{"ledger"}}}, false},
		{"of other work", &calendar.Blackout{Stops: calendar.StopWork}, false},
		{"over", &calendar.Blackout{Hours: pick("08:00", "10:30")}, false},
	}
	open, closed := pick("10:00", "11:00"), pick("12:00", "13:00")
	combinations := 0
	for _, weekly := range []calendar.Hours{nil, open, closed} {
		for _, holiday := range []bool{false, true} {
			for _, windows := range [][]calendar.Hours{nil, {open}, {closed}, {closed, open}, {closed, closed}} {
				for _, hard := range blackouts {
					for _, soft := range blackouts {
						for _, except := range exceptions {
							for _, inside := range []bool{true, false} {
								combinations++
								c := calendar.Spec{Weekly: calendar.Weekly{Hours: weekly}}
								if holiday {
									c.Holidays = []calendar.Holiday{{Date: date(t, "2026-09-02"), Name: "feast"}}
								}
								for i, h := range windows {
									c.Windows = append(c.Windows, calendar.Window{Name: string(rune('a' + i)), Hours: h})
								}
								for i, b := range []*calendar.Blackout{hard.rule, soft.rule} {
									if b == nil {
										continue
									}
									r := *b
									r.Name, r.Exceptions = "freeze", except.list
									if len(r.Hours) == 0 {
										r.From, r.To = moment(t, "2026-09-01"), moment(t, "2026-09-04")
									}
									if i == 1 {
										r.Name, r.Level, r.Cost = "dear", calendar.Soft, length(t, "1h")
									}
									c.Blackouts = append(c.Blackouts, r)
								}
								span := span
								if !inside {
									span.End = at
								}
								name := fmt.Sprintf("weekly %s, holiday %v, windows %v, hard %s, soft %s, exception %s, inside %v", weekly, holiday, windows, hard.name, soft.name, except.name, inside)

								// The table: the first line that holds decides.
								var want bool
								var by calendar.ReasonKind
								switch {
								case !inside:
									want, by = false, calendar.BeyondHorizon
								case hard.holds && !except.ours:
									want, by = false, calendar.InBlackout
								case len(windows) > 0:
									want, by = windows[len(windows)-1].String() == open.String(), calendar.OutsideWindow
								case holiday:
									want, by = false, calendar.OnHoliday
								default:
									want, by = weekly == nil || weekly.String() == open.String(), calendar.OutsideHours
								}
								if want && hard.holds {
									by = calendar.ByException
								}
								charged := inside && soft.holds && !except.ours

								got, err := c.Compile(span, who, calendar.StopDeploy)
								require.NoError(t, err, name)
								require.Equal(t, want, got.Open(at), name)
								e := got.Explain(at)
								require.Equal(t, want, e.Open, name)
								paid := false
								for _, x := range got.Charges() {
									paid = paid || x.Contains(at)
								}
								require.Equal(t, charged, paid, name)
								costs := false
								for _, s := range e.Steps {
									if s.Decides {
										require.Equal(t, by, s.Kind, "%s\n%s", name, e)
									}
									costs = costs || s.Kind == calendar.InSoftBlackout && s.PerHour > 0
								}
								require.Equal(t, charged, costs, "%s\n%s", name, e)
							}
						}
					}
				}
			}
		}
	}
	require.Equal(t, 3*2*5*6*6*6*2, combinations)
}
