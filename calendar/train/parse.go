package train

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/berthplan/berth/calendar"
	"github.com/berthplan/berth/calendar/internal/near"
)

// mostLines bounds the lines of a train.
const mostLines = 2000

// lineNames are the words with which a line may begin, in the order in which String writes them.
var lineNames = []string{"train", "first", "runs", "from", "until", "days", "holidays", "milestone", "skip", "move", "extra"}

// Parse reads the lines of a train, as the package describes them. Blank lines and what follows # are left out. The
// error is a [calendar.Errors] with every fault, each with its line as path.
func Parse(text string) (Cadence, error) {
	p := &parser{lines: map[string]int{}}
	lines := strings.Split(text, "\n")
	if len(lines) > mostLines {
		return Cadence{}, calendar.Errors{fault("too-many", fmt.Sprint(len(lines))+" lines", fmt.Sprintf("at most %d lines", mostLines), "")}
	}
	for i, line := range lines {
		p.n = i + 1
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line != "" {
			p.line(line)
		}
	}
	// What is missing is told only where every line could be read, and a line that could not be read only once.
	read, broken := len(p.faults) == 0, map[string]bool{}
	for _, e := range p.faults {
		broken[e.Path] = true
	}
	for _, e := range p.train.check() {
		at, known := p.place(e.Path)
		if !known && !read || broken[at] {
			continue
		}
		if e.Path = ""; known {
			e.Path = at
		}
		p.faults = append(p.faults, e)
	}
	if len(p.faults) > 0 {
		slices.SortStableFunc(p.faults, func(a, b *calendar.Error) int { return lineOf(a) - lineOf(b) })
		return Cadence{}, p.faults
	}
	return p.train, nil
}

func lineOf(e *calendar.Error) int {
	n, _ := strconv.Atoi(strings.TrimPrefix(e.Path, "line "))
	return n
}

type parser struct {
	train  Cadence
	n      int            // the line
	lines  map[string]int // where a path stands
	faults calendar.Errors
}

// place is the line of a path, or of what it is part of.
func (p *parser) place(path string) (string, bool) {
	for path != "" {
		if n, ok := p.lines[path]; ok {
			return fmt.Sprintf("line %d", n), true
		}
		path = path[:max(0, strings.LastIndexByte(path, '.'))]
	}
	return "", false
}

func (p *parser) bad(code, found, expected, hint string) {
	e := fault(code, found, expected, hint)
	e.Path = fmt.Sprintf("line %d", p.n)
	p.faults = append(p.faults, e)
}

// refused takes over a fault of a text within the line.
func (p *parser) refused(err error) {
	var e *calendar.Error
	if errors.As(err, &e) {
		p.bad(e.Code, e.Found, e.Expected, e.Hint)
	}
}

func (p *parser) line(line string) {
	key, value, ok := strings.Cut(line, ":")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	word, rest, _ := strings.Cut(key, " ")
	if word != "milestone" {
		word, rest = key, ""
	}
	if !slices.Contains(lineNames, word) {
		first, _, _ := strings.Cut(key, " ")
		hint := near.Hint(word, lineNames)
		if hint == "" {
			hint = near.Hint(first, lineNames)
		}
		p.bad("unknown-line", line, "a line that begins with "+strings.Join(lineNames, ", "), hint)
		return
	}
	if !ok || value == "" {
		p.bad("bad-line", line, word+": and what it is", "")
		return
	}
	t := &p.train
	switch word {
	case "milestone":
		p.milestone(strings.TrimSpace(rest), value)
		return
	case "skip", "move", "extra":
		p.exception(word, value)
		return
	}
	path := map[string]string{"train": "names"}[word]
	if path == "" {
		path = word
	}
	if before, twice := p.lines[path]; twice {
		p.bad("double-line", line, word+" once", fmt.Sprintf("it stands in line %d, too", before))
		return
	}
	p.lines[path] = p.n
	var err error
	switch word {
	case "train":
		t.Names = value
	case "first":
		if t.First, err = strconv.Atoi(value); err != nil || t.First < 1 {
			p.bad("bad-line", value, "the number of the first run, 1 or more", "")
			err = nil
		}
	case "runs":
		t.Runs, err = calendar.ParseRule(value)
	case "from":
		t.From, err = calendar.ParseDate(value)
	case "until":
		t.Until, err = calendar.ParseDate(value)
	case "days":
		t.Days, err = calendar.ParseDays(value)
	case "holidays":
		for _, text := range strings.Split(value, ",") {
			d, err := calendar.ParseDate(strings.TrimSpace(text))
			p.refused(err)
			t.Holidays = append(t.Holidays, d)
		}
	}
	p.refused(err)
}

func (p *parser) milestone(name, value string) {
	m := Milestone{Name: name}
	at := fmt.Sprintf("milestones[%d]", len(p.train.Milestones))
	from, until, lasts := strings.Cut(value, " to ")
	var err error
	m.At, err = ParseOffset(from)
	p.refused(err)
	if m.Lasts = lasts; lasts {
		m.Until, err = ParseOffset(until)
		p.refused(err)
	}
	p.lines[at] = p.n
	p.train.Milestones = append(p.train.Milestones, m)
}

func (p *parser) exception(word, value string) {
	e := Exception{Kind: Skip}
	text, reason, _ := strings.Cut(value, " because ")
	e.Reason = strings.TrimSpace(reason)
	name, day := text, ""
	switch word {
	case "move":
		e.Kind = Move
		name, day, _ = strings.Cut(text, " to ")
	case "extra":
		e.Kind = Extra
		name, day, _ = strings.Cut(text, " on ")
	}
	e.Name = strings.TrimSpace(name)
	if e.Kind != Skip {
		if day == "" {
			p.bad("bad-line", value, map[Kind]string{Move: "move: NAME to DAY", Extra: "extra: NAME on DAY"}[e.Kind], "")
			return
		}
		var err error
		e.To, err = calendar.ParseDate(strings.TrimSpace(day))
		if p.refused(err); err != nil {
			return
		}
	}
	p.lines[fmt.Sprintf("exceptions[%d]", len(p.train.Exceptions))] = p.n
	p.train.Exceptions = append(p.train.Exceptions, e)
}

// String is the canonical text, which parses back to an equal Cadence where t has no faults.
func (t Cadence) String() string {
	var b strings.Builder
	line := func(key, value string) {
		if value != "" {
			b.WriteString(key + ": " + value + "\n")
		}
	}
	line("train", t.Names)
	if t.First != 0 {
		line("first", strconv.Itoa(t.First))
	}
	line("runs", t.Runs.String())
	line("from", t.From.String())
	line("until", t.Until.String())
	line("days", t.Days.String())
	var days []string
	for _, d := range t.Holidays {
		days = append(days, d.String())
	}
	line("holidays", strings.Join(days, ", "))
	for _, m := range t.Milestones {
		value := m.At.String()
		if m.Lasts {
			value += " to " + m.Until.String()
		}
		line("milestone "+m.Name, value)
	}
	for _, e := range t.Exceptions {
		value := e.Name
		switch e.Kind {
		case Move:
			value += " to " + e.To.String()
		case Extra:
			value += " on " + e.To.String()
		}
		if e.Reason != "" {
			value += " because " + e.Reason
		}
		line(e.Kind.String(), value)
	}
	return b.String()
}

// MarshalText gives the text of String.
func (t Cadence) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads what Parse reads.
func (t *Cadence) UnmarshalText(text []byte) error {
	v, err := Parse(string(text))
	if err != nil {
		return err
	}
	*t = v
	return nil
}
