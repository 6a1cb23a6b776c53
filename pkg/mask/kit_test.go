package mask_test

import (
	"bytes"
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
	"s1mig/pkg/mask"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/rule"
	"s1mig/pkg/seal"
	"s1mig/pkg/validate"
	"s1mig/pkg/world"
)

const secret = "a secret of the tests, long enough"

func newKey(t testing.TB, secret string) *mask.Key {
	t.Helper()
	k, err := mask.NewKey([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func w1(t testing.TB) *world.World {
	t.Helper()
	w, err := world.W1(1)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// exchanged are the files of a clean run of W1 by their paths.
func exchanged(t testing.TB, w *world.World) map[string][]byte {
	t.Helper()
	var kept pipeline.Kept
	if _, err := pipeline.Run(context.Background(), pipeline.Options{World: w, Transport: kept.Transport()}); err != nil {
		t.Fatal(err)
	}
	files, err := kept.Files(context.Background())
	if err != nil || len(files) == 0 {
		t.Fatal(err, len(files))
	}
	all := map[string][]byte{}
	for _, f := range files {
		all[f.Path] = f.Data
	}
	return all
}

// masked copies a file as the command does, signed by the sender.
func masked(t testing.TB, w *world.World, name string, data []byte, key *mask.Key, opt codec.Options) ([]byte, error) {
	t.Helper()
	certificates := mask.Options{Certificate: func(id ident.CertificateID) bool { _, err := w.Directory().Lookup(id); return err == nil }}
	var out bytes.Buffer
	if strings.HasSuffix(name, ".csv") {
		f, err := codec.OpenCSV(bytes.NewReader(data), &envelope.Header{FileType: maf.Type.Name, TestData: true}, opt)
		if err != nil {
			return nil, err
		}
		_, err = mask.CSV(context.Background(), f, &out, key, certificates)
		return out.Bytes(), err
	}
	f, err := codec.Open(bytes.NewReader(data), filetype.Lookup, opt)
	if err != nil {
		return nil, err
	}
	var sign mask.Sign
	if o, ok := w.ByEUI(f.Header.Sender); ok {
		kid, key, _ := w.SigningKey(o.Name)
		sign = func(digest string, n int64) (string, error) { return seal.SignTrailer(key, kid, digest, n) }
	}
	_, err = mask.File(context.Background(), f, &out, key, certificates, sign)
	return out.Bytes(), err
}

// place is a finding without its words.
type place struct {
	code     finding.Code
	severity finding.Severity
	path     string
}

// judged are the findings of a file but those of its seal, which a copy has anew,
// by all that is known but registers, which do not know what is masked.
func judged(t testing.TB, w *world.World, name string, data []byte) []place {
	t.Helper()
	facts := w.DCCFacts()
	facts.Clock = &rule.Clock{Now: w.Start, Source: "world"}
	f, err := validate.Reader(context.Background(), name, bytes.NewReader(data), validate.Options{Facts: facts, Directory: w.Directory()})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var all []place
	for _, found := range f.Findings {
		switch found.Code {
		case finding.Count, finding.Digest, finding.Signature, finding.ByteOrderMark:
			continue
		case finding.UnknownField: // the name is another
			found.Path = found.Path[:strings.LastIndexByte(found.Path, '/')]
		}
		if !strings.HasPrefix(found.Path, "/trailer") && (found.Code != finding.MissingField || found.Path != "") {
			all = append(all, place{found.Code, found.Severity, found.Path})
		}
	}
	return all
}

var (
	identified = regexp.MustCompile(`"(?:mpxn|deviceID|installationID|authorisationID|alertID|iccid|imsi|msisdn|apn|ipAddress|detail|hint|reason|digest|sliceOf)":"([^"]*)"`)
	listed     = regexp.MustCompile(`"authorisationIDs":\[([^\]]*)\]`)
)

// identifiers are the values of the fields that identify a customer's premises,
// devices and authorisations, as the list of names above has them.
func identifiers(data []byte) (all []string) {
	data, _, _ = bytes.Cut(data, []byte("\n\"trailer\":"))
	for _, m := range identified.FindAllSubmatch(data, -1) {
		all = append(all, string(m[1]))
	}
	for _, m := range listed.FindAllSubmatch(data, -1) {
		for id := range strings.SplitSeq(string(m[1]), ",") {
			all = append(all, strings.Trim(id, `"`))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// leaks returns the identifiers that stand in the text, with their separators or
// without.
func leaks(ids []string, text []byte) (all []string) {
	text, _, _ = bytes.Cut(text, []byte("\n\"trailer\":"))
	upper := bytes.ToUpper(text)
	for _, id := range ids {
		bare := strings.NewReplacer("-", "", ":", "", ".", "").Replace(strings.ToUpper(id))
		if len(id) >= 4 && (bytes.Contains(upper, []byte(strings.ToUpper(id))) || len(bare) >= 6 && bytes.Contains(upper, []byte(bare))) {
			all = append(all, id)
		}
	}
	return all
}
