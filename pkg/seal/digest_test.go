package seal

import (
	"crypto/sha256"
	"strings"
	"testing"
)

// abcDigest is the SHA-256 of "abc", FIPS 180-2 appendix B.1.
const abcDigest = "sha-256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

func TestDigest(t *testing.T) {
	d := Digest(sha256.Sum256([]byte("abc")))
	if d.String() != abcDigest {
		t.Errorf("digest %s, want %s", d, abcDigest)
	}
	if got, err := ParseDigest(abcDigest); err != nil || got != d {
		t.Errorf("comes back as %s, error %v", got, err)
	}
	for _, bad := range []string{
		"", "sha-256:", abcDigest[8:], strings.ToUpper(abcDigest), "sha-256:" + strings.ToUpper(abcDigest[8:]),
		abcDigest + "0", abcDigest[:71], "sha-512:" + abcDigest[8:], abcDigest[:71] + "g", abcDigest + "\n",
	} {
		if _, err := ParseDigest(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
