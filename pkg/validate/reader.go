package validate

import (
	"context"
	"io"
	"path"
	"strings"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype/mef"
	"s1mig/pkg/finding"
	"s1mig/pkg/rule"
	"s1mig/pkg/rules"
)

// Reader judges one file. name is the name it goes by, for the report and for
// comparison with the header.
//
// The error is a *codec.NotMigrationFileError where the input is no migration
// file, seal.ErrWrongKey where the key is not the one it was sealed for,
// codec.ErrChanged where the file is seen to have changed between two readings, else
// a fault of the world. With seal.ErrWrongKey the verdict so far is returned as
// well.
func Reader(ctx context.Context, name string, r io.Reader, opt Options) (file *File, err error) {
	in := newInput(r)
	defer func() {
		if closed := in.close(); err == nil {
			err = closed
		}
	}()
	cf, csv, err := open(in, name, &opt)
	if err != nil {
		return nil, err
	}
	v := newReading(name, in, cf, csv, opt)
	defer func() {
		if closed := v.stands.close(); err == nil {
			err = closed
		}
	}()
	return v.run(ctx)
}

// reading is the judging of one file.
type reading struct {
	*tally
	opt    *Options
	source *input
	codec  *codec.File
	csv    bool // a MAF in CSV
	rules  *rules.Input
	result codec.Result
	stands *unique // what may stand once
	// foreign says that the file is whole, and signed with a key that is not the
	// certificate's.
	foreign bool
	free    chan *outcome
}

func newReading(name string, in *input, cf *codec.File, csv bool, opt Options) *reading {
	facts := rule.Facts{}
	if opt.Facts != nil {
		facts = *opt.Facts
	}
	switch {
	case opt.AsOf != nil:
		facts.Clock = opt.AsOf
	case opt.Receipt != nil:
		facts.Clock = opt.Receipt
	}
	v := &reading{opt: &opt, source: in, codec: cf, csv: csv, stands: newUnique(csv), free: make(chan *outcome, 8)}
	v.rules = rules.NewInput(rules.Input{Facts: &facts, Type: cf.Type, Header: cf.Header,
		Stage: opt.Stages, Audience: opt.Audience, Profile: opt.Profile, FirstOnly: opt.FirstOnly})
	v.tally = newTally(opt.maxPerCode())
	v.file.Name, v.file.FileType, v.file.Type, v.file.Header = name, cf.Type.Name, cf.Type, cf.Header
	v.file.Clock = facts.Clock
	v.file.limit, v.file.profile = opt.maxPerCode(), opt.Profile
	if opt.ledgers != nil && keepsLedger(cf.Type) && cf.Header.SliceOf == "" {
		v.file.ledger = opt.ledgers.open()
	}
	if opt.together {
		v.file.headerAt.pos, v.file.headerAt.path = cf.HeaderAt()
		for i := range cf.Header.Parents {
			pos, path := cf.HeaderAt("parents", i)
			v.file.parentsAt = append(v.file.parentsAt, spot{pos, path})
		}
	}
	return v
}

func (v *reading) run(ctx context.Context) (*File, error) {
	v.reader(atHead, v.codec.Findings)
	v.add(atHead, v.rules.JudgeHeader(rules.HeaderChecks{FileName: path.Base(v.file.Name), Environment: v.opt.Environment}, headerPlace{v.codec}))
	result, err := v.codec.Visit(ctx, v.newWorker, v.merge)
	if err != nil {
		return nil, err
	}
	v.result = result
	v.file.Spent.reading(result.Spent)
	v.file.Records, v.file.Bytes = result.Records, result.Bytes
	v.file.SHA256, v.file.Digest = result.SHA256, result.Digest
	v.reader(atEnd, result.Findings)
	v.untold(result.Untold)
	v.add(atEnd, v.rules.JudgeMVF(result.Records, headerPlace{v.codec}))
	started := v.opt.now()
	if v.csv {
		v.judgeCSV()
	} else {
		v.judgeSeal()
	}
	v.judgeHistory()
	signed := v.opt.now()
	if err := v.placeDuplicates(ctx); err != nil {
		return nil, err
	}
	v.file.Spent.Signature, v.file.Spent.Duplicates = signed-started, v.opt.now()-signed
	opened, wrongKey := v.openSealed(ctx)
	v.listNotEvaluated(opened)
	return v.finish(), wrongKey
}

// reader takes over findings that the reader of the file made.
func (v *reading) reader(at int64, found []finding.Finding) {
	for _, f := range found {
		if v.rules.Complete(&f) && v.opt.Stages != Answered {
			v.add(at, []finding.Finding{v.inDraft(f)})
		}
	}
}

// untold counts findings of the file that its reader counts alone.
func (v *reading) untold(byCode map[finding.Code]int64) {
	for code, n := range byCode {
		f := finding.Finding{Code: code}
		if v.rules.Complete(&f) && v.opt.Stages != Answered {
			v.count(code, f.Severity, n)
			v.fileBad = v.fileBad || f.Severity == finding.Error
			v.file.Truncated = true
		}
	}
}

// inDraft makes a warning of what a file that is not sealed yet cannot have.
func (v *reading) inDraft(f finding.Finding) finding.Finding {
	if !v.opt.Draft || f.Severity != finding.Error {
		return f
	}
	noTrailer := f.Code == finding.MissingField && strings.HasPrefix(f.Message, "trailer ")
	noHeader := f.Code == finding.MissingField && v.csv && strings.HasPrefix(f.Path, "/header")
	inTrailer := strings.HasPrefix(f.Path, "/trailer") && f.Code != finding.TopOrder && f.Code != finding.DuplicateName
	if noTrailer || noHeader || inTrailer || f.Code == finding.Signature {
		f.Severity = finding.Warning
	}
	return f
}

// judgeHistory compares the file's sequence number with those received before.
func (v *reading) judgeHistory() {
	h := v.codec.Header
	if v.opt.History == nil || !v.headerOK("sequence", "sender", "recipient") || v.opt.Stages == Answered {
		return
	}
	before, last := v.opt.History.Seen(v.file.FileType, h.Sender, h.Recipient, h.Sequence)
	switch {
	case before != "" && before != v.file.digest:
		v.one(rules.Replay, replayMessage(h.Sequence), "give the new file the next sequence number", headerPlace{v.codec}, "sequence")
	case h.Sequence > last+1:
		v.one(rules.Gap, gapMessage(last+1, h.Sequence), "ask the sender for the missing file", headerPlace{v.codec}, "sequence")
	}
}

// one adds a finding of the file as a whole.
func (v *reading) one(r *rule.Rule, message, hint string, at rules.Place, path ...any) {
	if v.rules.Severity(r) == finding.Off {
		return
	}
	f := v.rules.Finding(r, message, hint)
	f.Pos, f.Path = at.At(path...)
	v.add(atEnd, []finding.Finding{v.inDraft(f)})
}

func (v *reading) headerOK(names ...string) bool {
	for _, name := range names {
		if t := v.codec.Type.Header; t.Field(name) == nil || !v.codec.Header.OK(t.MustRef(name)) {
			return false
		}
	}
	return true
}

// listNotEvaluated lists the rules whose facts are missing. opened says that the
// sealed values of an MEF were looked into.
func (v *reading) listNotEvaluated(opened bool) {
	for _, r := range rules.All() {
		if !v.rules.Applies(r) {
			continue
		}
		if missing := v.rules.Missing(r, v.opt.Keys != nil, v.opt.Directory != nil); missing != "" {
			v.notEvaluated(r, "no "+string(missing))
		} else if v.codec.Type == mef.Type && !opened && (r == rules.MEFOpen || r == rules.MEFCredentials) {
			v.notEvaluated(r, "the file is not opened: its digest, count, signature or content key does not hold")
		}
	}
}
