package codec

import (
	"bytes"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"unsafe"

	"s1mig/pkg/finding"
	"s1mig/pkg/source"
	"s1mig/pkg/spec"
)

// NOTE. The careful parser reads one value by its table and reports every fault
// in it. It stops for one of three reasons only: the value is read, the bytes
// are no longer JSON (broken), or the window ends before the value does (short).
// A method that returns ok = false has set stop; its index is then of no use.
//
// What is wrong with a value is reported and the value skipped; what is wrong
// with the syntax ends the record, because no later byte can be trusted.

// stop is why the careful parser could not read to the end of a value.
type stop uint8

const (
	goOn   stop = iota
	broken      // not JSON; a finding says so
	short       // the window ends inside the value
)

// maxDepth bounds nesting, a record being level 1. No table nests deeper than 8.
const maxDepth = 32

// maxRecordFindings bounds what is said of one record, so that a hostile record
// cannot make the report larger than the file.
const maxRecordFindings = 200

type careful struct {
	b    []byte          // the window, followed by pad NUL bytes
	end  int             // where its data ends
	base source.Position // of b[0]

	found  []finding.Finding
	faults int // what was wrong, reported or not
	odd    int // members that the fast parser would not have read
	path   []step
	depth  int
	stop   stop
	at     int // where it stopped being JSON

	wanted func(code finding.Code) bool // nil: all findings are told in full

	text  []byte // unescaped text of the last string that needed it
	mark  int    // the index that markP is the position of
	markP source.Position
}

// step is one element of a JSON Pointer: a name, or an index where name is "".
// Where a name may be empty, i is named.
type step struct {
	name string
	i    int
}

const named = -1

// reset prepares the parser for a value in window b[:end], b[0] being at base.
// What it found before is the caller's to keep.
func (p *careful) reset(b []byte, end int, base source.Position, path ...step) {
	p.b, p.end, p.base = b, end, base
	p.found, p.path = nil, append(p.path[:0], path...)
	p.faults, p.odd, p.depth, p.stop, p.at = 0, 0, 0, goOn, 0
	p.mark, p.markP = 0, base
}

// position of index i; the time it takes is that of the way from the last one.
func (p *careful) position(i int) source.Position {
	if i >= p.mark {
		p.markP = p.markP.Advance(p.b[p.mark:i])
	} else {
		p.back(i)
	}
	p.mark = i
	return p.markP
}

// back moves markP back to index i.
func (p *careful) back(i int) {
	passed := p.b[i:p.mark]
	p.markP.Offset -= int64(len(passed))
	lines := bytes.Count(passed, newline)
	p.markP.Line -= lines
	if lines == 0 {
		p.markP.Column -= len(passed)
	} else if start := bytes.LastIndexByte(p.b[:i], '\n') + 1; start > 0 {
		p.markP.Column = i - start + 1
	} else {
		p.markP.Column = p.base.Column + i
	}
}

func pointer(path []step) string {
	var s strings.Builder
	for _, e := range path {
		s.WriteByte('/')
		if e.name == "" && e.i != named {
			s.WriteString(strconv.Itoa(e.i))
			continue
		}
		s.WriteString(pointerEscaper.Replace(cutName(e.name)))
	}
	return s.String()
}

var pointerEscaper = strings.NewReplacer("~", "~0", "/", "~1")

// report notes a fault at index i.
func (p *careful) report(code finding.Code, i int, hint, format string, args ...any) {
	p.tell(code, i, func() (string, string) { return fmt.Sprintf(format, args...), hint })
}

// tell is report of what there may be in every record: its message is made only
// where it is wanted.
func (p *careful) tell(code finding.Code, i int, what func() (message, hint string)) {
	if p.faults++; p.faults > maxRecordFindings {
		return
	}
	f := finding.Finding{Code: code}
	if p.wanted == nil || p.wanted(code) {
		f.Message, f.Hint = what()
		f.Pos, f.Path = p.position(i), pointer(p.path)
	}
	p.found = append(p.found, f)
}

// fail ends the reading of the value at index i: a short window if the data ends
// there, else broken syntax.
func (p *careful) fail(i int, code finding.Code, message func() string) (int, bool) {
	if i >= p.end {
		p.stop = short
		return i, false
	}
	p.tell(code, i, func() (string, string) { return message(), "" })
	p.stop, p.at = broken, i
	return i, false
}

func (p *careful) want(i int, what string) (int, bool) {
	return p.fail(i, finding.Syntax, func() string { return "expected " + what + ", found " + p.shown(i) })
}

// shown names the byte at i for a message.
func (p *careful) shown(i int) string { return shown(p.b[i]) }

// shown names a byte for a message.
func shown(c byte) string {
	switch {
	case c < 0x20:
		return fmt.Sprintf("control character 0x%02x", c)
	case c < 0x7f:
		return "“" + string(rune(c)) + "”"
	default:
		return fmt.Sprintf("byte 0x%02x", c)
	}
}

func (p *careful) space(i int) int { return skipSpace(p.b, i) }

// object reads the object at i into the struct at base. quick is the program of
// the table, which reads what has no fault; where it is nil, all is read here.
func (p *careful) object(i int, t *spec.Table, quick *program, base unsafe.Pointer) (int, bool) {
	if p.b[i] != '{' {
		return p.want(i, "an object")
	}
	p.depth++ // not checked: tables do not nest without end
	o := fields{t: t, quick: quick, base: base}
	seen := p.faults + p.odd
	before := startObject(base)
	after, ok := p.each(i, func(at int) (int, bool) { return p.fieldAt(&o, at) })
	p.depth--
	endObject(t, base, before, o.have, o.bad)
	if ok {
		p.missing(i, t, o.have)
	}
	quick.expect(!ok || p.faults+p.odd != seen)
	return after, ok
}

// missing reports the fields that an object at i must have, and has not.
func (p *careful) missing(i int, t *spec.Table, have uint32) {
	for left := t.Required() &^ have; left != 0; left &= left - 1 {
		p.tell(finding.MissingField, i, func() (string, string) {
			return t.Fields[bits.TrailingZeros32(left)].Name + " is missing from this " + t.Name, ""
		})
	}
}

// each reads `{member,…}` from i and hands the place of each member to one.
func (p *careful) each(i int, one func(at int) (int, bool)) (int, bool) {
	i = p.space(i + 1)
	if p.b[i] == '}' && i < p.end {
		return i + 1, true
	}
	for {
		after, ok := one(i)
		if !ok {
			return after, false
		}
		if i = p.space(after); p.b[i] == '}' && i < p.end {
			return i + 1, true
		}
		if p.b[i] != ',' {
			return p.want(i, "a comma or the closing brace")
		}
		i = p.space(i + 1)
	}
}

// members reads `{"name":value,…}` from i and hands each name to one, which
// reads the value. The name holds until the next string is read.
func (p *careful) members(i int, one func(name []byte, nameAt, valueAt int) (int, bool)) (int, bool) {
	return p.each(i, func(at int) (int, bool) {
		name, valueAt, ok := p.name(at)
		if !ok {
			return valueAt, false
		}
		return one(name, at, valueAt)
	})
}

// name reads `"name":` and returns the index of the value. The name holds until
// the next string is read.
func (p *careful) name(i int) (name []byte, valueAt int, ok bool) {
	if p.b[i] != '"' {
		i, ok = p.want(i, "a name in quotation marks")
		return nil, i, ok
	}
	s, after, ok := p.string(i)
	if !ok {
		return nil, after, false
	}
	colon := p.space(after)
	if p.b[colon] != ':' {
		colon, ok = p.want(colon, "a colon after the name")
		return nil, colon, ok
	}
	return s.text, p.space(colon + 1), true
}

// fieldAt reads one member of an object of a table, and those behind it that have
// no fault. Most have none, although the object has one.
func (p *careful) fieldAt(o *fields, i int) (int, bool) {
	after, f, valueAt := o.plain(inputOf(p.b), i)
	if after >= 0 {
		return after, true
	}
	o.pass()
	if f != nil {
		return p.field(o, f, i, valueAt)
	}
	name, valueAt, ok := p.name(i)
	if !ok {
		return valueAt, false
	}
	return p.member(o, name, i, valueAt)
}

// nameText is the name of the member at i as a string that holds longer than the name.
func (p *careful) nameText(name []byte, i int) string {
	if len(name) > 0 && &name[0] == &p.b[i+1] {
		return view(name)
	}
	return string(name)
}

// member reads one value of an object of a table.
func (p *careful) member(o *fields, name []byte, nameAt, valueAt int) (int, bool) {
	f := o.t.Field(string(name))
	if f == nil {
		return p.unknown(o.t, p.nameText(name, nameAt), nameAt, valueAt)
	}
	return p.field(o, f, nameAt, valueAt)
}

// field reads the value of field f, whatever it is.
func (p *careful) field(o *fields, f *spec.Field, nameAt, valueAt int) (int, bool) {
	p.path = append(p.path, step{name: f.Name})
	after, ok := p.inField(o, f, nameAt, valueAt)
	p.path = p.path[:len(p.path)-1]
	return after, ok
}

// inField is field, where the path leads to it.
func (p *careful) inField(o *fields, f *spec.Field, nameAt, valueAt int) (int, bool) {
	if f.Op != spec.OpObjects {
		p.odd++
	}
	if o.have&(1<<f.Index) != 0 {
		p.tell(finding.DuplicateName, nameAt, func() (string, string) {
			return f.Name + " stands twice in this " + o.t.Name, "keep one of the two"
		})
		return p.skip(valueAt)
	}
	o.have |= 1 << f.Index
	after, good, ok := p.value(valueAt, f, o)
	if !good || !ok {
		o.bad |= 1 << f.Index
		if !keepsParts(f.Op) {
			f.Clear(o.base)
		}
	}
	return after, ok
}

// keepsParts reports whether a value of which a part is bad still holds parts
// that rules can judge.
func keepsParts(op spec.Op) bool { return op == spec.OpObject || op == spec.OpObjects }

// unknown reports a name that the table does not have, and reads over its value.
func (p *careful) unknown(t *spec.Table, name string, nameAt, valueAt int) (int, bool) {
	p.path = append(p.path, step{name: name, i: named})
	defer func() { p.path = p.path[:len(p.path)-1] }()
	if t.Secrets != nil && t.Secrets.Field(name) != nil {
		p.tell(finding.SecretInClear, nameAt, func() (string, string) {
			return name + " is a secret and stands here in clear", "send it sealed, in the MEF"
		})
	} else {
		p.tell(finding.UnknownField, nameAt, func() (string, string) {
			return quoteName(name) + " is not a field of this " + t.Name, nearest(t, name)
		})
	}
	return p.skip(valueAt)
}

// nearest suggests the field that an unknown name may be meant for.
func nearest(t *spec.Table, name string) string {
	for i := range t.Fields {
		if strings.EqualFold(t.Fields[i].Name, strings.Trim(name, " _")) {
			return "the field is spelt " + t.Fields[i].Name
		}
	}
	return ""
}

// quoteName shows a name out of a hostile file: quoted, and not too long.
func quoteName(s string) string { return strconv.Quote(cutName(s)) }

// cutName cuts a text that is longer than any name of a field.
func cutName(s string) string {
	if len(s) > 60 {
		s = strings.ToValidUTF8(s[:60], "") + "…"
	}
	return s
}
