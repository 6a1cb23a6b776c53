// Package codec turns bytes into records and records into bytes, driven by the
// tables of pkg/spec. It knows form and nothing of sense: what a value means is
// for the rules above it.
//
// # Reading
//
// Open reads the header of a file and so learns its type; File.Visit reads the
// records and the trailer. Workers read blocks of a file that end at line ends:
// one at a time cuts the next, each parses the lines of its own by the table
// (canonical layout is one record a line), and blocks are hashed in file order.
// Each line goes through the fast parser of fast.go first. That one says
// yes or no and nothing else: it compares whole objects (outline.go, and where their
// fields come in no steady order arrangement.go) and members (match.go) with patterns of
// those that it has accepted before, 64 bytes at a time where the processor has AVX2,
// and takes apart what is like none of them (fast_value.go). A record that it refuses is read again by the careful parser of
// careful.go, which finds every fault and its place. It leaves to the fast one
// whatever in the record has no fault. What stands between two records is read with
// the one before, and what is wrong there is that one's (gap.go). Where the
// same bytes stand between any two records, as in a file on one line or one that
// is pretty-printed, blocks are cut at those. A file of any other legal layout is
// read by the same two parsers one record after the other, with the same findings.
//
// What a block of canonical layout comes to depends on nothing but its bytes, the one
// behind them and its place: File.Extent tells of it while blocks are merged, and
// File.Reread reads chosen ones again.
//
// Memory is bounded: a fixed number of blocks is under way at any time, and no
// value larger than Options.MaxRecord is taken in.
//
// Text in a record is a view of a block. It holds until the worker's Record
// method returns; whoever keeps it longer clones it (strings.Clone).
//
// A Migration Authorisation File may also be a CSV, which OpenCSV reads as the
// same records, by blocks of whole lines. Lines reads the project's own data, one
// record a line, without header or trailer.
//
// # Writing
//
// Writer writes the canonical layout and computes the digest on the way; several
// goroutines may make the records that one Writer writes (WriteAll). CSVWriter
// writes a Migration Authorisation File as CSV.
//
// It may import abreast, source, finding, civil, ident, spec and filetype, and of
// others golang.org/x/sys/cpu.
package codec
