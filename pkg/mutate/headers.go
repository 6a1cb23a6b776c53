package mutate

import (
	"path"

	"s1mig/pkg/filetype/envelope"
)

// quiet are the types whose header can be changed without a rule of their records
// noticing, by preference.
func quiet() []string { return types("MVF", "MCF", "SCF", "COF", "MGF") }

// headerMutators spoil what the file says of itself as a whole.
func headerMutators() []Mutator {
	return []Mutator{
		onFirst("X-ENV-MISMATCH", "a file of the other environment", quiet(), nil, func(_ *Set, d *document) (Change, error) {
			return d.change(text(otherEnvironment(d.tree.header.get("environment").value())), "header", "environment"), nil
		}),
		onFirst("X-SENDER-UNKNOWN", "a sender that no organisation is", types("MVF", "MCF", "SCF", "COF"), nil, func(s *Set, d *document) (Change, error) {
			sender, _ := s.organisation(d.tree)
			d.tree.signer = sender.Name
			return d.change(text("90-B3-D5-1F-3F-FF-FF-FF"), "header", "sender"), nil
		}),
		onFirst("X-PRODUCER", "an MCF of a supplier", types("MCF"), nil, sentBy(envelope.Supplier)),
		onFirst("X-PRODUCER", "an SCF of an SMSO", types("SCF"), nil, sentBy(envelope.SMSO)),
		onFirst("X-PRODUCER", "an MVF of an SMSO", types("MVF"), nil, sentBy(envelope.SMSO)),
		onFirst("X-GROUP-UNKNOWN", "a group that Table 17.6 does not have", types("SCF", "COF"), nil, set(text("ZZ"), "header", "groupID")),
		onFirst("X-GROUP-SMSO", "the group of another SMSO", types("SCF", "COF"), nil, func(s *Set, d *document) (Change, error) {
			for _, g := range s.world.Groups() {
				if g.SMSO != d.tree.header.get("smso").value() {
					return d.change(text(g.ID), "header", "groupID"), nil
				}
			}
			return Change{}, notApplicable("all groups are of one SMSO")
		}),
		onFirst("X-RELEASE", "another release than the group's", types("SCF", "COF"), nil, func(_ *Set, d *document) (Change, error) {
			return d.change(text(other(d.tree.header.get("capabilityRelease").value(), envelope.Releases())), "header", "capabilityRelease"), nil
		}),
		{Code: "X-FILE-NAME", Name: "another number in the name than in the header", Apply: misnamed},
		{Code: "X-FILE-NAME", Name: "a name that claims nothing", Good: true, Apply: func(s *Set) (Change, error) {
			return s.called("file.json")
		}},
		onFirst("X-TIME-ORDER", "made an hour before its parent", types("MVF", "SCF", "COF"), hasParent, beforeParent(-3600)),
		onFirst("X-TIME-ORDER", "made in the second of its parent", types("MVF", "SCF", "COF"), hasParent, beforeParent(0)).good(),
	}
}

// sentBy has an organisation of another kind send and sign the file.
func sentBy(kind envelope.Kind) changer {
	return func(s *Set, d *document) (Change, error) {
		for _, o := range s.world.Organisations() {
			if o.Kind == kind {
				return d.change(text(o.EUI.String()), "header", "sender"), nil
			}
		}
		return Change{}, notApplicable("there is no %s", kind)
	}
}

// misnamed gives a file the name of the file after the next of its kind.
func misnamed(s *Set) (Change, error) {
	d, t, err := s.first(s.anyType(), nil)
	if err != nil {
		return Change{}, err
	}
	copied := &tree{header: t.header.clone()}
	copied.header.put("sequence", number(t.header.get("sequence").integer()+1))
	name, ok := copied.canonicalName()
	if !ok {
		return Change{}, notApplicable("the header gives no name")
	}
	d.touched = false
	return s.moveTo(d, name), nil
}

// called gives the first file a name.
func (s *Set) called(name string) (Change, error) {
	d, _, err := s.first(s.anyType(), nil)
	if err != nil {
		return Change{}, err
	}
	d.touched = false
	return s.moveTo(d, name), nil
}

// moveTo gives a file another name, and its receipt with it; its bytes stay.
func (s *Set) moveTo(d *document, name string) Change {
	old := d.path
	d.path = path.Join(path.Dir(old), name)
	for _, r := range s.docs {
		if r.path == old+receiptSuffix {
			r.path = d.path + receiptSuffix
		}
	}
	return Change{of: d, Pointer: "the name of the file", Before: path.Base(old), After: name}
}

func hasParent(t *tree) bool { return len(t.header.get("parents").items) > 0 }

// beforeParent sets when a file was made, in seconds after its first parent.
func beforeParent(seconds int64) changer {
	return func(s *Set, d *document) (Change, error) {
		want := d.tree.header.at("parents", 0, "digest").value()
		for _, p := range s.documents("") {
			if t, err := p.parse(); err == nil && t.trailer.get("digest").value() == want {
				at, _ := parseInstant(p.createdAt)
				return d.change(text(at.Add(seconds).String()), "header", "createdAt"), nil
			}
		}
		return Change{}, notApplicable("the parent of the file is not here")
	}
}
