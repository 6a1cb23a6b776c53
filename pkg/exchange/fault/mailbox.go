package fault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"s1mig/pkg/exchange"
)

// Mailbox is an exchange.Mailbox whose deliveries go wrong where its faults say
// so. Sender and receiver must both use it for Delay and Duplicate to work. A
// file that suffers a fault is held in memory whole; all others are streamed.
type Mailbox struct {
	inner exchange.Mailbox

	mu     sync.Mutex
	faults []Fault
	taken  []bool // by index of faults: happened, or happening
	fired  []Event
	late   []held            // Delay: in the order in which they were put
	again  map[string][]byte // Duplicate: to be put once more after Remove
}

// held is a file that Delay keeps back. lists counts down; -1 is until Release.
type held struct {
	name  string
	data  []byte
	lists int
}

var _ exchange.Mailbox = (*Mailbox)(nil)

// New wraps a mailbox. It panics on a fault without a kind or with a negative
// number of lists: scenarios are checked where they are read.
func New(inner exchange.Mailbox, faults ...Fault) *Mailbox {
	for i, f := range faults {
		if !f.Kind.valid() || f.Lists < 0 {
			panic(fmt.Sprintf("fault: fault %d has kind %v and %d lists", i, f.Kind, f.Lists))
		}
	}
	return &Mailbox{
		inner:  inner,
		faults: slices.Clone(faults),
		taken:  make([]bool, len(faults)),
		again:  make(map[string][]byte),
	}
}

// Fired returns the faults that happened so far, in their order.
func (m *Mailbox) Fired() []Event {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.fired)
}

// Pending returns the faults that have not happened, in the order in which they
// were given. A scenario that ends with any left did not test what it says.
func (m *Mailbox) Pending() []Fault {
	m.mu.Lock()
	defer m.mu.Unlock()
	var pending []Fault
	for i, f := range m.faults {
		if !m.taken[i] {
			pending = append(pending, f)
		}
	}
	return pending
}

// Put implements exchange.Mailbox. A file that suffers a fault is written
// first: if that fails, the fault stays pending. An empty file cannot be
// corrupted or truncated, which is an error.
func (m *Mailbox) Put(ctx context.Context, name string, write func(io.Writer) error) error {
	i := m.take(name)
	if i < 0 {
		return m.inner.Put(ctx, name, write)
	}
	f := m.faults[i]
	var buf bytes.Buffer
	err := exchange.NewWriter(ctx, &buf).Run(write)
	if err == nil && buf.Len() == 0 && (f.Kind == Corrupt || f.Kind == Truncate) {
		err = fmt.Errorf("fault %v expects a file that is not empty", f.Kind)
	}
	if err != nil {
		m.giveBack(i)
		return &exchange.Error{Op: "put", Name: name, Err: err}
	}
	m.note(Event{f.Kind, name})
	return m.suffer(ctx, f, name, buf.Bytes())
}

// take returns the index of the fault for the file of that name and marks it
// taken, or -1 if there is none. A name that no mailbox would accept has none.
func (m *Mailbox) take(name string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	if exchange.ValidName(name) != nil {
		return -1
	}
	for i, f := range m.faults {
		if !m.taken[i] && (f.Match == nil || f.Match(name)) {
			m.taken[i] = true
			return i
		}
	}
	return -1
}

func (m *Mailbox) giveBack(i int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.taken[i] = false
}

func (m *Mailbox) note(e Event) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fired = append(m.fired, e)
}

func (m *Mailbox) suffer(ctx context.Context, f Fault, name string, data []byte) error {
	switch f.Kind {
	case Drop:
		return nil
	case Corrupt, Truncate:
		return m.deliver(ctx, name, f.Kind.spoil(data))
	case Duplicate:
		return m.twice(ctx, f, name, data)
	default: // Delay
		m.hold(held{name, data, f.Lists})
		return nil
	}
}

func (m *Mailbox) deliver(ctx context.Context, name string, data []byte) error {
	return m.inner.Put(ctx, name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

func (m *Mailbox) twice(ctx context.Context, f Fault, name string, data []byte) error {
	if err := m.deliver(ctx, name, data); err != nil {
		return err
	}
	if f.As != nil {
		return m.deliver(ctx, f.As(name), data)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.again[name] = data
	return nil
}

func (m *Mailbox) hold(h held) {
	if h.lists == 0 {
		h.lists = -1
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.late = append(m.late, h)
}

// List implements exchange.Mailbox. It first delivers what Delay has held back
// for its number of calls.
func (m *Mailbox) List(ctx context.Context) ([]exchange.Entry, error) {
	if err := ctx.Err(); err != nil {
		return nil, &exchange.Error{Op: "list", Err: err}
	}
	if err := m.deliverAll(ctx, m.due()); err != nil {
		return nil, err
	}
	return m.inner.List(ctx)
}

// due counts one call of List and returns the files whose time has come.
func (m *Mailbox) due() []held {
	m.mu.Lock()
	defer m.mu.Unlock()
	var due, keep []held
	for _, h := range m.late {
		if h.lists > 0 {
			h.lists--
		}
		if h.lists == 0 {
			due = append(due, h)
		} else {
			keep = append(keep, h)
		}
	}
	m.late = keep
	return due
}

// Held is how many files Delay holds back.
func (m *Mailbox) Held() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.late)
}

// Release delivers everything that Delay still holds back.
func (m *Mailbox) Release(ctx context.Context) error {
	m.mu.Lock()
	late := m.late
	m.late = nil
	m.mu.Unlock()
	return m.deliverAll(ctx, late)
}

func (m *Mailbox) deliverAll(ctx context.Context, files []held) error {
	var errs []error
	for _, h := range files {
		errs = append(errs, m.deliver(ctx, h.name, h.data))
	}
	return errors.Join(errs...)
}

// Open implements exchange.Mailbox.
func (m *Mailbox) Open(ctx context.Context, name string) (io.ReadCloser, error) {
	return m.inner.Open(ctx, name)
}

// Remove implements exchange.Mailbox. It is followed by the second delivery of
// a Duplicate.
func (m *Mailbox) Remove(ctx context.Context, name string) error {
	if err := m.inner.Remove(ctx, name); err != nil {
		return err
	}
	m.mu.Lock()
	data, found := m.again[name]
	delete(m.again, name)
	m.mu.Unlock()
	if !found {
		return nil
	}
	return m.deliver(ctx, name, data)
}
