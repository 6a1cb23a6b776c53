// Package fault wraps a mailbox in order to lose, spoil, repeat or delay chosen
// files on purpose, so that a scenario can show what the parties make of it.
//
// Nothing here is random or depends on time: the same files and the same faults
// give the same result. It imports exchange and the standard library alone.
package fault

import (
	"fmt"
	"slices"
	"strings"
)

// Kind is what happens to a file.
type Kind int

// The kinds of fault. The zero Kind is none of them.
const (
	// Drop loses the file: the sender believes that it was delivered.
	Drop Kind = iota + 1
	// Corrupt flips one bit in the middle of the file.
	Corrupt
	// Truncate delivers the first half of the file.
	Truncate
	// Duplicate delivers the file a second time, with the same bytes.
	Duplicate
	// Delay holds the file back, so that later ones overtake it.
	Delay
)

var kindNames = [...]string{Drop: "drop", Corrupt: "corrupt", Truncate: "truncate", Duplicate: "duplicate", Delay: "delay"}

// String returns the word for the kind, as ParseKind reads it.
func (k Kind) String() string {
	if !k.valid() {
		return fmt.Sprintf("Kind(%d)", int(k))
	}
	return kindNames[k]
}

func (k Kind) valid() bool { return Drop <= k && k <= Delay }

// ParseKind reads the word for a kind. The error names those that there are.
func ParseKind(word string) (Kind, error) {
	k := Kind(slices.Index(kindNames[:], word))
	if !k.valid() {
		return 0, fmt.Errorf("kind of fault %q, expected one of %s", word, strings.Join(kindNames[Drop:], ", "))
	}
	return k, nil
}

// Fault happens once: to the first file put whose name matches and which no
// earlier fault of the mailbox takes. A receipt is a file of its own, so a
// Match on a prefix should exclude exchange.ReceiptSuffix.
type Fault struct {
	// Match selects the file by its name; nil selects the next one.
	Match func(name string) bool

	// Kind is what happens to it.
	Kind Kind

	// Lists is for Delay: the file is there from that call of List on, counted
	// from 1 after it was put. 0 holds it until Release.
	Lists int

	// As is for Duplicate: the name under which the second copy is delivered
	// at once. Nil delivers it under its own name after the receiver has
	// removed the first.
	As func(name string) string
}

// Event is a fault that happened.
type Event struct {
	Kind Kind
	Name string // of the file as it was put
}

// spoil returns what Corrupt or Truncate makes of a file that is not empty. The
// place depends on the length of the content alone.
func (k Kind) spoil(data []byte) []byte {
	middle := len(data) / 2
	if k == Truncate {
		return data[:middle]
	}
	spoilt := slices.Clone(data)
	spoilt[middle] ^= 1 << (len(data) % 8)
	return spoilt
}
