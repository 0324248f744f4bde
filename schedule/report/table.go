package report

import (
	"io"
	"strings"
	"unicode"
)

// lineWidth is how many columns of a terminal the text uses.
const lineWidth = 120

// column is one column of a table. A column without a single cell is not printed.
type column struct {
	title string
	right bool // numbers
	whole bool // never cut, however wide
	cells []string
}

const columnGap = "  "

// writeTable prints the columns beside each other, within lineWidth where
// cutting the cells that may be cut allows it.
func writeTable(b *strings.Builder, indent string, columns []column) {
	var kept []column
	var widths []int
	rows := 0
	for _, c := range columns {
		width := 0
		for i, cell := range c.cells {
			c.cells[i] = clean(cell)
			width = max(width, textWidth(c.cells[i]))
		}
		if width == 0 {
			continue
		}
		kept = append(kept, c)
		widths = append(widths, max(width, textWidth(c.title)))
		rows = max(rows, len(c.cells))
	}
	fit(kept, widths, lineWidth-len(indent))
	line := func(cell func(c column) string) {
		var row strings.Builder
		row.WriteString(indent)
		for i, c := range kept {
			if i > 0 {
				row.WriteString(columnGap)
			}
			text := shorten(cell(c), widths[i])
			pad := strings.Repeat(" ", widths[i]-textWidth(text))
			if c.right {
				text, pad = pad, text
			}
			row.WriteString(text)
			row.WriteString(pad)
		}
		b.WriteString(strings.TrimRight(row.String(), " "))
		b.WriteByte('\n')
	}
	line(func(c column) string { return c.title })
	for r := range rows {
		line(func(c column) string {
			if r < len(c.cells) {
				return c.cells[r]
			}
			return ""
		})
	}
}

// fit takes width from the widest column that may be cut until all fit.
func fit(columns []column, widths []int, total int) {
	const least = 10
	sum := len(columnGap) * (len(widths) - 1)
	for _, w := range widths {
		sum += w
	}
	for ; sum > total; sum-- {
		widest := -1
		for i, w := range widths {
			if !columns[i].whole && w > max(least, textWidth(columns[i].title)) && (widest < 0 || w > widths[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return
		}
		widths[widest]--
	}
}

// shorten cuts the middle out of a text that is wider than width: names begin
// with what they are and end with their version.
func shorten(s string, width int) string {
	if textWidth(s) <= width || width < 3 {
		return s
	}
	runes := []rune(s)
	tail, tailWidth := len(runes), 0
	for tail > 0 && tailWidth+runeWidth(runes[tail-1]) <= (width-1)/3 {
		tail--
		tailWidth += runeWidth(runes[tail])
	}
	head, headWidth := 0, 0
	for head < tail && headWidth+runeWidth(runes[head]) <= width-1-tailWidth {
		headWidth += runeWidth(runes[head])
		head++
	}
	return string(runes[:head]) + "…" + string(runes[tail:])
}

// writeWrapped prints a sentence in so many columns, broken between words; lines after the first
// start with hang.
func writeWrapped(b *strings.Builder, columns int, first, hang, text string) {
	b.WriteString(first)
	at, fresh := textWidth(first), true
	for word := range strings.FieldsSeq(clean(text)) {
		width := textWidth(word)
		if !fresh && at+1+width > columns {
			b.WriteString("\n" + hang)
			at, fresh = textWidth(hang), true
		}
		if !fresh {
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += width
		fresh = false
	}
	b.WriteByte('\n')
}

func textWidth(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

// wide are the blocks that take two columns of a terminal: Unicode's East Asian
// Width W and F, without the rare ones.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1100, Hi: 0x115F, Stride: 1}, // Hangul Jamo
		{Lo: 0x2E80, Hi: 0x303E, Stride: 1}, // CJK radicals, punctuation
		{Lo: 0x3041, Hi: 0xA4CF, Stride: 1}, // kana to Yi
		{Lo: 0xAC00, Hi: 0xD7A3, Stride: 1}, // Hangul syllables
		{Lo: 0xF900, Hi: 0xFAFF, Stride: 1}, // CJK compatibility
		{Lo: 0xFE30, Hi: 0xFE6F, Stride: 1},
		{Lo: 0xFF00, Hi: 0xFF60, Stride: 1}, // full-width forms
		{Lo: 0xFFE0, Hi: 0xFFE6, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x1F300, Hi: 0x1F64F, Stride: 1}, // pictographs
		{Lo: 0x1F680, Hi: 0x1F6FF, Stride: 1},
		{Lo: 0x1F900, Hi: 0x1F9FF, Stride: 1},
		{Lo: 0x20000, Hi: 0x3FFFD, Stride: 1}, // CJK extensions
	},
}

func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}

// flush hands the finished text to w in one piece.
func flush(w io.Writer, b *strings.Builder) error {
	_, err := io.WriteString(w, b.String())
	return err
}
