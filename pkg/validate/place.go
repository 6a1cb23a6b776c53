package validate

import (
	"fmt"

	"s1mig/pkg/codec"
	"s1mig/pkg/source"
)

// headerPlace places values of a header, for rules.
type headerPlace struct{ f *codec.File }

// At implements rules.Place.
func (p headerPlace) At(path ...any) (source.Position, string) { return p.f.HeaderAt(path...) }

// trailerPlace places values of a trailer.
type trailerPlace struct{ r *codec.Result }

// At implements rules.Place.
func (p trailerPlace) At(path ...any) (source.Position, string) { return p.r.TrailerAt(path...) }

func replayMessage(sequence int64) string {
	return fmt.Sprintf("sequence %d was used before, for another file", sequence)
}

func gapMessage(missing, sequence int64) string {
	return fmt.Sprintf("sequence is %d and %d has not come", sequence, missing)
}
