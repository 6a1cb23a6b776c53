package mutate

import (
	"strings"

	"s1mig/pkg/civil"
	"s1mig/pkg/ident"
)

// withDays puts the day before the world's clock in the place of DAY, and the
// day of the clock in that of NEXT.
func (s *Set) withDays(text string) string {
	today := civil.DateOf(s.world.Start)
	return strings.NewReplacer("DAY", today.AddDays(-1).String(), "NEXT", today.String()).Replace(text)
}

// certificateLine finds a certificate in world.yaml, from its opening brace to
// the closing one; each stands on a line of its own.
func (s *Set) certificateLine(id ident.CertificateID) (string, bool) {
	want := serialOf(id)
	for line := range strings.Lines(string(s.source["world.yaml"])) {
		_, rest, ok := strings.Cut(line, "- {serial: ")
		if !ok {
			continue
		}
		serial, _, _ := strings.Cut(rest, ",")
		if serialOf(ident.CertificateID(strings.Trim(serial, `"`))) == want {
			inner, _, _ := strings.Cut(rest, "}")
			return "{serial: " + inner + "}", true
		}
	}
	return "", false
}

// serialOf is the serial number of a certificate, whatever its issuer.
func serialOf(id ident.CertificateID) ident.CertificateKey {
	k := id.Key()
	k.Issuer = ""
	return k
}

// blockOf finds in world.yaml the item of a list that begins with a line, up to
// the next item of the same depth.
func (s *Set) blockOf(first string) (string, bool) {
	config := string(s.source["world.yaml"])
	from := strings.Index(config, first)
	if from < 0 {
		return "", false
	}
	rest := config[from+len(first):]
	indent := first[:strings.Index(first, "-")]
	for _, next := range []string{"\n" + indent + "- ", "\n" + indent + "#", "\n\n"} {
		if to := strings.Index(rest, next); to >= 0 {
			rest = rest[:to]
		}
	}
	return first + rest, true
}

// editBlock changes one text within a block of world.yaml.
func (s *Set) editBlock(first, old, text string) error {
	block, ok := s.blockOf(first)
	if !ok || !strings.Contains(block, old) {
		return notApplicable("world.yaml says otherwise of %s", strings.TrimSpace(first))
	}
	return s.editWorld("world.yaml", block, strings.Replace(block, old, text, 1))
}
