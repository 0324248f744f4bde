package review

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/berthplan/berth/calendar"
)

// prosePattern finds dates in running text: a month by its name, or the year first, perhaps with a weekday, a time
// and a zone beside it. Two letters are too few for a weekday there.
var prosePattern = sync.OnceValue(func() *regexp.Regexp {
	words := func(in map[string]int) string {
		var list []string
		for w := range in {
			if len(w) > 2 {
				list = append(list, regexp.QuoteMeta(w))
			}
		}
		slices.SortFunc(list, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
		return `(?:` + strings.Join(list, "|") + `)`
	}
	var zones []string
	for z := range zoneLabels {
		if len(z) > 2 {
			zones = append(zones, z)
		}
	}
	slices.Sort(zones)
	weekday, month := words(weekdays), words(months)
	clock := `\d{1,2}:\d{2}(?:\s+(?:` + strings.Join(zones, "|") + `))?`
	date := `(?:\d{1,2}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?` + month + `\.?,?\s+\d{4}|` + month + `\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{4}-\d{1,2}-\d{1,2})`
	return regexp.MustCompile(`(?i)\b(?:` + clock + `,?\s+)?(?:` + weekday + `\.?,?\s+)?(?:the\s+)?` + date + `\b(?:,?\s+\(?` + weekday + `\b\)?)?(?:,?\s+(?:at\s+)?` + clock + `\b)?`)
})

// Prose judges every date in a running text, such as a name or a reason: "Freeze until Wednesday 27
// February 2024". What has no weekday, time or zone beside it can only be a day that does not exist.
func (d Dates) Prose(text string) Findings {
	var out Findings
	for _, m := range prosePattern().FindAllString(text, -1) {
		read, err := d.Read(m)
		var bad *calendar.Error
		if errors.As(err, &bad) {
			out = append(out, Finding{Code: bad.Code, Found: quote(bad.Found), Expected: bad.Expected, Hint: bad.Hint})
		}
		out = append(out, read.Slips...)
	}
	return out
}

func (l *linter) prose(path, text string) {
	for _, f := range (Dates{Zone: l.zone("")}).Prose(text) {
		f.Path = path
		l.found = append(l.found, f)
	}
}
