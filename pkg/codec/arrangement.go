package codec

import (
	"slices"
	"unsafe"

	"s1mig/pkg/spec"
)

// NOTE. Where the fields of objects come in no steady order but are few, there are not
// many orders that they can come in. Which one it is cannot be guessed, but looked up,
// by where the quotation marks stand; then all members are compared at once. An object
// is so read in parts, of which none has a brace inside: what stands before a list of
// objects in it, each item of the list, and what stands behind. All are looked up before
// any value is read, so that where one begins is known as soon as can be.

// arrangement is what members that stand behind each other tell of others: those from
// behind an opening brace or from behind a list on, up to the bracket that opens a list
// or to the closing brace.
type arrangement struct {
	chunks [arrangedSize / chunkSize]chunk
	n      uint32 // bytes
	have   uint32
	takes  uint32              // the fields of those that are not open at the end
	opens  bool                // the list is open at the end; else the object is closed
	places [maxArranged]placed // by field: where in the text it stands
	_      [48]byte            // to the end of a cache line
}

var _ [0]byte = [unsafe.Sizeof(arrangement{}) % 64]byte{} // no chunk lies across two lines

const (
	maxArranged     = 8             // fields that a table has at most of which there are arrangements
	arrangedSize    = 2 * chunkSize // bytes that an arrangement has at most
	maxArrangements = 255           // that are known of one table at most, so that a slot is one byte
)

// pattern is that of all members.
func (l *arrangement) pattern() pattern { return l.chunks[:] }

// arrangements are those of the objects of one table.
type arrangements struct {
	first unsafe.Pointer // of those known
	slots [1 << slotBits]uint8
	known []arrangement // the first is none
	found [maxParts]found

	wait    int // how many that have the slot of another are passed over, until one gets it
	astray  int // how much more often than is worth while an object was of none
	strayed int // how many objects had been read the last time
	rest    int // none are looked up until so many have been read
}

// found is a part of an object: the number of its arrangement among those known, and
// where it begins.
type found struct{ number, at uint32 }

// maxParts is of how many parts an object is at most that is read by them.
const maxParts = 16

var _ [8]byte = [unsafe.Sizeof(found{})]byte{} // by which arranged counts them

// canArrange reports whether objects of a table can be read by parts: there are few
// fields, and but for one list of such objects none has a brace in it.
func canArrange(t *spec.Table) bool {
	var list *spec.Table
	for k := range t.Fields {
		f := &t.Fields[k]
		switch {
		case f.Op == spec.OpObject || f.Op == spec.OpObjects && list != nil:
			return false
		case f.Op == spec.OpObjects:
			list = f.Table
		}
	}
	return len(t.Fields) <= maxArranged && (list == nil || canArrange(list) && !hasList(list))
}

func hasList(t *spec.Table) bool {
	return slices.ContainsFunc(t.Fields, func(f spec.Field) bool { return f.Op == spec.OpObjects })
}

// arrange has the next objects be looked up, if that is worth while: not where it was of
// no use not long ago, nor on machines that compare a few bytes at a time.
func (g *program) arrange() {
	if worthArranging && (g.arrangements == nil || g.objects >= g.arrangements.rest) {
		g.lookUp()
	}
}

// lookUp has the next objects be looked up, if they can be.
func (g *program) lookUp() {
	if g.arrangements == nil && canArrange(g.table) {
		g.arrangements = new(arrangements)
		g.arrangements.forget()
	}
	g.arranged = g.arrangements
}

func (a *arrangements) forget() {
	*a = arrangements{known: append(a.known[:0], arrangement{}), rest: a.rest}
	a.first = unsafe.Pointer(unsafe.SliceData(a.known))
}

// learnArrangement is told of members from start on that have been read by their shapes,
// and where they end: at a bracket that opens a list, or behind the last of the object.
// Before them stood those that it had.
func (g *program) learnArrangement(in input8, start, end int, had uint32) {
	n, opens := end+1-start, g.opened()
	if g.arranged == nil || n >= arrangedSize || !opens && in.byte(end) != '}' {
		return
	}
	slot, brace := slotOf(in.from(start))
	a, at := g.arranged, len(g.arranged.known)
	switch known := a.slots[slot]; {
	case brace < n-1: // inside a text
		return
	case known == 0 && at <= maxArrangements:
		a.known = append(a.known, arrangement{})
		a.first = unsafe.Pointer(unsafe.SliceData(a.known))
	case known == 0 || a.known[known].pattern().fits(in, start):
		return
	case a.wait > 0:
		a.wait--
		return
	default:
		a.wait, at = patience, int(known)
	}
	text := in.bytes(start, end+1)
	l := arrangement{n: uint32(n), have: g.seen &^ had, opens: opens}
	l.pattern().write(text)
	_, l.takes = g.noted(l.pattern(), l.places[:], text, start, l.have)
	a.known[at], a.slots[slot] = l, uint8(at)
}

// missed is told of an object of which some part is not known. Where that is every third
// one for long, to look them up takes longer than not to.
func (g *program) missed() {
	a := g.arranged
	a.astray = max(0, a.astray+4-(g.objects-a.strayed))
	if a.strayed = g.objects; a.astray > maxMissed {
		a.rest = g.objects + 16*rest
		a.forget()
		g.arranged = nil
	}
}

// maxMissed lets all arrangements that may be known be learned first.
const maxMissed = 4 * maxArrangements
