package compare_test

import (
	"strings"
	"testing"

	"s1mig/pkg/compare"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/spec"
)

// identities says what names the records of each type.
var identities = map[string]string{
	"MAF": "meters/mpxn", "REGISTER-QUERY": "meters/mpxn", "REGISTER-ANSWER": "meters/mpxn",
	"MAF-OUTCOME": "authorisationID",
	"ACK":         "file", "NACK": "file", "RUN-MANIFEST": "file",
	"ALERTS": "installationID deviceID code srv",
}

// items names the objects of lists.
var items = " devices/deviceID meters/mpxn checks/check steps/srv alerts/code reasons/code reasons/deviceID " +
	"exceptions/code exceptions/line exceptions/mpxn authorisations/authorisationID "

// fleeting differ from run to run.
var fleeting = " authorisationID authorisationIDs alertID at receivedAt digest sha256 size sealed "

// TestEachField changes each field of each type in turn: exactly that is told, or
// nothing of a field that differs from run to run.
func TestEachField(t *testing.T) {
	n := 0
	for _, typ := range filetype.All() {
		eachLeaf(typ.Record, nil, func(f *spec.Field, path []string) {
			n++
			t.Run(typ.Name+"/"+strings.Join(path, "/"), func(t *testing.T) { oneField(t, typ, f, path) })
		})
	}
	if n < 100 {
		t.Errorf("%d fields only", n)
	}
}

// eachLeaf calls do for all values that hold no other.
func eachLeaf(t *spec.Table, path []string, do func(*spec.Field, []string)) {
	for i := range t.Fields {
		f := &t.Fields[i]
		here := append(path[:len(path):len(path)], f.Name)
		if f.Table != nil {
			eachLeaf(f.Table, here, do)
		} else {
			do(f, here)
		}
	}
}

func oneField(t *testing.T, typ *envelope.Type, f *spec.Field, path []string) {
	one, other := sample(typ.Record, 0), sample(typ.Record, 0)
	changed := value(f, 7)
	if f.Op == spec.OpBool {
		changed = !value(f, 0).(bool)
	} else if plain(changed) == plain(value(f, 0)) {
		changed = value(f, 1)
	}
	if plain(changed) == plain(value(f, 0)) {
		t.Fatal("it has one value only")
	}
	holder := other
	for _, name := range path[:len(path)-1] {
		if list, ok := holder[name].([]any); ok {
			holder = list[0].(object)
		} else {
			holder = holder[name].(object)
		}
	}
	holder[f.Name] = changed
	more := sample(typ.Record, 3)
	a := document(typ, headerOf(typ), []object{one, more}, false)
	b := document(typ, headerOf(typ), []object{more, other}, true)
	p := files(t, a, b, compare.Options{})
	checkOne(t, typ, p, f, path)
	if all := files(t, a, b, compare.Options{All: true}); all.Same {
		t.Error("the same, all compared")
	}
}

// checkOne checks what is told of one field.
func checkOne(t *testing.T, typ *envelope.Type, p *compare.Pair, f *spec.Field, path []string) {
	t.Helper()
	identity := identities[typ.Name]
	if identity == "" {
		identity = "installationID"
	}
	full, tail := strings.Join(path, "/"), strings.Join(path[max(0, len(path)-2):], "/")
	inIdentity := contains(identity, full)
	inItem := len(path) > 1 && contains(items, tail)
	want := ""
	switch n := p.Records; {
	case inIdentity:
		want = "onlyA onlyB"
		if n.OnlyA != 1 || n.OnlyB != 1 {
			t.Errorf("%+v", n)
		}
	case inItem:
		want = "onlyA onlyB"
	case !contains(fleeting, f.Name):
		want = "differs"
	}
	var kinds []string
	for _, d := range p.Differences {
		kinds = append(kinds, string(d.Kind))
		if d.Kind == compare.Differs && (!strings.HasSuffix(d.Field, f.Name) || side(d.A) == side(d.B)) {
			t.Errorf("%+v", d)
		}
	}
	if got := strings.Join(kinds, " "); got != want || p.Same != (want == "") {
		t.Errorf("same %t, got %q, want %q\n%s", p.Same, got, want, told(p))
	}
}

func contains(words, word string) bool { return strings.Contains(" "+words+" ", " "+word+" ") }

// TestHeaderFields does the same for headers.
func TestHeaderFields(t *testing.T) {
	skip := " fileType formatVersion "
	fleeting := " sequence createdAt parents/file parents/digest sliceOf contentKey "
	for _, typ := range filetype.All() {
		a := document(typ, headerOf(typ), nil, false)
		eachLeaf(typ.Header, nil, func(f *spec.Field, path []string) {
			if contains(skip, f.Name) {
				return
			}
			h, full := headerOf(typ), strings.Join(path, "/")
			holder := h
			if len(path) == 2 {
				holder = h[path[0]].([]any)[0].(object)
			}
			changed := value(f, 7)
			if f.Op == spec.OpBool || plain(changed) == plain(holder[f.Name]) {
				changed = value(f, 1)
			}
			if plain(changed) == plain(holder[f.Name]) {
				return
			}
			holder[f.Name] = changed
			p := files(t, a, document(typ, h, nil, true), compare.Options{})
			if p.Same != contains(fleeting, full) || !p.Same && !strings.HasPrefix(p.Differences[0].Field, "header."+path[0]) {
				t.Errorf("%s %s: same %t\n%s", typ.Name, full, p.Same, told(p))
			}
		})
	}
}

// TestEveryTableHasAName: what cannot be named could not be found again.
func TestEveryTableHasAName(t *testing.T) {
	for _, typ := range filetype.All() {
		a := document(typ, headerOf(typ), []object{sample(typ.Record, 0)}, false)
		p := files(t, a, document(typ, headerOf(typ), nil, false), compare.Options{})
		if len(p.Differences) != 1 || p.Differences[0].Kind != compare.OnlyInA || p.Differences[0].Record == "" {
			t.Errorf("%s: %s", typ.Name, told(p))
		}
	}
}
