package outlook

import (
	"fmt"
	"strings"
)

// mostColumns is how many rows of a load stand beside each other.
const mostColumns = 7

// String is tables of what is in use and of what is asked for, bucket by bucket, then where too little is there, and the windows.
func (l *Loads) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Load by %s, in the hours in which work can progress.\n", l.By)
	if l.Bottleneck == "" {
		b.WriteString("Nothing is in use.\n")
	}
	for _, row := range l.Rows {
		if row.Name == l.Bottleneck {
			peak := row.Buckets[row.Peak]
			fmt.Fprintf(&b, "The bottleneck is %s: %s in use in all, most %s with %s.\n", row.Name, percent(row.Total.Share()), l.name(peak), percent(peak.Share()))
			break
		}
	}
	var used []Load
	for _, row := range l.Rows {
		if row.Total.Used+row.Total.Demand+row.Total.Changeover > 0 {
			used = append(used, row)
		}
	}
	l.matrix(&b, "IN USE", "\nIn use, of what outages and bookings leave\n", used, Bucket.Share)
	l.matrix(&b, "ASKED FOR", "\nAsked for, if all went as early as links and calendars allow\n", used, Bucket.Asked)
	l.crunches(&b)
	l.windows(&b)
	for _, r := range l.Budgets {
		fmt.Fprintf(&b, "\n%s: %d of %d used, %d asked for\n", r.Name, r.Total.Used, r.Total.Capacity, r.Total.Demand)
	}
	return b.String()
}

// matrix writes a share for each bucket and row.
func (l *Loads) matrix(b *strings.Builder, corner, title string, rows []Load, share func(Bucket) float64) {
	if len(rows) > 0 {
		b.WriteString(title)
	}
	for first := rows; len(rows) > 0; {
		some := rows[:min(mostColumns, len(rows))]
		rows = rows[len(some):]
		head := []string{corner}
		tightest := corner == "IN USE" && len(l.Rows) > 1 && &some[0] == &first[0]
		for _, row := range some {
			head = append(head, row.Name)
		}
		if tightest {
			head = append(head, "FULLEST")
		}
		table := [][]string{head}
		for k, bucket := range some[0].Buckets {
			line, any := []string{l.name(bucket)}, false
			for _, row := range some {
				cell := share(row.Buckets[k])
				any = any || cell > 0
				line = append(line, percent(cell))
			}
			if tightest {
				line = append(line, l.Bottlenecks[k])
			}
			if any {
				table = append(table, line)
			}
		}
		total := []string{"in all"}
		for _, row := range some {
			total = append(total, percent(share(row.Total)))
		}
		b.WriteString(columns("  ", append(table, total)))
	}
}

func (l *Loads) crunches(b *strings.Builder) {
	var table [][]string
	for _, row := range l.Rows {
		for _, k := range row.Crunches {
			bucket := row.Buckets[k]
			table = append(table, []string{row.Name, l.name(bucket), hours(bucket.Demand), hours(bucket.Available()), percentOf(bucket.Asked())})
		}
	}
	if len(table) > 0 {
		b.WriteString("\nMore is asked for than there is\n")
		b.WriteString(columns("  ", append([][]string{{"OF", "WHEN", "ASKED", "THERE", ""}}, table...)))
	}
}

func (l *Loads) windows(b *strings.Builder) {
	words := phrasesIn(l.Zone)
	for _, w := range l.Windows {
		if len(w.Occurrences) == 0 {
			continue
		}
		fmt.Fprintf(b, "\nWindow %s: %s", w.Name, plural(len(w.Occurrences), "occurrence"))
		if w.Peak >= 0 {
			o := w.Occurrences[w.Peak]
			fmt.Fprintf(b, ", the fullest %s with %s", words.at(o.Opens), plural(o.Starts, "start"))
		}
		b.WriteByte('\n')
		table := [][]string{{"WHEN", "STARTS", "RISK", "ASKED FOR"}}
		for _, bucket := range l.buckets() {
			sum, openings := w.within(bucket)
			if sum.Starts+sum.Demand == 0 {
				continue
			}
			table = append(table, []string{l.name(bucket), of(int64(sum.Starts), int64(w.Capacity*openings), 1), of(sum.Risk, w.RiskBudget*int64(openings), 1000), fmt.Sprint(sum.Demand)})
		}
		b.WriteString(columns("  ", table))
		for n, k := range w.Crunches {
			if o := w.Occurrences[k]; n < mostColumns {
				fmt.Fprintf(b, "  more is asked for than %s takes: %s, risk %s\n", words.at(o.Opens), of(int64(o.Demand), int64(w.Capacity), 1), of(o.DemandRisk, w.RiskBudget, 1000))
			} else {
				fmt.Fprintf(b, "  and %d more\n", len(w.Crunches)-n)
				break
			}
		}
	}
}

// buckets are those that all rows share.
func (l *Loads) buckets() []Bucket {
	if len(l.Rows) == 0 {
		return nil
	}
	return l.Rows[0].Buckets
}

// of is "2 of 3", or "2" where nothing limits it.
func of(n, limit, unit int64) string {
	text := func(n int64) string {
		s := fmt.Sprintf("%d.%03d", n/unit, n%unit*(1000/unit))
		return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	}
	if limit == 0 {
		return text(n)
	}
	return text(n) + " of " + text(limit)
}

// percent prints a share so that only nothing is "-".
func percent(share float64) string {
	switch {
	case share == 0:
		return "-"
	case share < 0.005:
		return "< 1 %"
	}
	return percentOf(share)
}

// percentOf is a share in whole percents; "" for none.
func percentOf(share float64) string {
	if share == 0 {
		return ""
	}
	return fmt.Sprintf("%.0f %%", 100*share)
}

// hours prints minutes of a capacity as hours.
func hours(minutes int64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(minutes)/60), ".0") + "h"
}
