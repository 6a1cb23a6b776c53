package pipeline

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"s1mig/pkg/exchange"
	"s1mig/pkg/exchange/dir"
	"s1mig/pkg/exchange/fault"
	"s1mig/pkg/exchange/mem"
	"s1mig/pkg/filetype"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/party"
	"s1mig/pkg/pipeline/scenario"
	"s1mig/pkg/world"
)

// TrayPath is where a party's tray lies below the folder of a run. What is
// released to a participant lies in its outbox: the name is the participant's
// view of DCC's side.
func TrayPath(o world.Organisation, tray party.Tray) string {
	switch o.Kind {
	case envelope.DCC:
		return "dcc/" + string(tray)
	case envelope.SMSO:
		return "smso/" + o.SMSO + "/" + string(tray)
	}
	if tray == party.Inbox {
		return "participants/" + o.Name + "/outbox"
	}
	return "participants/" + o.Name + "/" + string(tray)
}

// Transport makes the mailbox at a path below the folder of a run.
type Transport func(path string) (exchange.Mailbox, error)

// Memory keeps every mailbox in memory.
func Memory() Transport {
	return func(string) (exchange.Mailbox, error) { return &mem.Mailbox{}, nil }
}

// Directory keeps the mailboxes as folders below root.
func Directory(root string) Transport {
	return func(path string) (exchange.Mailbox, error) {
		full := filepath.Join(root, filepath.FromSlash(path))
		if err := os.MkdirAll(full, 0o750); err != nil {
			return nil, err
		}
		return dir.Open(full, dir.Options{})
	}
}

// post finds the mailboxes of a run and keeps them open.
type post struct {
	world     *world.World
	transport Transport
	faults    []scenario.FileFault
	struck    []int // how many files each fault has struck
	// alone says that no one else puts files into these mailboxes while the
	// migration lasts.
	alone bool

	mu    sync.Mutex
	open  map[string]exchange.Mailbox
	order []string
}

func newPost(o Options) *post {
	return &post{world: o.World, transport: o.Transport, faults: o.Scenario.Files, struck: make([]int, len(o.Scenario.Files)), open: map[string]exchange.Mailbox{}, alone: o.Parties == nil}
}

// Mailbox returns the tray of an organisation.
func (p *post) Mailbox(org string, tray party.Tray) (exchange.Mailbox, error) {
	o, ok := p.world.Organisation(org)
	if !ok {
		return nil, fmt.Errorf("no organisation %q has a mailbox", org)
	}
	path := TrayPath(o, tray)
	p.mu.Lock()
	defer p.mu.Unlock()
	if box := p.open[path]; box != nil {
		return box, nil
	}
	box, err := p.transport(path)
	if err != nil {
		return nil, err
	}
	if faults := p.faultsFor(org); len(faults) > 0 {
		box = fault.New(box, faults...) // which delivers when it likes: its owner lists it
	} else if p.alone {
		box = &noted{Mailbox: box, atOnce: !p.abreast()}
	}
	p.open[path] = box
	p.order = append(p.order, path)
	return box, nil
}

func (p *post) faultsFor(org string) []fault.Fault {
	var list []fault.Fault
	for i, f := range p.faults {
		if f.To != "" && f.To != org {
			continue
		}
		for range f.Times {
			list = append(list, fault.Fault{Kind: f.Kind, Match: p.strikes(i), As: copyName})
		}
	}
	return list
}

// strikes says which files a fault of the scenario strikes: as many as it says,
// in all mailboxes together.
func (p *post) strikes(i int) func(string) bool {
	f := &p.faults[i]
	return func(name string) bool {
		n, ok := filetype.ParseFileName(name)
		hit := ok && p.struck[i] < f.Times && n.Type.Name == f.Type && (f.SMSO == "" || n.SMSO == f.SMSO) && (f.Group == "" || n.GroupID == f.Group)
		if hit {
			p.struck[i]++
		}
		return hit
	}
}

// copyName is what a duplicate of a file is called.
func copyName(name string) string { return "COPY-" + strings.TrimPrefix(name, "COPY-") }

// release delivers what a fault has delayed.
func (p *post) release(ctx context.Context) error {
	for _, path := range p.order {
		if box, ok := p.open[path].(*fault.Mailbox); ok {
			if err := box.Release(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// holds reports whether a file is still to come that a fault has delayed.
func (p *post) holds() bool {
	for _, box := range p.open {
		if f, ok := box.(*fault.Mailbox); ok && f.Held() > 0 {
			return true
		}
	}
	return false
}

// unused describes the faults that never happened, so that a scenario that did
// not do what it says is noticed.
func (p *post) unused() []string {
	var list []string
	for i, f := range p.faults {
		if p.struck[i] < f.Times {
			list = append(list, fmt.Sprintf("files, item %d: %d of %d %s files came by to %s", i+1, p.struck[i], f.Times, f.Type, f.Kind))
		}
	}
	return list
}

// close closes the mailboxes that hold something open.
func (p *post) close() {
	for _, box := range p.open {
		if n, ok := box.(*noted); ok {
			box = n.Mailbox
		}
		if c, ok := box.(interface{ Close() error }); ok {
			_ = c.Close() // read only by now: nothing is lost
		}
	}
}

// abreast reports whether the parties can step at the same time: each then sees
// what the others had sent before the step, in whichever order they run.
func (p *post) abreast() bool { return p.alone && len(p.faults) == 0 }

// show lets the owners of the mailboxes see what has been put into them.
func (p *post) show(ctx context.Context) error {
	for _, path := range p.order {
		if box, ok := p.open[path].(*noted); ok {
			if err := box.show(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// noted is a mailbox that remembers what lies in it. What is put into it is seen
// by its owner at once, or after the next call of show.
type noted struct {
	exchange.Mailbox
	atOnce bool
	listed bool
	seen   []string

	mu  sync.Mutex
	put []string // since the last show
}

// Put implements exchange.Mailbox.
func (n *noted) Put(ctx context.Context, name string, write func(io.Writer) error) error {
	err := n.Mailbox.Put(ctx, name, write)
	if err != nil || strings.HasSuffix(name, exchange.ReceiptSuffix) {
		return err
	}
	if n.atOnce {
		n.seen = append(n.seen, name)
		return nil
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.put = append(n.put, name)
	return nil
}

// NamesFrom implements party.Noted.
func (n *noted) NamesFrom(i int) []string { return n.seen[i:] }

func (n *noted) show(ctx context.Context) error {
	if !n.listed {
		entries, err := n.List(ctx)
		if err != nil {
			return err
		}
		for _, e := range entries {
			n.seen = append(n.seen, e.Name)
		}
		n.listed = true
	}
	n.seen = append(n.seen, n.put...)
	n.put = n.put[:0]
	return nil
}
