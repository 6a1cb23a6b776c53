package world

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"
)

// errChanged says that a register was written to while it was read.
var errChanged = errors.New("a register changed while it was read")

// IndexInfo says what index was written.
type IndexInfo struct {
	Installations, Meters int64
	Bytes                 int64 // of the file
}

// WriteIndex reads the registers of the world in a directory and writes their
// index beside them, for LoadFacts. The index appears whole or not at all. The
// error is a *ConfigError where the world does not load, else the context's or a
// fault of the world, such as a directory that cannot be written to.
func WriteIndex(ctx context.Context, dir string) (info IndexInfo, err error) {
	l := newLoader(os.DirFS(dir), dir, 1)
	if err := l.config(0); err != nil || len(l.problems) > 0 {
		return info, l.why(err)
	}
	f, err := os.CreateTemp(dir, indexName+".*.part")
	if err != nil {
		return info, err
	}
	defer os.Remove(f.Name()) // fails where it has been renamed
	b := newIndexBuilder(l, true)
	err = b.writeTo(ctx, f, dir)
	if err == nil {
		info = IndexInfo{b.size.Installations, b.size.Meters, 0}
		info.Bytes, err = f.Seek(0, io.SeekCurrent)
	}
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if errors.Is(err, errSuspect) {
		if _, err = load(l.fsys, dir, 0); err == nil {
			err = errors.New("the registers are too large for an index")
		}
	}
	if err != nil {
		return info, err
	}
	return info, os.Rename(f.Name(), filepath.Join(dir, indexName))
}

// why is the error of a loader that stops at the first problem.
func (l *loader) why(err error) error {
	if len(l.problems) > 0 {
		return &l.problems[0]
	}
	return err
}

func (b *indexBuilder) writeTo(ctx context.Context, f *os.File, dir string) error {
	config, err := os.Stat(filepath.Join(dir, configName))
	if err != nil {
		return err
	}
	latest := stampOf(config).latest()
	for _, smso := range b.world.smsos() {
		if info, err := os.Stat(b.shown(registerName(smso))); err == nil {
			latest = max(latest, stampOf(info).latest())
		}
	}
	begun, err := settle(f, latest)
	if err != nil {
		return err
	}
	sum := hex.EncodeToString(b.world.configSum[:])
	b.files = []indexedFile{{Name: configName, stamp: stampOf(config), SHA256: sum}}
	body, err := b.build(ctx)
	if err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return (&indexHeader{Begun: begun, Size: b.size, Files: b.files}).write(f, body)
}

// A file system's clock ticks every few milliseconds, on some every two seconds.
const longestTick = 2 * time.Second

// settle returns the time by the clock of the file system. It waits until that
// is behind a time that is not long ago: so the index of a world that was just
// written can be trusted without reading the registers.
func settle(f *os.File, behind int64) (now int64, err error) {
	for wait := time.Millisecond; ; wait *= 2 {
		if _, err := f.WriteAt([]byte{'\n'}, 0); err != nil {
			return 0, err
		}
		info, err := f.Stat()
		if err != nil {
			return 0, err
		}
		now = info.ModTime().UnixNano()
		if now > behind || behind-now > int64(longestTick) || wait > longestTick {
			return now, nil
		}
		time.Sleep(wait)
	}
}
