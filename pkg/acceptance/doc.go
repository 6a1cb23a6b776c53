// Package acceptance holds no code: its tests check the clauses of the MTAD one
// by one, as its users would, through the public interfaces of the other
// packages and through the program itself. testdata/clauses.tsv lists every
// acceptance check of the core; a row without a test, a test without a row and a
// row whose test was skipped or did not run fail the suite.
//
// Expected values are those of the document and of the reference world W1, never
// the program's own output. The tests may import every package.
package acceptance
