package world

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"io"
	"slices"
)

// The file of an index is indexMagic, the header as JSON and a line end, NUL
// bytes up to a multiple of indexAlign, the sections, and a sum of all that (see
// pieceSums). The sum finds what broke, at a tenth of the time that SHA-256 takes;
// that the index is the registers' own is for their digests in the header to
// show, and that nothing points astray is checked besides.
//
// Raise the number in indexMagic whenever the sections change, or what a
// register may hold.
const (
	indexName  = "register.index"
	indexMagic = "s1mig register index 2\n"
	indexAlign = 64
)

// indexHeader says what an index was made from.
type indexHeader struct {
	// Begun is the time before anything was read, by the clock of the file
	// system. What was written to since, or within the same tick of that clock,
	// may hold something else under the same stamp.
	Begun int64         `json:"begun"`
	Size  indexSize     `json:"size"`
	Files []indexedFile `json:"files"` // world.yaml, then the registers by SMSO
}

// indexedFile is a file that an index was made from.
type indexedFile struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	stamp
}

// write writes an index to a file.
func (h *indexHeader) write(w io.Writer, body []byte) error {
	header, err := json.Marshal(h)
	if err != nil {
		return err
	}
	header = append([]byte(indexMagic), append(header, '\n')...)
	header = append(header, make([]byte, pastHeader(len(header))-len(header))...)
	var sums pieceSums
	for _, part := range [][]byte{header, body} {
		if _, err := io.MultiWriter(w, &sums).Write(part); err != nil {
			return err
		}
	}
	_, err = w.Write(binary.LittleEndian.AppendUint32(nil, sums.total()))
	return err
}

// pastHeader is where the sections begin, behind a header of n bytes.
func pastHeader(n int) int { return (n + indexAlign - 1) / indexAlign * indexAlign }

// damaged says of an index that it is not what was written.
const damaged = "it is damaged"

// parseIndex takes apart the file of an index, less its sum. why says what is wrong with it.
func parseIndex(data []byte) (h *indexHeader, x *index, why string) {
	rest, ok := bytes.CutPrefix(data, []byte(indexMagic))
	if !ok {
		return nil, nil, "it is of another version"
	}
	n := bytes.IndexByte(rest, '\n')
	body := pastHeader(len(indexMagic) + n + 1)
	h = &indexHeader{}
	if n < 0 || body > len(data) || json.Unmarshal(rest[:n], h) != nil {
		return nil, nil, damaged
	}
	if x, ok = newIndex(data[body:], h.Size); !ok {
		return nil, nil, damaged
	}
	x.metersAt = body + len(x.slots.text)
	return h, x, ""
}

// lists reports whether the header is about exactly these files.
func (h *indexHeader) lists(names []string) bool {
	return slices.EqualFunc(h.Files, names, func(f indexedFile, name string) bool { return f.Name == name })
}
