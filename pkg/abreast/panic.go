package abreast

import (
	"fmt"
	"runtime/debug"
)

// Panic is a panic of a goroutine that the caller did not start. It is raised
// again on the caller's own, where the caller can recover it; its message keeps
// the stack that the panic came from.
type Panic struct {
	value any
	stack []byte
}

// Error tells the value of the panic and where it came from.
func (p *Panic) Error() string {
	return fmt.Sprintf("%v\n\nin a worker:\n%s", p.value, p.stack)
}

// Unwrap returns the value of the panic, where that is an error.
func (p *Panic) Unwrap() error {
	err, _ := p.value.(error)
	return err
}

// Catch runs do and returns its panic, or nil. One that was caught before, on
// another goroutine, stays what it was. A fault of memory, as of a file that is
// mapped and cut short, is a panic too (see Fault).
func Catch(do func()) (p *Panic) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		switch value := recover().(type) {
		case nil:
		case *Panic:
			p = value
		default:
			p = &Panic{value, debug.Stack()}
		}
	}()
	do()
	return nil
}

// Fault returns the address of the fault that a panic came from, where it came
// from one that debug.SetPanicOnFault tells of.
func Fault(value any) (address uintptr, ok bool) {
	if p, ok := value.(*Panic); ok && p != nil {
		value = p.value
	}
	fault, ok := value.(interface{ Addr() uintptr }) // as of package runtime
	if !ok {
		return 0, false
	}
	return fault.Addr(), true
}

// Raise panics with p, if there is one.
func (p *Panic) Raise() {
	if p != nil {
		panic(p)
	}
}
