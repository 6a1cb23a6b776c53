package main

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/world"
)

// source is a migration file that is open for reading, whatever its encoding.
type source struct {
	*codec.File
	csv   bool
	close func() error
}

// openSource opens a file, or standard input for "-". A MAF in CSV is told by
// its name and by not being JSON; its header comes from what its name says.
func (a *app) openSource(name string, w *world.World) (*source, error) {
	s := &source{close: func() error { return nil }}
	in := a.stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		s.close, in = f.Close, f
	}
	r := bufio.NewReaderSize(in, 64<<10)
	start, _ := r.Peek(4 << 10) // what goes wrong is met again when the file is read
	s.csv = strings.EqualFold(filepath.Ext(name), ".csv") && !bytes.HasPrefix(bytes.TrimLeft(start, " \t\r\n\ufeff"), []byte("{"))
	var err error
	opt := codec.Options{Workers: a.common.workers}
	if s.csv {
		s.File, err = codec.OpenCSV(r, csvHeader(filepath.Base(name), w), opt)
	} else {
		s.File, err = codec.Open(io.Reader(r), filetype.Lookup, opt)
	}
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// csvHeader is the header of a MAF in CSV: what its name says, and the world.
func csvHeader(name string, w *world.World) *envelope.Header {
	h := &envelope.Header{
		FileType: maf.Type.Name, FormatVersion: envelope.FormatVersion, Environment: w.Environment,
		Recipient: w.DCC().EUI, Sequence: 1, TestData: true,
	}
	if n, ok := filetype.ParseFileName(name); ok && n.Type == maf.Type {
		h.SMSO, h.Sender, h.CreatedAt = n.SMSO, n.Sender, n.CreatedAt
		h.Sequence = max(1, n.Sequence)
		h.CapabilityRelease = w.SMSORelease(n.SMSO)
	}
	return h
}
