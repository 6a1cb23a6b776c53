package world

import (
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// deviceBlock is the first EUI-64 of synthetic devices. Organisations stand
// below it in the test block.
const deviceBlock = testBlock | 0x01000000

const (
	mpanSpace = 10_000_000_000 // bodies behind distributor 99
	mprnSpace = 10_000_000     // bodies behind one leading digit

	// Multiplying by a number without a factor in common with the space, and
	// adding another, visits each number of the space once.
	mpanStep = 7_368_787_033
	mprnStep = 7_368_787
)

// mpan is the MPAN of installation i: no two are the same.
func (e *estate) mpan(i int) ident.MPxN {
	// i has at most 25 bits and the step 33, so the product fits.
	return ident.MPANWithCheck(ident.DummyDistributor*mpanSpace + (uint64(i)*mpanStep+e.mpanShift)%mpanSpace)
}

// mprn is the MPRN of installation i: no two are the same. They begin with 9,
// and behind the ten millionth installation with 8.
func (e *estate) mprn(i int) ident.MPxN {
	n := uint64(i)
	return ident.MPRNWithCheck((9-n/mprnSpace)*mprnSpace+(n%mprnSpace*mprnStep+e.mprnShift)%mprnSpace, 10)
}

// estateModels are the device models of an EPCL entry of a synthetic world: an
// SMSO has one manufacturer, and each scope models of its own.
func estateModels(smso int, scope rule.EPCLScope) []rule.Model {
	row := map[rule.EPCLScope]uint32{rule.ActiveOnly: 1, rule.DormantOnly: 2, rule.Either: 3}[scope]
	base := uint32(smso)<<16 | row<<8
	maker := ident.Manufacturer(0x2000 + smso)
	firmware := func(n uint32) []ident.Firmware {
		return []ident.Firmware{ident.Firmware(base + n), ident.Firmware(base + n + 1)}
	}
	return []rule.Model{
		{DeviceType: mcf.CHF, Manufacturer: maker, Model: ident.Model(base + 0x01), Firmware: firmware(0x10)},
		{DeviceType: mcf.GPF, Manufacturer: maker, Model: ident.Model(base + 0x02), Firmware: firmware(0x20)},
		{DeviceType: mcf.ESME, Manufacturer: maker, Model: ident.Model(base + 0x03), Firmware: firmware(0x30)},
		{DeviceType: mcf.GSME, Manufacturer: maker, Model: ident.Model(base + 0x04), Firmware: firmware(0x40)},
	}
}

// estateNetwork is a network operator of a synthetic world.
type estateNetwork struct {
	name   string
	serial string
	gas    bool
}

// estateElectricity is how many of estateNetworks, the first ones, are of
// electricity.
const estateElectricity = 4

func estateNetworks() []estateNetwork {
	return []estateNetwork{
		{"NETE1", "4E0001", false}, {"NETE2", "4E0002", false}, {"NETE3", "4E0003", false}, {"NETE4", "4E0004", false},
		{"NETG1", "470001", true}, {"NETG2", "470002", true}, {"NETG3", "470003", true},
	}
}
