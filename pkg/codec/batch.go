package codec

import (
	"s1mig/pkg/abreast"
	"s1mig/pkg/spec"
)

// Batch takes the records that one goroutine makes of a run of indexes, in
// canonical layout, for Writer.WriteAll to write in its turn.
type Batch struct {
	t       *spec.Table
	buf     []byte // ",\n" and a record, as often as there are records
	records int64
	chunk   int   // which run of indexes
	err     error // why the run ended before its last index
	crash   *abreast.Panic
}

// recordSeparator stands before every record; before the first, without the
// comma.
const recordSeparator = ",\n"

// Write appends one record: v points at the record struct of the type. It takes
// nothing of v but its text, so that the caller can use v again.
func (b *Batch) Write(v any) {
	b.buf = append(b.buf, recordSeparator...)
	b.buf = Append(b.buf, b.t, v)
	b.records++
}

// WriteRaw appends one record that is already in canonical form.
func (b *Batch) WriteRaw(record []byte) {
	b.buf = append(append(b.buf, recordSeparator...), record...)
	b.records++
}

// fill calls make for each index of the batch's chunk below n.
func (b *Batch) fill(make Maker, n int) {
	b.buf, b.records, b.err = b.buf[:0], 0, nil
	b.crash = abreast.Catch(func() {
		for i := b.chunk * chunkLen; i < min(n, (b.chunk+1)*chunkLen) && b.err == nil; i++ {
			b.err = make(b, i)
		}
	})
}

// writeBatch writes the records of a batch.
func (w *Writer) writeBatch(b *Batch) {
	if b.records == 0 {
		return
	}
	from := 0
	if w.records == 0 {
		from = len(",")
	}
	w.records += b.records
	w.put(b.buf[from:])
}
