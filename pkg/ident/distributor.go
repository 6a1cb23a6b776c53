package ident

// distributors is the MPID of each known distributor id, as of May 2023. Ids 10
// to 23 are DNOs, the rest IDNOs but for 99, this simulator's dummy. More have
// been licensed since, so an unknown id is worth a warning only.
var distributors = [100]string{
	10: "EELC", 11: "EMEB", 12: "LOND", 13: "MANW", 14: "MIDE", 15: "NEEB", 16: "NORW", 17: "HYDE",
	18: "SPOW", 19: "SEEB", 20: "SOUT", 21: "SWAE", 22: "SWEB", 23: "YELG", 24: "IPNL", 25: "LENG",
	26: "GUCL", 27: "ETCL", 28: "EDFI", 29: "HARL", 30: "PENL", 31: "UKPD", 32: "UDNL", 33: "GGEN",
	34: "MPDL", 35: "FEAL", 36: "VATT", 37: "FORB", 38: "INDI", DummyDistributor: "dummy",
}

// DummyDistributor is the distributor id of this simulator's test MPANs, which
// belong to nobody.
const DummyDistributor = 99

// KnownDistributor reports whether the id, the first two digits of an MPAN, is
// allocated or the dummy.
func KnownDistributor(id int) bool {
	return id >= 0 && id < len(distributors) && distributors[id] != ""
}

// DistributorMPID returns the market participant id of a known distributor,
// "dummy" for the dummy and "" otherwise.
func DistributorMPID(id int) string {
	if !KnownDistributor(id) {
		return ""
	}
	return distributors[id]
}

// Distributor returns the distributor id of an MPAN, its first two digits, and
// -1 for anything else.
func (m MPxN) Distributor() int {
	if !m.IsMPAN() {
		return -1
	}
	return int(m.value() / 1e11)
}
