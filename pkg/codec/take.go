package codec

import (
	"math/bits"
	"unsafe"

	"s1mig/pkg/civil"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// take reads the values of a set of fields, in the order of the table, of an object
// whose places are counted from i: first is that of the first field, and the others
// follow. They are of their patterns; what a pattern cannot say is still to be judged.
func (g *program) take(in input8, i int, base unsafe.Pointer, first *placed, set uint32) bool {
	var left uint32
	for ; set != 0; set &= set - 1 {
		k := bits.TrailingZeros32(set) & 31
		p := first.next(k)
		at := i + int(p.at)
		from, value := at+int(p.from), unsafe.Add(base, p.offset)
		switch p.op {
		case spec.OpText:
			*(*string)(value) = in.text(from+1, at+int(p.to)-1)
		case spec.OpEnum:
			*(*string)(value) = g.fields[k].field.Enum[p.word]
		case spec.OpEUI64:
			if b, c := in.eui64(from+1), &g.fields[k]; c.eui.Shares(b) {
				*(*ident.EUI64)(value) = c.eui.Value(b)
			} else {
				*(*ident.EUI64)(value), _ = c.eui.Parse(b)
			}
		case spec.OpHex8:
			*(*uint32)(value) = ident.Hex8Value(in.word(from + 1))
		case spec.OpManufacturer:
			*(*ident.Manufacturer)(value) = ident.Manufacturer(ident.Hex8Value(in.hex4(from + 1)))
		case spec.OpTexts:
			list := (*(*[]string)(value))[:0]
			for k := range int(p.count) {
				from, to := p.text(k)
				list = append(list, in.text(at+int(from), at+int(to)))
			}
			*(*[]string)(value) = list
		case spec.OpMPxN:
			if n := int(p.to) - int(p.from) - 2; n >= 8 {
				*(*ident.MPxN)(value) = ident.MPxNValue(in.sixteen(from+1), n)
			} else {
				left |= 1 << k
			}
		case spec.OpBool:
			*(*bool)(value) = int(p.to)-int(p.from) == len("true")
		case spec.OpDate:
			var ok bool
			if *(*civil.Date)(value), ok = g.fields[k].month.Parse(in.date(from + 1)); !ok {
				return false
			}
		default:
			left |= 1 << k
		}
	}
	return left == 0 || g.takeRest(in, i, base, first, left)
}

// takeRest is take for values of other kinds.
func (g *program) takeRest(in input8, i int, base unsafe.Pointer, first *placed, set uint32) bool {
	for ; set != 0; set &= set - 1 {
		k := bits.TrailingZeros32(set) & 31
		p := first.next(k)
		at := i + int(p.at)
		if g.fields[k].value(in, at+int(p.from), base) != at+int(p.to) {
			return false
		}
	}
	return true
}
