package generate_test

import (
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/filetype/mgf"
	"s1mig/pkg/filetype/readyreport"
	"s1mig/pkg/generate"
	"s1mig/pkg/ident"
	"s1mig/pkg/seal"
	"s1mig/pkg/spec"
	"s1mig/pkg/world"
)

func w1(t *testing.T) *world.World {
	t.Helper()
	w, err := world.W1(1)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// Records that use their structs again are those that are made anew, whatever
// was made before.
func TestRecords(t *testing.T) {
	w := w1(t)
	r := generate.NewRecords(w)
	same := func(table *spec.Table, got, want any) {
		t.Helper()
		if a, b := codec.Append(nil, table, got), codec.Append(nil, table, want); string(a) != string(b) {
			t.Errorf("made\n%s\nwant\n%s", a, b)
		}
	}
	for range 2 {
		for _, o := range w.SMSOs() {
			for _, in := range w.Register(o.SMSO).All() {
				var suppliers, ids []string
				generate.Authorisations(w, in, func(a generate.Authorisation) {
					suppliers, ids = append(suppliers, a.Submitter), append(ids, a.AuthorisationID)
					same(maf.Record, r.MAF(in, a.Submitter), &a.Authorisation)
				})
				same(mcf.Record, r.MCF(in, suppliers), generate.MCFInstallation(in, ids))
				same(mgf.Record, r.MGF(in), generate.MGFInstallation(w, in))
				same(readyreport.Type.Record, r.Ready(in), generate.ReadyInstallation(in))
				if a := r.MAF(in, "NOBODY"); a != nil {
					t.Errorf("%s: NOBODY authorises %+v", in.ID, a)
				}
			}
		}
	}
}

// What is sealed opens to the world's credentials, and only where it belongs.
func TestSealer(t *testing.T) {
	w := w1(t)
	in := w.Register("SMSO2").At(0)
	seed := uint64(1)
	key := seal.NewContentKey(&seed, []byte("header"))
	first := &generate.Sealer{World: w, Seal: seal.NewSealer(key, true), Sender: 7, Sequence: 3, Group: "CA"}
	clone, opener := first.Clone(), seal.NewSealer(key, true)
	for i, d := range in.Devices {
		sealed := first.Installation(in, nil).Devices[i].Sealed
		if again := clone.Installation(in, nil).Devices[i]; again.Sealed != sealed || again.DeviceID != d.ID {
			t.Errorf("a clone seals %s otherwise", d.Type)
		}
		credentials := w.Credentials(d.ID)
		want := string(credentials.AppendJSON(nil))
		plain, err := opener.Open(nil, seal.AAD(nil, 7, 3, "CA", in.ID, d.ID), []byte(sealed))
		if err != nil || string(plain) != want {
			t.Errorf("%s does not open to its credentials: %v", d.Type, err)
		}
		if _, err := opener.Open(nil, seal.AAD(nil, 7, 3, "CA", in.ID, d.ID+1), []byte(sealed)); err != seal.ErrSealedAltered {
			t.Errorf("%s opens as another device: %v", d.Type, err)
		}
	}
	left := clone.Installation(in, func(d *world.Device) bool { return d.Type == mcf.CHF })
	if len(left.Devices) != len(in.Devices)-1 {
		t.Errorf("%d devices of %d without the hub", len(left.Devices), len(in.Devices))
	}
}

// No record of the large files costs an allocation.
func TestRecordsDoNotAllocate(t *testing.T) {
	w := w1(t)
	in := w.Register("SMSO1").At(0)
	r, supplier := generate.NewRecords(w), in.Devices[2].Supplier
	seed := uint64(1)
	s := &generate.Sealer{World: w, Seal: seal.NewSealer(seal.NewContentKey(&seed, nil), true), Sender: ident.EUI64(7), Sequence: 3, Group: in.Group}
	var dst []byte
	suppliers := []string{supplier}
	for name, write := range map[string]func(){
		"MAF": func() { dst = codec.Append(dst[:0], maf.Record, r.MAF(in, supplier)) },
		"MCF": func() { dst = codec.Append(dst[:0], mcf.Record, r.MCF(in, suppliers)) },
		"MEF": func() { dst = codec.Append(dst[:0], mef.Record, s.Installation(in, nil)) },
	} {
		if n := testing.AllocsPerRun(100, write); n > 0 {
			t.Errorf("%s: %v allocations for a record", name, n)
		}
	}
}
