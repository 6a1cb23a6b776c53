// Package codec turns bytes into records and records into bytes, driven by the
// tables of pkg/spec. It knows form and nothing of sense: what a value means is
// for the rules above it.
//
// # Reading
//
// Open reads the header of a file and so learns its type; File.Visit reads the
// records and the trailer. A file is cut into blocks at line ends, and workers
// parse the lines of a block by the table (canonical layout is one record a
// line). Each line goes through the fast parser of fast.go first. That one says
// yes or no and nothing else; a record that it refuses is read again by the
// careful parser of careful.go, which finds every fault and its place. Where the
// same bytes stand between any two records, as in a file on one line or one that
// is pretty-printed, blocks are cut at those. A file of any other legal layout is
// read by the same two parsers one record after the other, with the same findings.
//
// Memory is bounded: a fixed number of blocks is under way at any time, and no
// value larger than Options.MaxRecord is taken in.
//
// Text in a record is a view of a block. It holds until the worker's Record
// method returns; whoever keeps it longer clones it (strings.Clone).
//
// A Migration Authorisation File may also be a CSV, which OpenCSV reads as the
// same records.
//
// # Writing
//
// Writer writes the canonical layout and computes the digest on the way;
// CSVWriter writes a Migration Authorisation File as CSV.
//
// It may import source, finding, civil, ident, spec and filetype.
package codec
