package codec

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
)

// DigestPrefix begins every digest in a file.
const DigestPrefix = "sha-256:"

// digester hashes the bytes of a file once, and remembers what the digest was
// where the trailer begins.
type digester struct {
	h      hash.Hash
	n      int64
	watch  watch
	off    bool // bytes are counted alone
	marked bool
	prefix [sha256.Size]byte
}

func newDigester() *digester { return &digester{h: sha256.New()} }

func (d *digester) write(b []byte) {
	d.n += int64(len(b))
	if d.off {
		return
	}
	started := d.watch.start()
	d.h.Write(b)
	d.watch.stop(started)
}

// markTrailer notes that the next byte written is the opening quotation mark of
// the name "trailer". Only the first such mark counts.
func (d *digester) markTrailer() {
	if d.marked {
		return
	}
	d.marked = true
	d.h.Sum(d.prefix[:0])
}

// digest is the trailer's digest as it should be; empty without a trailer.
func (d *digester) digest() string {
	if !d.marked || d.off {
		return ""
	}
	return DigestPrefix + hex.EncodeToString(d.prefix[:])
}

// sum is the SHA-256 of all bytes written.
func (d *digester) sum() string {
	if d.off {
		return ""
	}
	return hex.EncodeToString(d.h.Sum(nil))
}
