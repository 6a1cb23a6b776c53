package exchange

import (
	"io/fs"
	"strconv"
)

// The reasons for which a mailbox refuses. Test for them with errors.Is; each
// also matches the error of io/fs that it is a kind of.
var (
	// ErrExists: another file of that name, or of a name that differs only in
	// letter case, is there already. It matches fs.ErrExist.
	ErrExists error = &reason{"another file of that name is there already", fs.ErrExist}

	// ErrNotExist: the mailbox has no such file. It matches fs.ErrNotExist.
	ErrNotExist error = &reason{"no such file in the mailbox", fs.ErrNotExist}

	// ErrName: ValidName refuses the name. It matches fs.ErrInvalid.
	ErrName error = &reason{"not a file name of the exchange", fs.ErrInvalid}
)

// A reason is a sentinel with a text of its own that is also some other error.
type reason struct {
	text string
	is   error
}

func (r *reason) Error() string { return r.text }
func (r *reason) Unwrap() error { return r.is }

// Error says which operation failed on which file. Err is one of the reasons
// above, the error of the context, what the write function returned, or what
// the transport met.
type Error struct {
	Op   string // "put", "list", "open", "remove" or "sweep"
	Name string // the file; empty where the whole mailbox is concerned
	Err  error
}

// Error returns the operation, the quoted name and the reason.
func (e *Error) Error() string {
	if e.Name == "" {
		return e.Op + " mailbox: " + e.Err.Error()
	}
	return e.Op + " " + strconv.Quote(e.Name) + ": " + e.Err.Error()
}

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }
