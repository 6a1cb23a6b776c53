package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"

	"s1mig/pkg/filetype/maf"
)

// prepareSHA256 hashes the file, which is what bounds whatever verifies a digest.
func prepareSHA256(j *job) (round, error) {
	buf := make([]byte, blockSize)
	return func() (t tally, err error) {
		f, err := j.open(false)
		if err != nil {
			return t, err
		}
		defer f.Close()
		h := sha256.New()
		// Without its other methods, so that it is the buffer that is used.
		_, err = io.CopyBuffer(struct{ io.Writer }{h}, struct{ io.Reader }{f}, buf)
		t.Digest = hex.EncodeToString(h.Sum(nil))
		return t, err
	}, nil
}

// openSSL has openssl hash the file.
func openSSL(j *job) (*whole, error) {
	path, err := exec.LookPath("openssl")
	if err != nil {
		return nil, absent{"not present"}
	}
	return &whole{path: path, arguments: []string{"dgst", "-sha256", "-r", j.file.Path}, tell: func(out []byte, code int) (t tally, err error) {
		if fields := strings.Fields(string(out)); len(fields) > 0 {
			t.Digest = fields[0]
		}
		if code != 0 {
			err = fmt.Errorf("exit code %d", code)
		}
		return t, err
	}}, nil
}

// prepareCSV splits the rows into cells and does nothing more.
func prepareCSV(j *job) (round, error) {
	column := columnOf("MPxN")
	if j.cores == 1 {
		return func() (t tally, err error) {
			f, err := j.open(false)
			if err != nil {
				return t, err
			}
			defer f.Close()
			err = readCSV(bufio.NewReaderSize(j.section(f), blockSize), column, &t)
			return t, err
		}, nil
	}
	return j.blocks(func() (reader, error) {
		return func(block []byte, t *tally) error { return readCSV(bytes.NewReader(block), column, t) }, nil
	})
}

// columnOf is the index of a column of a MAF in CSV.
func columnOf(name string) int {
	return slices.IndexFunc(maf.Columns(), func(c maf.Column) bool { return c.Name == name })
}

func readCSV(r io.Reader, column int, t *tally) error {
	rows := csv.NewReader(r)
	rows.ReuseRecord = true
	for {
		cells, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := t.text(bytesOf(cells[column])); err != nil {
			return err
		}
	}
}
