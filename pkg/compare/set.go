package compare

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/maf"
	"s1mig/pkg/ident"
)

// ErrNoFiles says that there is nothing to compare: to call that the same would be
// to say more than is known.
var ErrNoFiles = errors.New("neither folder holds a migration file")

// Folders compares two folders. Files are paired by what they are: type, SMSO,
// group, sender and recipient, and their place in the order of sequence numbers.
// Where the numbers of one folder are all found in the other, so that files are
// missing, those of one number are paired. Among copies of one file, those in
// folders of one name are paired. Receipts, signatures and what is no migration
// file are skipped, the last with a word.
func Folders(ctx context.Context, a, b string, opt Options) (*Report, error) {
	r := &Report{}
	membersA, err := r.members(ctx, "a", a, opt)
	if err != nil {
		return nil, err
	}
	membersB, err := r.members(ctx, "b", b, opt)
	if err != nil {
		return nil, err
	}
	if len(membersA)+len(membersB) == 0 {
		return nil, ErrNoFiles
	}
	if opt.Codec.Spare == nil {
		opt.Codec.Spare = &codec.Spare{}
	}
	for _, c := range pairs(membersA, membersB) {
		switch {
		case c.b == nil:
			r.OnlyA = append(r.OnlyA, File{c.a.Name, c.a.what.fileType})
		case c.a == nil:
			r.OnlyB = append(r.OnlyB, File{c.b.Name, c.b.what.fileType})
		default:
			p, err := Files(ctx, c.a.Input, c.b.Input, opt)
			if err != nil {
				return nil, err
			}
			p.A, p.B = c.a.Name, c.b.Name
			r.Pairs = append(r.Pairs, *p)
		}
	}
	return r, nil
}

// what is what a file of a folder is.
type what struct {
	fileType, smso, group string
	sender, recipient     ident.EUI64
}

// member is a file of a folder.
type member struct {
	Input
	what     what
	sequence int64
	rank     int // among the sequence numbers of its kind in its folder, from 0
}

// members lists the migration files of a folder in the order of names.
func (r *Report) members(ctx context.Context, side, root string, opt Options) ([]*member, error) {
	var all []*member
	err := filepath.WalkDir(root, func(at string, d fs.DirEntry, err error) error {
		name := relative(root, at)
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case d.IsDir() || strings.HasSuffix(at, ".receipt.json") || strings.HasSuffix(at, ".jws"):
			return nil
		case !d.Type().IsRegular():
			r.Skipped = append(r.Skipped, Skipped{side, name, "not a regular file"})
			return nil
		}
		m := &member{Input: Input{name, func() (io.ReadCloser, error) { return os.Open(at) }}}
		var foreign *codec.NotMigrationFileError
		if err := m.look(opt); errors.As(err, &foreign) {
			r.Skipped = append(r.Skipped, Skipped{side, name, foreign.Reason})
			return nil
		} else if err != nil {
			return err
		}
		all = append(all, m)
		return nil
	})
	return all, err
}

func relative(root, at string) string {
	if rel, err := filepath.Rel(root, at); err == nil {
		at = rel
	}
	return filepath.ToSlash(at)
}

// headSize is how much of a file is read at a time to find its header.
const headSize = 16 << 10

// look reads what a file is. The recipient of a MAF is DCC, which a CSV does not
// say.
func (m *member) look(opt Options) error {
	opt.Codec.BlockSize = headSize
	f, err := m.open(opt.Codec)
	if err != nil {
		return err
	}
	h := f.Header
	m.what = what{f.Type.Name, h.SMSO, h.GroupID, h.Sender, h.Recipient}
	if m.sequence = h.Sequence; f.Type == maf.Type {
		m.what.recipient = 0
	}
	return f.close()
}

// twins are two files that are compared; one is nil where it has no partner.
type twins struct{ a, b *member }

// pairs pairs the files of two folders. The outcome is in the order of A, with
// those of B alone at the end.
func pairs(a, b []*member) []twins {
	kindsA, kindsB := kinds(a), kinds(b)
	for what := range kindsA {
		rank(kindsA[what], kindsB[what])
	}
	for what := range kindsB {
		if kindsA[what] == nil {
			rank(nil, kindsB[what])
		}
	}
	mates := map[*member]*member{}
	taken := map[*member]bool{}
	for _, sameFolder := range []bool{true, false} {
		for _, m := range a {
			if mates[m] != nil {
				continue
			}
			for _, o := range kindsB[m.what] {
				if !taken[o] && o.rank == m.rank && (!sameFolder || path.Dir(o.Name) == path.Dir(m.Name)) {
					mates[m], taken[o] = o, true
					break
				}
			}
		}
	}
	var all []twins
	for _, m := range a {
		all = append(all, twins{m, mates[m]})
	}
	for _, o := range b {
		if !taken[o] {
			all = append(all, twins{nil, o})
		}
	}
	return all
}

// kinds sorts files by what they are.
func kinds(all []*member) map[what][]*member {
	out := map[what][]*member{}
	for _, m := range all {
		out[m.what] = append(out[m.what], m)
	}
	return out
}

// rank gives files of one kind the ranks by which they are paired.
func rank(a, b []*member) {
	numbersA, numbersB := numbers(a), numbers(b)
	if len(numbersA) != len(numbersB) && (holds(numbersA, numbersB) || holds(numbersB, numbersA)) {
		both := numbers(append(slices.Clone(a), b...))
		numbersA, numbersB = both, both
	}
	for _, m := range a {
		m.rank, _ = slices.BinarySearch(numbersA, m.sequence)
	}
	for _, m := range b {
		m.rank, _ = slices.BinarySearch(numbersB, m.sequence)
	}
}

// numbers are the sequence numbers of files, each once, in order.
func numbers(all []*member) []int64 {
	var out []int64
	for _, m := range all {
		out = append(out, m.sequence)
	}
	slices.SortFunc(out, cmp.Compare[int64])
	return slices.Compact(out)
}

func holds(all, some []int64) bool {
	return !slices.ContainsFunc(some, func(n int64) bool { _, ok := slices.BinarySearch(all, n); return !ok })
}
