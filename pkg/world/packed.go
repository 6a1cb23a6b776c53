package world

import (
	"encoding/binary"
	"slices"
	"unsafe"

	"s1mig/pkg/civil"
	"s1mig/pkg/ident"
)

// NOTE. Registers are held packed: about 50 bytes an installation in place of
// 700, and nothing in them that the garbage collector must follow. A packed
// installation is, in this order, numbers as varints unless told otherwise:
//
//	the id: its length in a byte, its text
//	group, EPCL entry: indexes of the world's
//	flags, a byte: see packCommissioned
//	week; the days from its Monday to the day, signed
//	removed supply points, where flagged: their number, then 6 bytes each
//	devices: their number in a byte, then for each
//	  its EUI-64, as the difference from the one before, signed
//	  its kind: an index of kinds, and in the lowest bit whether it is a meter
//	  of a meter: the supply point in 6 bytes; the supplier, an index of the
//	  world's organisations and one, and in the lowest bit whether it is active;
//	  the network operator, an index

// The flags. The two bits above them are the place of DMRT in packedDMRT.
const (
	packCommissioned = 1 << iota
	packMigrated
	packSubmits
	packReady
	packRemoved
	packDMRTShift = iota
)

// packedDMRT lists what the flags can say of DMRT.
func packedDMRT(n byte) string {
	return [...]string{"", DMRTFirmware, DMRTConfiguration, DMRTBoth}[n]
}

func dmrtNumber(dmrt string) byte {
	for n := range byte(4) {
		if packedDMRT(n) == dmrt {
			return n
		}
	}
	panic("world: no such DMRT " + dmrt) // the table of registers has an Enum
}

// packedMPxN is how long a supply point is.
const packedMPxN = keyBits / 8

func appendMPxN(dst []byte, m ident.MPxN) []byte {
	key := keyOf(m)
	return append(dst, byte(key), byte(key>>8), byte(key>>16), byte(key>>24), byte(key>>32), byte(key>>40))
}

// mpxnOfKey is what keyOf made the key of.
func mpxnOfKey(k meterKey) ident.MPxN {
	return ident.MPxN(uint64(k)&numberMask | uint64(k)&^numberMask<<digitsBelow)
}

// pack appends the line at hand, whose installation and devices have been read.
func (l *lineWorker) pack(dst []byte, id string, inst *Installation, kinds *kindCache) []byte {
	dst = append(append(dst, byte(len(id))), id...)
	dst = binary.AppendUvarint(binary.AppendUvarint(dst, uint64(l.group)), uint64(l.epcl))
	flags := dmrtNumber(inst.DMRT) << packDMRTShift
	for i, set := range [...]bool{inst.CommissionedWithSMSO, inst.Migrated, inst.SupplierSubmits, inst.Ready, len(inst.Removed) > 0} {
		if set {
			flags |= 1 << i
		}
	}
	dst = binary.AppendVarint(append(dst, flags), int64(inst.Week))
	dst = binary.AppendVarint(dst, int64(inst.On)-int64(inst.Week))
	if len(inst.Removed) > 0 {
		dst = binary.AppendUvarint(dst, uint64(len(inst.Removed)))
		for _, m := range inst.Removed {
			dst = appendMPxN(dst, m)
		}
	}
	return l.packDevices(append(dst, byte(len(l.devices))), kinds)
}

func (l *lineWorker) packDevices(dst []byte, kinds *kindCache) []byte {
	last, meters := uint64(testBlock), l.meters
	for k := range l.devices {
		d := &l.devices[k]
		dst = binary.AppendVarint(dst, int64(uint64(d.ID)-last))
		last = uint64(d.ID)
		if !d.IsMeter() {
			dst = binary.AppendUvarint(dst, uint64(kinds.number(d))<<1)
			continue
		}
		dst = appendMPxN(binary.AppendUvarint(dst, uint64(kinds.number(d))<<1|1), d.MPxN)
		supplier := uint64(meters[0].supplier+1) << 1
		if d.Active {
			supplier |= 1
		}
		dst = binary.AppendUvarint(binary.AppendUvarint(dst, supplier), uint64(meters[0].network))
		meters = meters[1:]
	}
	return dst
}

// unpacker reads a packed installation from its beginning. What this package has
// packed, it reads without a look at the end.
type unpacker struct{ b []byte }

func (u *unpacker) byte() byte {
	v := u.b[0]
	u.b = u.b[1:]
	return v
}

func (u *unpacker) uvarint() uint64 {
	if v := u.b[0]; v < 0x80 {
		u.b = u.b[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(u.b)
	u.b = u.b[n:]
	return v
}

func (u *unpacker) varint() int64 {
	v := u.uvarint()
	return int64(v>>1) ^ -int64(v&1)
}

func (u *unpacker) mpxn() ident.MPxN {
	b := u.b[:packedMPxN]
	u.b = u.b[packedMPxN:]
	return mpxnOfKey(meterKey(binary.LittleEndian.Uint32(b)) | meterKey(binary.LittleEndian.Uint16(b[4:]))<<32)
}

// id is a view of the bytes, which nobody changes.
func (u *unpacker) id() string {
	n := int(u.byte())
	id := unsafe.String(unsafe.SliceData(u.b), n)
	u.b = u.b[n:]
	return id
}

// unpack writes a packed installation over inst and uses its lists again.
func (p *packed) unpack(b []byte, inst *Installation) {
	u, w := unpacker{b}, p.world
	*inst = Installation{ID: u.id(), Devices: inst.Devices[:0], Removed: inst.Removed[:0]}
	group, epcl := &w.groups[u.uvarint()], &w.epcl[u.uvarint()]
	inst.SMSO, inst.Group, inst.EPCL, inst.CSP = group.SMSO, group.ID, epcl.ID, epcl.CSP
	flags := u.byte()
	inst.CommissionedWithSMSO, inst.Migrated = flags&packCommissioned != 0, flags&packMigrated != 0
	inst.SupplierSubmits, inst.Ready = flags&packSubmits != 0, flags&packReady != 0
	inst.DMRT = packedDMRT(flags >> packDMRTShift)
	inst.Week = civil.Date(u.varint())
	inst.On = inst.Week + civil.Date(u.varint())
	if flags&packRemoved != 0 {
		for range u.uvarint() {
			inst.Removed = append(inst.Removed, u.mpxn())
		}
	}
	n := int(u.byte())
	inst.Devices = slices.Grow(inst.Devices, n)[:n]
	last := uint64(testBlock)
	for k := range inst.Devices {
		last += uint64(u.varint())
		u.device(p, ident.EUI64(last), &inst.Devices[k])
	}
}

func (u *unpacker) device(p *packed, id ident.EUI64, d *Device) {
	kind := u.uvarint()
	of := &p.kinds.list[kind>>1]
	*d = Device{ID: id, Type: of.Type, Variant: of.Variant, Model: of.Model, Firmware: of.Firmware, Manufacturer: of.Manufacturer}
	if kind&1 == 0 {
		return
	}
	d.MPxN = u.mpxn()
	supplier := u.uvarint()
	d.Active = supplier&1 != 0
	if supplier >>= 1; supplier > 0 {
		d.Supplier = p.world.organisations[supplier-1].Name
	}
	d.Network = p.world.organisations[u.uvarint()].Name
}

// packedDevices calls yield with each device of a packed installation, until it
// says false: its EUI-64 and, of a meter, its supply point.
func packedDevices(b []byte, yield func(ident.EUI64, ident.MPxN) bool) {
	u := unpacker{b}
	u.id()
	u.uvarint()
	u.uvarint()
	flags := u.byte()
	u.varint()
	u.varint()
	if flags&packRemoved != 0 {
		n := u.uvarint()
		u.b = u.b[n*packedMPxN:]
	}
	last := uint64(testBlock)
	for range u.byte() {
		last += uint64(u.varint())
		var m ident.MPxN
		if u.uvarint()&1 != 0 {
			m = u.mpxn()
			u.uvarint()
			u.uvarint()
		}
		if !yield(ident.EUI64(last), m) {
			return
		}
	}
}
