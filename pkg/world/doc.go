// Package world holds a test world: the organisations with their certificates
// and keys, the GroupIDs, the Eligible Product Combinations, the plan, and the
// registers of the SMSOs. It answers the questions that rules ask of the world
// outside a file (rule.Facts), and makes synthetic worlds of any size.
//
// # Files
//
// A world is a directory:
//
//	world.yaml               everything but the registers; small, made by hand
//	register/<SMSO>.ndjson   one installation a line, in the layout of RegisterTable
//	register.index           what rules ask of the registers; may be missing
//
// The first two are read strictly: an unknown name, a value of another form or an
// identifier that points nowhere is a *ConfigError with file, line and a hint,
// and the world does not load. W1 is the reference world, embedded.
//
// # The register index
//
// Load reads whole registers, for those who make files of installations, and
// keeps them packed: 70 bytes for each. LoadFacts is for those who judge files. It
// reads the index that WriteIndex made, 17 bytes for each meter beside the ids,
// and nothing is decoded before it is asked for; it gives the same answers. Where
// the system can map files, no more of it is kept in memory than is asked for (see
// mappedIndex), and World.IndexChanged says at the end whether it stayed as it was.
//
// The index is bound to the files that it was made from by their SHA-256. Their
// sizes and times are taken for proof of that, as git does it: where they are
// those of the index, and older than the index. One that is stale is made again in
// memory, never trusted. The registers are judged line by line as for Load, and
// where anything is wrong, it is Load that says what.
//
// # Dummy data only
//
// A world holds nothing that could belong to anybody: MPANs have distributor 99,
// EUI-64s stand in the block 90-B3-D5-1F-3, keys come from the seed and their
// certificates say TEST KEY. No range of MPRNs is known to be unallocated, so
// none is asked for. Anything else does not load.
//
// # RemotePartyRole
//
// The roles in the certificates are configuration (world.yaml, roles), since the
// numbers of the SMETS1 signing roles are not public. The defaults are 02 for
// suppliers, 03 for network operators, 04 (access control broker) for both
// certificates of DCC and 7F (other) for SMSOs.
//
// A World is immutable once loaded and may be read by several goroutines. All
// layouts are simulator-defined. The package may import fixtures, source,
// finding, ident, civil, spec, state, filetype, codec, seal and rule.
package world
