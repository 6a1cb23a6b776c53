package pipeline_test

import (
	"context"
	"io"
	"path"
	"strconv"
	"testing"

	"s1mig/pkg/exchange"
	"s1mig/pkg/exchange/mem"
	"s1mig/pkg/pipeline"
)

// kept is a transport in memory whose mailboxes outlive a migration, so that a
// test can look into them and another migration can go on with them.
type kept struct{ boxes map[string]*mem.Mailbox }

func newKept() *kept { return &kept{map[string]*mem.Mailbox{}} }

func (k *kept) transport(path string) (exchange.Mailbox, error) {
	if k.boxes[path] == nil {
		k.boxes[path] = &mem.Mailbox{}
	}
	return k.boxes[path], nil
}

// files reads all that was delivered, by path below the folder of the run.
func (k *kept) files(t testing.TB) map[string]string {
	t.Helper()
	all := map[string]string{}
	for at, box := range k.boxes {
		entries, err := box.List(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			r, err := box.Open(context.Background(), e.Name)
			if err != nil {
				t.Fatal(err)
			}
			data, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			all[path.Join(at, e.Name)] = string(data)
		}
	}
	return all
}

// same reports where two runs left other files.
func same(t testing.TB, what string, got, want map[string]string) {
	t.Helper()
	if len(want) == 0 {
		t.Fatalf("%s: nothing to compare with", what)
	}
	wrong := 0
	for name, text := range want {
		if g, ok := got[name]; !ok || g != text {
			if wrong++; wrong < 5 {
				t.Errorf("%s: %s differs or is missing (there: %v)", what, name, ok)
			}
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			if wrong++; wrong < 5 {
				t.Errorf("%s: %s should not be there", what, name)
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%s: %d of %d files wrong", what, wrong, len(want))
	}
}

func itoa(n int) string { return strconv.Itoa(n) }

func countFunc[T any](list []T, is func(T) bool) int {
	n := 0
	for _, v := range list {
		if is(v) {
			n++
		}
	}
	return n
}

// conserved checks that at every hop what went in comes out (requirements B).
func conserved(t testing.TB, res *pipeline.Result) {
	t.Helper()
	sum := 0
	for _, c := range res.States {
		sum += c.N
	}
	if n := estate(res); sum != n || len(res.Installations) != n {
		t.Errorf("%d installations entered, %d are listed and %d ended", n, len(res.Installations), sum)
	}
	if made := countFunc(res.Authorisations, func(a pipeline.Authorisation) bool { return a.State != "" }); made != len(res.Authorisations) {
		t.Errorf("%d authorisations made, %d ended", len(res.Authorisations), made)
	}
	for _, f := range res.Files {
		hop(t, res, f)
	}
}

// estate is how many installations the registers hold that are to be migrated.
func estate(res *pipeline.Result) int {
	n := 0
	for _, o := range res.World.SMSOs() {
		r := res.World.Register(o.SMSO)
		for i := range r.Len() {
			if !r.At(i).Migrated {
				n++
			}
		}
	}
	return n
}

// hop compares a file with what it was made from.
func hop(t testing.TB, res *pipeline.Result, f pipeline.File) {
	t.Helper()
	from := func(fileType string) int64 {
		for _, p := range f.Parents {
			for _, g := range res.Files {
				if g.Digest == p.Digest && g.FileType == fileType {
					return g.Records
				}
			}
		}
		return -1
	}
	wrong := ""
	switch f.FileType {
	case "MVF":
		if n := from("MCF"); f.Records != n && n >= 0 && f.Records > 0 {
			wrong = "MCF has " + itoa(int(n))
		}
	case "MGF":
		if n := from("MVF"); n >= 0 && f.Records > n {
			wrong = "MVF has " + itoa(int(n))
		}
	case "MEF":
		if n := from("MGF"); f.Records != n {
			wrong = "MGF has " + itoa(int(n))
		}
	case "SCF":
		if n := from("MGF"); n >= 0 && f.Records != n {
			wrong = "MGF has " + itoa(int(n))
		}
	case "COF":
		if n := from("SCF"); n >= 0 && f.Records > n {
			wrong = "SCF has " + itoa(int(n))
		}
	}
	if wrong != "" {
		t.Errorf("%s has %d records; its %s", f.Path, f.Records, wrong)
	}
}
