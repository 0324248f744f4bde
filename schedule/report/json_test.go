package report_test

import (
	"bytes"
	"errors"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/schedule"
	"github.com/berthplan/berth/schedule/report"
)

func document(t testing.TB, plan *schedule.Plan) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, report.JSON(&b, plan))
	return b.String()
}

func TestJSONGolden(t *testing.T) {
	golden(t, "autumn.json", []byte(document(t, autumn(t))))
	golden(t, "noway.json", []byte(document(t, noWay(t))))
}

func TestJSONReadsBack(t *testing.T) {
	for _, plan := range []*schedule.Plan{autumn(t), noWay(t), {Status: schedule.Unknown}} {
		got, err := report.ReadJSON(strings.NewReader(document(t, plan)))
		require.NoError(t, err)
		require.True(t, reflect.DeepEqual(plan, got), "%+v\n%+v", plan, got)
	}
}

// TestJSONKeepsEveryField fills plans through reflection, so that a field that
// is added to the plan and forgotten here does not pass.
func TestJSONKeepsEveryField(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		name := rapid.SampledFrom([]string{"", "Europe/Zurich", "Asia/Singapore", "America/Sao_Paulo"}).Draw(r, "zone")
		loc := zone(t, name)
		plan := &schedule.Plan{}
		fill(r, reflect.ValueOf(plan).Elem(), loc)
		plan.Zone = name
		got, err := report.ReadJSON(strings.NewReader(document(t, plan)))
		require.NoError(t, err)
		require.True(t, reflect.DeepEqual(plan, got), "%+v\n%+v", plan, got)
	})
}

func fill(r *rapid.T, v reflect.Value, loc *time.Location) {
	switch p := v.Addr().Interface().(type) {
	case **schedule.Conflict: // kept as far as views show it: see TestJSONKeepsWhatWouldHelp
		return
	case *schedule.Status:
		*p = rapid.SampledFrom([]schedule.Status{schedule.Optimal, schedule.Feasible, schedule.Infeasible, schedule.Unknown}).Draw(r, "status")
		return
	case *schedule.LinkKind:
		*p = rapid.SampledFrom([]schedule.LinkKind{schedule.FinishToStart, schedule.MaxStartToFinish, schedule.Apart}).Draw(r, "kind")
		return
	case *time.Time:
		// The seconds of 1840 to 2100: old offsets have seconds, too.
		*p = time.Unix(rapid.Int64Range(-4_102_444_800, 4_102_444_800).Draw(r, "time"), rapid.Int64Range(0, 999_999_999).Draw(r, "ns")).In(loc)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(r, v.Field(i), loc)
		}
	case reflect.Slice:
		if n := rapid.IntRange(0, 2).Draw(r, "n"); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				fill(r, v.Index(i), loc)
			}
		}
	case reflect.String:
		v.SetString("x" + rapid.String().Draw(r, "text"))
	case reflect.Int:
		v.SetInt(int64(rapid.IntRange(0, math.MaxInt32).Draw(r, "int")))
	case reflect.Int64:
		v.SetInt(rapid.Int64().Draw(r, "int64"))
	case reflect.Uint64:
		v.SetUint(rapid.Uint64().Draw(r, "uint64"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(r, "bool"))
	default:
		r.Fatalf("the plan has a field of kind %s: fill it", v.Kind())
	}
}

func TestJSONRefusesWhatItCannotReadBack(t *testing.T) {
	for _, c := range []struct {
		reason string
		change func(p *schedule.Plan)
		says   string
	}{
		{"a status has a name", func(p *schedule.Plan) { p.Status = "" }, "status"},
		{"an activity has a start", func(p *schedule.Plan) { p.Activities[0].Start = time.Time{} }, "no start"},
		{"a mode is an index", func(p *schedule.Plan) { p.Activities[0].Mode = -1 }, "mode -1"},
		{"a revision counts", func(p *schedule.Plan) { p.Activities[0].Revision = -1 }, "revision -1"},
		{"a place given up has a start", func(p *schedule.Plan) { p.Gone = []schedule.Assignment{{Activity: "x"}} }, "no start"},
		{"a link is of some kind", func(p *schedule.Plan) { p.Links = []schedule.Edge{{Kind: 99, From: "x"}} }, "of no kind"},
		{"a changeover has an end", func(p *schedule.Plan) { p.Changeovers[0].End = time.Time{} }, "no end"},
		{"RFC 3339 has four digits of year", func(p *schedule.Plan) { p.Horizon = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }, "10000"},
		{"JSON is UTF-8", func(p *schedule.Plan) { p.Activities[0].Causes[0].Text = "\xff" }, "UTF-8"},
		{"zones are IANA names", func(p *schedule.Plan) { p.Zone = "CEST" }, "zone"},
	} {
		t.Run(c.reason, func(t *testing.T) {
			plan := autumn(t)
			c.change(plan)
			var b bytes.Buffer
			require.ErrorContains(t, report.JSON(&b, plan), c.says)
			require.Empty(t, b.String())
		})
	}
	require.ErrorContains(t, report.JSON(full{}, autumn(t)), "disk full")
	require.ErrorContains(t, report.JSON(full{}, nil), "no plan")
}

const least = `{"version": 1, "plan": "p", "status": "feasible", "objective": [], "activities": [], "packages": [], "violations": [], "notes": []}`

// with puts a field in front of the smallest document.
func with(field string) string { return "{\n" + field + ",\n" + least[1:] }

func TestReadJSONFaults(t *testing.T) {
	for _, c := range []struct {
		reason, in string
		want       []release.Fault // Code, Path, Line; Expected is a part of what is said
	}{
		{"empty", "", []release.Fault{{Code: report.CodeSyntax, Line: 1, Expected: "JSON"}}},
		{"no JSON", "plan: x", []release.Fault{{Code: report.CodeSyntax, Line: 1}}},
		{"binary", "\xff\xfe\x00", []release.Fault{{Code: report.CodeSyntax, Line: 1, Expected: "UTF-8"}}},
		{"cut off", least[:60], []release.Fault{{Code: report.CodeSyntax, Line: 1}}},
		{"no object", "[]", []release.Fault{{Code: report.CodeType, Line: 1, Expected: "an object"}}},
		{"deep", strings.Repeat("[", 100_000), []release.Fault{{Code: report.CodeType, Line: 1}, {Code: report.CodeSyntax, Line: 1, Expected: "levels"}}},
		{"two documents", least + least, []release.Fault{{Code: report.CodeSyntax, Line: 1, Expected: "its end"}}},
		{"another version, and nothing else of it", strings.Replace(with(`"new": 1`), `"version": 1`, `"version": 2`, 1),
			[]release.Fault{{Code: report.CodeVersion, Path: "version", Line: 3, Expected: "version 1"}}},
		{"no version, no status", `{"plan": "p", "objective": [], "activities": [], "packages": [], "violations": [], "notes": []}`,
			[]release.Fault{{Code: report.CodeMissing, Path: "version", Line: 1}, {Code: report.CodeMissing, Path: "status", Line: 1}}},
		{"a version in words", strings.Replace(least, `"version": 1`, `"version": "one"`, 1),
			[]release.Fault{{Code: report.CodeType, Path: "version", Line: 1, Expected: "a number"}}},
		{"unknown field", with(`"Zone": "UTC"`), []release.Fault{{Code: report.CodeKey, Path: "Zone", Line: 2, Expected: "zone"}}},
		{"twice", with("\"plan\": \"a\""), []release.Fault{{Code: report.CodeTwice, Path: "plan", Line: 3}}},
		{"unknown status", strings.Replace(least, "feasible", "good", 1), []release.Fault{{Code: report.CodeValue, Path: "status", Line: 1, Expected: "optimal, feasible"}}},
		{"unknown zone", with(`"zone": "Europe/Zuerich"`), []release.Fault{{Code: report.CodeValue, Path: "zone", Line: 2, Expected: "IANA"}}},
		{"a time without offset", with(`"start": "2026-09-01T09:00:00"`), []release.Fault{{Code: report.CodeValue, Path: "start", Line: 2, Expected: "RFC 3339"}}},
		{"a time of the year 0", with(`"start": "0000-09-01T09:00:00Z"`), []release.Fault{{Code: report.CodeValue, Path: "start", Line: 2, Expected: "1001"}}},
		{"half a unit of work", with(`"work": 0.5`), []release.Fault{{Code: report.CodeValue, Path: "work", Line: 2, Expected: "whole"}}},
		{"a negative seed", with(`"seed": -1`), []release.Fault{{Code: report.CodeValue, Path: "seed", Line: 2}}},
		{"a link of no kind", with(`"links": [{"kind": "before", "from": "a", "to": "b"}]`), []release.Fault{{Code: report.CodeValue, Path: "links[0].kind", Line: 2, Expected: "after"}}},
		{"null", with(`"changeovers": null`), []release.Fault{{Code: report.CodeType, Path: "changeovers", Line: 2, Expected: "a list"}}},
		{"all faults at once", strings.Replace(least, `"activities": []`, "\"activities\": [\n{\"start\": 5, \"mode\": -1, \"slack\": \"1d\"},\n7,\n{\"start\": \"2026-09-01T09:00:00Z\", \"end\": \"2026-09-01T10:00:00Z\", \"causes\": [\"a\"], \"causeDetails\": [{}, {}]}]", 1),
			[]release.Fault{
				{Code: report.CodeType, Path: "activities[0].start", Line: 2},
				{Code: report.CodeValue, Path: "activities[0].mode", Line: 2},
				{Code: report.CodeValue, Path: "activities[0].slack", Line: 2, Expected: "PT76H30M"},
				{Code: report.CodeMissing, Path: "activities[0].end", Line: 2},
				{Code: report.CodeType, Path: "activities[1]", Line: 3, Expected: "an object"},
				{Code: report.CodeCauses, Path: "activities[2].causeDetails", Line: 4},
			}},
	} {
		t.Run(c.reason, func(t *testing.T) {
			plan, err := report.ReadJSON(strings.NewReader(c.in))
			require.Nil(t, plan)
			var faults release.Faults
			require.ErrorAs(t, err, &faults)
			require.Len(t, faults, len(c.want), "%v", faults)
			for i, want := range c.want {
				got := faults[i]
				require.Equal(t, [3]any{want.Code, want.Path, want.Line}, [3]any{got.Code, got.Path, got.Line}, "%+v", got)
				require.Positive(t, got.Column)
				require.Contains(t, got.Expected, want.Expected)
			}
		})
	}
}

func TestReadJSONTakesLessThanJSONWrites(t *testing.T) {
	plan, err := report.ReadJSON(strings.NewReader(least))
	require.NoError(t, err)
	require.Equal(t, &schedule.Plan{Name: "p", Status: schedule.Feasible}, plan)

	causes := `{"start": "2026-09-01T09:00:00Z", "end": "2026-09-01T10:00:00Z", "causes": ["why"]}`
	plan, err = report.ReadJSON(strings.NewReader(strings.Replace(least, `"activities": []`, `"activities": [`+causes+`]`, 1)))
	require.NoError(t, err)
	require.Equal(t, []schedule.Cause{{Text: "why"}}, plan.Activities[0].Causes)
}

// endless never runs out of blanks, which JSON allows anywhere.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	e.read += len(p)
	return len(p), nil
}

func TestReadJSONIsBounded(t *testing.T) {
	var in endless
	_, err := report.ReadJSON(&in)
	var faults release.Faults
	require.ErrorAs(t, err, &faults)
	require.Equal(t, report.CodeSize, faults[0].Code)
	require.LessOrEqual(t, in.read, 2*report.MaxDocument)

	_, err = report.ReadJSON(strings.NewReader(strings.Replace(least, `"notes": []`, `"notes": [`+strings.Repeat("0,", 5000)+`0]`, 1)))
	require.ErrorAs(t, err, &faults)
	require.Len(t, faults, 100)
}

type torn struct{}

func (torn) Read([]byte) (int, error) { return 0, errors.New("line dropped") }

func TestReadJSONReturnsReadErrors(t *testing.T) {
	_, err := report.ReadJSON(io.MultiReader(strings.NewReader(least), torn{}))
	require.ErrorContains(t, err, "line dropped")
}

func FuzzReadJSON(f *testing.F) {
	f.Add(least)
	f.Add(document(f, autumn(f)))
	f.Add(document(f, noWay(f)))
	f.Fuzz(func(t *testing.T, in string) {
		plan, err := report.ReadJSON(strings.NewReader(in))
		if err != nil {
			require.Nil(t, plan)
			require.NotEmpty(t, err.Error())
			return
		}
		again, err := report.ReadJSON(strings.NewReader(document(t, plan)))
		require.NoError(t, err)
		require.True(t, reflect.DeepEqual(plan, again), "%+v\n%+v", plan, again)
		require.NoError(t, report.Text(io.Discard, plan))
	})
}

func TestJSONKeepsWhatWouldHelp(t *testing.T) {
	plan := clashing(t)
	first := document(t, plan)
	got, err := report.ReadJSON(strings.NewReader(first))
	require.NoError(t, err)
	require.Equal(t, first, document(t, got))
	require.Equal(t, plan.Conflict.Clashes, got.Conflict.Clashes)
	require.Equal(t, plan.Conflict.Relaxations[0].Cost, got.Conflict.Relaxations[0].Cost)
	require.Contains(t, first, `"rules": [
      {
        "kind": "deadline",
        "name": "deploy",`)
}
