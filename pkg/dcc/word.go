package dcc

import (
	"slices"

	"s1mig/pkg/filetype/cof"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/mafoutcome"
	"s1mig/pkg/filetype/mcf"
	"s1mig/pkg/state"
)

// word is one of the few words that are kept of every device, authorisation and
// installation; the zero word is "".
type word uint8

var words = slices.Concat([]string{"", string(envelope.DCC), string(envelope.Supplier), mcf.CHF, mcf.GPF, mcf.ESME, mcf.GSME, mcf.PPMID, mcf.IHD,
	cof.Commissioned, cof.Partial, cof.Failed, cof.NotAttempted, wordReady, wordNotReady,
	mafoutcome.Accepted, mafoutcome.Held, mafoutcome.Rejected, mafoutcome.Superseded, mafoutcome.Lapsed},
	state.Names(), state.Combinations())

// wordOf is the word that says s. It panics where there is none: the files that
// tell of devices, and the names of what DCC decides, have no others.
func wordOf[T ~string](s T) word {
	i := slices.Index(words, string(s))
	if i < 0 {
		panic("dcc: no word " + string(s))
	}
	return word(i)
}

// String returns the word.
func (w word) String() string { return words[w] }
