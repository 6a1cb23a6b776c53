// Package validate turns a file into a verdict: its findings, whether it obeys
// its format and rules, and what the process answers to it. Of several files it
// also judges what they are to one another: the chain of parents, and the ledger
// of devices from one file to the next.
//
// Reader judges one file, in one pass and in bounded memory: records are judged
// in the codec's workers, their findings merged in file order, so that nothing
// depends on the number of workers or the size of blocks. A second pass is made
// only where the first one calls for it: to open a Migration Group Encrypted
// File whose digest and signature hold, and to place duplicates. An input that
// cannot be rewound is spooled to a temporary file for that.
//
// Paths judges files and folders.
//
// A fault in a file is a finding; an error is a fault of the world, or that an
// input is no migration file, or that a key does not open it.
//
// The package may import codec, rules, seal and what lies below them.
package validate
