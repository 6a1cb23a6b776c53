package validate

import (
	"bytes"

	"s1mig/pkg/rules"
)

// scope is what of a file must come up again in the next.
type scope struct {
	devices bool                     // devices as well as installations
	due     func(*installation) bool // which installations; nil means all
	why     string                   // why they are due, for messages
}

var (
	everything        = scope{devices: true}
	installationsOnly = scope{}
)

func (s scope) wants(in *installation) bool { return s.due == nil || s.due(in) }

func (s scope) because() string {
	if s.why == "" {
		return ""
	}
	return ", which " + s.why + ","
}

// comparison is of a file with the one that it follows.
type comparison struct {
	before, after *File
	what          scope
	was           *index
	strays        strays
}

// compare judges that what stands in one file stands in the next, no less and no
// more. It reports whether the same installations do.
func compare(before, after *File, what scope) bool {
	c := &comparison{before: before, after: after, what: what, was: newIndex(before.ledger)}
	same := true
	for in := range after.ledger.all() {
		origin := c.was.see(in.id)
		if origin == nil {
			same = false
		} else if what.devices {
			c.strays.add(origin, in)
			c.strays.add(in, origin)
		}
	}
	c.strays.find(before.ledger, after.ledger)
	lost, due := c.lost(), c.present()
	return same && due && !lost
}

// lost judges that what is due has come, and reports whether something has not.
func (c *comparison) lost() bool {
	if c.was.seen == c.was.n {
		return false
	}
	lost := false
	for in := range c.before.ledger.all() {
		if c.was.missed(in) && c.what.wants(in) {
			lost = true
			c.after.set(rules.Lost, c.after.header(), "make the file again from all of its parent",
				"installation %s of %s (line %d)%s is not in this file", in.id, c.before.Name, in.pos.Line, c.what.because())
		}
	}
	return lost
}

// present judges what has come, and reports whether it was all due.
func (c *comparison) present() bool {
	due := true
	for in := range c.after.ledger.all() {
		origin := c.was.find(in.id)
		switch {
		case origin == nil:
			c.after.set(rules.Extra, in.whole(), "make the file again from its parent alone",
				"installation %s is not in %s", in.id, c.before.Name)
		case len(origin.text) > 0 && len(in.text) > 0 && !bytes.Equal(origin.text, in.text) && string(in.text) == c.after.Header.GroupID:
			// where it is not the file's own group, X-MGF-GROUP-MIX says so
			c.after.set(rules.Changed, in.whole(), "make the file again from its parent",
				"installation %s is of group %s; in %s (line %d) it is of %s", in.id, in.text, c.before.Name, origin.pos.Line, origin.text)
		case !c.what.wants(origin):
			due = false
			c.after.set(rules.Extra, in.whole(), "make the file again from its parent alone",
				"installation %s of %s (line %d) was not to go on: it has not %s", in.id, c.before.Name, origin.pos.Line, c.what.why)
		}
		if c.what.devices && origin != nil {
			c.devices(origin, in)
		}
	}
	return due
}

// devices compares the devices of one installation in two files. A device that
// stands in another installation is changed and not lost.
func (c *comparison) devices(origin, in *installation) {
	for k := range origin.devices {
		if d := &origin.devices[k]; in.device(d.id) == nil && !c.strays.moved(d.id) {
			c.after.set(rules.Lost, in.whole(), "make the file again from all of its parent",
				"device %v of installation %s in %s (line %d) is not in this file (line %d)", d.id, in.id, c.before.Name, origin.pos.Line, in.pos.Line)
		}
	}
	for k := range in.devices {
		d := &in.devices[k]
		if origin.device(d.id) != nil {
			continue
		}
		if other := c.strays.home(d.id); other != nil {
			c.after.set(rules.Changed, in.item(k), "make the file again from its parent",
				"device %v is in installation %s; in %s (line %d) it is in %s", d.id, in.id, c.before.Name, other.pos.Line, other.id)
			continue
		}
		c.after.set(rules.Extra, in.item(k), "make the file again from its parent alone",
			"device %v of installation %s is not in %s (line %d)", d.id, in.id, c.before.Name, origin.pos.Line)
	}
}
