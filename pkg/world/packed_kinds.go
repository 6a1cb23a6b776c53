package world

import (
	"sync"

	"s1mig/pkg/ident"
)

// deviceKind is what thousands of devices have in common.
type deviceKind struct {
	Type, Variant string
	Model         ident.Model
	Firmware      ident.Firmware
	Manufacturer  ident.Manufacturer
}

// deviceKinds numbers the kinds of devices as they come. The list is read when all
// have come.
type deviceKinds struct {
	mu      sync.Mutex
	numbers map[deviceKind]uint32
	list    []deviceKind
}

func newKinds() *deviceKinds { return &deviceKinds{numbers: map[deviceKind]uint32{}} }

func (k *deviceKinds) number(kind deviceKind) uint32 {
	k.mu.Lock()
	defer k.mu.Unlock()
	n, ok := k.numbers[kind]
	if !ok {
		n = uint32(len(k.list))
		k.numbers[kind] = n
		k.list = append(k.list, kind)
	}
	return n
}

// kindCache is the numbers that one goroutine has asked for.
type kindCache struct {
	of    *deviceKinds
	known map[deviceKind]uint32
}

func newKindCache(of *deviceKinds) *kindCache {
	return &kindCache{of, map[deviceKind]uint32{}}
}

// maxKnown bounds a cache. A world has as many kinds as its EPCL lists, dozens.
const maxKnown = 1 << 12

func (c *kindCache) number(d *Device) uint32 {
	kind := deviceKind{d.Type, d.Variant, d.Model, d.Firmware, d.Manufacturer}
	n, ok := c.known[kind]
	if !ok {
		if n = c.of.number(kind); len(c.known) < maxKnown {
			c.known[kind] = n
		}
	}
	return n
}
