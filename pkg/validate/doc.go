// Package validate turns a file into a verdict: its findings, whether it obeys
// its format and rules, and what the process answers to it. Of several files it
// also judges what they are to one another: the chain of parents, and the ledger
// of devices from one file to the next.
//
// Reader judges one file, in one pass and in bounded memory: records are judged
// in the codec's workers, their findings merged in file order, so that nothing
// depends on the number of workers or the size of blocks. A second pass is made
// only where the first one calls for it: to open a Migration Group Encrypted
// File whose digest and signature hold, and to place duplicates. In JSON of a record
// a line, the latter goes over those blocks alone in which there are any, unless they
// are most of the file. An input that cannot be rewound is spooled to a temporary
// file for a second pass.
//
// Paths judges files and folders: small files side by side, each on one goroutine,
// a large one by all of them. Of the files of a set it keeps a ledger until they
// are compared: some 20 bytes for a record and 9 for a device, which is half a
// KiB for an installation that is in all seven types of file. Copies of a file
// share one. Past 32 MiB ledgers go to a temporary file, which is read a page at a
// time; to compare two files takes 16 to 32 bytes for each record of the one, and
// some 50 for each device that differs.
//
// A fault in a file is a finding; an error is a fault of the world, or that an
// input is no migration file, or that a key does not open it.
//
// The package may import codec, rules, seal and what lies below them.
package validate
