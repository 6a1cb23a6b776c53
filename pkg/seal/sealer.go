package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
	"strconv"

	"s1mig/pkg/ident"
)

// Errors of Open. They say no more: what was wrong inside a sealed value is
// nobody's business who cannot open it.
var (
	// ErrSealedForm: not canonical base64url of a nonce, a ciphertext and a tag.
	ErrSealedForm = errors.New("sealed value is not canonical base64url of at least 28 octets")
	// ErrSealedAltered: the value was altered, or moved from another sender,
	// file, group, installation or device.
	ErrSealedAltered = errors.New("sealed value was altered or belongs elsewhere")
)

// Sealer seals and opens the values of one MEF. It reuses its cipher, its MAC
// and its buffers, so it is for one goroutine: give each worker a Clone.
type Sealer struct {
	redacted
	aead    cipher.AEAD
	macKey  []byte    // nil: nonces from crypto/rand
	mac     hash.Hash // over macKey, reused
	length  [8]byte
	sum     [sha256.Size]byte
	scratch []byte
}

// NewSealer makes a sealer for a content key. Deterministic nonces depend on the
// content key and on what is sealed; others come from crypto/rand. Either kind
// can be opened by either kind of sealer.
func NewSealer(ck ContentKey, deterministic bool) *Sealer {
	block, err := aes.NewCipher(ck.key[:])
	if err != nil {
		panic("seal: content key: " + err.Error())
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic("seal: GCM: " + err.Error())
	}
	s := &Sealer{aead: aead}
	if deterministic {
		s.macKey = ck.derive(sha256.Size, "nonce key")
		s.mac = hmac.New(sha256.New, s.macKey)
	}
	return s
}

// Clone makes a sealer with the same key for another goroutine.
func (s *Sealer) Clone() *Sealer {
	clone := &Sealer{aead: s.aead, macKey: s.macKey} // a GCM holds no state between calls
	if s.macKey != nil {
		clone.mac = hmac.New(sha256.New, s.macKey)
	}
	return clone
}

// Seal appends base64url(nonce ‖ ciphertext ‖ tag) of plaintext, bound to aad,
// to dst.
func (s *Sealer) Seal(dst, aad, plaintext []byte) []byte {
	s.scratch = append(s.scratch[:0], s.nonce(aad, plaintext)...)
	s.scratch = s.aead.Seal(s.scratch, s.scratch[:nonceLen], plaintext, aad)
	return appendBase64(dst, s.scratch)
}

// nonce makes the nonce of one value. The deterministic one is the first 12
// octets of HMAC-SHA-256 over the associated data and the plaintext, so that one
// nonce never meets two plaintexts. The length of the associated data goes
// first: joined bare, the end of the one and the beginning of the other could
// trade places, and two different pairs would share a nonce. Nobody but the
// sealer computes a nonce, so the prefix concerns no reader.
func (s *Sealer) nonce(aad, plaintext []byte) []byte {
	if s.mac == nil {
		_, _ = rand.Read(s.sum[:nonceLen]) // never fails
		return s.sum[:nonceLen]
	}
	binary.BigEndian.PutUint64(s.length[:], uint64(len(aad)))
	s.mac.Reset()
	_, _ = s.mac.Write(s.length[:])
	_, _ = s.mac.Write(aad)
	_, _ = s.mac.Write(plaintext)
	return s.mac.Sum(s.sum[:0])[:nonceLen]
}

// Open appends the plaintext of a sealed value, bound to aad, to dst. On an
// error, ErrSealedForm or ErrSealedAltered, it returns dst as it was, spare
// capacity included: there is no partial plaintext.
func (s *Sealer) Open(dst, aad, sealed []byte) ([]byte, error) {
	raw, err := appendDecoded(s.scratch[:0], sealed)
	if err != nil || len(raw) < nonceLen+tagLen {
		return dst, ErrSealedForm
	}
	s.scratch = raw
	// Opened in the scratch buffer: cipher.AEAD would clear dst's spare capacity
	// on failure.
	plaintext, err := s.aead.Open(raw[nonceLen:nonceLen], raw[:nonceLen], raw[nonceLen:], aad)
	if err != nil {
		return dst, ErrSealedAltered
	}
	return append(dst, plaintext...), nil
}

// AAD appends the associated data of a device's sealed credentials to dst:
// sender|sequence|groupID|installationID|deviceID, the EUI-64s in upper case
// however the file spells them. It is unambiguous as long as
// the group id holds no bar, whatever the installation id holds: the other parts
// are of fixed form.
func AAD(dst []byte, sender ident.EUI64, sequence int64, groupID, installationID string, deviceID ident.EUI64) []byte {
	dst = append(sender.AppendTo(dst), '|')
	dst = append(strconv.AppendInt(dst, sequence, 10), '|')
	dst = append(append(dst, groupID...), '|')
	dst = append(append(dst, installationID...), '|')
	return deviceID.AppendTo(dst)
}
