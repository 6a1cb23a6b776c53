package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"

	"s1mig/pkg/codec"
)

// fewest are the records of a file that is spoiled: a row of a CSV that stands twice
// in a row would be no second authorisation.
const fewest = 4

// wrong makes the files in which every record is wrong. Each has the header of the
// good one and its own seal: nothing but its records is wrong, so that a file that
// is rejected had every record turned away.
func (m *maker) wrong() error {
	for _, s := range spoilings() {
		if err := errors.Join(m.spoil(&s), m.ctx.Err()); err != nil {
			return err
		}
	}
	return nil
}

// spoil makes one of them in a folder of its own, since a name says who sent what.
func (m *maker) spoil(s *spoiling) error {
	good := m.estate.file(s.good)
	if good.Tally.Records < fewest {
		return nil
	}
	if err := os.MkdirAll(filepath.Join(m.dir, s.name), 0o755); err != nil {
		return err
	}
	to := m.add(s.name, s.title, filepath.Join(s.name, filepath.Base(good.Path)))
	to.Good, to.Record, to.Schema, to.Judged = good.Name, good.Record, good.Schema, good.Judged
	head, _, err := good.ends()
	if err != nil {
		return err
	}
	p := newPass(s, good)
	if good.CSV != nil {
		err = m.spoilCSV(p, head, to)
	} else {
		err = m.spoilJSON(p, head, to)
	}
	to.Tally.Records, to.Codes = p.records, p.expected()
	to.Sample = to.Tally
	return err
}

func (m *maker) spoilJSON(p *pass, head []byte, to *file) error {
	header := bytes.TrimPrefix(head[:bytes.LastIndex(head, []byte(",\n"))], []byte(`{"header":`))
	sender := m.supplier()
	if p.good.Name == "mcf" {
		sender = m.smso
	}
	return write(to.Path, func(w io.Writer) error {
		out := codec.NewWriterRaw(w, to.fileType(), header)
		if err := p.run(out.WriteRaw); err != nil {
			return err
		}
		done, err := out.Close(m.sign(sender.Name))
		to.sealed(done)
		to.Bytes = done.Bytes
		return err
	})
}

func (m *maker) spoilCSV(p *pass, head []byte, to *file) error {
	err := write(to.Path, func(w io.Writer) error {
		out := bufio.NewWriterSize(w, 1<<16)
		_, _ = out.Write(head)
		err := p.run(func(row []byte) {
			_, _ = out.Write(row)
			_ = out.WriteByte('\n')
		})
		return errors.Join(err, out.Flush())
	})
	if err != nil {
		return err
	}
	if err := to.measure(string(head), ""); err != nil {
		return err
	}
	said := *p.good.CSV
	to.CSV = &said
	return m.signCSV(to, codec.DigestPrefix+to.Tally.Digest, p.records)
}

// A pass spoils the records of a good file and counts what it has written.
type pass struct {
	*spoiling
	good *file
	mark []byte // what each item of a record has once
	content
	id, buf []byte
}

func newPass(s *spoiling, good *file) *pass {
	marks := map[string]string{"mcf": deviceMark, "maf": meterMark, "csv": "\r"}
	return &pass{spoiling: s, good: good, mark: []byte(marks[good.Name])}
}

// run hands out what is to stand in the wrong file, which is not to be kept.
func (p *pass) run(write func(record []byte)) error {
	part, times := p.good.Tally.Records, int64(1)
	if p.twice {
		part, times = part/2, 2
	}
	for end := part; end <= part*times; end += part {
		err := p.good.each(math.MaxInt64, func(record []byte) error {
			if p.begins(record) {
				if p.records == end {
					return io.EOF
				}
				p.records++
			}
			p.items += int64(bytes.Count(record, p.mark))
			write(p.changed(record))
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// begins reports whether a record begins: of a CSV, with a row that has another id
// than the one before it.
func (p *pass) begins(record []byte) bool {
	if p.good.CSV == nil {
		return true
	}
	id, _, _ := bytes.Cut(record, []byte(","))
	same := bytes.Equal(id, p.id)
	p.id = append(p.id[:0], id...)
	return !same
}

func (p *pass) changed(record []byte) []byte {
	p.buf = append(p.buf[:0], record...)
	if p.change != nil {
		p.buf = p.change(p.buf)
	}
	return p.buf
}

// expected is how many findings of each code there are to be.
func (p *pass) expected() map[string]int64 {
	codes := map[string]int64{}
	for code, of := range p.codes {
		codes[code] = of(p.content)
	}
	return codes
}
