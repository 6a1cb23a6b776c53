// Package compare says what two files of one type, or two folders of files, have
// in common and where they differ in meaning. Layout, encoding, the order of
// records, of fields and of lists, the sender's own numbering and everything that
// differs from run to run (when a file was made, under which number, its seal) is
// no difference, unless Options.All asks for it.
//
// What is compared, and what names a record or an item of a list, is read off the
// tables of pkg/spec; nothing here knows a type of file but the few words that a
// CSV lacks.
//
// # How
//
// Each file is read as a stream. Of a record of A are kept the SHA-256 of what is
// compared in it, cut to 128 bits, and 64 bits of the hash of its identity: 32
// bytes, and 8 more to find it by. Each record of B strikes out one of A of the
// same hash; only those that find none are kept. What is left is paired by its
// identity, in the order of the files, and of as many pairs as are to be shown the
// records are read again and compared field by field. Equality thus rests on 128
// bits of SHA-256, which nobody can make collide; identity, of which chance or
// malice might make two the same, only decides what is shown beside what.
//
// A record that the reader could not take in whole is compared with nothing and
// never taken for equal.
//
// It may import source, finding, ident, spec, filetype and codec.
package compare
