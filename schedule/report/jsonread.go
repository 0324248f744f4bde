package report

import (
	"fmt"
	"io"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/schedule"
)

// MaxDocument is how many bytes ReadJSON reads at most.
const MaxDocument = 32 << 20

// The codes of the faults that ReadJSON finds.
const (
	CodeSize    = "size"      // more than MaxDocument
	CodeSyntax  = "syntax"    // no JSON, more than one document, too deep, or no UTF-8
	CodeVersion = "version"   // not Version
	CodeType    = "type"      // a list where a text is expected, …
	CodeValue   = "value"     // a time, duration, number or status that is none
	CodeKey     = "key"       // an unknown field
	CodeTwice   = "duplicate" // a field twice
	CodeMissing = "missing"   // a field that must be there
	CodeCauses  = "causes"    // causeDetails do not match causes
)

// ReadJSON reads a document that JSON wrote. It gives the plan back as it was,
// its times in the plan's zone; a list without elements is read as nil.
//
// It is strict: unknown or repeated fields, missing ones, other types and
// versions are faults. The error is of type release.Faults and holds all of
// them, up to a hundred, with their places; of an unknown version only that.
func ReadJSON(r io.Reader) (*schedule.Plan, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxDocument+1))
	if err != nil {
		return nil, err
	}
	d := newDecoder(data)
	switch {
	case len(data) > MaxDocument:
		d.fault(CodeSize, "", 0, "more", fmt.Sprintf("at most %d bytes", MaxDocument), "")
		return nil, d.faults
	case !utf8.Valid(data):
		d.fault(CodeSyntax, "", 0, "bytes that are no UTF-8", "JSON in UTF-8", "")
		return nil, d.faults
	}
	plan := &schedule.Plan{}
	version := d.plan(plan)
	d.end()
	if version.seen && version.value != Version {
		d.faults = nil
		d.fault(CodeVersion, "version", version.offset, fmt.Sprintf("version %d", version.value), fmt.Sprintf("version %d", Version), "")
	}
	if len(d.faults) > 0 {
		return nil, d.faults
	}
	zone, err := calendar.LoadZone(plan.Zone)
	if err != nil {
		return nil, err // not reached: the reader of the field has refused it
	}
	eachTime(plan, func(t *time.Time) {
		if !t.IsZero() {
			*t = t.In(zone)
		}
	})
	return plan, nil
}

// versionFound is what a document says of its version.
type versionFound struct {
	seen   bool
	value  int64
	offset int64
}

func (d *decoder) plan(p *schedule.Plan) (version versionFound) {
	d.object("", fields{
		"version": func(path string) {
			version.offset = d.next()
			version.value, version.seen = d.integer(path)
		},
		"plan":        d.textInto(&p.Name),
		"zone":        func(path string) { p.Zone = d.zone(path) },
		"zone_data":   d.textInto(&p.ZoneData),
		"start":       d.timeInto(&p.Start),
		"horizon":     d.timeInto(&p.Horizon),
		"status":      func(path string) { p.Status = d.status(path) },
		"problem":     d.textInto(&p.Problem),
		"stopped":     d.textInto(&p.Stopped),
		"seed":        func(path string) { p.Seed = d.unsigned(path) },
		"work":        func(path string) { p.Work, _ = d.integer(path) },
		"nodes":       func(path string) { p.Nodes, _ = d.integer(path) },
		"conflicts":   func(path string) { p.Conflicts, _ = d.integer(path) },
		"objective":   list(d, &p.Objective, d.value),
		"activities":  list(d, &p.Activities, d.activity),
		"packages":    list(d, &p.Packages, d.outcome),
		"changeovers": list(d, &p.Changeovers, d.changeover),
		"marks":       list(d, &p.Marks, d.mark),
		"links":       list(d, &p.Links, d.link),
		"gone":        list(d, &p.Gone, d.activity),
		"conflict":    func(path string) { p.Conflict = d.conflict(path) },
		"violations":  list(d, &p.Violations, d.finding),
		"notes":       list(d, &p.Notes, d.finding),
	}, "version", "status", "objective", "activities", "packages", "violations", "notes")
	return version
}

func (d *decoder) value(path string) (v schedule.Value) {
	d.object(path, fields{
		"name":  d.textInto(&v.Name),
		"value": func(path string) { v.Value, _ = d.integer(path) },
		"bound": func(path string) { v.Bound, _ = d.integer(path) },
		"gap":   func(path string) { d.number(path) },
		"from":  d.textInto(&v.From),
	}, "name", "value", "bound")
	return v
}

func (d *decoder) activity(path string) (a schedule.Assignment) {
	var texts []string
	var details []schedule.Cause
	at := d.next()
	d.object(path, fields{
		"activity":      d.textInto(&a.Activity),
		"package":       d.textInto(&a.Package),
		"phase":         d.textInto(&a.Phase),
		"site":          d.textInto(&a.Site),
		"start":         d.timeInto(&a.Start),
		"end":           d.timeInto(&a.End),
		"environment":   d.textInto(&a.Environment),
		"configuration": d.textInto(&a.Configuration),
		"resources":     list(d, &a.Resources, d.text),
		"window":        d.textInto(&a.Window),
		"opens":         d.timeInto(&a.Opens),
		"mode":          func(path string) { a.Mode = d.index(path) },
		"fact":          d.boolInto(&a.Fact),
		"pinned":        d.boolInto(&a.Pinned),
		"slack":         d.durationInto(&a.Slack),
		"refused":       d.textInto(&a.Refused),
		"revision":      func(path string) { a.Revision = d.index(path) },
		"causes":        list(d, &texts, d.text),
		"causeDetails":  list(d, &details, d.cause),
	}, "start", "end")
	if details == nil {
		details = make([]schedule.Cause, len(texts))
	}
	if len(details) != len(texts) {
		d.fault(CodeCauses, path+".causeDetails", at, number(int64(len(details))), fmt.Sprintf("%d, as many as causes", len(texts)), "")
		return a
	}
	for i, s := range texts {
		details[i].Text = s
		a.Causes = details
	}
	return a
}

func (d *decoder) cause(path string) (c schedule.Cause) {
	d.object(path, fields{
		"at":    d.timeInto(&c.At),
		"rules": list(d, &c.Rules, d.rule),
	})
	return c
}

func (d *decoder) rule(path string) (r schedule.Rule) {
	d.object(path, fields{
		"kind": func(path string) { r.Kind = schedule.RuleKind(d.text(path)) },
		"name": d.textInto(&r.Name),
		"by":   d.textInto(&r.By),
	})
	return r
}

func (d *decoder) outcome(path string) (o schedule.Outcome) {
	d.object(path, fields{
		"name":     d.textInto(&o.Package),
		"start":    d.timeInto(&o.Start),
		"finish":   d.timeInto(&o.Finish),
		"due":      d.timeInto(&o.Due),
		"deadline": d.timeInto(&o.Deadline),
		"late":     d.durationInto(&o.Late),
		"leftOut":  d.boolInto(&o.LeftOut),
	}, "name")
	return o
}

func (d *decoder) changeover(path string) (r schedule.Reconfiguration) {
	d.object(path, fields{
		"environment": d.textInto(&r.Environment),
		"from":        d.textInto(&r.From),
		"to":          d.textInto(&r.To),
		"start":       d.timeInto(&r.Start),
		"end":         d.timeInto(&r.End),
	}, "environment", "start", "end")
	return r
}

func (d *decoder) mark(path string) (m schedule.Mark) {
	d.object(path, fields{
		"kind":  func(path string) { m.Kind = schedule.MarkKind(d.text(path)) },
		"name":  d.textInto(&m.Name),
		"of":    d.textInto(&m.Of),
		"soft":  d.boolInto(&m.Soft),
		"start": d.timeInto(&m.Start),
		"end":   d.timeInto(&m.End),
	}, "kind", "start", "end")
	return m
}

func (d *decoder) link(path string) (e schedule.Edge) {
	d.object(path, fields{
		"kind": func(path string) {
			s, at, ok := scalar[string](d, path, "a text")
			if !ok {
				return
			}
			if e.Kind, ok = linkKind(s); !ok {
				d.fault(CodeValue, path, at, strconv.Quote(brief(s)), "a kind of link, such as after, start-with, finish-with, within, with or apart", "")
			}
		},
		"from": d.textInto(&e.From),
		"to":   d.textInto(&e.To),
		"name": d.textInto(&e.Name),
	}, "kind", "from", "to")
	return e
}

func (d *decoder) finding(path string) (f schedule.Finding) {
	d.object(path, fields{
		"code":     d.textInto(&f.Code),
		"text":     d.textInto(&f.Text),
		"activity": d.textInto(&f.Activity),
		"rule":     func(path string) { f.Rule = d.rule(path) },
	}, "code", "text")
	return f
}
