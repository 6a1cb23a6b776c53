package schema

import (
	"bytes"
	"encoding/json"
)

// object is a JSON object whose members keep their order.
type object []member

type member struct {
	name  string
	value any
}

// add appends a member.
func (o *object) add(name string, value any) { *o = append(*o, member{name, value}) }

// MarshalJSON writes the members in their order.
func (o object) MarshalJSON() ([]byte, error) {
	buf := []byte{'{'}
	for i, m := range o {
		if i > 0 {
			buf = append(buf, ',')
		}
		buf = append(append(buf, plain(m.name)...), ':')
		buf = append(buf, plain(m.value)...)
	}
	return append(buf, '}'), nil
}

// plain returns v as JSON on one line, without escapes for the sake of HTML. It
// panics where v is no JSON, which is a fault of this program.
func plain(v any) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic("schema: " + err.Error())
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte{'\n'})
}

// indented returns v as JSON for people, with a newline at the end.
func indented(v any) []byte {
	var buf bytes.Buffer
	if err := json.Indent(&buf, plain(v), "", "  "); err != nil {
		panic("schema: " + err.Error())
	}
	buf.WriteByte('\n')
	return buf.Bytes()
}
