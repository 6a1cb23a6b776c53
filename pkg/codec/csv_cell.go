package codec

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
	"unsafe"

	"s1mig/pkg/finding"
	"s1mig/pkg/spec"
)

// plainCell reads a cell as the fast parser does: most of a record have no fault,
// although it has one. Where it reports false the value is not to be relied on.
func (c *csvJudge) plainCell(k int, cell csvCell, base unsafe.Pointer) bool {
	end := cell.from + len(cell.text)
	return cell.from >= 0 && c.codes[k].value(inputOf(c.row), cell.from, end, base) == end
}

// kept returns a part of the text of a cell, which holds as long as the record.
func (c *csvJudge) kept(cell csvCell, from, to int) string {
	if cell.from < 0 {
		return string(cell.text[from:to])
	}
	return view(c.row[cell.from+from : cell.from+to])
}

// checkText reports what no cell may hold.
func (c *csvJudge) checkText(cell csvCell, f *spec.Field) bool {
	if !utf8.Valid(cell.text) {
		c.p.tell(finding.InvalidUTF8, cell.at, func() (string, string) {
			return f.Name + " holds bytes that are not UTF-8", "save the file as UTF-8"
		})
		return false
	}
	for _, b := range cell.text {
		if b < 0x20 {
			c.p.tell(finding.ControlChar, cell.at, func() (string, string) {
				return fmt.Sprintf("%s holds the control character 0x%02x", f.Name, b), "leave it out"
			})
			return false
		}
	}
	return true
}

// storeCell keeps the value of a cell of column k that is not empty.
func (c *csvJudge) storeCell(k int, cell csvCell, base unsafe.Pointer) {
	f := &c.fields[k]
	switch {
	case c.columns[k].Split:
		c.storeList(f, cell, base)
	case f.Op == spec.OpEnum:
		v := enumValue(f, cell.text)
		if *f.Text(base) = v; v == "" {
			c.p.tell(finding.FieldValue, cell.at, func() (string, string) {
				return f.Name + " is " + showText(f, cell.text) + "; it must be " + oneOf(f.Enum), formulaHint(cell.text)
			})
		}
	case f.Op == spec.OpText:
		if c.checkForm(f, cell.at, cell.text, f.Lex.Valid(cell.text)) {
			*f.Text(base) = c.kept(cell, 0, len(cell.text))
		}
	default:
		c.checkForm(f, cell.at, cell.text, storeCompact(cell.text, f, base))
	}
}

// storeList keeps the values of a cell that are parted by spaces. A cell of
// spaces alone is one value, the blank one.
func (c *csvJudge) storeList(f *spec.Field, cell csvCell, base unsafe.Pointer) {
	n := int64(0)
	for from := 0; from < len(cell.text); {
		to := from
		for to < len(cell.text) && cell.text[to] != ' ' {
			to++
		}
		if to > from {
			if n++; n <= f.Max {
				c.storeItem(f, cell, from, to, base)
			}
		}
		from = to + 1
	}
	switch {
	case n == 0:
		c.storeItem(f, cell, 0, len(cell.text), base)
	case n > f.Max:
		c.p.tell(finding.FieldItems, cell.at, func() (string, string) {
			return fmt.Sprintf("%s has %d values; it must have from %d to %d", f.Name, n, f.Min, f.Max), ""
		})
	}
}

// storeItem adds a part of the cell to the list.
func (c *csvJudge) storeItem(f *spec.Field, cell csvCell, from, to int, base unsafe.Pointer) {
	text, known := cell.text[from:to], len(c.p.found)
	if c.checkForm(f, cell.at, text, f.Lex.Valid(text)) {
		list := f.Texts(base)
		*list = append(*list, c.kept(cell, from, to))
		return
	}
	if len(c.p.found) > known && c.p.found[known].Message != "" {
		if hint := partingHint(f, text); hint != "" {
			c.p.found[known].Hint = hint
		}
	}
}

// mostParted is how long a text is at most that is looked at for what parts it.
const mostParted = 200

// partingHint knows Certificate IDs that something else than a space parts. They are
// told by the colon behind the issuer: dates and numbers have other signs in them.
func partingHint(f *spec.Field, text []byte) string {
	if len(text) > mostParted || bytes.IndexByte(text, ':') < 0 {
		return ""
	}
	values := bytes.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(";,|/+&", r) })
	for _, v := range values {
		if !f.Lex.Valid(v) {
			return ""
		}
	}
	switch n := int64(len(values)); {
	case n > f.Max, n == 1 && len(bytes.Trim(text, ";,")) > len(values[0]): // it may be the value that is meant to be another
		return ""
	case n == 1:
		return "a space alone parts the values of this cell: write " + string(values[0]) + " alone"
	}
	return "a space parts the values of this cell: write " + string(bytes.Join(values, []byte(" ")))
}

// checkForm reports a value that is not of its form.
func (c *csvJudge) checkForm(f *spec.Field, at int, text []byte, ok bool) bool {
	if ok {
		return true
	}
	known := len(c.p.found)
	c.p.wrongForm(at, f, text)
	if len(c.p.found) > known && c.p.found[known].Message != "" && c.p.found[known].Hint == "" {
		c.p.found[known].Hint = formulaHint(text)
	}
	return false
}

// formulaHint knows the cells that a spreadsheet computes instead of showing.
func formulaHint(text []byte) string {
	if len(text) > 0 && bytes.IndexByte([]byte("=+-@"), text[0]) >= 0 {
		return "a spreadsheet takes this for a formula; write the value alone"
	}
	return ""
}
