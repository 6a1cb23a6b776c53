// Package mutate turns good migration files into files with exactly one fault,
// and says what it changed. It shows of every rule of the catalogue that it finds
// what it is there to find, and that nothing else fires; and it lets testers
// provoke a rule on purpose.
//
// A Set holds the files of a run, or one file, with what they are judged by: the
// world, the receipts, the environment and what was received before. A Mutator
// changes one thing in it. What follows from the change is done for it: the file
// is sealed again by its sender, and the files that name it by its digest or its
// name follow, in the order in which they were made. Mutators of the seal itself
// leave out the part that would hide them.
//
// A fault in a file would make those that were made from it wrong as well, so
// most mutators leave out what came later: the set is then what its receiver has
// at the moment when the faulty file arrives.
//
// Boundaries have mutators on both sides. One on the good side is marked Good,
// and nothing may be found after it.
//
// The package may import generate, validate and what lies below them.
package mutate
