package mutate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
)

// node is one JSON value that is written back as it was read: members keep their
// order and may stand twice, scalars keep their spelling.
type node struct {
	form    form
	raw     string // of a scalar
	members []member
	items   []*node

	// bound is the associated data that a sealed value of an MEF was sealed with;
	// nil for any other value.
	bound []byte
}

type form uint8

const (
	scalar form = iota
	object
	list
)

type member struct {
	name  string
	value *node
}

// parse reads one JSON value.
func parse(text []byte) (*node, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	n, err := parseNext(d)
	if err != nil {
		return nil, err
	}
	if d.More() {
		return nil, fmt.Errorf("something follows the value")
	}
	return n, nil
}

func parseNext(d *json.Decoder) (*node, error) {
	var raw json.RawMessage
	if err := d.Decode(&raw); err != nil {
		return nil, err
	}
	if raw[0] != '{' && raw[0] != '[' {
		return &node{raw: string(raw)}, nil
	}
	inner := json.NewDecoder(bytes.NewReader(raw))
	if _, err := inner.Token(); err != nil {
		return nil, err
	}
	n := &node{form: list}
	if raw[0] == '{' {
		n.form = object
	}
	for inner.More() {
		var name string
		if n.form == object {
			token, err := inner.Token()
			if err != nil {
				return nil, err
			}
			name, _ = token.(string)
		}
		value, err := parseNext(inner)
		if err != nil {
			return nil, err
		}
		if n.form == object {
			n.members = append(n.members, member{name, value})
		} else {
			n.items = append(n.items, value)
		}
	}
	return n, nil
}

// text is a JSON string.
func text(s string) *node { return &node{raw: string(quoted(s))} }

// raw is a scalar as it is spelt.
func raw(s string) *node { return &node{raw: s} }

func number(n int64) *node { return raw(strconv.FormatInt(n, 10)) }

// texts is a list of JSON strings.
func texts(all ...string) *node {
	n := &node{form: list}
	for _, s := range all {
		n.items = append(n.items, text(s))
	}
	return n
}

// quoted spells a string as the writer of migration files does.
func quoted(s string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a buffer takes everything
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// append writes the value without white space.
func (n *node) append(dst []byte) []byte {
	switch n.form {
	case object:
		dst = append(dst, '{')
		for i, m := range n.members {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(append(dst, quoted(m.name)...), ':')
			dst = m.value.append(dst)
		}
		return append(dst, '}')
	case list:
		dst = append(dst, '[')
		for i, v := range n.items {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = v.append(dst)
		}
		return append(dst, ']')
	}
	return append(dst, n.raw...)
}

func (n *node) String() string {
	if n == nil {
		return ""
	}
	return string(n.append(nil))
}

// at follows names and indices; nil where the value is not there.
func (n *node) at(path ...any) *node {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			n = n.get(step)
		case int:
			if n == nil || step >= len(n.items) {
				return nil
			}
			n = n.items[step]
		}
	}
	return n
}

// get returns the first member of that name, or nil.
func (n *node) get(name string) *node {
	if n == nil {
		return nil
	}
	for i := range n.members {
		if n.members[i].name == name {
			return n.members[i].value
		}
	}
	return nil
}

// value is the text of a string, "" of anything else.
func (n *node) value() string {
	var s string
	if n == nil || n.form != scalar || json.Unmarshal([]byte(n.raw), &s) != nil {
		return ""
	}
	return s
}

// integer is the value of an integer, 0 of anything else.
func (n *node) integer() int64 {
	if n == nil {
		return 0
	}
	i, _ := strconv.ParseInt(n.raw, 10, 64)
	return i
}

// put sets a member, at the end where there is none of the name.
func (n *node) put(name string, v *node) { n.putBefore("", name, v) }

// putBefore sets a member; where there is none of the name it goes before
// another one, so that the order of the table is kept.
func (n *node) putBefore(next, name string, v *node) {
	for i := range n.members {
		if n.members[i].name == name {
			n.members[i].value = v
			return
		}
	}
	at := slices.IndexFunc(n.members, func(m member) bool { return m.name == next })
	if at < 0 {
		at = len(n.members)
	}
	n.members = slices.Insert(n.members, at, member{name, v})
}

// remove takes a member out.
func (n *node) remove(name string) {
	n.members = slices.DeleteFunc(n.members, func(m member) bool { return m.name == name })
}

// clone copies the value.
func (n *node) clone() *node {
	if n == nil {
		return nil
	}
	c := *n
	c.members, c.items = slices.Clone(n.members), slices.Clone(n.items)
	for i := range c.members {
		c.members[i].value = c.members[i].value.clone()
	}
	for i := range c.items {
		c.items[i] = c.items[i].clone()
	}
	return &c
}

// replace puts a text in the place of another wherever it is the whole of a
// string, and reports whether it did.
func (n *node) replace(old, text string) bool {
	if n.form == scalar {
		if n.value() != old || n.raw[0] != '"' {
			return false
		}
		n.raw = string(quoted(text))
		return true
	}
	did := false
	for i := range n.members {
		did = n.members[i].value.replace(old, text) || did
	}
	for _, v := range n.items {
		did = v.replace(old, text) || did
	}
	return did
}
