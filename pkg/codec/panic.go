package codec

import (
	"fmt"
	"runtime/debug"
)

// workerPanic is a panic of a goroutine that the caller of Visit or Lines did not
// start. It is raised again on the caller's own, where the caller can recover it;
// its message keeps the stack that the panic came from.
type workerPanic struct {
	value any
	stack []byte
}

// Error tells the value of the panic and where it came from.
func (p *workerPanic) Error() string {
	return fmt.Sprintf("%v\n\nin a worker:\n%s", p.value, p.stack)
}

// Unwrap returns the value of the panic, where that is an error.
func (p *workerPanic) Unwrap() error {
	err, _ := p.value.(error)
	return err
}

// catch runs do and returns its panic, or nil.
func catch(do func()) (p *workerPanic) {
	defer func() {
		if value := recover(); value != nil {
			p = &workerPanic{value, debug.Stack()}
		}
	}()
	do()
	return nil
}

// raise panics with p, if there is one.
func (p *workerPanic) raise() {
	if p != nil {
		panic(p)
	}
}
