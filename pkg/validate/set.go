package validate

import (
	"hash/maphash"
	"path"
	"slices"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
)

// set is several files that are judged together. Files belong together by the
// digests of their parents alone: names, days and SMSOs make no difference, so
// several runs may stand in one folder.
type set struct {
	opt    *Options
	folder bool
	files  []*File           // in the order given, each digest once
	of     map[string]*File  // by digest
	kids   map[*File][]*File // made from it, in the order of files
	seed   maphash.Seed
	mix    mixer
}

// organisations are those of the world, nil without one.
func (s *set) organisations() rule.Organisations {
	if s.opt.Facts == nil {
		return nil
	}
	return s.opt.Facts.Organisations
}

// organisation is the name of a file's sender, "" where nobody knows it.
func (s *set) organisation(f *File) string {
	if all := s.organisations(); all != nil {
		if o, ok := all.ByEUI(f.Header.Sender); ok {
			return o.Name
		}
	}
	return ""
}

// judgeSet applies the rules of sets and adds what is found to the files.
func judgeSet(files []*File, opt Options, folder bool) {
	s := &set{opt: &opt, folder: folder, of: map[string]*File{}, kids: map[*File][]*File{}, seed: maphash.MakeSeed()}
	s.mix = newMixer(s.seed)
	for _, f := range files {
		if f.Header == nil {
			continue
		}
		if f.digest != "" {
			if _, copied := s.of[f.digest]; copied {
				continue
			}
			s.of[f.digest] = f
		}
		s.files = append(s.files, f)
	}
	for _, f := range s.files {
		for _, p := range s.parents(f) {
			s.kids[p] = append(s.kids[p], f)
		}
	}
	for _, f := range s.files {
		s.judgeParents(f)
		if f.ledger != nil {
			s.judgeChain(f)
		}
	}
	s.judgeSequences()
}

// parents are the files that f is made from, as far as they are there.
func (s *set) parents(f *File) []*File {
	var list []*File
	for i := range f.Header.Parents {
		if p := s.of[f.Header.Parents[i].Digest]; p != nil && p != f && !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	return list
}

// complete reports whether all parents of f are there.
func (s *set) complete(f *File) bool {
	for i := range f.Header.Parents {
		if s.of[f.Header.Parents[i].Digest] == nil {
			return false
		}
	}
	return len(f.Header.Parents) > 0
}

// ancestors are the nearest files of a type that f is made from, directly or by
// way of others.
func (s *set) ancestors(f *File, t *envelope.Type) []*File {
	seen, level := map[*File]bool{f: true}, []*File{f}
	for len(level) > 0 {
		var next, found []*File
		for _, g := range level {
			for _, p := range s.parents(g) {
				if seen[p] {
					continue
				}
				seen[p] = true
				next = append(next, p)
				if p.Type == t && p.ledger != nil {
					found = append(found, p)
				}
			}
		}
		if len(found) > 0 {
			return found
		}
		level = next
	}
	return nil
}

// ancestor is the first of the ancestors of that type, or nil.
func (s *set) ancestor(f *File, t *envelope.Type) *File {
	if all := s.ancestors(f, t); len(all) > 0 {
		return all[0]
	}
	return nil
}

// judgeParents judges what a file says of its parents.
func (s *set) judgeParents(f *File) {
	h := f.Header
	for i := range h.Parents {
		p := s.of[h.Parents[i].Digest]
		switch {
		case p == nil && s.folder && f.Type.Seven && f.Type != maf.Type && h.SliceOf == "" && h.Parents[i].Digest != "":
			f.set(rules.ParentMissing, f.parent(i), "add the missing file, or the version of it that the digest is of",
				"no file here has the digest %s of its parent %s: the set is incomplete", h.Parents[i].Digest, h.Parents[i].File)
		case p == nil || p.createdAt().IsZero() || h.CreatedAt.IsZero():
		case h.CreatedAt < p.createdAt():
			f.set(rules.TimeOrder, f.parent(i), "check the clock of the party that made the file",
				"created at %v, before its parent %s, created at %v", h.CreatedAt, p.Name, p.createdAt())
		}
	}
}

// lane is what sequence numbers count: the files of one type from one sender to
// one recipient.
type lane struct {
	fileType          string
	sender, recipient ident.EUI64
}

// judgeSequences looks for numbers that are used twice, for different bytes,
// within one chain of files or one mailbox, and for numbers that none of the
// files has.
func (s *set) judgeSequences() {
	chain := s.chains()
	lanes := map[lane][]*File{}
	var order []lane
	for _, f := range s.files {
		if f.Header.Sequence == 0 {
			continue
		}
		l := lane{f.FileType, f.Header.Sender, f.Header.Recipient}
		if lanes[l] == nil {
			order = append(order, l)
		}
		lanes[l] = append(lanes[l], f)
	}
	for _, l := range order {
		files := lanes[l]
		slices.SortStableFunc(files, func(a, b *File) int { return int(min(max(a.Header.Sequence-b.Header.Sequence, -1), 1)) })
		for i := 1; i < len(files); i++ {
			a, b := files[i-1], files[i]
			switch gap := b.Header.Sequence - a.Header.Sequence; {
			case gap > 1 && s.folder:
				b.set(rules.Gap, b.header(), "ask the sender for the missing file", "%s", gapMessage(a.Header.Sequence+1, b.Header.Sequence))
			case gap == 0 && a.SHA256 != b.SHA256 && (chain[a] == chain[b] || sharesTray(a, b)):
				b.set(rules.Replay, b.header(), "give the new file the next sequence number", "%s: %s", replayMessage(b.Header.Sequence), a.Name)
			}
		}
	}
}

// sharesTray reports whether two files lie in one folder and so, as far as can be
// seen, in one mailbox: several runs can be judged together. A MAF and the same
// in CSV are no two deliveries.
func sharesTray(a, b *File) bool {
	return path.Dir(a.Name) == path.Dir(b.Name) && path.Ext(a.Name) == path.Ext(b.Name)
}

// chains numbers the files by the chain that they belong to: those that parents
// join, be it through others.
func (s *set) chains() map[*File]int {
	number := map[*File]int{}
	for i, f := range s.files {
		if number[f] != 0 {
			continue
		}
		for todo := []*File{f}; len(todo) > 0; {
			g := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			if number[g] != 0 {
				continue
			}
			number[g] = i + 1
			todo = append(append(todo, s.parents(g)...), s.kids[g]...)
		}
	}
	return number
}
