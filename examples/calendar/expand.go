package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

const expandUsage = `usage: calendar expand < rules.jsonl

Each line is an object:
  id       a string or number, given back as it came
  dtstart  20260305T020000, 20260305T020000Z, or 20260305 for a day
  tzid     the zone of dtstart: an IANA or a Windows name; none: local times without a zone
  rrule    an RRULE; a DTSTART in it does not count
  limit    stop after so many starts, at most 200000; without it 1000, or all (200000 at most) where COUNT, UNTIL or until is an end
  until    look no further than this; written like dtstart, and included, a day wholly
  gap      what becomes of times that the clock skips: "forward" reads them with the offset before the gap (the default),
           "skip" leaves them out, and COUNT passes them by
Each gives a line: {"id":…,"starts":[…]}, empty for a rule that never fires, or {"id":…,"error":{"code":…,"text":…}}.
Starts are 2026-03-05 for a day, 2026-03-05T02:00:00 without a zone, else RFC 3339 in UTC.
`

const (
	maxLine      = 64 << 10
	usualLimit   = 1000
	withoutLimit = 0 // of calendar.Recurrence: 200,000, and an error beyond
)

// question is a line of the input.
type question struct {
	Start string `json:"dtstart"`
	Zone  string `json:"tzid"`
	Rule  string `json:"rrule"`
	Limit int    `json:"limit"`
	Until string `json:"until"`
	Gap   string `json:"gap"`
}

// answer is a line of the output.
type answer struct {
	ID     json.RawMessage `json:"id"`
	Starts *[]string       `json:"starts,omitempty"`
	Error  *failure        `json:"error,omitempty"`
}

type failure struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

func (f *failure) Error() string { return f.Text }

// expand answers each line of in with a line of out.
func expand(args []string, in io.Reader, out, errs io.Writer) int {
	if len(args) > 0 {
		fmt.Fprint(errs, expandUsage)
		return 2
	}
	r, w := bufio.NewReaderSize(in, maxLine), bufio.NewWriter(out)
	answers := json.NewEncoder(w)
	answers.SetEscapeHTML(false)
	for {
		line, long, err := readLine(r)
		if line = bytes.TrimSpace(line); long || len(line) > 0 {
			_ = answers.Encode(answerTo(line, long)) // strings and a checked id: only writing fails, and that is asked below
		}
		if err == nil && r.Buffered() > 0 {
			continue
		}
		if ferr := w.Flush(); ferr != nil {
			err = ferr
		}
		switch {
		case errors.Is(err, io.EOF):
			return 0
		case err != nil:
			fmt.Fprintln(errs, "calendar expand:", err)
			return 2
		}
	}
}

// readLine reads a line; of one that is too long it keeps the beginning.
func readLine(r *bufio.Reader) (line []byte, long bool, err error) {
	line, err = r.ReadSlice('\n')
	line = bytes.Clone(line)
	for errors.Is(err, bufio.ErrBufferFull) {
		long = true
		_, err = r.ReadSlice('\n')
	}
	return line, long, err
}

func answerTo(line []byte, long bool) answer {
	a := answer{ID: json.RawMessage("null")}
	starts, err := func() ([]string, error) {
		if long {
			return nil, &failure{"bad-line", fmt.Sprintf("the line has more than %d bytes", maxLine)}
		}
		var named struct {
			ID json.RawMessage `json:"id"`
		}
		if err := json.Unmarshal(line, &named); err != nil {
			return nil, &failure{"bad-line", "the line is no JSON object: " + err.Error()}
		}
		if id := named.ID; len(id) > 0 && (id[0] == '"' || id[0] == '-' || id[0] >= '0' && id[0] <= '9') {
			a.ID = id
		}
		var q question
		if err := json.Unmarshal(line, &q); err != nil {
			return nil, &failure{"bad-line", err.Error()}
		}
		return q.starts()
	}()
	var known *calendar.Error
	var own *failure
	switch {
	case errors.As(err, &known):
		a.Error = &failure{known.Code, known.Error()}
	case errors.As(err, &own):
		a.Error = own
	case err != nil:
		a.Error = &failure{"error", err.Error()}
	default:
		a.Starts = &starts
	}
	return a
}

func (q question) starts() ([]string, error) {
	start, err := readMoment("dtstart", q.Start)
	if err != nil {
		return nil, err
	}
	rule, err := calendar.ParseRule(q.Rule)
	if err != nil {
		return nil, err
	}
	r := calendar.Recurrence{Start: start, Rule: rule}
	layout := "2006-01-02T15:04:05"
	switch {
	case start.IsDay():
		layout = "2006-01-02"
	case q.Zone != "":
		if r.Location, err = calendar.LoadZone(q.Zone); err != nil {
			return nil, err
		}
		layout = time.RFC3339
	case strings.HasSuffix(start.String(), "Z"):
		layout = time.RFC3339
	}
	switch q.Gap {
	case "", "forward":
	case "skip":
		r.SkipGaps = true
	default:
		return nil, &failure{"bad-gap", fmt.Sprintf("gap is %q; it is forward or skip", q.Gap)}
	}
	span := calendar.Interval{
		Start: time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC),
		End:   time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	if q.Until != "" {
		until, err := readMoment("until", q.Until)
		if err != nil {
			return nil, err
		}
		if span.End = until.Finish(r.Location); !until.IsDay() {
			span.End = span.End.Add(time.Second)
		}
	}
	list, err := r.Starts(span, q.limit(rule))
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(list))
	for i, t := range list {
		texts[i] = t.UTC().Format(layout)
	}
	return texts, nil
}

func (q question) limit(rule calendar.Rule) int {
	text := rule.String()
	switch {
	case q.Limit > 0:
		return min(q.Limit, 200_000)
	case q.Until != "", strings.Contains(text, "COUNT="), strings.Contains(text, "UNTIL="):
		return withoutLimit
	}
	return usualLimit
}

// readMoment reads a time as iCalendar writes it.
func readMoment(field, s string) (calendar.Moment, error) {
	digits, z := strings.CutSuffix(s, "Z")
	var text string
	switch {
	case len(s) == 8:
		text = s[:4] + "-" + s[4:6] + "-" + s[6:]
	case len(digits) == 15 && digits[8] == 'T':
		text = s[:4] + "-" + s[4:6] + "-" + s[6:8] + "T" + s[9:11] + ":" + s[11:13] + ":" + s[13:15]
		if z {
			text += "Z"
		}
	default:
		return calendar.Moment{}, &failure{"bad-time", fmt.Sprintf("%s is %q; write 20260305T020000, 20260305T020000Z or 20260305", field, s)}
	}
	return calendar.ParseMoment(text)
}
