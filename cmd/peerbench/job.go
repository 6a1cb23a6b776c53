package main

import (
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
}

// A round reads the file once.
type round func() (tally, error)

// absent says why a contestant cannot take part.
type absent struct{ why string }

func (a absent) Error() string { return a.why }

// section is what a reader of records alone reads of the file.
func (j *job) section(f *os.File) io.Reader {
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
