package generate

import (
	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/seal"
	"s1mig/pkg/world"
)

// ContentKey makes the content key of an MEF, writes it encrypted into the
// header and returns what seals with it. In a seeded world the key is a function
// of the seed and of the header, so that the same run gives the same bytes and
// no two files share a key; with real keys it is random.
func ContentKey(w *world.World, h *envelope.Header) (*seal.Sealer, error) {
	id, _ := w.AgreementKey()
	recipient, err := w.Directory().Lookup(id)
	if err != nil {
		return nil, err
	}
	h.RecipientCertificateID = id
	header := codec.Append(nil, mef.Type.Header, h) // its contentKey is still empty
	seed := w.KeySeed()
	key := seal.NewContentKey(seed, header)
	if h.ContentKey, err = seal.WrapContentKey(key, recipient, seed, header); err != nil {
		return nil, err
	}
	return seal.NewSealer(key, seed != nil), nil
}
