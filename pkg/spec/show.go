package spec

import (
	"strconv"
	"strings"
	"unsafe"

	"s1mig/pkg/ident"
)

// Show returns the value as people read it: the text in the file without its
// quotation marks, the items of a list of texts with commas between them. It
// panics where the value is an object or a list of objects. Whether the value is
// a secret is the caller's to ask.
func (f *Field) Show(base unsafe.Pointer) string {
	switch f.Op {
	case OpText, OpEnum:
		return *f.Text(base)
	case OpEUI64:
		return f.EUI64(base).String()
	case OpMPxN:
		return f.MPxN(base).String()
	case OpHex8:
		return ident.Firmware(*f.Hex8(base)).String()
	case OpManufacturer:
		return f.Manufacturer(base).String()
	case OpDate:
		return f.Date(base).String()
	case OpInstant:
		return f.Instant(base).String()
	case OpInteger:
		return strconv.FormatInt(*f.Integer(base), 10)
	case OpBool:
		return strconv.FormatBool(*f.Bool(base))
	case OpTexts:
		return strings.Join(*f.Texts(base), ", ")
	}
	panic("spec: field " + f.Name + " has no text")
}
