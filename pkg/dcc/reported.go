package dcc

import (
	"encoding/binary"
	"math/bits"

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

// appendReported packs a device: its EUI-64 as the difference from the one
// before, its supply point with the number of its digits at the low end, and
// the rest, a byte each.
func appendReported(dst []byte, before ident.EUI64, r *reported) []byte {
	dst = binary.AppendVarint(dst, int64(r.id-before))
	dst = binary.AppendUvarint(dst, bits.RotateLeft64(uint64(r.mpxn), 8))
	return append(dst, byte(r.kind), byte(r.state), r.owners)
}

// reported calls yield with each device that was packed, in order, until it says
// false.
func (in *installation) reported(yield func(*reported) bool) {
	if in.packed == 0 {
		return
	}
	var r reported
	b := in.home.dcc.devices.At(in.packed - 1)
	n := int(b[0])
	b = b[1:]
	for range n {
		id, n := binary.Varint(b)
		mpxn, k := binary.Uvarint(b[n:])
		b = b[n+k:]
		r = reported{r.id + ident.EUI64(id), ident.MPxN(bits.RotateLeft64(mpxn, -8)), word(b[0]), word(b[1]), b[2]}
		if b = b[3:]; !yield(&r) {
			return
		}
	}
}
