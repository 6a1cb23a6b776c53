// Peerbench measures s1mig against other readers of the same files, in one run
// on one machine: general JSON libraries that only decode, validators that judge
// each record by the published JSON Schemas, encoding/csv, and the plain hashing
// of the bytes, which bounds whatever has to verify a digest.
//
//	go run -C cmd/peerbench . -records 200000
//
// It makes an estate and its files with s1mig's own packages. Each contestant
// then runs in a process of its own, so that its peak memory is its own, and
// streams the file from the page cache, into which it was read from the disk. For
// each file and number of cores the contestants take turns, round by round, so that
// whatever else the machine does hits all alike; ratios compare times of the same
// round. Every contestant has to account for each record: a count and a sum over all
// MPxNs, or the digest, which must be what was written.
//
// What a verdict takes when every record of a file is wrong is measured beside the
// good file that it was made from: both by the whole program, in turns, so that
// their ratio is one of the same round. The program has to reject the file, and to
// find each fault that was put in and no other.
//
// The program is a module of its own, so that what it needs is no dependency of
// s1mig. It may import any package of s1mig and every contestant.
package main
