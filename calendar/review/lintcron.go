package review

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/berthplan/berth/calendar"
)

// checkCron finds cron lines that restrict both the day of month and the weekday, of which either will do.
func (l *linter) checkCron(path string, r calendar.Rule) {
	f := strings.Fields(r.String())
	if len(f) != 5 || strings.Trim(strings.Join(f, ""), "0123456789*,-") != "" || f[2] == "*" || f[4] == "*" {
		return
	}
	hint := "cron needs only one of the two; say both in words, such as \"1st mon of month\""
	if day, err := strconv.Atoi(f[4]); err == nil {
		name := strings.ToLower(time.Weekday(day % 7).String()[:3])
		for n, days := range []string{"1-7", "8-14", "15-21", "22-28"} {
			if f[2] == days {
				hint = fmt.Sprintf("cron needs only one of the two; did you mean %q?", []string{"1st", "2nd", "3rd", "4th"}[n]+" "+name+" of month")
			}
		}
	}
	l.add("cron-or", path, quote(r.String())+", which fires on day "+f[2]+" of the month and also on each weekday "+f[4], "a day of the month or a weekday", hint)
}
