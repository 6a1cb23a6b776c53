// Package rules is the catalogue of everything that can be found in a migration
// file, and the logic of those rules that judge what values mean. One file holds
// one rule: a documented value of type rule.Rule and the function that finds it.
// What the reader itself finds (the form of a file) is documented in
// structure.go and the files beside it.
//
// Input holds what the rules know of a file: its header and the facts of the
// world. It is made once for a file and shared. A Judge is one goroutine's: it
// applies the rules to one record at a time, and allocates only where something
// is wrong.
//
// A rule judges only fields that are well formed (spec.Object.OK), so that a
// structural fault of a field disables only the rules that need that field.
//
// The package may import rule, filetype and what lies below them.
package rules
