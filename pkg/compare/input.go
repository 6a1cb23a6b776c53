package compare

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strings"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
)

// Input is a file that can be read more than once.
type Input struct {
	Name string // as it is told; in a folder, relative to it, with forward slashes
	Open func() (io.ReadCloser, error)
}

// reading is an input that is open, with its header read.
type reading struct {
	*codec.File
	csv   bool
	close func() error
}

// open opens an input. The error names it.
func (in Input) open(opt codec.Options) (*reading, error) {
	f, err := in.Open()
	if err != nil {
		return nil, err
	}
	r := bufio.NewReaderSize(f, 64<<10)
	start, _ := r.Peek(4 << 10) // what goes wrong is met again when the file is read
	s := &reading{close: f.Close, csv: isCSV(in.Name, start)}
	if s.csv {
		s.File, err = codec.OpenCSV(r, csvHeader(in.Name), opt)
	} else {
		s.File, err = codec.Open(r, filetype.Lookup, opt)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", in.Name, err)
	}
	return s, nil
}

// isCSV reports whether an input that begins so is a CSV: it is no JSON, and its
// name or its row of column names says so. A pipe has no name that would.
func isCSV(name string, start []byte) bool {
	start = bytes.TrimLeft(start, " \t\r\n\ufeff")
	if bytes.HasPrefix(start, []byte("{")) {
		return false
	}
	first, _, _ := bytes.Cut(start, []byte("\n"))
	return strings.EqualFold(path.Ext(name), ".csv") || bytes.Contains(first, []byte(maf.Columns()[0].Name+","))
}

// csvHeader is what the name of a CSV says of a header: nothing, where it is not of
// the form of filetype.FileName.
func csvHeader(name string) *envelope.Header {
	h := &envelope.Header{}
	if n, ok := filetype.ParseFileName(filepath.Base(name)); ok && n.Type == maf.Type {
		h.SMSO, h.Sender, h.Sequence = n.SMSO, n.Sender, n.Sequence
		for _, field := range []string{"smso", "sender"} {
			h.Set(maf.Type.Header.MustRef(field))
		}
	}
	return h
}

// visit reads the records, and closes the file.
func (r *reading) visit(ctx context.Context, in Input, newWorker func() codec.Worker, merge func(any) error) (codec.Result, error) {
	result, err := r.Visit(ctx, newWorker, merge)
	if closed := r.close(); err == nil {
		err = closed
	}
	if err == errEnough || err == nil {
		return result, nil
	}
	return result, fmt.Errorf("%s: %w", in.Name, err)
}
