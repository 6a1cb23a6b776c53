// Package abreast does things side by side, on several goroutines, as if one had
// done them: the error is that of the first in order, and a panic is raised on
// the caller's goroutine, with the stack that it came from. So a fault of this
// program never ends the process before the program has had its say.
//
// It imports the standard library alone.
package abreast
