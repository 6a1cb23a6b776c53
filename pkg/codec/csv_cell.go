package codec

import (
	"bytes"
	"unicode/utf8"
	"unsafe"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/spec"
)

// checkText reports what no cell may hold.
func (c *csvJudge) checkText(cell csvCell, f *spec.Field) bool {
	if !utf8.Valid(cell.text) {
		c.p.report(finding.InvalidUTF8, cell.at, "save the file as UTF-8", "%s holds bytes that are not UTF-8", f.Name)
		return false
	}
	for _, b := range cell.text {
		if b < 0x20 {
			c.p.report(finding.ControlChar, cell.at, "leave it out", "%s holds the control character 0x%02x", f.Name, b)
			return false
		}
	}
	return true
}

// storeCell keeps the value of a cell that is not empty.
func (c *csvJudge) storeCell(col *maf.Column, f *spec.Field, cell csvCell, base unsafe.Pointer) {
	switch {
	case col.Split:
		c.storeList(f, cell, base)
	case f.Op == spec.OpEnum:
		v := enumValue(f, cell.text)
		if *f.Text(base) = v; v == "" {
			c.p.report(finding.FieldValue, cell.at, formulaHint(cell.text), "%s is %s; it must be %s", f.Name, showText(f, cell.text), oneOf(f.Enum))
		}
	case f.Op == spec.OpText:
		if c.checkForm(f, cell.at, cell.text, f.Lex.Valid(cell.text)) {
			*f.Text(base) = string(cell.text)
		}
	default:
		c.checkForm(f, cell.at, cell.text, storeCompact(cell.text, f, base))
	}
}

// storeList keeps the values of a cell that are parted by spaces. A cell of
// spaces alone is one value, the blank one.
func (c *csvJudge) storeList(f *spec.Field, cell csvCell, base unsafe.Pointer) {
	values := bytes.FieldsFunc(cell.text, func(r rune) bool { return r == ' ' })
	if len(values) == 0 {
		values = [][]byte{cell.text}
	}
	list := f.Texts(base)
	for i, v := range values {
		if int64(i) < f.Max && c.checkForm(f, cell.at, v, f.Lex.Valid(v)) {
			*list = append(*list, string(v))
		}
	}
	if n := int64(len(values)); n > f.Max {
		c.p.report(finding.FieldItems, cell.at, "", "%s has %d values; it must have from %d to %d", f.Name, n, f.Min, f.Max)
	}
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
