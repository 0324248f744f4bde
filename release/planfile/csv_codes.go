package planfile

import "github.com/berthplan/berth/release"

// csvCodes is every code of a fault, a slip or a remark of a table that no plan file has.
func csvCodes() []release.Code {
	return []release.Code{
		{Name: "ambiguous-date", Meaning: "A date with two readings in a table.", Example: readingCSV("name,start\na,03/04/2026\n")},
		{Name: "ambiguous-number", Meaning: "A number with two readings in a table.", Example: readingCSV("name,days\na,\"1,500\"\n")},
		{Name: "csv-quote", Meaning: "A quotation mark in a table that does not fit.", Example: readingCSV("name,start\na\"b,2026-09-01\n")},
		{Name: "missing-column", Meaning: "A table without a column of names.", Example: readingCSV("start,end\n2026-09-01,2026-09-02\n")},
		{Name: "mixed-order", Meaning: "A column of a table with the day first in some dates and the month in others.", Example: readingCSV("name,start\na,13/04/2026\nb,04/15/2026\n")},
		{Name: "no-date", Meaning: "A remark: a cell of a date column without a date.", Example: readingCSV("name,start\na,TBD\nb,2026-09-01\n")},
		{Name: "no-dates", Meaning: "A table in which nothing has a date or a duration.", Example: readingCSV("name,start\na,TBD\n")},
		{Name: "repeated-name", Meaning: "A remark: a second row of a table with the same name and phase, which is read as another package.", Example: readingCSV("name,start\na,2026-09-01\na,2026-09-02\n")},
		{Name: "similar-name", Meaning: "A slip: a name in a table that is another but for capitals.", Example: readingCSV("name,start,environment\na,2026-09-01,uat\nb,2026-09-02,UAT\n")},
		{Name: "spare-column", Meaning: "A remark: a second column of a table for the same, which is kept as a note.", Example: readingCSV("name,start,planned start\na,2026-09-01,2026-09-02\n")},
		{Name: "two-columns", Meaning: "Two columns of a table with one meaning.", Example: readingCSV("name,start,from\na,2026-09-01,\n")},
		{Name: "two-times", Meaning: "A slip: two times in one cell of a table that differ.", Example: readingCSV("name,start\na,02:00 UTC 28 Feb 2024 / 17:00 PST 27 Feb 2024\n")},
		{Name: "unread-date", Meaning: "A remark: a cell of a date column that is plainly meant as a date and cannot be read.", Example: readingCSV("name,start\na,Setp 7 2026\nb,2026-09-01\n")},
		{Name: "weekday", Meaning: "A slip: a date in a table with the wrong day of the week.", Example: readingCSV("name,start\na,Wed 27 Feb 2024\n")},
		{Name: "zone-label", Meaning: "A slip: a label of summer time on a date in winter, or the other way round.", Example: readingCSV("name,start\na,18:00 PDT 1 Feb 2026\n")},
	}
}

// readingCSV is an example: what is wrong with this table, slips and remarks included.
func readingCSV(text string) func() error {
	return func() error {
		t, err := ReadCSV(File{Data: []byte(text)}, CSVOptions{})
		if err != nil {
			return err
		}
		return append(t.Slips, t.Remarks...).Err()
	}
}
