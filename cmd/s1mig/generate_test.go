package main

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/generate"
	"s1mig/pkg/party"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/pipeline/scenario"
	"s1mig/pkg/world"
)

// exchanged are the files that the parties of a migration exchange when nobody
// fails, by name, without the slices that participants get. It is the oracle: the
// parties make each file from what they have read in others.
func exchanged(t *testing.T, o generate.Options) map[string][]byte {
	t.Helper()
	var kept pipeline.Kept
	_, err := pipeline.Run(t.Context(), pipeline.Options{World: o.World, AsOf: o.Start, Environment: o.Environment,
		Scenario: &scenario.Scenario{Script: without(o.World, o.Selection)}, Transport: kept.Transport()})
	if err != nil {
		t.Fatal(err)
	}
	files, err := kept.Files(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]byte{}
	for _, f := range files {
		if name, ok := filetype.ParseFileName(path.Base(f.Path)); ok && name.Type.Seven && !strings.HasPrefix(f.Path, "participants/") {
			found[path.Base(f.Path)] = f.Data
		}
	}
	return found
}

// without leaves everything out of a run that is not selected.
func without(w *world.World, s generate.Selection) (script party.Script) {
	for _, o := range w.SMSOs() {
		for _, in := range w.Register(o.SMSO).All() {
			some := s.Has(in, "")
			generate.Authorisations(w, in, func(auth generate.Authorisation) {
				if s.Has(in, auth.Submitter) {
					some = true
				} else {
					script.Withhold = append(script.Withhold, party.Withheld{Installation: in.ID, Org: auth.Submitter})
				}
			})
			if !some {
				script.NotReady = append(script.NotReady, in.ID)
			}
		}
	}
	return script
}

// synthetic makes and loads a synthetic world. change, which may be nil, changes
// the lines of its registers.
func synthetic(t *testing.T, installations int, change func(i int, line string) string) *world.World {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "world")
	if err := world.New(t.Context(), dir, world.NewOptions{Installations: installations, Seed: 7}); err != nil {
		t.Fatal(err)
	}
	registers, err := filepath.Glob(filepath.Join(dir, "register", "*.ndjson"))
	if err != nil || len(registers) != 5 {
		t.Fatal(registers, err)
	}
	for _, name := range registers {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var changed strings.Builder
		for i, line := range strings.SplitAfter(string(text), "\n") {
			if change != nil {
				line = change(i, line)
			}
			changed.WriteString(line)
		}
		if err := os.WriteFile(name, []byte(changed.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	w, err := world.Load(dir, 7)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// fault is what is wrong with some lines of a register: what migrates is then
// turned away at every step.
func fault(i int, line string) string {
	for n, edit := range []struct{ old, new string }{
		{`"ready":true`, `"ready":false`},
		{`"deviceType":"GPF","manufacturer":"2`, `"deviceType":"GPF","manufacturer":"9`},
		{`"epclEntry":"EPCL-SMSO3-active"`, `"epclEntry":"EPCL-SMSO3-dormant"`},
		{`"migrationWeek":"2022-06-13","migrateOn":"2022-06-15"`, `"migrationWeek":"2022-06-06","migrateOn":"2022-06-10"`},
		{`"migrationWeek":"2022-06-13","migrateOn":"2022-06-14"`, `"migrationWeek":"2022-06-20","migrateOn":"2022-06-21"`},
		{`"supplierSubmits":true`, `"supplierSubmits":false`},
	} {
		if i%11 == n {
			line = strings.Replace(line, edit.old, edit.new, 1)
		}
	}
	return line
}

// What is made without the parties is what they exchange, byte for byte, for any
// selection, at times when some or all of it is turned away, and however many
// goroutines make it.
//
//trace:covers * generate *
func TestGenerateIsWhatPartiesExchange(t *testing.T) {
	w1, err := world.W1(1)
	if err != nil {
		t.Fatal(err)
	}
	w300, faulty := synthetic(t, 300, nil), synthetic(t, 200, fault)
	for name, o := range map[string]generate.Options{
		"W1":                 {World: w1},
		"W1 DUST":            {World: w1, Environment: envelope.MigrationDUST},
		"W1 SUPB":            {World: w1, Selection: generate.Selection{Submitter: "SUPB"}},
		"W1 SMSO2":           {World: w1, Selection: generate.Selection{SMSO: "SMSO2"}},
		"W1 I-E1":            {World: w1, Selection: generate.Selection{Installation: "I-E1"}},
		"W1 week begun":      {World: w1, Start: w1.Week.Midnight().Add(time.Hour)},
		"W1 last second":     {World: w1, Start: w1.Week.Midnight().Add(-time.Second)},
		"300":                {World: w300},
		"300 SUP03 at SMSO3": {World: w300, Selection: generate.Selection{Submitter: "SUP03", SMSO: "SMSO3"}},
		"300 SMSO1":          {World: w300, Selection: generate.Selection{SMSO: "SMSO1"}},
		"faulty":             {World: faulty},
		"faulty DUST":        {World: faulty, Environment: envelope.MigrationDUST},
		"300 on Tuesday":     {World: w300, Start: w300.Register("SMSO1").At(0).Week.AddDays(1).Midnight().Add(8 * time.Hour)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if o.Start.IsZero() {
				o.Start = o.World.Start
			}
			if o.Environment == "" {
				o.Environment = o.World.Environment
			}
			o.Judge = judge(o.World)
			want := exchanged(t, o)
			compareGenerated(t, o, want)
			failed := 0
			for _, data := range want {
				failed += bytes.Count(data, []byte(`"outcome":"Fail"`))
			}
			if fails := o.World == faulty; fails != (failed > 0) {
				t.Errorf("%d installations fail in an MCF", failed)
			}
		})
	}
}

func compareGenerated(t *testing.T, o generate.Options, want map[string][]byte) {
	missing := len(want)
	for k, typ := range filetype.Seven() {
		o.Workers = 1 + k%3
		files, err := generate.Files(t.Context(), o, typ)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			var got bytes.Buffer
			if _, err := f.Write(t.Context(), &got); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want[f.Name()]) {
				t.Errorf("%s: made\n%.600s\nthe parties exchange\n%.600s", f.Name(), got.Bytes(), want[f.Name()])
			}
			missing--
		}
	}
	if missing != 0 {
		t.Errorf("%d of %d files are not made", missing, len(want))
	}
}
