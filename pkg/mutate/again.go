package mutate

import "s1mig/pkg/civil"

// Again makes a further file of a type, with another number and made at that
// instant: a copy of the set's first one, sealed anew.
func (s *Set) Again(fileType string, at civil.Instant) (File, error) {
	c := s.clone()
	d, _, err := c.first([]string{fileType}, nil)
	if err != nil {
		return File{}, err
	}
	lane := d.tree.header.get("sender").value() + d.tree.header.get("recipient").value()
	last := c.lastOf(fileType, lane).mustParse().header.get("sequence").integer()
	twin, t := c.add(d)
	t.header.put("sequence", number(last+1))
	t.header.put("createdAt", text(at.String()))
	if err := c.resealOne(twin); err != nil {
		return File{}, err
	}
	return File{twin.path, twin.data}, nil
}
