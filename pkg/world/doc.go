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
//
// Both are read strictly: an unknown name, a value of another form or an
// identifier that points nowhere is a *ConfigError with file, line and a hint,
// and the world does not load. W1 is the reference world, embedded.
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
