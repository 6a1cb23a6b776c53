package evidence

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"s1mig/pkg/exchange"
	"s1mig/pkg/filetype"
	"s1mig/pkg/pipeline"
	"s1mig/pkg/rule"
	"s1mig/pkg/trace"
	"s1mig/pkg/validate"
	"s1mig/pkg/world"
)

// slice is a combination of 5.2 in a GroupID.
type slice struct{ combination, group string }

// left is what a run left behind.
type left struct {
	world  *world.World
	result *pipeline.Result
	slices map[string]slice // of each installation
	files  []*leftFile
	// children are the files that name a file, by its digest, among their parents.
	children map[string][]*leftFile
}

// leftFile is a file of a run: who sent it to whom, what it holds, what those who
// read it said of it, and whether it got there.
type leftFile struct {
	pipeline.File
	fromKind, toKind string
	installations    map[string]bool
	// received is the verdict of the organisation that the file went to; nil where
	// it read none, as of a file that it made itself.
	received *validate.File
	// asDCC is the verdict of the validator with what DCC knows; nil where the file
	// did not arrive.
	asDCC   *validate.File
	receipt bool // a receipt of these very bytes lies beside it
}

func readRun(ctx context.Context, w *world.World, res *pipeline.Result, files []pipeline.KeptFile) (*left, error) {
	l := &left{world: w, result: res, slices: map[string]slice{}, children: map[string][]*leftFile{}}
	for _, in := range res.Installations {
		l.slices[in.ID] = slice{string(in.Combination), in.Group}
	}
	texts := map[string][]byte{}
	for _, f := range files {
		texts[f.Path] = f.Data
	}
	received := map[[2]string]*validate.File{}
	for _, j := range res.Judged {
		received[[2]string{j.By, j.File}] = j.Verdict
	}
	authorised := map[[2]string]string{}
	for _, a := range res.Authorisations {
		authorised[[2]string{a.ID, a.Submitter}] = a.Installation
	}
	byDigest := map[string]*leftFile{}
	for _, f := range res.Files {
		file := &leftFile{File: f, fromKind: l.kind(f.From), toKind: l.kind(f.To), received: received[[2]string{f.To, f.File}]}
		if text := texts[f.Path]; text == nil {
			file.installations = l.lost(file, byDigest)
		} else if err := file.read(text, authorised); err != nil {
			return nil, err
		} else if err := file.judge(ctx, w, text, texts[f.Path+exchange.ReceiptSuffix]); err != nil {
			return nil, err
		}
		byDigest[f.Digest] = file
		l.files = append(l.files, file)
		for _, p := range f.Parents {
			l.children[p.Digest] = append(l.children[p.Digest], file)
		}
	}
	return l, nil
}

// lost finds what a file held that did not arrive: the installations of its
// parents, those of its group where its name says one.
func (l *left) lost(f *leftFile, byDigest map[string]*leftFile) map[string]bool {
	all := map[string]bool{}
	name, _ := filetype.ParseFileName(f.File.File)
	for _, p := range f.Parents {
		if parent := byDigest[p.Digest]; parent != nil {
			for id := range parent.installations {
				if name.GroupID == "" || name.GroupID == l.slices[id].group {
					all[id] = true
				}
			}
		}
	}
	return all
}

// judge has the validator judge the file as DCC would that finds it with its
// receipt.
func (f *leftFile) judge(ctx context.Context, w *world.World, text, receipt []byte) (err error) {
	var r struct {
		Digest     string    `json:"digest"`
		ReceivedAt time.Time `json:"receivedAt"`
	}
	opt := validate.Options{Facts: w.Facts(), Directory: w.Directory(), Keys: w, Audience: validate.ForDCC, Codec: smallFiles()}
	if json.Unmarshal(receipt, &r) == nil {
		f.receipt = r.Digest == f.Digest
		opt.Receipt = &rule.Clock{Now: r.ReceivedAt, Source: "receipt"}
	}
	f.asDCC, err = validate.Reader(ctx, f.File.File, bytes.NewReader(text), opt)
	return err
}

// kind is what an organisation is, in the words of the matrix.
func (l *left) kind(org string) string {
	o, _ := l.world.Organisation(org)
	return string(o.Kind)
}

// record is what of the records of all types matters here.
type record struct {
	InstallationID, AuthorisationID string
}

// read finds the installations of a file, as any JSON reader sees them.
func (f *leftFile) read(text []byte, authorised map[[2]string]string) error {
	var whole map[string]json.RawMessage
	if err := json.Unmarshal(text, &whole); err != nil {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	t, ok := filetype.Lookup(f.FileType)
	if !ok {
		return fmt.Errorf("%s: no file type %q", f.Path, f.FileType)
	}
	var records []record
	if raw := whole[t.Records]; raw != nil {
		if err := json.Unmarshal(raw, &records); err != nil {
			return fmt.Errorf("%s: %w", f.Path, err)
		}
	}
	f.installations = map[string]bool{}
	for _, r := range records {
		if r.InstallationID == "" && f.fromKind == trace.Supplier {
			r.InstallationID = authorised[[2]string{r.AuthorisationID, f.From}]
		}
		if r.InstallationID != "" {
			f.installations[r.InstallationID] = true
		}
	}
	return nil
}

// acknowledged reports whether the one that a file went to answered it with an
// ACK. Nobody answers a file of its own.
func (l *left) acknowledged(f *leftFile) bool {
	if f.From == f.To {
		return true
	}
	for _, c := range l.children[f.Digest] {
		if c.FileType == "ACK" && c.From == f.To && c.To == f.From {
			return true
		}
	}
	return false
}

// delivered reports whether a file lies where it was sent, with its receipt, and
// was acknowledged.
func (l *left) delivered(f *leftFile) bool { return f.receipt && l.acknowledged(f) }
