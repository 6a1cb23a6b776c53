package world

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"s1mig/pkg/filetype/dmrtinstruction"
	"s1mig/pkg/rule"
	"s1mig/pkg/state"
)

// TestNewIsDeterministic makes one world twice, and one of another seed.
func TestNewIsDeterministic(t *testing.T) {
	opt := NewOptions{Installations: 20_000, Seed: 42}
	first, again := hashes(t, opt), hashes(t, opt)
	opt.Seed++
	other := hashes(t, opt)
	if len(first) != 6 { // world.yaml and five registers
		t.Errorf("%d files, want 6", len(first))
	}
	for name, sum := range first {
		if again[name] != sum {
			t.Errorf("%s differs between two runs", name)
		}
		if other[name] == sum {
			t.Errorf("%s does not depend on the seed", name)
		}
	}
}

func hashes(t *testing.T, opt NewOptions) map[string][32]byte {
	t.Helper()
	dir := t.TempDir()
	if err := New(t.Context(), dir, opt); err != nil {
		t.Fatal(err)
	}
	sums := map[string][32]byte{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		sums[name] = sha256.Sum256(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sums
}

func TestNewIsClean(t *testing.T) {
	for smsos, groups := range map[int]int{1: 3, 2: 5, 3: 7, 4: 7, 5: 7, 6: 7} {
		dir := t.TempDir()
		if err := New(t.Context(), dir, NewOptions{Installations: 20_000, Seed: 7, SMSOs: smsos, Environment: "migration-dust"}); err != nil {
			t.Fatal(err)
		}
		if problems, err := Check(dir); err != nil || len(problems) > 0 {
			t.Fatal(err, len(problems), problems[:min(3, len(problems))])
		}
		w, err := Load(dir, 7)
		if err != nil {
			t.Fatal(err)
		}
		if len(w.SMSOs()) != smsos || len(w.Groups()) != groups {
			t.Errorf("%d SMSOs and %d groups, want %d and %d", len(w.SMSOs()), len(w.Groups()), smsos, groups)
		}
		checkMix(t, w)
	}
}

// checkMix compares the shares of a synthetic world with those asked for, to
// within two per cent of the whole.
func checkMix(t *testing.T, w *World) {
	t.Helper()
	count := map[string]int{}
	total := 0
	for _, o := range w.SMSOs() {
		for _, inst := range w.Register(o.Name).All() {
			total++
			c, err := inst.Combination()
			if err != nil {
				t.Fatal(err)
			}
			count[string(c)]++
			count[inst.Group]++
			count[inst.On.Weekday().String()]++
			s := inst.summary()
			if c == state.A && s.gsmes == 0 {
				count["single fuel"]++
			}
			if c == state.D && s.gsmes == 1 && twoSuppliers(inst) {
				count["dormant, two suppliers"]++
			}
		}
	}
	want := map[string]int{"5.2(a)": 55, "5.2(b)": 8, "5.2(c)": 12, "5.2(d)": 15, "5.2(e)(i)": 5, "5.2(e)(ii)": 5, "single fuel": 11, "dormant, two suppliers": 7}
	for name, percent := range want {
		if got := 100 * count[name] / total; got < percent-2 || got > percent+2 {
			t.Errorf("%s: %d %%, want %d %%", name, got, percent)
		}
	}
	for _, g := range w.Groups() {
		if count[g.ID] == 0 {
			t.Errorf("no installation of %s", g.ID)
		}
	}
	for _, name := range []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday"} {
		if count[name] == 0 {
			t.Errorf("no installation of %s", name)
		}
	}
	if count[time.Saturday.String()]+count[time.Sunday.String()] > 0 {
		t.Error("installations are migrated at the weekend")
	}
}

// TestNewOnOneDay wants a world that one MCF holds: one SMSO, one day.
func TestNewOnOneDay(t *testing.T) {
	for days := 1; days <= 5; days++ {
		dir := t.TempDir()
		if err := New(t.Context(), dir, NewOptions{Installations: 500, SMSOs: 1, Days: days}); err != nil {
			t.Fatal(err)
		}
		w, err := Load(dir, 1)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[time.Weekday]bool{}
		for _, inst := range w.Register("SMSO1").All() {
			seen[inst.On.Weekday()] = true
		}
		if n := w.Register("SMSO1").Len(); n != 500 || len(seen) != days || !seen[time.Monday] || days < 5 && seen[time.Friday] {
			t.Errorf("%d days: %d installations on %v", days, n, seen)
		}
	}
}

func twoSuppliers(inst *Installation) bool {
	first := ""
	for k := range inst.Devices {
		if d := &inst.Devices[k]; d.IsMeter() {
			if first != "" && d.Supplier != first {
				return true
			}
			first = d.Supplier
		}
	}
	return false
}

func TestNewRefuses(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "mine.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := New(t.Context(), dir, NewOptions{Installations: 1}); err == nil || !strings.Contains(err.Error(), "mine.txt") {
		t.Errorf("a directory that holds something: %v", err)
	}
	for _, opt := range []NewOptions{{}, {Installations: MaxInstallations + 1}, {Installations: 1, SMSOs: 7}, {Installations: 1, SMSOs: -1}, {Installations: 1, Days: 6}, {Installations: 1, Suppliers: 1}, {Installations: 1, Name: "a b"}, {Installations: 1, Environment: "x"}} {
		if err := New(t.Context(), filepath.Join(t.TempDir(), "w"), opt); err == nil {
			t.Errorf("%+v is taken", opt)
		}
	}
}

// TestInterruptedNew wants a directory without world.yaml, as an interrupted run
// leaves it, to be recognised.
func TestInterruptedNew(t *testing.T) {
	dir := t.TempDir()
	if err := New(t.Context(), dir, NewOptions{Installations: 10}); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, configName)); err != nil {
		t.Fatal(err)
	}
	_, err := Load(dir, 1)
	var bad *ConfigError
	if !errors.As(err, &bad) || !strings.Contains(bad.Hint, "interrupted") {
		t.Errorf("got %v", err)
	}
	problems, err := Check(dir)
	if err != nil || len(problems) != 1 {
		t.Errorf("check: %v, %v", problems, err)
	}
}

// TestNumbersAreUnique looks at numbers far apart, as a world of many millions
// has them.
func TestNumbersAreUnique(t *testing.T) {
	e := newEstate(NewOptions{Seed: 3, SMSOs: 4, Suppliers: 2, Days: 5})
	seen := map[any]int{}
	for i := 0; i < MaxInstallations; i += 997 {
		for _, m := range []interface{ CheckDigitOK() bool }{e.mpan(i), e.mprn(i)} {
			if other, twice := seen[m]; twice || !m.CheckDigitOK() {
				t.Fatalf("%v of %d and %d", m, i, other)
			}
			seen[m] = i
		}
	}
	if first, last := e.mprn(0).String(), e.mprn(MaxInstallations-1).String(); first[0] != '9' || last[0] != '8' || len(first) != 10 || len(last) != 10 {
		t.Errorf("first MPRN %s, last %s", first, last)
	}
}

// TestCheck wants what loads and is not right to be told of: all of it.
func TestCheck(t *testing.T) {
	problems, err := check(edited(t,
		smso2, `"responsibleSupplier":"SUPB","networkOperator":"NETG"}]}`, `"responsibleSupplier":"SUPB","networkOperator":"NETE"}],"supplierSubmits":true}`,
		smso4, `"firmwareVersion":"04000001","mpxn"`, `"firmwareVersion":"04000009","mpxn"`,
		smso3, `"status":"Active"`, `"status":"Dormant"`,
		yamlFile, "scope: either", "scope: active",
		smso1, `"9900000000024"`, `"9900000000025"`,
		smso1, `"commissionedWithSMSO":true,"devices"`, `"commissionedWithSMSO":true,"ready":true,"devices"`,
	), "w")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for i := range problems {
		all.WriteString(problems[i].Error() + "\n")
	}
	for _, want := range []string{
		"SMSO2.ndjson:1: installation I-A3 is not a combination of MTAD clause 5.2",
		"SMSO2.ndjson:1: NETE has the network of 9999000306, and its certificate Z9:4E0001 is for electricity",
		"SMSO4.ndjson:1: EPCL entry EPCL-0005 does not cover the ESME",
		"SMSO3.ndjson:1: installation I-M1 has 0 active and 2 dormant meters, and EPCL entry EPCL-0004 covers active",
		"SMSO3.ndjson:2: installation I-M2 has 1 active and 1 dormant meters",
		"SMSO1.ndjson:2: the check digits of 9900000000025",
		"SMSO1.ndjson:1: installation I-A1 has no Dormant Meter",
	} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("nothing of %s in\n%s", want, all.String())
		}
	}
	if len(problems) != 7 {
		t.Errorf("%d problems, want 7:\n%s", len(problems), all.String())
	}
}

func TestDMRTPlan(t *testing.T) {
	w := mustW1(t)
	got := map[string]string{}
	for _, o := range w.SMSOs() {
		for _, i := range w.DMRTPlan(o.Name) {
			var in dmrtinstruction.Installation
			if !w.DMRT(w.Register(o.Name).At(int(i)), &in) {
				t.Errorf("installation %d of %s is planned, and nothing is to be done", i, o.Name)
			}
			for _, d := range in.Devices {
				got[in.InstallationID] += d.Action + " "
				if inst := w.Register(o.Name).ByID(in.InstallationID); d.FirmwareVersion != 0 && d.PreviousFirmwareVersion != inst.Devices[3].Firmware {
					t.Errorf("%s: upgrade from %v", in.InstallationID, d.PreviousFirmwareVersion)
				}
			}
		}
	}
	want := map[string]string{"I-D1": "ConfigureAndUpgrade ConfigureAndUpgrade ", "I-D2": "Configure Configure ", "I-M1": "Upgrade ", "I-M2": "Configure "}
	for id, actions := range want {
		if got[id] != actions {
			t.Errorf("%s: %q, want %q", id, got[id], actions)
		}
	}
	if len(got) != len(want) || w.DMRTPlan("SMSO9") != nil {
		t.Errorf("got %v", got)
	}
}

// TestMemory keeps an installation under 100 bytes, indexes included, beside what
// a world of any size takes.
func TestMemory(t *testing.T) {
	const installations, limit = 20_000, 20_000*100 + 1<<20
	dir := t.TempDir()
	if err := New(t.Context(), dir, NewOptions{Installations: installations, Seed: 1}); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	w, err := Load(dir, 1)
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if used := int64(after.HeapAlloc) - int64(before.HeapAlloc); used > limit {
		t.Errorf("%d installations take %d KiB, want at most %d", installations, used>>10, limit>>10)
	}
	runtime.KeepAlive(w)
}

func BenchmarkMeter(b *testing.B) {
	w := mustW1(b)
	var reg rule.Register = w.Facts().Register
	m := mpxn(b, "9900000000033")
	b.ReportAllocs()
	for b.Loop() {
		reg.Meter("SMSO2", "SUPA", m)
	}
}
