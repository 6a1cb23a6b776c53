package validate

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/envelope"
)

// Paths judges files and folders: each file by itself and, where it is given a
// folder or several files, the files together. Folders are walked in the order
// of names; what is no migration file in them is listed as skipped. A file that
// was named and cannot be read or opened has File.Err set. The error is that of
// the context, or of the temporary file that a large set takes.
//
// Several small files are judged at a time, as many as Options.Codec has workers,
// a large one by all workers; the report does not depend on it.
func Paths(ctx context.Context, paths []string, opt Options) (*Report, error) {
	report := &Report{Profile: opt.Profile.Name()}
	all, folder := expand(paths, report)
	opt.from = onDisk
	err := report.judge(ctx, all, folder, opt)
	if folder && len(report.Files) == 0 {
		report.Files = append(report.Files, &File{Name: filepath.ToSlash(paths[0]), Err: ErrNoFiles})
	}
	return report, err
}

// ErrNoFiles says that there is nothing to judge: to call that valid would be to
// say more than is known.
var ErrNoFiles = errors.New("holds no migration file")

// judge judges the members, and together where there are several or a folder.
func (report *Report) judge(ctx context.Context, all []member, folder bool, opt Options) error {
	opt.together = folder || len(all) > 1
	if opt.together && opt.ledgers == nil && opt.from.isChain(all) {
		opt.ledgers = &ledgers{}
	}
	if err := report.judgeEach(ctx, all, opt); err != nil {
		return errors.Join(err, opt.ledgers.close())
	}
	if opt.together {
		judgeSet(report.Files, opt, folder)
	}
	report.sharedClock()
	return opt.ledgers.close()
}

// judgeEach judges each member by itself. Where the context ends it, those before
// the first that is not judged are in the report.
func (report *Report) judgeEach(ctx context.Context, all []member, opt Options) error {
	verdicts, err := judgeMembers(ctx, all, opt)
	for i, v := range verdicts {
		var foreign *codec.NotMigrationFileError
		switch e := all[i]; {
		case err != nil && errors.Is(v.err, err):
			return err
		case errors.As(v.err, &foreign) && !e.named:
			report.Skipped = append(report.Skipped, Skipped{e.name, foreign.Reason})
			continue
		case v.file == nil:
			v.file = &File{Name: e.name}
		}
		v.file.Err = v.err
		report.Files = append(report.Files, v.file)
	}
	return err
}

// member is a file to be judged.
type member struct {
	path, name string
	size       int64 // in bytes; negative where it is no regular file
	named      bool  // on the command line, not found in a folder
}

// expand lists the files of folders. What cannot be listed becomes a file with
// an error. folder says that a folder was among the paths.
func expand(paths []string, report *Report) (all []member, folder bool) {
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil || !info.IsDir() {
			all = append(all, member{p, filepath.ToSlash(p), sizeOf(info), true})
			continue
		}
		folder = true
		root := p
		_ = filepath.WalkDir(root, func(at string, d fs.DirEntry, err error) error {
			name := relative(root, at)
			switch {
			case err != nil:
				report.Files = append(report.Files, &File{Name: name, Err: err})
			case d.IsDir():
			case !d.Type().IsRegular():
				report.Skipped = append(report.Skipped, Skipped{name, "not a regular file"})
			case isSidecar(at):
			default:
				info, _ := d.Info()
				all = append(all, member{at, name, sizeOf(info), false})
			}
			return nil
		})
	}
	return all, folder
}

// sizeOf is the size of a file; negative of what is missing or no regular file.
func sizeOf(info fs.FileInfo) int64 {
	if info == nil || !info.Mode().IsRegular() {
		return -1
	}
	return info.Size()
}

// isChain reports whether files of more than one of the types that a ledger is
// kept of are among them: a folder with nothing but MAFs needs none, however
// large they are. Large files are looked at first, since it is they that most
// likely have one. What is no regular file is not looked at, since a pipe can be
// read but once: it may be of any type.
func (from reads) isChain(all []member) bool {
	var first *envelope.Type
	for _, e := range slices.SortedStableFunc(slices.Values(all), func(a, b member) int { return cmp.Compare(b.size, a.size) }) {
		if e.size < 0 {
			return true
		}
		t := from.typeOf(e.path)
		if t == nil || !keepsLedger(t) {
			continue
		}
		if first != nil && t != first {
			return true
		}
		first = t
	}
	return false
}

// typeOf reads the type of a file off its header; nil where it has none.
func (from reads) typeOf(path string) *envelope.Type {
	r, err := from(path)
	if err != nil {
		return nil
	}
	defer r.Close()
	f, _, err := open(r, path, &Options{Codec: codec.Options{BlockSize: headSize}})
	if err != nil {
		return nil
	}
	return f.Type
}

// headSize is how much of a file is read at a time to find its header.
const headSize = 16 << 10

func relative(root, at string) string {
	if rel, err := filepath.Rel(root, at); err == nil {
		at = rel
	}
	return filepath.ToSlash(at)
}

const (
	receiptSuffix   = ".receipt.json"
	signatureSuffix = ".jws"
)

// isSidecar reports whether a file goes with another one and is not judged.
func isSidecar(name string) bool {
	return strings.HasSuffix(name, receiptSuffix) || strings.HasSuffix(name, signatureSuffix)
}

// judgePath judges one file, by the receipt beside it if there is one.
func judgePath(ctx context.Context, path, name string, opt Options) (*File, error) {
	receipt := opt.from.receipt(path)
	if receipt != nil && opt.AsOf == nil {
		opt.Receipt = &receipt.Clock
	}
	f, err := judgeOnce(ctx, path, name, opt)
	if f != nil && opt.Receipt != nil && receipt != nil && receipt.Digest != f.digest {
		opt.Receipt = nil // that of another version of the file
		return judgeOnce(ctx, path, name, opt)
	}
	return f, err
}

func judgeOnce(ctx context.Context, path, name string, opt Options) (*File, error) {
	r, err := opt.from(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if opt.CSV.Signature == "" {
		opt.CSV.Signature = opt.from.signature(path)
	}
	return Reader(ctx, name, r, opt)
}
