package dir

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"

	"s1mig/pkg/exchange"
)

// The hidden files of this transport. A crash may leave some behind; they are
// never listed, and Sweep removes them.
const (
	tempPrefix  = ".put-"
	claimPrefix = ".claim-"
)

// Put implements exchange.Mailbox.
func (m *Mailbox) Put(ctx context.Context, name string, write func(io.Writer) error) error {
	if err := m.put(ctx, name, write); err != nil {
		return &exchange.Error{Op: "put", Name: name, Err: err}
	}
	return nil
}

func (m *Mailbox) put(ctx context.Context, name string, write func(io.Writer) error) error {
	if err := exchange.ValidName(name); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	temp, f, err := m.createTemp()
	if err != nil {
		return err
	}
	defer m.discard(temp)
	if err := m.fill(ctx, f, write); err != nil {
		return err
	}
	return m.publish(ctx, temp, name)
}

// createTemp makes a temporary file that no other writer has. Its name needs
// no randomness: whatever is taken is passed over.
func (m *Mailbox) createTemp() (string, tempFile, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for n := 0; ; n++ {
		temp := fmt.Sprintf("%s%d-%d", tempPrefix, os.Getpid(), n)
		if m.writing[temp] {
			continue
		}
		f, err := m.create(temp)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", nil, err
		}
		m.writing[temp] = true
		return temp, f, nil
	}
}

// discard removes a temporary file, if a rename has not taken it away. It runs
// in a deferred call, so that a write function that panics leaves nothing. What
// cannot be removed is hidden, and left to Sweep: it makes no difference to
// whether the file was published.
func (m *Mailbox) discard(temp string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.writing, temp)
	_ = m.root.Remove(temp)
}

func (m *Mailbox) fill(ctx context.Context, f tempFile, write func(io.Writer) error) (err error) {
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := exchange.NewWriter(ctx, f).Run(write); err != nil {
		return err
	}
	if m.opts.Sync {
		return f.Sync()
	}
	return nil
}

// publish gives the finished temporary file its name, unless that is taken.
func (m *Mailbox) publish(ctx context.Context, temp, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.refuseOtherCase(ctx, name); err != nil {
		return err
	}
	err := m.claimName(temp, name)
	if errors.Is(err, fs.ErrExist) {
		return m.acceptSame(ctx, temp, name)
	}
	if err != nil || !m.opts.Sync {
		return err
	}
	if err := m.syncDir(); err != nil {
		return errors.Join(err, m.root.Remove(name))
	}
	return nil
}

// refuseOtherCase refuses a name that another differs from in letter case only.
// What is in the directory is read once and then kept up to date; what other
// processes put there meanwhile is met by claimName, where the names are equal,
// and by nothing where they are not.
func (m *Mailbox) refuseOtherCase(ctx context.Context, name string) error {
	if m.folded == nil {
		entries, err := m.readDir(ctx)
		if err != nil {
			return err
		}
		m.folded = make(map[string]string, len(entries))
		for _, e := range entries {
			m.folded[exchange.FoldName(e.Name())] = e.Name()
		}
	}
	if other, ok := m.folded[exchange.FoldName(name)]; ok && other != name {
		if _, err := m.root.Lstat(other); err == nil {
			return fmt.Errorf("%w: %q differs only in letter case", exchange.ErrExists, other)
		}
	}
	m.folded[exchange.FoldName(name)] = name
	return nil
}

// claimName links the temporary file to its name, and matches fs.ErrExist if
// the name is taken. File systems without hard links say so in many ways, so
// any other failure is met by the second way; both errors are told if that
// fails too.
func (m *Mailbox) claimName(temp, name string) error {
	err := m.link(temp, name)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	second := m.renameUnderClaim(temp, name)
	if second == nil || errors.Is(second, fs.ErrExist) {
		return second
	}
	return errors.Join(err, second)
}

// renameUnderClaim renames the temporary file to its name. A rename would
// replace a file that is there, so the right to look and then rename is
// claimed first by a file that only one writer can make.
func (m *Mailbox) renameUnderClaim(temp, name string) error {
	claim := claimPrefix + exchange.FoldName(name)
	f, err := m.root.OpenFile(claim, os.O_WRONLY|os.O_CREATE|os.O_EXCL, filePerm)
	if errors.Is(err, fs.ErrExist) {
		return errors.New("another writer is publishing a file of that name, or crashed while it did")
	}
	if err != nil {
		return err
	}
	defer func() { _ = m.root.Remove(claim) }() // hidden; if it stays, Sweep removes it
	if err := f.Close(); err != nil {
		return err
	}
	switch _, err := m.root.Lstat(name); {
	case err == nil:
		return fs.ErrExist
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return m.root.Rename(temp, name)
}

// acceptSame is reached when the name is taken: the same bytes are no error.
func (m *Mailbox) acceptSame(ctx context.Context, temp, name string) error {
	there, err := m.open(ctx, name)
	if err != nil {
		return fmt.Errorf("%w, and it cannot be compared: %w", exchange.ErrExists, err)
	}
	defer there.Close()
	mine, err := m.root.Open(temp)
	if err != nil {
		return err
	}
	defer mine.Close()
	same, err := sameBytes(there, mine)
	if err != nil {
		return fmt.Errorf("comparing with the file that is there: %w", err)
	}
	if !same {
		return fmt.Errorf("%w, with other bytes", exchange.ErrExists)
	}
	return nil
}

// sameBytes compares two streams in bounded memory.
func sameBytes(a, b io.Reader) (bool, error) {
	const block = 64 << 10
	bufA, bufB := make([]byte, block), make([]byte, block)
	for {
		nA, errA := io.ReadFull(a, bufA)
		nB, errB := io.ReadFull(b, bufB)
		if err := errors.Join(notEnd(errA), notEnd(errB)); err != nil {
			return false, err
		}
		if !bytes.Equal(bufA[:nA], bufB[:nB]) {
			return false, nil
		}
		if errA != nil {
			return true, nil
		}
	}
}

func notEnd(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return nil
	}
	return err
}

// syncDir makes the new name itself durable. Windows has no such operation.
func (m *Mailbox) syncDir() error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := m.root.Open(".")
	if err != nil {
		return err
	}
	return errors.Join(m.sync(d), d.Close())
}

// Sweep removes what writers that crashed left behind and returns how many
// files that were. Files that this Mailbox is writing are spared; a writer
// through another Mailbox whose temporary file is swept gets an error from Put
// and publishes nothing, so call Sweep before the others start.
func (m *Mailbox) Sweep(ctx context.Context) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	entries, err := m.readDir(ctx)
	if err != nil {
		return 0, &exchange.Error{Op: "sweep", Err: err}
	}
	swept := 0
	for _, e := range entries {
		if !m.isLeftover(e) {
			continue
		}
		if err := m.root.Remove(e.Name()); err != nil {
			return swept, &exchange.Error{Op: "sweep", Name: e.Name(), Err: err}
		}
		swept++
	}
	return swept, nil
}

func (m *Mailbox) isLeftover(e fs.DirEntry) bool {
	name := e.Name()
	ours := strings.HasPrefix(name, tempPrefix) || strings.HasPrefix(name, claimPrefix)
	return ours && e.Type().IsRegular() && !m.writing[name]
}
