package mutate

import (
	"fmt"

	"s1mig/pkg/finding"
	"s1mig/pkg/ident"
)

// sequenceMutators spoil the numbering of files, in the set and in what was
// received before.
func sequenceMutators() []Mutator {
	return []Mutator{
		{Code: finding.Replay, Name: "a second file of the same number in a set", Apply: secondFile},
		{Code: finding.Replay, Name: "another file of the same number was received before", Apply: received(func(sequence int64) before {
			return before{digest: digestOf(nil), last: sequence}
		})},
		{Code: finding.Replay, Name: "the same file was received before", Good: true, Apply: receivedItself},
		{Code: "X-GAP", Name: "a number left out in a set", Apply: leftOut},
		{Code: "X-GAP", Name: "the number before was not received", Apply: received(func(sequence int64) before { return before{last: sequence - 2} })},
		{Code: "X-GAP", Name: "the number before was received", Good: true, Apply: received(func(sequence int64) before { return before{last: sequence - 1} })},
	}
}

// before is a history of one answer for the files of one type; of the others it
// knows that the number before was received.
type before struct {
	fileType string
	digest   string
	last     int64
}

// Seen implements validate.History.
func (b before) Seen(fileType string, _, _ ident.EUI64, sequence int64) (string, int64) {
	if fileType != b.fileType {
		return "", sequence - 1
	}
	return b.digest, b.last
}

// String says what was received.
func (b before) String() string {
	if b.digest != "" {
		return "another file of the same number"
	}
	return fmt.Sprintf("files up to the number %d", b.last)
}

// received says what was received before the only file of its type.
func received(history func(sequence int64) before) func(*Set) (Change, error) {
	return func(s *Set) (Change, error) {
		d, t, err := onlyOne(s)
		if err != nil {
			return Change{}, err
		}
		b := history(t.header.get("sequence").integer())
		b.fileType = d.fileType.Name
		s.History = b
		return Change{of: d, Pointer: "what was received before", Before: "the file of the number before", After: b.String()}, nil
	}
}

func receivedItself(s *Set) (Change, error) {
	d, t, err := onlyOne(s)
	if err != nil {
		return Change{}, err
	}
	s.History = before{d.fileType.Name, d.digest(), t.header.get("sequence").integer()}
	return Change{of: d, Pointer: "what was received before", Before: "the file of the number before", After: "the file itself"}, nil
}

// onlyOne takes a file of whose type there is one from its sender alone, so that
// the history of the type is that of the file.
func onlyOne(s *Set) (*document, *tree, error) {
	name := s.anyType()[0]
	if s.until(name); len(s.documents(name)) > 1 {
		s.keepOnly(func(d *document) bool { return d == s.documents(name)[0] })
	}
	return s.first([]string{name}, nil)
}

// secondFile adds a file that is made from the same parents under the same
// number.
func secondFile(s *Set) (Change, error) {
	d, _, err := s.latest(types("MCF", "MVF", "MGF", "MEF", "SCF", "COF"), func(t *tree) bool { return len(t.header.get("parents").items) > 0 })
	if err != nil {
		return Change{}, err
	}
	if s.alone() {
		return Change{}, notApplicable("one file has no chain")
	}
	twin, _ := s.add(d)
	at, _ := parseInstant(d.createdAt)
	return twin.change(text(at.Add(1).String()), "header", "createdAt"), nil
}

// leftOut gives the last of several numbered files the next number but one.
func leftOut(s *Set) (Change, error) {
	for _, name := range s.anyType() {
		lanes := map[string]*document{}
		count := map[string]int{}
		for _, d := range s.documents(name) {
			t, err := d.parse()
			if err != nil {
				continue
			}
			lane := t.header.get("sender").value() + t.header.get("recipient").value()
			count[lane]++
			lanes[lane] = d
			if count[lane] < 2 {
				continue
			}
			last := s.lastOf(name, lane)
			n := s.touch(last).header.get("sequence").integer()
			return last.change(number(n+1), "header", "sequence"), nil
		}
	}
	return Change{}, notApplicable("there are no two files of one type from one sender to one recipient")
}

// lastOf is the file of the highest number from a sender to a recipient.
func (s *Set) lastOf(name, lane string) *document {
	var last *document
	highest := int64(0)
	for _, d := range s.documents(name) {
		t, err := d.parse()
		if err == nil && t.header.get("sender").value()+t.header.get("recipient").value() == lane && t.header.get("sequence").integer() > highest {
			last, highest = d, t.header.get("sequence").integer()
		}
	}
	return last
}
