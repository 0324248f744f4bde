package review

import (
	"regexp"
	"strings"
)

var (
	// yearWord is a year of four digits, and longDay a day whose year may have more.
	yearWord   = regexp.MustCompile(`(?:^|[^\d])(?:19|20|21)\d\d(?:[^\d]|$)`)
	longDay    = regexp.MustCompile(`\d{4,}-\d{1,2}-\d{1,2}`)
	shortDay   = regexp.MustCompile(`^\d{1,2}/\d{1,2}$`)
	letterWord = regexp.MustCompile(`\p{L}+`)
	digitWord  = regexp.MustCompile(`\d+`)
	spanWord   = regexp.MustCompile(`(?i)\b(?:w|wk|weeks?|kw|cw|woche|semaine|sem|sprint|q|h)\.?\s*\d|\b(?:week|kw|sprint)\b`)
)

// meant says whether a text that is no date was plainly meant as one: it has a year and a day or a month beside
// it. Weeks, quarters, days without a month and text are not.
func meant(text, why string) bool {
	if spanWord.MatchString(text) || why == "the year is missing" || why == "no day" {
		return false
	}
	if longDay.MatchString(text) || shortDay.MatchString(text) {
		return true
	}
	numbers, month := len(digitWord.FindAllString(text, -1)), false
	for _, w := range letterWord.FindAllString(text, -1) {
		_, ok := months[strings.ToLower(w)]
		month = month || ok
	}
	if yearWord.MatchString(text) {
		return numbers > 1 || month
	}
	return month && numbers > 0
}
