package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
)

// trailerPlace is where the trailer of a file stands or belongs.
type trailerPlace struct {
	name   int // of the opening quote of its name; where there is none, of the closing brace
	end    int // behind its value
	absent bool
	comma  bool // one is wanted before it
}

// findTrailer finds the last member of a document if that is its trailer, in any
// layout. It fails where the document is no JSON object, or where something
// follows the trailer, which no seal would cover.
func findTrailer(text []byte) (p trailerPlace, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return p, errors.New("it is no JSON object")
	}
	p.absent = true
	for d.More() {
		before := int(d.InputOffset())
		name, err := d.Token()
		if err != nil {
			return p, fmt.Errorf("it is not JSON: %w", err)
		}
		if !p.absent {
			return p, fmt.Errorf("%q follows the trailer, where no seal covers it", name)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return p, fmt.Errorf("it is not JSON: %w", err)
		}
		p.comma = true
		if name == envelope.TrailerName {
			p.absent = false
			p.name = before + bytes.IndexByte(text[before:], '"')
			p.end = int(d.InputOffset())
		}
	}
	before := int(d.InputOffset())
	if _, err := d.Token(); err != nil {
		return p, fmt.Errorf("it is not JSON: %w", err)
	}
	if p.absent {
		p.name = before + bytes.IndexByte(text[before:], '}')
		p.end = p.name
	}
	return p, nil
}

// sealed returns the text with a new trailer in its place; nothing else is
// changed.
func (p trailerPlace) sealed(text []byte, records int64, sign func(digest string) (string, error)) ([]byte, error) {
	out := bytes.Clone(text[:p.name])
	if p.absent {
		out = bytes.TrimRight(out, " \t\r\n")
		if p.comma {
			out = append(out, ',')
		}
		out = append(out, '\n')
	}
	digest := fmt.Sprintf("%s%x", codec.DigestPrefix, sha256.Sum256(out))
	signature, err := sign(digest)
	if err != nil {
		return nil, err
	}
	trailer := codec.Append(nil, envelope.TrailerTable, &envelope.Trailer{RecordCount: records, Digest: digest, Signature: signature})
	out = append(append(out, `"trailer":`...), trailer...)
	return append(out, text[p.end:]...), nil
}
