package dcc

import (
	"encoding/binary"
	"math/bits"

	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
)

// reported is a device as reports need it.
type reported struct {
	id     ident.EUI64
	mpxn   ident.MPxN
	kind   word  // type of the device
	state  word  // how far it came: the outcome of the COF, else of the SCF
	owners uint8 // bit i: it is in the slice of the submitter of auths[i]
}

// The numbers of kinds and of states are small: those of words, from here.
var firstKind, firstState = wordOf(mcf.CHF), wordOf(cof.Commissioned)

// A packed device is its EUI-64 as the difference from the one before; a byte of
// its kind and, above it, its state, of reportedBits each; where reportedMeter is
// set in that, its supply point, with the number of the digits at the low end; and,
// where reportedOwners is set, its owners, which are else those of the one before.
const (
	reportedBits   = 3
	reportedMask   = 1<<reportedBits - 1
	reportedMeter  = 1 << (2 * reportedBits)
	reportedOwners = reportedMeter << 1
	reportedMost   = binary.MaxVarintLen64 + 1 + binary.MaxVarintLen64 + 1 // bytes
)

// appendReported packs a device.
func appendReported(dst []byte, before, r *reported) []byte {
	flags := byte(r.kind - firstKind)
	if r.state > 0 {
		flags |= byte(r.state-firstState+1) << reportedBits
	}
	if r.mpxn != 0 {
		flags |= reportedMeter
	}
	if r.owners != before.owners {
		flags |= reportedOwners
	}
	dst = append(binary.AppendVarint(dst, int64(r.id-before.id)), flags)
	if r.mpxn != 0 {
		dst = binary.AppendUvarint(dst, bits.RotateLeft64(uint64(r.mpxn), 8))
	}
	if r.owners != before.owners {
		dst = append(dst, r.owners)
	}
	return dst
}

// read reads a packed device into the place of the one before, and returns what
// follows it.
func (r *reported) read(b []byte) []byte {
	id, n := binary.Varint(b)
	flags := b[n]
	b = b[n+1:]
	r.id += ident.EUI64(id)
	r.kind, r.state, r.mpxn = firstKind+word(flags&reportedMask), 0, 0
	if state := flags >> reportedBits & reportedMask; state > 0 {
		r.state = firstState + word(state) - 1
	}
	if flags&reportedMeter != 0 {
		mpxn, n := binary.Uvarint(b)
		r.mpxn, b = ident.MPxN(bits.RotateLeft64(mpxn, -8)), b[n:]
	}
	if flags&reportedOwners != 0 {
		r.owners, b = b[0], b[1:]
	}
	return b
}

// reported calls yield with each device that was packed, in order, until it says
// false.
func (in *installation) reported(yield func(*reported) bool) {
	if in.packed == 0 {
		return
	}
	d := in.home.dcc
	r, b := reported{id: d.firstDevice}, d.devices.At(in.packed-1)
	n := int(b[0])
	b = b[1:]
	for range n {
		if b = r.read(b); !yield(&r) {
			return
		}
	}
}
