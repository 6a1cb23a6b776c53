package main

import (
	"bytes"
	"errors"
	"io"
	"sync"
)

// blockSize is how many bytes of records a worker gets at a time. s1mig uses the
// same; half a megabyte stays in a core's cache.
const blockSize = 512 << 10

// blockReader cuts records into blocks for workers that ask for them. None of the
// libraries reads in parallel by itself, so this is done for them.
type blockReader struct {
	mu       sync.Mutex
	r        io.Reader
	separate []byte // what stands between records; a block ends behind one
	rest     []byte
	err      error
}

// next returns a block of whole records in buf, which is the caller's to give
// again. The error is io.EOF at the end.
func (b *blockReader) next(buf []byte) (block, room []byte, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if cap(buf) < blockSize {
		buf = make([]byte, blockSize)
	}
	buf = buf[:cap(buf)]
	n := copy(buf, b.rest)
	b.rest = b.rest[:0]
	for b.err == nil {
		for b.err == nil && n < len(buf) {
			var got int
			got, b.err = b.r.Read(buf[n:])
			n += got
		}
		if end := bytes.LastIndex(buf[:n], b.separate); end >= 0 && b.err == nil {
			end += len(b.separate)
			b.rest = append(b.rest, buf[end:n]...)
			return buf[:end], buf, nil
		}
		if b.err == nil { // a record larger than the block
			buf = append(buf, make([]byte, len(buf))...)
		}
	}
	if n > 0 && errors.Is(b.err, io.EOF) {
		return buf[:n], buf, nil
	}
	return nil, buf, b.err
}

// cut returns the first record of a block, without what parts it from the next.
func cut(block, separate []byte) (record, rest []byte) {
	end := bytes.Index(block, separate)
	if end < 0 {
		return trim(block), nil
	}
	end += len(separate)
	return trim(block[:end]), block[end:]
}

// trim takes the line end and the comma off the end of a record.
func trim(b []byte) []byte {
	if n := len(b); n > 0 && b[n-1] == '\n' {
		b = b[:n-1]
	}
	if n := len(b); n > 0 && b[n-1] == ',' {
		b = b[:n-1]
	}
	return b
}

// A reader reads a block of whole records.
type reader func(block []byte, t *tally) error

// byRecord is a reader that reads one record after the other.
func byRecord(separate string, read func(record []byte, t *tally) error) reader {
	sep := []byte(separate)
	return func(block []byte, t *tally) error {
		for len(block) > 0 {
			var record []byte
			record, block = cut(block, sep)
			if err := read(record, t); err != nil {
				return err
			}
		}
		return nil
	}
}

// inBlocks reads the records of the job on its cores, with a reader on each.
func inBlocks(j *job, readers []reader) (tally, error) {
	f, err := j.open(false)
	if err != nil {
		return tally{}, err
	}
	defer f.Close()
	source := &blockReader{r: j.section(f), separate: []byte(j.file.Separate)}
	if len(readers) == 1 {
		return drain(source, readers[0])
	}
	tallies := make([]tally, len(readers))
	errs := make([]error, len(readers))
	var running sync.WaitGroup
	for i, read := range readers {
		running.Go(func() { tallies[i], errs[i] = drain(source, read) })
	}
	running.Wait()
	var all tally
	for _, t := range tallies {
		all.add(t)
	}
	return all, errors.Join(errs...)
}

func drain(source *blockReader, read reader) (t tally, err error) {
	var block, buf []byte
	for {
		if block, buf, err = source.next(buf); err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return t, err
		}
		if err := read(block, &t); err != nil {
			return t, err
		}
	}
}
