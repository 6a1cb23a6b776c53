package abreast_test

import (
	"errors"
	"testing"
	"unsafe"

	"s1mig/pkg/abreast"
)

// TestFault tells a fault of memory, which Catch makes a panic, from other panics.
func TestFault(t *testing.T) {
	const nowhere = uintptr(1) << 44
	crash := abreast.Catch(func() {
		address := nowhere
		_ = *(*byte)(*(*unsafe.Pointer)(unsafe.Pointer(&address)))
	})
	if at, ok := abreast.Fault(crash); crash == nil || !ok || at != nowhere {
		t.Errorf("%v: at %#x, %v", crash, at, ok)
	}
	for _, value := range []any{nil, "text", errors.New("an error"), abreast.Catch(func() { panic("text") }), (*abreast.Panic)(nil)} {
		if at, ok := abreast.Fault(value); ok {
			t.Errorf("%v is a fault at %#x", value, at)
		}
	}
}
