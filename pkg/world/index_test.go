package world

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// factsOf loads the world in a file system for its facts.
func factsOf(fsys fs.FS) (*World, error) {
	l := newLoader(fsys, "w", 1)
	if err := l.config(1); err != nil || len(l.problems) > 0 {
		return nil, l.why(err)
	}
	return l.facts(nil)
}

// synthetic makes a world with an index and returns its directory.
func synthetic(t testing.TB, installations int) string {
	t.Helper()
	dir := t.TempDir()
	if err := New(t.Context(), dir, NewOptions{Installations: installations, Seed: 5}); err != nil {
		t.Fatal(err)
	}
	writeIndex(t, dir)
	return dir
}

func writeIndex(t testing.TB, dir string) IndexInfo {
	t.Helper()
	info, err := WriteIndex(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// loadFacts loads the facts of a directory and wants to hear that of its index.
func loadFacts(t testing.TB, dir string, missing, stale, read bool) *World {
	t.Helper()
	w, use, err := LoadFacts(dir, 1)
	if err != nil {
		t.Fatal(err)
	}
	if use.Missing != missing || (use.Stale != "") != stale || use.Read != read || w.index == nil || use.Bytes == 0 {
		t.Fatalf("got %+v, want missing %v, stale %v, read %v", use, missing, stale, read)
	}
	return w
}

// sameFacts asks two worlds of every meter of the first for every submitter and
// every SMSO, and of some that it does not have.
func sameFacts(t *testing.T, full, facts *World) {
	t.Helper()
	submitters, smsos := []string{"", "NOBODY"}, []string{"", "SMSO9"}
	for _, o := range full.Organisations() {
		submitters = append(submitters, o.Name)
	}
	for _, o := range full.SMSOs() {
		smsos = append(smsos, o.Name)
	}
	same := func(m ident.MPxN, submitters []string) {
		want, got := full.Facts().Register, facts.Facts().Register
		if a, b := want.Elsewhere(m), got.Elsewhere(m); a != b {
			t.Fatalf("%v is elsewhere at %q, want %q", m, b, a)
		}
		for _, smso := range smsos {
			for _, submitter := range submitters {
				a, okA := want.Meter(smso, submitter, m)
				b, okB := got.Meter(smso, submitter, m)
				if a != b || okA != okB {
					t.Fatalf("%v of %q for %q:\ngot  %+v, %v\nwant %+v, %v", m, smso, submitter, b, okB, a, okA)
				}
			}
		}
	}
	for _, o := range full.SMSOs() {
		for _, in := range full.Register(o.Name).All() {
			for _, m := range in.Removed {
				same(m, submitters)
			}
			for k := range in.Devices {
				m := in.Devices[k].MPxN
				same(m, submitters)
				same(m+1, submitters[:1]) // seldom one that is there, as the next
				same(m^1<<ident.MPxN(k), submitters[:1])
			}
		}
	}
	for _, gas := range []bool{false, true} {
		if full.Absent(gas) != facts.Absent(gas) {
			t.Errorf("absent, gas %v: %v, want %v", gas, facts.Absent(gas), full.Absent(gas))
		}
		same(full.Absent(gas), submitters)
	}
}

// oddMeters are four active meters, and one dormant one, more for I-E1.
const oddMeters = `{"deviceID":"90-B3-D5-1F-31-00-E1-11","deviceType":"ESME","manufacturer":"1004","model":"00040011","firmwareVersion":"04000001","mpxn":"9900000001111","status":"Active","responsibleSupplier":"SUPB","networkOperator":"NETE2"},` +
	`{"deviceID":"90-B3-D5-1F-31-00-E1-12","deviceType":"ESME","manufacturer":"1004","model":"00040011","firmwareVersion":"04000001","mpxn":"9900000001112","status":"Active","responsibleSupplier":"SUPA","networkOperator":"NETE"},` +
	`{"deviceID":"90-B3-D5-1F-31-00-E1-13","deviceType":"GSME","manufacturer":"1004","model":"00040011","firmwareVersion":"04000001","mpxn":"123456","status":"Active","networkOperator":"NETG"},` +
	`{"deviceID":"90-B3-D5-1F-31-00-E1-14","deviceType":"GSME","manufacturer":"1004","model":"00040011","firmwareVersion":"04000001","mpxn":"0123456","status":"Dormant","responsibleSupplier":"SUPA","networkOperator":"NETG"},`

// TestIndexAnswersAsRegisters is the point of the index: it makes no difference.
func TestIndexAnswersAsRegisters(t *testing.T) {
	for name, edits := range map[string][]string{
		"W1":          nil,
		"no supplier": {smso4, `"responsibleSupplier":"SUPA",`, ""},
		"states": {smso1, `"commissionedWithSMSO":true,"devices"`, `"commissionedWithSMSO":true,"removedMPxNs":["9900000000098"],"devices"`,
			smso1, `"commissionedWithSMSO":true,"supplierSubmits"`, `"commissionedWithSMSO":false,"migrated":true,"supplierSubmits"`,
			yamlFile, `mpans: ["9900000000098"]`, `mpans: []`},
		"many meters": {smso4, `{"deviceID":"90-B3-D5-1F-31-00-E1-03"`, oddMeters + `{"deviceID":"90-B3-D5-1F-31-00-E1-03"`},
		"long id":     {smso2, "I-A3", strings.Repeat("x", 40)},
	} {
		t.Run(name, func(t *testing.T) {
			files := edited(t, edits...)
			full, err := load(files, "w", 1)
			if err != nil {
				t.Fatal(err)
			}
			facts, err := factsOf(files)
			if err != nil || facts.index == nil {
				t.Fatal(err)
			}
			sameFacts(t, full, facts)
			sameCursors(t, full, facts, "", "NOBODY", "SUPA", "SUPB")
			sameCursors(t, full, full, "SUPA") // a register without cursors of its own
		})
	}
	t.Run("nothing", func(t *testing.T) {
		files := edited(t)
		for _, name := range []string{smso1, smso2, smso3, smso4} {
			files[name].Data = nil
		}
		full, err := load(files, "w", 1)
		if err != nil {
			t.Fatal(err)
		}
		facts, err := factsOf(files)
		if err != nil || facts.index == nil || !facts.fits(facts.index) {
			t.Fatal(err)
		}
		sameFacts(t, full, facts)
		sameCursors(t, full, facts, "SUPA")
	})
	t.Run("synthetic", func(t *testing.T) {
		dir := synthetic(t, 5000)
		full, err := Load(dir, 1)
		if err != nil {
			t.Fatal(err)
		}
		sameFacts(t, full, loadFacts(t, dir, false, false, false))
	})
}

// TestIndexIsCompact holds the index to 24 bytes for each meter and 16 for each
// installation.
func TestIndexIsCompact(t *testing.T) {
	dir := synthetic(t, 20_000)
	info := writeIndex(t, dir)
	if limit := 24*info.Meters + 16*info.Installations; info.Installations != 20_000 || info.Bytes > limit {
		t.Errorf("%+v, want at most %d bytes", info, limit)
	}
	stat, err := os.Stat(filepath.Join(dir, indexName))
	if err != nil || stat.Size() != info.Bytes {
		t.Errorf("the file is of %d bytes, %v; told of %d", stat.Size(), err, info.Bytes)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "*.part"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestFactsAlone wants a world that was loaded for its facts to give no register
// rather than an empty one, and no garbage with its answers.
func TestFactsAlone(t *testing.T) {
	w, err := W1Facts(1)
	if err != nil {
		t.Fatal(err)
	}
	sameFacts(t, mustW1(t), w)
	register, m := w.Facts().Register, mpxn(t, "9900000000033")
	if n := testing.AllocsPerRun(100, func() {
		_, _ = register.Meter("SMSO2", "SUPA", m)
		_ = register.Elsewhere(m)
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
	if f, ok := register.Meter("SMSO2", "SUPB", m); !ok || f.InstallationID != "I-A3" || f.Supplier != rule.MatchNo {
		t.Errorf("got %+v, %v", f, ok)
	}
	defer func() {
		if recover() == nil {
			t.Error("a register was given")
		}
	}()
	w.Register("SMSO1")
}

// TestTables compares the table and the set of devices with Go's maps.
func TestTables(t *testing.T) {
	chance := rand.New(rand.NewPCG(3, 4))
	const n = 5000
	var devices deviceSet
	known, seen, values := newTable(n, n), map[uint64]int{}, []uint64{}
	for range n {
		v := chance.Uint64N(n)
		same := func(at int) bool { return values[at] == v }
		_, twice := seen[v]
		if known.add(v*0x9E3779B97F4A7C15, len(values), same) == twice || devices.add(ident.EUI64(testBlock|v<<13)) == twice {
			t.Fatalf("%d: twice is %v", v, twice)
		}
		if !twice {
			seen[v] = len(values)
			values = append(values, v)
		}
	}
	for v := range uint64(n) {
		at, ok := known.find(v*0x9E3779B97F4A7C15, func(at int) bool { return values[at] == v })
		if want, there := seen[v]; ok != there || ok && at != want {
			t.Fatalf("%d: found at %d, %v; want %d, %v", v, at, ok, want, there)
		}
	}
}
