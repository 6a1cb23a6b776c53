package validate

import (
	"bytes"

	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
)

// preview looks for the MPxNs that the register will be asked about.
type preview struct {
	register rule.Warmer // nil: nothing is to be looked for
	meters   []ident.MPxN
}

func (v *reading) newPreview() (p preview) {
	if v.codec.Type == maf.Type && !v.csv && v.rules.Facts.Register != nil {
		p.register, _ = v.rules.Facts.Register.(rule.Warmer)
	}
	return p
}

// The name of an MPxN is found by its one rare letter.
const (
	beforeX = `"mp`
	afterX  = `xn":"`
)

// Preview implements codec.Previewer. It looks at what stands where an MPxN stands
// in canonical layout; what it misses is asked for all the same.
func (w *worker) Preview(text []byte) {
	if w.preview.register == nil {
		return
	}
	meters := w.preview.meters[:0]
	for from := 0; ; {
		i := bytes.IndexByte(text[from:], 'x')
		if i < 0 {
			break
		}
		x := from + i
		from = min(len(text), x+len(afterX))
		if x < len(beforeX) || string(text[x-len(beforeX):x]) != beforeX || string(text[x:from]) != afterX {
			continue
		}
		digits := text[from:min(len(text), from+ident.MPxNType.MaxLen+1)]
		if m, ok := ident.ParseMPxN(digits[:max(0, bytes.IndexByte(digits, '"'))]); ok {
			meters = append(meters, m)
		}
	}
	w.preview.meters = meters
	w.preview.register.Warm(meters)
}
