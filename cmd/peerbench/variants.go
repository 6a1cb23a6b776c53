package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"strings"

	"github.com/valyala/fastjson"
)

// writeLines writes the records of a file alone, one a line: what codec.Lines
// reads.
func (f *file) writeLines() error {
	f.Lines = strings.TrimSuffix(f.Path, ".json") + ".ndjson"
	return f.rewrite(f.Lines, f.Tally.Records, func(record []byte, to *bufio.Writer, _ bool) error {
		_, _ = to.Write(record)
		return to.WriteByte('\n')
	})
}

// rewrite passes the first records of a canonical file to each, with a writer on
// path and whether it is the first one.
func (f *file) rewrite(path string, limit int64, each func(record []byte, to *bufio.Writer, first bool) error) error {
	return write(path, func(w io.Writer) error {
		to := bufio.NewWriterSize(w, 1<<20)
		first := true
		err := f.each(limit, func(record []byte) error {
			err := each(record, to, first)
			first = false
			return err
		})
		return errors.Join(err, to.Flush())
	})
}

// each hands out the first records of a canonical file, or the first rows of a
// CSV with all but the line feed, until take returns io.EOF. A record is not to be
// kept.
func (f *file) each(limit int64, take func(record []byte) error) error {
	from, err := os.Open(f.Path)
	if err != nil {
		return err
	}
	defer from.Close()
	source := &blockReader{r: io.NewSectionReader(from, f.First, f.Last-f.First), separate: []byte(f.Separate)}
	var block, buf []byte
	for limit > 0 {
		if block, buf, err = source.next(buf); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		for len(block) > 0 && limit > 0 {
			var record []byte
			record, block = cut(block, source.separate)
			if err := take(record); errors.Is(err, io.EOF) {
				return nil
			} else if err != nil {
				return err
			}
			limit--
		}
	}
	return nil
}

// ends returns what stands before and behind the records of a file.
func (f *file) ends() (head, tail []byte, err error) {
	from, err := os.Open(f.Path)
	if err != nil {
		return nil, nil, err
	}
	defer from.Close()
	head, tail = make([]byte, f.First), make([]byte, f.Bytes-f.Last)
	_, errHead := from.ReadAt(head, 0)
	_, errTail := from.ReadAt(tail, f.Last)
	return head, tail, errors.Join(errHead, errTail)
}

// variant begins a file with the first records of another in another layout. The
// digest in its trailer is no longer right; none of its readers asks.
func (m *maker) variant(of, layout, title string) (from, to *file) {
	from = m.estate.file(of)
	to = m.add(of+"-"+layout, from.Title+", "+title, strings.ToUpper(of)+"-"+layout+".json")
	to.OneCore = true
	to.Record, to.Schema, to.Judged = from.Record, from.Schema, from.Judged
	return from, to
}

// shuffled writes the fields of every object in an order of chance.
func (m *maker) shuffled() error {
	return errors.Join(m.shuffle("mcf"), m.shuffle("maf"))
}

func (m *maker) shuffle(of string) error {
	from, to := m.variant(of, "shuffled", "the fields of each object in random order")
	head, tail, err := from.ends()
	if err != nil {
		return err
	}
	s := shuffler{rnd: rand.New(rand.NewPCG(m.estate.Seed, 1))}
	err = from.rewrite(to.Path, variantRecords, func(record []byte, w *bufio.Writer, first bool) error {
		if first {
			_, _ = w.Write(head)
		} else {
			_, _ = w.WriteString(",\n")
		}
		out, err := s.shuffle(record, &to.Tally)
		_, _ = w.Write(out)
		to.Sample = to.Tally
		return err
	})
	if err != nil {
		return err
	}
	if err := to.end("\n", tail); err != nil {
		return err
	}
	if err := to.measure(recordsBegin(from.fileType()), recordsEnd); err != nil {
		return err
	}
	return to.writeLines()
}

// end appends to a file what stands behind its records.
func (f *file) end(parts ...any) error {
	to, err := os.OpenFile(f.Path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			_, err = io.WriteString(to, p)
		case []byte:
			_, err = to.Write(p)
		}
		if err != nil {
			break
		}
	}
	return errors.Join(err, to.Close())
}

// shuffler writes records with their fields in an order of chance.
type shuffler struct {
	rnd    *rand.Rand
	parser fastjson.Parser
	out    []byte
}

func (s *shuffler) shuffle(record []byte, t *tally) ([]byte, error) {
	v, err := s.parser.ParseBytes(record)
	if err != nil {
		return nil, err
	}
	s.out = s.out[:0]
	s.value(v)
	t.Records++
	for _, list := range []string{"devices", "meters"} { // of an MCF and of a MAF
		for _, d := range v.GetArray(list) {
			err = errors.Join(err, t.text(d.GetStringBytes("mpxn")))
		}
	}
	return s.out, err
}

func (s *shuffler) value(v *fastjson.Value) {
	switch v.Type() {
	case fastjson.TypeObject:
		s.object(v)
	case fastjson.TypeArray:
		s.out = append(s.out, '[')
		for i, item := range v.GetArray() {
			if i > 0 {
				s.out = append(s.out, ',')
			}
			s.value(item)
		}
		s.out = append(s.out, ']')
	default:
		s.out = v.MarshalTo(s.out)
	}
}

func (s *shuffler) object(v *fastjson.Value) {
	type member struct {
		name  string
		value *fastjson.Value
	}
	var members []member
	v.GetObject().Visit(func(name []byte, v *fastjson.Value) { members = append(members, member{string(name), v}) })
	s.rnd.Shuffle(len(members), func(i, k int) { members[i], members[k] = members[k], members[i] })
	s.out = append(s.out, '{')
	for i, m := range members {
		if i > 0 {
			s.out = append(s.out, ',')
		}
		s.out = append(append(append(s.out, '"'), m.name...), '"', ':') // no name has anything to escape
		s.value(m.value)
	}
	s.out = append(s.out, '}')
}

// pretty writes the file as encoding/json indents it, by two spaces.
func (m *maker) pretty() error {
	from, to := m.variant("mcf", "pretty", "pretty-printed")
	to.Separate = indented
	head, tail, err := from.ends()
	if err != nil {
		return err
	}
	opening, closing, err := frame(head, tail)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	err = from.rewrite(to.Path, variantRecords, func(record []byte, w *bufio.Writer, first bool) error {
		text.Reset()
		if first {
			text.WriteString(opening)
		} else {
			text.WriteString(",\n    ")
		}
		if err := json.Indent(&text, record, "    ", "  "); err != nil {
			return err
		}
		t, err := tallyOf(record)
		to.Tally.add(t)
		to.Sample = to.Tally
		_, _ = w.Write(text.Bytes())
		return err
	})
	if err != nil {
		return err
	}
	if err := to.end(closing); err != nil {
		return err
	}
	return to.measure("\"installations\": [\n", "  ],\n  \"trailer\"")
}

// frame indents what stands around the records: the whole of a file without any
// is cut where they were.
func frame(head, tail []byte) (opening, closing string, err error) {
	const mark = `"here"`
	var text bytes.Buffer
	whole := append(append(bytes.Clone(head), mark...), tail...)
	if err := json.Indent(&text, bytes.TrimSpace(whole), "", "  "); err != nil {
		return "", "", err
	}
	opening, closing, _ = strings.Cut(text.String(), mark)
	return opening, closing + "\n", nil
}

// tallyOf counts a record of the MCF with encoding/json.
func tallyOf(record []byte) (t tally, err error) {
	var in installation
	if err := json.Unmarshal(record, &in); err != nil {
		return t, err
	}
	err = in.count(&t)
	return t, err
}
