package world

import "encoding/binary"

// meterClass is what rules ask of a meter, its installation's id apart.
// Organisations, groups and EPCL entries are indexes of the world's. Those of
// suppliers have one added, so that 0 is none.
type meterClass struct {
	group, epcl       uint16
	supplier, network uint16
	isActive          bool
	migrated          bool  // of the installation, as what follows
	active, dormant   uint8 // meters
	activeSuppliers   uint8 // how many

	// suppliers are those of the active meters, one for each, or 0. Where they
	// are more than two, long is set, and list is where they stand among the
	// index's suppliers, their number first.
	long      bool
	suppliers [2]uint16
	list      uint32
}

// The flags of a class.
const (
	isActiveFlag = 1 << iota
	migratedFlag
	longFlag
)

func (c *meterClass) put(b []byte) {
	_ = b[classSize-1]
	for i, v := range [...]uint16{c.group, c.epcl, c.supplier, c.network} {
		binary.LittleEndian.PutUint16(b[2*i:], v)
	}
	b[8], b[9], b[10], b[11] = c.active, c.dormant, c.activeSuppliers, 0
	for i, set := range [...]bool{c.isActive, c.migrated, c.long} {
		if set {
			b[11] |= 1 << i
		}
	}
	if c.long {
		binary.LittleEndian.PutUint32(b[12:], c.list)
		return
	}
	binary.LittleEndian.PutUint16(b[12:], c.suppliers[0])
	binary.LittleEndian.PutUint16(b[14:], c.suppliers[1])
}

func getClass(b []byte) (c meterClass) {
	_ = b[classSize-1]
	c.group, c.epcl = binary.LittleEndian.Uint16(b), binary.LittleEndian.Uint16(b[2:])
	c.supplier, c.network = binary.LittleEndian.Uint16(b[4:]), binary.LittleEndian.Uint16(b[6:])
	c.active, c.dormant, c.activeSuppliers = b[8], b[9], b[10]
	c.isActive, c.migrated, c.long = b[11]&isActiveFlag != 0, b[11]&migratedFlag != 0, b[11]&longFlag != 0
	if c.long {
		c.list = binary.LittleEndian.Uint32(b[12:])
	} else {
		c.suppliers = [2]uint16{binary.LittleEndian.Uint16(b[12:]), binary.LittleEndian.Uint16(b[14:])}
	}
	return c
}

// classes numbers the classes of meters, and the lists of suppliers, as they
// come.
type classes struct {
	numbers map[meterClass]uint32
	lists   map[string]uint32
	classes []byte
	text    []byte // of the lists
}

func newClasses() *classes {
	return &classes{numbers: map[meterClass]uint32{}, lists: map[string]uint32{}}
}

func (s *classes) number(c meterClass) uint32 {
	n, ok := s.numbers[c]
	if !ok {
		n = uint32(len(s.numbers))
		s.numbers[c] = n
		s.classes = append(s.classes, make([]byte, classSize)...)
		c.put(s.classes[len(s.classes)-classSize:])
	}
	return n
}

// list returns where a list of suppliers stands.
func (s *classes) list(suppliers []uint16) uint32 {
	text := binary.LittleEndian.AppendUint16(nil, uint16(len(suppliers)))
	for _, n := range suppliers {
		text = binary.LittleEndian.AppendUint16(text, n)
	}
	at, ok := s.lists[string(text)]
	if !ok {
		at = uint32(len(s.text) / supplierSize)
		s.lists[string(text)] = at
		s.text = append(s.text, text...)
	}
	return at
}
