package mutate

import (
	"bytes"
	"encoding/base64"
	"strings"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
)

// sealMutators spoil the seal of a file and leave the file as it is. What the
// signature is over still agrees with the trailer, but where the signature
// itself is the fault.
func sealMutators() []Mutator {
	all := []Mutator{
		inTrailer(finding.Count, "one record too many in the trailer", func(t *envelope.Trailer) { t.RecordCount++ }),
		inTrailer(finding.Count, "one record too few in the trailer", func(t *envelope.Trailer) { t.RecordCount-- }),
		inTrailer(finding.Digest, "another digest in the trailer", func(t *envelope.Trailer) {
			t.Digest = t.Digest[:len(t.Digest)-1] + other(t.Digest[len(t.Digest)-1:], []string{"0", "1"})
		}),
		inWhole(finding.Digest, "a line end changed on the way", "the end of the header line", `"\n"`, `"\r\n"`,
			func(b []byte) []byte { return bytes.Replace(b, []byte("\n"), []byte("\r\n"), 1) }),
		onLatest(finding.FormatVersion, "a later version of the format", nil, nil, set(text("9.0"), "header", "formatVersion")),
		inSignature("a changed signature", func(_ *Set, parts []string) []string {
			return []string{parts[0], parts[1], other(parts[2][:1], []string{"A", "B"}) + parts[2][1:]}
		}),
		inSignature("the signature of something else", func(_ *Set, parts []string) []string {
			payload := bytes.Replace(decode(parts[1]), []byte(`"recordCount":`), []byte(`"recordCount":1`), 1)
			return []string{parts[0], encode(payload), parts[2]}
		}),
		inSignature("the algorithm none", func(_ *Set, parts []string) []string {
			return []string{encode(bytes.Replace(decode(parts[0]), []byte("ES256"), []byte("none"), 1)), parts[1], parts[2]}
		}),
		inSignature("a key in its own header", func(_ *Set, parts []string) []string {
			return []string{encode(bytes.Replace(decode(parts[0]), []byte(`{`), []byte(`{"jwk":{},`), 1)), parts[1], parts[2]}
		}),
		inSignature("a certificate that nobody has", func(_ *Set, parts []string) []string {
			return []string{withKid(parts[0], "Z9:FFFFFF"), parts[1], parts[2]}
		}),
		inSignature("a certificate that does not sign", func(s *Set, parts []string) []string {
			id, _ := s.world.AgreementKey()
			return []string{withKid(parts[0], string(id)), parts[1], parts[2]}
		}),
	}
	short := inSignature("a signature of two parts", func(_ *Set, parts []string) []string { return parts[:2] })
	short.Code = finding.FieldForm
	all = append(all, short)
	return append(all, signedByAnother())
}

// inTrailer makes a mutator of what the trailer says.
func inTrailer(code finding.Code, name string, edit func(*envelope.Trailer)) Mutator {
	return onLatest(code, name, nil, nil, func(_ *Set, d *document) (Change, error) {
		d.tree.seal = edit
		return Change{of: d, Pointer: "/" + envelope.TrailerName, Before: "as the file is", After: name}, nil
	})
}

// inSignature makes a mutator of the parts of the compact JWS.
func inSignature(name string, edit func(*Set, []string) []string) Mutator {
	return onLatest(finding.Signature, name, nil, nil, func(s *Set, d *document) (Change, error) {
		d.tree.whole = func(b []byte) []byte {
			old := d.tree.trailer.get("signature").value()
			parts := edit(s, strings.Split(old, "."))
			return bytes.Replace(b, []byte(old), []byte(strings.Join(parts, ".")), 1)
		}
		return Change{of: d, Pointer: "/trailer/signature", Before: "as the sender signed", After: name}, nil
	})
}

// signedByAnother has another organisation of the world sign the file.
func signedByAnother() Mutator {
	return onLatest(finding.Signature, "signed by another organisation", nil, nil, func(s *Set, d *document) (Change, error) {
		sender, _ := s.organisation(d.tree)
		for _, o := range s.world.Organisations() {
			if _, _, signs := s.world.SigningKey(o.Name); signs && o.Name != sender.Name {
				d.tree.signer = o.Name
				return Change{of: d, Pointer: "/trailer/signature", Before: sender.Name, After: o.Name}, nil
			}
		}
		return Change{}, notApplicable("one organisation alone signs")
	})
}

func decode(part string) []byte {
	b, _ := base64.RawURLEncoding.DecodeString(part) // it is the program's own
	return b
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func withKid(header, kid string) string {
	n, err := parse(decode(header))
	if err != nil {
		return header
	}
	n.put("kid", text(kid))
	return encode(n.append(nil))
}
