package pipeline_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"s1mig/pkg/exchange"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/pipeline/scenario"
	"s1mig/pkg/validate"
	"s1mig/pkg/world"
)

// TestFilesAreValid has the validator judge every file of a run, all together
// and each alone: it finds nothing, and knows enough to judge all of it.
//
//trace:shows 5.3, 5.6(a), 6.3(a)(i), 6.3(a)(ii), 6.3(a)(iv)
//trace:covers * generate content,format,exchange
func TestFilesAreValid(t *testing.T) {
	for _, environment := range []string{"migration-testing", "migration-dust"} {
		t.Run(environment, func(t *testing.T) {
			w, root := w1(t), t.TempDir()
			res, err := pipeline.Run(context.Background(), pipeline.Options{World: w, Codec: small, Environment: environment, Transport: pipeline.Directory(root)})
			if err != nil {
				t.Fatal(err)
			}
			if n := judge(t, w, root); n != len(res.Files) {
				t.Errorf("%d files were exchanged and %d judged", len(res.Files), n)
			}
			for _, f := range res.Files {
				if n := judge(t, w, filepath.Join(root, filepath.FromSlash(f.Path))); n != 1 {
					t.Errorf("%s: %d files were judged", f.Path, n)
				}
			}
		})
	}
}

// judge judges a file or folder and returns how many files it was.
func judge(t *testing.T, w *world.World, path string) int {
	t.Helper()
	report, err := validate.Paths(context.Background(), []string{path},
		validate.Options{Facts: w.Facts(), Directory: w.Directory(), Keys: w, Audience: validate.ForDCC})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range report.Files {
		if f.Err != nil || f.Valid == nil || !*f.Valid || !f.Sealed {
			t.Errorf("%s: error %v, valid %v, sealed %v", f.Name, f.Err, f.Valid, f.Sealed)
		}
		for _, finding := range f.Findings {
			t.Errorf("%s: %v", f.Name, finding)
		}
		for _, n := range f.NotEvaluated {
			t.Errorf("%s: %v was not evaluated", f.Name, n)
		}
	}
	for _, s := range report.Skipped {
		t.Errorf("%s was skipped: %s", s.Name, s.Because)
	}
	return len(report.Files)
}

// TestCancelled cancels a run over folders while it writes an MEF: the error is
// that of the context, and every file that is there is whole.
func TestCancelled(t *testing.T) {
	w, root := w1(t), t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	folders := pipeline.Directory(root)
	_, err := pipeline.Run(ctx, pipeline.Options{World: w, Codec: small, Transport: func(path string) (exchange.Mailbox, error) {
		box, err := folders(path)
		return &hooked{box, func(name string, out io.Writer) io.Writer {
			if strings.HasPrefix(name, "MEF_SMSO3") {
				cancel()
			}
			return out
		}}, err
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("the run ended with %v, want context.Canceled", err)
	}
	whole := 0
	for name := range folder(t, root) {
		if strings.Contains(name, "MEF_SMSO3") || strings.Contains(name, "tmp") {
			t.Errorf("%s is there", name)
		}
		if !strings.HasSuffix(name, ".receipt.json") {
			whole++
			judge(t, w, filepath.Join(root, name))
		}
	}
	if _, err := os.Stat(root); err != nil || whole < 50 {
		t.Errorf("%d files are there, want 50 at least", whole)
	}
}

// TestWrongQuestions asks for what there is not.
func TestWrongQuestions(t *testing.T) {
	w := w1(t)
	scripted := func(text string) pipeline.Options {
		s, err := scenario.Read("test", strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return pipeline.Options{World: w, Scenario: s}
	}
	for _, c := range []struct {
		options pipeline.Options
		says    string
	}{
		{pipeline.Options{World: w, Codec: small, Environment: "production"}, `unknown environment "production"`},
		{pipeline.Options{World: w, Codec: small, Parties: []string{"SMSO9"}}, `no DCC, SMSO or supplier "SMSO9" in this world`},
		{scripted("notReady: [I-X1]"), `no installation "I-X1" in this world`},
		{scripted("missingCredentials: [{installation: I-E1, device: GSME}]"), `installation I-E1 has no GSME`},
		{scripted("supplierChanges: [{installation: I-E1, device: ESME, to: SUPZ}]"), `no organisation "SUPZ" in this world`},
		{scripted("files: [{type: MCF, smso: SMSO9, do: drop}]"), `no SMSO "SMSO9" in this world`},
		{scripted("files: [{type: MGF, groupID: ZZ, do: drop}]"), `no GroupID "ZZ" in this world`},
		{scripted("withhold: [{installation: I-A3}]"), `I-A3 has more than one authorisation`},
		{scripted("withhold: [{installation: I-D1}]"), `I-D1 has no authorisation to change`},
		{scripted("inject: [{installation: I-E1, codes: [MTAD-17.20e]}]"), `{e} cannot be shown`},
	} {
		if _, err := pipeline.New(c.options); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("the error is %v, want one that says %s", err, c.says)
		}
	}
}
