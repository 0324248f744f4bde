package planfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/berthplan/berth/release"
	"github.com/berthplan/berth/release/planfile/internal/yaml"
)

// The limits of a CSV file.
const (
	maxRows    = 100_000
	maxColumns = 1_000
)

// record is one row of cells, and the line it starts on.
type record struct {
	line  int
	cells []string
}

// cell is the text of a column; a row may be shorter than the header.
func (r *record) cell(column int) string {
	if column < 0 || column >= len(r.cells) {
		return ""
	}
	return r.cells[column]
}

// records splits a file into its rows, blank ones left out.
func (r *csvReader) records(data []byte) []record {
	bad := func(code string, line int, found, expected, hint string) []record {
		r.faults = append(r.faults, release.Fault{Code: code, File: r.file, Line: line, Column: 1, Found: found, Expected: expected, Hint: hint})
		return nil
	}
	const utf8Hint = "save it as CSV UTF-8"
	switch {
	case len(data) > yaml.MaxSize:
		return bad("too-large", 1, "more than 16 MB", "a table of at most 16 MB", "")
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return bad("not-text", 1, "text in UTF-16", "text in UTF-8", utf8Hint)
	case bytes.IndexByte(data, 0) >= 0:
		return bad("not-text", 1+bytes.Count(data[:bytes.IndexByte(data, 0)], []byte("\n")), "a zero byte", "text in UTF-8", utf8Hint)
	case !utf8.Valid(data):
		at := 0
		for n := 0; at < len(data); at += n {
			var c rune
			if c, n = utf8.DecodeRune(data[at:]); c == utf8.RuneError && n == 1 {
				break
			}
		}
		return bad("not-text", 1+bytes.Count(data[:at], []byte("\n")), "bytes that are no UTF-8", "text in UTF-8", utf8Hint)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	text := string(data)
	skipped := 0
	var separator rune
	if first, rest, _ := strings.Cut(text, "\n"); strings.HasPrefix(strings.ToLower(first), "sep=") && len(strings.TrimRight(first, "\r")) == len("sep=;") {
		separator, text, skipped = rune(first[4]), rest, 1 // as spreadsheets write it
	}
	if separator == 0 || !strings.ContainsRune(separators, separator) {
		separator = detect(text)
	}
	if !strings.Contains(text, "\n") {
		text = strings.ReplaceAll(text, "\r", "\n") // lines of an old Macintosh
	}
	var all []record
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.FieldsPerRecord = separator, -1
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			return bad("csv-quote", parse.Line+skipped, "a quotation mark that does not fit", `text in quotation marks, with "" for one inside it`, "")
		}
		if err != nil {
			return bad("csv-quote", 1, err.Error(), "a table", "")
		}
		line, _ := in.FieldPos(0)
		if len(cells) > maxColumns || len(all) >= maxRows {
			return bad("too-large", line+skipped, "more rows or columns than any plan has", "at most 100,000 rows of 1,000 columns", "")
		}
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		for i := range cells {
			cells[i] = revealed(cells[i])
		}
		all = append(all, record{line + skipped, cells})
	}
	if len(all) == 0 {
		return bad("empty-file", 1, "nothing", "a table: a row of column names, and a row for each package", "")
	}
	return all
}

// separators are what may part the cells of a row.
const separators = ",;\t|"

// maxTitles is how many rows may stand above the header.
const maxTitles = 20

// detect finds the separator of a table: the one that makes the most known columns of its header,
// then the most columns; of equals the first. The header is the first row of two known columns or else the first row.
func detect(text string) rune {
	var readers []*csv.Reader
	for _, s := range separators {
		in := csv.NewReader(strings.NewReader(text))
		in.Comma, in.FieldsPerRecord, in.LazyQuotes = s, -1, true
		readers = append(readers, in)
	}
	first := ','
	for row := range maxTitles + 1 {
		best, most := ',', [2]int{-1, -1}
		for _, in := range readers {
			head, err := in.Read()
			if err != nil || len(head) > maxColumns {
				continue
			}
			if score := [2]int{known(head), len(head)}; score[0] > most[0] || score[0] == most[0] && score[1] > most[1] {
				best, most = in.Comma, score
			}
		}
		if row == 0 {
			first = best
		}
		if most[0] >= 2 {
			return best
		}
	}
	return first
}

// known counts the columns of a row that mean something as a header.
func known(head []string) int {
	n := 0
	for _, x := range rolesOf(head) {
		if x != "" {
			n++
		}
	}
	return n
}

// headerAt is the row that names the columns: the first, unless that is a title above one with columns.
func headerAt(all []record) int {
	names := func(i int) bool {
		return slices.ContainsFunc(rolesOf(all[i].cells), func(x role) bool { return x == roleName || x == roleGroup })
	}
	if known(all[0].cells) >= 2 && names(0) {
		return 0
	}
	for i := 1; i < len(all) && i <= maxTitles; i++ {
		if known(all[i].cells) >= 2 && names(i) && known(all[i].cells) > known(all[0].cells) {
			return i
		}
	}
	return 0
}
