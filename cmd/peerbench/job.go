package main

import (
	"bytes"
	"io"
	"os"
)

// A job is what a contestant has to do: one file, on so many cores.
type job struct {
	estate *estate
	file   *file
	cores  int
	sample bool // only the first records
	ajv    string
	held   []byte // of a file that is read from memory
}

// A round reads the file once.
type round func() (tally, error)

// absent says why a contestant cannot take part.
type absent struct{ why string }

func (a absent) Error() string { return a.why }

// source is what a contestant reads.
type source interface {
	io.ReadCloser
	io.ReaderAt
}

type memory struct{ *bytes.Reader }

func (memory) Close() error { return nil }

// open returns the file, or its records alone if lines, from its start.
func (j *job) open(lines bool) (source, error) {
	path := j.file.Path
	if lines {
		path = j.file.Lines
	}
	if !j.file.Memory {
		return os.Open(path)
	}
	if j.held == nil { // in the round that is not counted
		var err error
		if j.held, err = os.ReadFile(path); err != nil {
			return nil, err
		}
	}
	return memory{bytes.NewReader(j.held)}, nil
}

// section is what a reader of records alone reads of the file.
func (j *job) section(f io.ReaderAt) io.Reader {
	return io.NewSectionReader(f, j.file.First, j.end()-j.file.First)
}

func (j *job) end() int64 {
	if j.sample {
		return j.file.SampleEnd
	}
	return j.file.Last
}

// want is what there is to read, and in how many bytes.
func (j *job) want() (tally, int64) {
	if j.sample {
		return j.file.Sample, j.file.SampleEnd - j.file.First
	}
	return j.file.Tally, j.file.Bytes
}

// blocks makes a reader for each core and reads blocks of records with them.
func (j *job) blocks(newReader func() (reader, error)) (round, error) {
	readers := make([]reader, j.cores)
	for i := range readers {
		var err error
		if readers[i], err = newReader(); err != nil {
			return nil, err
		}
	}
	return func() (tally, error) { return inBlocks(j, readers) }, nil
}
