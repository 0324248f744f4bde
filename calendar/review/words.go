package review

import (
	"unicode/utf8"

	"github.com/berthplan/berth/calendar/internal/near"
)

// months and weekdays by what people write, in small letters: English, German and French.
var (
	months = map[string]int{
		"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
		"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
		"januar": 1, "jänner": 1, "februar": 2, "märz": 3, "maerz": 3, "mär": 3, "mai": 5, "juni": 6, "juli": 7, "oktober": 10, "okt": 10, "dezember": 12, "dez": 12,
		"janvier": 1, "janv": 1, "février": 2, "fevrier": 2, "févr": 2, "mars": 3, "avril": 4, "avr": 4, "juin": 6, "juillet": 7, "juil": 7, "août": 8, "aout": 8,
		"septembre": 9, "octobre": 10, "novembre": 11, "décembre": 12, "decembre": 12, "déc": 12,
	}
	weekdays = map[string]int{
		"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
		"sun": 0, "mon": 1, "tue": 2, "tues": 2, "wed": 3, "weds": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5, "sat": 6,
		"sonntag": 0, "montag": 1, "dienstag": 2, "mittwoch": 3, "donnerstag": 4, "freitag": 5, "samstag": 6, "sonnabend": 6,
		"so": 0, "mo": 1, "di": 2, "mi": 3, "do": 4, "fr": 5, "sa": 6,
		"dimanche": 0, "lundi": 1, "mardi": 2, "mercredi": 3, "jeudi": 4, "vendredi": 5, "samedi": 6,
	}
	// fillers say nothing beside a date.
	fillers = map[string]bool{"at": true, "of": true, "the": true, "on": true, "um": true, "uhr": true, "h": true, "hrs": true, "le": true, "den": true, "der": true, "am": true, "à": true, "eod": true}
	// rangeWords stand between the two ends of a range.
	rangeWords = map[string]bool{"to": true, "until": true, "till": true, "through": true, "bis": true, "au": true, "and": false}
)

// nearWord finds a word, or a long one with one slip in it: "Tueday".
func nearWord(word string, in map[string]int) (int, bool) {
	if n, ok := in[word]; ok {
		return n, true
	}
	if n := utf8.RuneCountInString(word); n < 5 || n > 12 {
		return 0, false
	}
	found, value := false, 0
	for candidate, n := range in {
		if utf8.RuneCountInString(candidate) >= 6 && near.Edits(word, candidate) == 1 {
			if found && n != value {
				return 0, false
			}
			found, value = true, n
		}
	}
	return value, found
}
