package mask

import (
	"slices"
	"strings"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/spec"
)

// testDataField is the field of every header that says that a file is no
// customer's.
const testDataField = "testData"

// header is the header of the copy, as JSON. One that is malformed is masked word
// by word, where it is all there.
func (c *copier) header() ([]byte, error) {
	t, m := c.file.Type.Header, c.newMasker()
	faults := slices.DeleteFunc(slices.Clone(c.file.Findings), func(f finding.Finding) bool { return f.Code == finding.ByteOrderMark })
	if len(faults) == 0 {
		h := &envelope.Header{}
		m.record(c.head, t.Base(h), t.Base(c.file.Header))
		c.done.Texts += m.texts
		h.TestData = true
		h.Set(t.MustRef(testDataField))
		return codec.Append(nil, t, h), nil
	}
	for _, found := range faults {
		if !c.inHeader(found) {
			return nil, &MalformedError{found}
		}
	}
	w := worker{copier: c, m: m}
	text, ok := w.json(c.head, nil, c.file.HeaderRaw())
	if !ok {
		return nil, &MalformedError{faults[0]}
	}
	c.done.Texts += m.texts
	c.done.Header = true
	return text, nil
}

// inHeader reports whether a fault is one of the header, and of a kind that stays
// where the header is masked word by word. What the header says of test data must
// be known, since MPANs of the copy are of the dummy distributor.
func (c *copier) inHeader(f finding.Finding) bool {
	const within = "/" + envelope.HeaderName
	ofHeader := strings.HasPrefix(f.Path, within+"/") || f.Path == within && f.Code == finding.MissingField
	return ofHeader && (isKept(f.Code) || f.Code == finding.FormatVersion) && c.file.HeaderRaw() != nil &&
		c.file.Header.OK(c.file.Type.Header.MustRef(testDataField))
}

// isTestData reports whether a field is the one that the copy sets.
func isTestData(p *plan, f *spec.Field) bool {
	return p != nil && p.table.Name == headerTable && f != nil && f.Name == testDataField
}

// table is the row of names of the copy of a CSV. Where the columns are not those
// of a MAF, every row is masked cell by cell.
func (c *copier) table() (names []string, err error) {
	c.columns = maf.Columns()
	names, c.from = c.file.Columns()
	w := worker{copier: c, m: c.newMasker()}
	for _, found := range c.file.Findings {
		switch found.Code {
		case finding.UnknownField, finding.DuplicateName, finding.MissingField:
			c.wrong = true
		case finding.ByteOrderMark:
		default:
			return nil, &MalformedError{found}
		}
	}
	for i := range names {
		names[i] = w.name(names[i])
	}
	if !c.wrong && len(names) > 0 { // in the order of the format
		names = names[:0]
		for _, column := range c.columns {
			names = append(names, column.Name)
		}
	}
	return names, nil
}
