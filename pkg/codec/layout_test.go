package codec_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// node is a JSON value as any tool sees it: order and double names are kept,
// layout and escapes are not.
type node struct {
	text    string // of a string, number or literal, as JSON
	members []member
	items   []*node
	kind    byte // '{', '[' or 0
}

type member struct {
	name  string
	value *node
}

func parse(t *testing.T, doc string) *node {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(doc))
	dec.UseNumber()
	n, err := parseNode(dec)
	if err == nil {
		_, err = dec.Token()
	}
	if err != io.EOF {
		t.Fatalf("not JSON: %v in %s", err, doc)
	}
	return n
}

func parseNode(dec *json.Decoder) (*node, error) {
	tok, err := dec.Token()
	if err != nil {
		return nil, err
	}
	d, nested := tok.(json.Delim)
	if !nested {
		text, err := json.Marshal(tok)
		return &node{text: string(text)}, err
	}
	n := &node{kind: byte(d)}
	for dec.More() {
		var name string
		if n.kind == '{' {
			tok, err := dec.Token()
			if err != nil {
				return nil, err
			}
			name = tok.(string)
		}
		v, err := parseNode(dec)
		if err != nil {
			return nil, err
		}
		n.members, n.items = append(n.members, member{name, v}), append(n.items, v)
	}
	_, err = dec.Token()
	return n, err
}

// layout writes a tree in one legal way.
type layout struct {
	name     string
	space    string // between any two tokens
	reversed bool   // the members of every object but the top level
	escaped  bool   // the names
	lines    string // the line end of one record a line, "" for none
	indent   string // as json.Indent
}

func layouts() []layout {
	return []layout{
		{name: "canonical", lines: "\n"},
		{name: "CRLF", lines: "\r\n"},
		{name: "minified"},
		{name: "pretty", indent: "  "},
		{name: "pretty without indent", indent: "\x00"},
		{name: "all white space", space: " \t\r\n"},
		{name: "reversed", lines: "\n", reversed: true},
		{name: "escaped names", lines: "\n", escaped: true},
		{name: "reversed, escaped and pretty", indent: "\t", reversed: true, escaped: true},
	}
}

func (l layout) write(n *node) string {
	var b bytes.Buffer
	l.node(&b, n, 0)
	if l.indent != "" {
		var out bytes.Buffer
		if err := json.Indent(&out, b.Bytes(), "", strings.Trim(l.indent, "\x00")); err != nil {
			panic(err)
		}
		b = out
	}
	return seal(b.String())
}

func (l layout) node(b *bytes.Buffer, n *node, depth int) {
	switch n.kind {
	case 0:
		b.WriteString(n.text)
		return
	case '[':
		b.WriteByte('[')
		for i, v := range n.items {
			l.separate(b, i, depth == 1)
			l.node(b, v, depth+1)
		}
		l.line(b, depth == 1)
		b.WriteString(l.space + "]")
		return
	}
	b.WriteByte('{')
	members := n.members
	if l.reversed && depth > 0 {
		members = slices.Clone(members)
		slices.Reverse(members)
	}
	for i, m := range members {
		l.separate(b, i, depth == 0 && i > 0)
		l.memberName(b, m.name)
		b.WriteString(l.space + ":" + l.space)
		l.node(b, m.value, depth+1)
	}
	b.WriteString(l.space + "}" + l.space)
}

func (l layout) separate(b *bytes.Buffer, i int, line bool) {
	if i > 0 {
		b.WriteByte(',')
	}
	l.line(b, line)
	b.WriteString(l.space)
}

func (l layout) line(b *bytes.Buffer, here bool) {
	if here {
		b.WriteString(l.lines)
	}
}

func (l layout) memberName(b *bytes.Buffer, name string) {
	if l.escaped && name != "" {
		fmt.Fprintf(b, `"\u%04x%s"`, name[0], name[1:])
		return
	}
	fmt.Fprintf(b, "%q", name)
}

// what is the findings of a reading without their places, sorted.
func (s *seen) what() []string {
	var out []string
	for _, f := range s.findings {
		out = append(out, fmt.Sprintf("%s %s: %s (%s)", f.Path, f.Code, f.Message, f.Hint))
	}
	slices.Sort(out)
	return out
}

// A document means the same in any legal layout: the same findings but for
// their places, and the same records.
func TestLayouts(t *testing.T) {
	docs := map[string]string{"sample": sample()}
	for _, f := range faults() {
		if f.legal {
			docs[f.name] = strings.Replace(sample(), f.old, f.new, 1)
		}
	}
	docs["deep nesting"] = strings.Replace(sample(), `"migrateOn"`, `"x":`+strings.Repeat(`{"a":[`, 50)+`"}"`+strings.Repeat(`]}`, 50)+`,"migrateOn"`, 1)
	docs["a record too large"] = strings.Replace(sample(), `"migrateOn"`, `"x":"`+strings.Repeat(`é`, 1<<20)+`","migrateOn"`, 1)
	docs["many unknown fields"] = strings.Replace(sample(), `"2022-06-16"`, `"2022-06-16"`+strings.Repeat(`,"x":1`, 500), 1)
	for name, doc := range docs {
		t.Run(name, func(t *testing.T) {
			tree := parse(t, doc)
			want := readString(layouts()[0].write(tree))
			if want.Err != "" || name != "sample" && len(want.Found) == 0 {
				t.Fatalf("%s %q", want.Err, want.Found)
			}
			for _, l := range layouts()[1:] {
				got := readString(l.write(tree))
				if got.Err != want.Err || !slices.Equal(got.what(), want.what()) {
					t.Errorf("%s: %s %q\nwant %q", l.name, got.Err, got.what(), want.what())
				}
				if !slices.Equal(values(got.Records), values(want.Records)) {
					t.Errorf("%s: records %q\nwant %q", l.name, values(got.Records), values(want.Records))
				}
			}
		})
	}
}

// values are the records without their places and bytes.
func values(records []string) (out []string) {
	for _, r := range records {
		_, text, _ := strings.Cut(r, "} ")
		text, _, _ = strings.Cut(text, " of ")
		out = append(out, text)
	}
	return out
}
