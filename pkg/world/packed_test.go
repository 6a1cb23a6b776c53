package world

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"io/fs"
	"os"
	"reflect"
	"testing"

	"s1mig/fixtures"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/ident"
)

// plainLine is a line of a register as encoding/json reads it.
type plainLine struct {
	InstallationID, GroupID, EPCLEntry                     string
	CommissionedWithSMSO, Migrated, SupplierSubmits, Ready bool
	MigrationWeek, MigrateOn, DMRT                         string
	RemovedMPxNs                                           []string
	Devices                                                []plainDevice
}

type plainDevice struct {
	DeviceID, DeviceType, Manufacturer, Model, FirmwareVersion      string
	MPxN, Status, ResponsibleSupplier, NetworkOperator, ESMEVariant string
}

// plain is an installation in the words of its line.
func plain(in *Installation) plainLine {
	l := plainLine{InstallationID: in.ID, GroupID: in.Group, EPCLEntry: in.EPCL, CommissionedWithSMSO: in.CommissionedWithSMSO,
		Migrated: in.Migrated, SupplierSubmits: in.SupplierSubmits, Ready: in.Ready, DMRT: in.DMRT}
	l.MigrationWeek, l.MigrateOn = in.Week.String(), in.On.String()
	for _, m := range in.Removed {
		l.RemovedMPxNs = append(l.RemovedMPxNs, m.String())
	}
	for k := range in.Devices {
		d := &in.Devices[k]
		to := plainDevice{DeviceID: d.ID.String(), DeviceType: d.Type, Manufacturer: d.Manufacturer.String(), Model: d.Model.String(),
			FirmwareVersion: d.Firmware.String(), Status: d.Status(), ResponsibleSupplier: d.Supplier, NetworkOperator: d.Network, ESMEVariant: d.Variant}
		if d.IsMeter() {
			to.MPxN = d.MPxN.String()
		}
		l.Devices = append(l.Devices, to)
	}
	return l
}

// TestRegistersHoldTheirLines compares what a register gives back, one after the
// other over the same struct and by id, with what encoding/json reads.
func TestRegistersHoldTheirLines(t *testing.T) {
	dir := t.TempDir()
	if err := New(t.Context(), dir, NewOptions{Installations: 3000, Seed: 5}); err != nil {
		t.Fatal(err)
	}
	for name, files := range map[string]fs.FS{"W1": fixtures.W1(), "synthetic": os.DirFS(dir), "edited": edited(t,
		smso1, `"commissionedWithSMSO":true,"devices"`, `"commissionedWithSMSO":true,"removedMPxNs":["9900000000098","9999000708"],"devices"`,
		smso1, `"commissionedWithSMSO":true,"supplierSubmits"`, `"commissionedWithSMSO":false,"migrated":true,"supplierSubmits"`,
		smso4, `"devices"`, `"migrationWeek":"2022-05-30","migrateOn":"2022-06-05","devices"`,
		smso4, `"responsibleSupplier":"SUPA",`, "", yamlFile, `mpans: ["9900000000098"]`, `mpans: []`)} {
		w, err := load(files, name, 1)
		if err != nil {
			t.Fatal(err)
		}
		var in Installation
		for _, o := range w.SMSOs() {
			text, err := fs.ReadFile(files, registerName(o.SMSO))
			if err != nil {
				t.Fatal(err)
			}
			r := w.Register(o.SMSO)
			for i := range r.Len() {
				end := bytes.IndexByte(text, '\n')
				var want plainLine
				if err := json.Unmarshal(text[:end], &want); err != nil {
					t.Fatal(err)
				}
				text = text[end+1:]
				sameInstallation(t, w, r, i, &in, want)
			}
			if len(text) > 0 {
				t.Errorf("%s: %s lacks %q", name, o.SMSO, text[:min(len(text), 80)])
			}
		}
	}
}

func sameInstallation(t *testing.T, w *World, r *Register, i int, in *Installation, want plainLine) {
	t.Helper()
	if want.MigrationWeek == "" {
		want.MigrationWeek, want.MigrateOn = w.Week.String(), w.On.String()
	}
	r.Read(i, in)
	at, ok := r.Find(want.InstallationID)
	if got := plain(in); !reflect.DeepEqual(got, want) || in.SMSO != r.SMSO || !ok || at != i || r.ID(i) != want.InstallationID {
		t.Fatalf("%s, line %d, found at %d, %v:\ngot  %+v\nwant %+v", r.SMSO, i+1, at, ok, got, want)
	}
	for k, d := range want.Devices {
		if d.MPxN == "" {
			continue
		}
		inst, m := r.ByMPxN(mpxn(t, d.MPxN))
		if inst == nil || fmt.Sprint(*m) != fmt.Sprint(in.Devices[k]) || inst.ID != want.InstallationID {
			t.Errorf("%s: %s leads to %+v", want.InstallationID, d.MPxN, m)
		}
	}
}

// Two meters of one installation may have one number, or two that differ.
func TestTwiceInOneInstallation(t *testing.T) {
	for _, other := range []ident.MPxN{mpxn(t, "9900000000024"), mpxn(t, "9900000000015")} {
		l := &lookup{seed: maphash.MakeSeed(), all: newPacked(&World{})}
		line := &lineWorker{meters: make([]lineMeter, 2),
			devices: []Device{{ID: testBlock + 1, Type: mcf.ESME, MPxN: mpxn(t, "9900000000015")}, {ID: testBlock + 2, Type: mcf.ESME, MPxN: other}}}
		l.all.add(line.pack(nil, "I-1", &Installation{}, newKindCache(l.all.kinds)))
		l.all.seal()
		if got, want := l.addMeters(), other != line.devices[0].MPxN; got != want {
			t.Errorf("%v and %v: unique is %v", line.devices[0].MPxN, other, got)
		}
	}
}
