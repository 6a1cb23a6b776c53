package world

import (
	"context"
	"os"
	"sync"

	"s1mig/fixtures"
)

// LoadFacts loads the world in a directory for what rules ask of it: it answers
// Facts, and everything else but Register, DMRTPlan and SMSOFacts, as Load would
// have it answer. It reads the index that WriteIndex wrote in place of the
// registers; where there is none, or it is not of these registers, it makes one
// in memory and leaves the directory alone. The error is as that of Load.
//
// The index is theirs where world.yaml has the SHA-256 that the index notes, and
// each register has the size and times that it notes or, where these are no
// proof, the SHA-256. They are none where they differ, or are so young that a
// later change could bear them as well.
func LoadFacts(dir string, seed uint64) (*World, IndexUse, error) {
	l := newLoader(os.DirFS(dir), dir, 1)
	var stored storedIndex
	var reading sync.WaitGroup
	reading.Go(func() { stored = readIndex(dir) })
	err := l.config(seed)
	if reading.Wait(); err != nil || len(l.problems) > 0 {
		return nil, IndexUse{}, l.why(err)
	}
	x, use := stored.usable(dir, l.world)
	w, err := l.facts(x)
	if err == nil && w.index != nil {
		use.Bytes, _ = w.index.size.bytes()
		use.Mapped = w.index.mapped != nil
	}
	return w, use, err
}

// W1Facts loads the embedded reference world for what rules ask of it.
func W1Facts(seed uint64) (*World, error) {
	l := newLoader(fixtures.W1(), "W1", 1)
	if err := l.config(seed); err != nil || len(l.problems) > 0 {
		return nil, l.why(err)
	}
	return l.facts(nil)
}

// facts completes the world with an index, which is made where it is nil. Where
// anything is wrong, the whole world is loaded, which tells what.
func (l *loader) facts(x *index) (*World, error) {
	if x == nil {
		b := newIndexBuilder(l, false)
		body, err := b.build(context.Background())
		if err != nil {
			return load(l.fsys, l.dir, l.world.Seed)
		}
		x, _ = newIndex(body, b.size)
	}
	l.world.index = x
	if err := l.absent(); err != nil {
		return load(l.fsys, l.dir, l.world.Seed)
	}
	return l.world, nil
}
