package codec

import (
	"fmt"
	"strconv"
	"strings"
	"unsafe"

	"s1mig/pkg/civil"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// value reads the value of field f of o at i. good says that it is of the field's
// form; ok that the parser can go on.
func (p *careful) value(i int, f *spec.Field, o *fields) (after int, good, ok bool) {
	base := o.base
	if !startsType(p.b[i], f.Op) {
		f.Clear(base) // or the parts of an earlier record would stay
		return p.wrongType(i, f.Name, f.Op)
	}
	before := p.faults
	switch f.Op {
	case spec.OpObject:
		after, ok = p.object(i, f.Table, o.quick.of(f), f.Object(base))
	case spec.OpObjects, spec.OpTexts:
		after, ok = p.list(i, f, o)
	case spec.OpInteger:
		after, ok = p.integer(i, f, base)
	case spec.OpBool:
		after, ok = p.boolean(i, f.Bool(base))
	default:
		after, ok = p.textValue(i, f, base)
	}
	return after, p.faults == before, ok
}

func jsonType(op spec.Op) string {
	switch op {
	case spec.OpObject:
		return "an object"
	case spec.OpObjects, spec.OpTexts:
		return "a list"
	case spec.OpInteger:
		return "an integer"
	case spec.OpBool:
		return "true or false"
	}
	return "a string"
}

func startsType(c byte, op spec.Op) bool {
	switch op {
	case spec.OpObject:
		return c == '{'
	case spec.OpObjects, spec.OpTexts:
		return c == '['
	case spec.OpInteger:
		return c == '-' || c-'0' <= 9
	case spec.OpBool:
		return c == 't' || c == 'f'
	}
	return c == '"'
}

// wrongType reports a value of another JSON type than that of op and reads over it.
func (p *careful) wrongType(i int, name string, op spec.Op) (int, bool, bool) {
	after, ok := p.skip(i)
	if ok {
		p.tell(finding.FieldType, i, func() (string, string) {
			return name + " must be " + jsonType(op) + ", not " + typeShown(p.b[i]), ""
		})
	}
	return after, false, ok
}

func typeShown(c byte) string {
	switch {
	case c == '{':
		return "an object"
	case c == '[':
		return "a list"
	case c == '"':
		return "a string"
	case c == 't' || c == 'f':
		return "true or false"
	case c == 'n':
		return "null"
	}
	return "a number"
}

// textValue reads a string field.
func (p *careful) textValue(i int, f *spec.Field, base unsafe.Pointer) (int, bool) {
	s, after, ok := p.string(i)
	if !ok || !s.good {
		return after, ok
	}
	switch f.Op {
	case spec.OpEnum:
		v := enumValue(f, s.text)
		*f.Text(base) = v
		if v == "" {
			p.tell(finding.FieldValue, i, func() (string, string) {
				return f.Name + " is " + showText(f, s.text) + "; it must be " + oneOf(f.Enum), ""
			})
		}
	case spec.OpText:
		if !f.Lex.Valid(s.text) {
			p.wrongForm(i, f, s.text)
			break
		}
		*f.Text(base) = p.keep(s.text, i, after)
	default:
		if !storeCompact(s.text, f, base) {
			p.wrongForm(i, f, s.text)
		}
	}
	return after, true
}

// storeCompact parses the text and keeps its value; it reports whether the text
// is of the field's form.
func storeCompact(text []byte, f *spec.Field, base unsafe.Pointer) (ok bool) {
	switch f.Op {
	case spec.OpEUI64:
		*f.EUI64(base), ok = ident.ParseEUI64(text)
	case spec.OpMPxN:
		*f.MPxN(base), ok = ident.ParseMPxN(text)
	case spec.OpHex8:
		var v ident.Firmware
		v, ok = ident.ParseFirmware(text)
		*f.Hex8(base) = uint32(v)
	case spec.OpManufacturer:
		*f.Manufacturer(base), ok = ident.ParseManufacturer(text)
	case spec.OpDate:
		*f.Date(base), ok = civil.ParseDate(text)
	case spec.OpInstant:
		*f.Instant(base), ok = civil.ParseInstant(text)
	}
	return ok
}

// keep returns the text as a view of the window where it stands there as it is,
// else as a copy.
func (p *careful) keep(text []byte, i, after int) string {
	if len(text) == after-i-2 {
		return view(p.b[i+1 : after-1])
	}
	return string(text)
}

func (p *careful) wrongForm(i int, f *spec.Field, text []byte) {
	code := finding.FieldForm
	if f.Lex == ident.MPxNType {
		code = finding.MPxNFormat
	}
	p.tell(code, i, func() (message, hint string) {
		if f.Lex.Hint != nil && !f.Secret {
			hint = f.Lex.Hint(text)
		}
		return f.Name + " is " + showText(f, text) + ", which is no " + f.Lex.Name, hint
	})
}

// showText quotes a value for a message, unless it is a secret.
func showText(f *spec.Field, text []byte) string {
	if f.Secret {
		return "a secret not shown here"
	}
	return quoteName(string(text))
}

func oneOf(values []string) string {
	if len(values) == 1 {
		return values[0]
	}
	return "one of " + strings.Join(values, ", ")
}

// integer reads a number and judges its spelling and range.
func (p *careful) integer(i int, f *spec.Field, base unsafe.Pointer) (int, bool) {
	after, ok := p.number(i)
	if !ok {
		return after, false
	}
	text := p.b[i:after]
	v, err := strconv.ParseInt(string(text), 10, 64)
	switch {
	case isPlain(text) && err == nil && v >= f.Min && v <= f.Max:
		*f.Integer(base) = v
	case isPlain(text):
		p.tell(finding.FieldValue, i, func() (string, string) {
			return fmt.Sprintf("%s is %s; it must be from %d to %d", f.Name, quoteName(string(text)), f.Min, f.Max), ""
		})
	default:
		p.tell(finding.NumberSpelling, i, func() (string, string) {
			return f.Name + " is " + quoteName(string(text)) + ", which is no integer in plain decimal", "write integers in plain decimal, as in 8"
		})
	}
	return after, true
}

// isPlain reports whether a JSON number is spelt as a plain decimal integer.
func isPlain(text []byte) bool {
	for k, c := range text {
		if c-'0' > 9 && !(k == 0 && c == '-') {
			return false
		}
	}
	return string(text) != "-0"
}

func (p *careful) boolean(i int, to *bool) (int, bool) {
	after, ok := p.literal(i)
	*to = p.b[i] == 't'
	return after, ok
}

// list reads a list of strings or of objects.
func (p *careful) list(i int, f *spec.Field, o *fields) (int, bool) {
	f.Clear(o.base)
	p.depth++
	n := 0
	after, ok := p.items(i, func(at int) (int, bool) {
		n++
		if int64(n) > f.Max {
			return p.skip(at)
		}
		return p.item(at, f, o)
	})
	p.depth--
	if ok && (int64(n) < f.Min || int64(n) > f.Max) {
		p.tell(finding.FieldItems, i, func() (string, string) {
			return fmt.Sprintf("%s has %d items; it must have from %d to %d", f.Name, n, f.Min, f.Max), ""
		})
	}
	return after, ok
}

func (p *careful) item(at int, f *spec.Field, o *fields) (after int, ok bool) {
	if f.Op == spec.OpObjects {
		if p.b[at] != '{' {
			after, _, ok = p.wrongType(at, "an item of "+f.Name, spec.OpObject)
			return after, ok
		}
		return p.itemObject(at, f.Table, o.quick.of(f), f.Append(o.base))
	}
	if p.b[at] != '"' {
		after, _, ok = p.wrongType(at, "an item of "+f.Name, spec.OpText)
		return after, ok
	}
	s, after, ok := p.string(at)
	if !ok || !s.good {
		return after, ok
	}
	if !f.Lex.Valid(s.text) {
		p.wrongForm(at, f, s.text)
		return after, true
	}
	list := f.Texts(o.base)
	*list = append(*list, p.keep(s.text, at, after))
	return after, true
}

// itemObject reads an object of a list. Most have no fault, although the record
// has one.
func (p *careful) itemObject(at int, t *spec.Table, quick *program, base unsafe.Pointer) (int, bool) {
	if after := quick.try(inputOf(p.b), at, base); after >= 0 {
		return after, true
	}
	return p.object(at, t, quick, base)
}

// items reads `[value,…]` from i and hands the place of each value to one.
func (p *careful) items(i int, one func(at int) (int, bool)) (int, bool) {
	i = p.space(i + 1)
	if p.b[i] == ']' && i < p.end {
		return i + 1, true
	}
	for n := 0; ; n++ {
		p.path = append(p.path, step{i: n})
		after, ok := one(i)
		if p.path = p.path[:len(p.path)-1]; !ok {
			return after, false
		}
		if i = p.space(after); p.b[i] == ']' && i < p.end {
			return i + 1, true
		}
		if p.b[i] != ',' {
			return p.want(i, "a comma or the closing bracket")
		}
		i = p.space(i + 1)
	}
}
