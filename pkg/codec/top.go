package codec

import (
	"bytes"
	"strings"

	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
	"s1mig/pkg/source"
)

// top reads the members of the document until the records open, or to its end.
// It is entered behind the opening brace, and again behind the records.
func (f *File) top() {
	f.next = inTop
	for f.next == inTop {
		if !f.win.skipSpace() {
			f.truncated("the document")
			return
		}
		switch c := f.win.buf[f.win.pos]; {
		case c == '}':
			f.win.advance(1)
			f.endOfDocument()
		case c == ',' && f.members > 0:
			f.win.advance(1)
			f.topMember()
		case f.members == 0:
			f.topMember()
		default:
			f.broken("expected a comma or the closing brace of the document")
		}
	}
}

// topMember reads one name of the document and its value.
func (f *File) topMember() {
	if !f.win.skipSpace() {
		f.truncated("the document")
		return
	}
	at := f.win.at
	var name string
	n := f.carefully(func(p *careful) (int, bool) {
		if p.b[0] != '"' {
			return p.want(0, "a name in quotation marks")
		}
		s, after, ok := p.string(0)
		if !ok {
			return after, false
		}
		name = string(s.text)
		if after = p.space(after); p.b[after] != ':' {
			return p.want(after, "a colon after the name")
		}
		return after + 1, true
	})
	if n < 0 {
		return
	}
	if name == envelope.TrailerName {
		f.win.settle()
		f.hash.markTrailer()
	}
	f.win.advance(n)
	if !f.win.skipSpace() {
		f.truncated("the document")
		return
	}
	f.dispatch(name, at)
	f.members++
}

func (f *File) dispatch(name string, at source.Position) {
	known := name == envelope.HeaderName || name == envelope.TrailerName || f.isRecords(name)
	switch {
	case !known:
		f.report(finding.Finding{Code: finding.UnknownField, Pos: at, Path: pointer([]step{{name: name, i: named}}),
			Message: quoteName(name) + " is not a part of a migration file", Hint: "the parts are header, records and trailer, in this order"})
		f.skipPart()
	case f.seen[name]:
		f.report(finding.Finding{Code: finding.DuplicateName, Pos: at, Path: "/" + name, Message: name + " stands twice in the document"})
		f.skipPart()
	case f.outOfOrder(name):
		f.see(name)
		f.report(finding.Finding{Code: finding.TopOrder, Pos: at, Path: "/" + name,
			Message: name + " stands out of order", Hint: "the order is header, records, trailer: what follows the trailer is not signed"})
		f.part(name)
	default:
		f.see(name)
		f.part(name)
	}
}

// maxSeen bounds the names kept while the type is not known, when any list may
// be the records.
const maxSeen = 16

func (f *File) see(name string) {
	if len(f.seen) < maxSeen || name == envelope.HeaderName || name == envelope.TrailerName {
		f.seen[name] = true
	}
}

// isRecords reports whether the name is that of the records of this type or,
// while the type is not known, may be: they alone are a list.
func (f *File) isRecords(name string) bool {
	if f.Type != nil {
		return name == f.Type.Records
	}
	return f.win.buf[f.win.pos] == '['
}

func (f *File) outOfOrder(name string) bool {
	switch name {
	case envelope.HeaderName:
		return f.members > 0
	case envelope.TrailerName:
		return f.Type == nil || !f.seen[f.Type.Records]
	}
	return f.Type == nil || f.seen[envelope.TrailerName]
}

// part reads a known part of the document.
func (f *File) part(name string) {
	switch {
	case name == envelope.HeaderName:
		f.readHeader()
	case name == envelope.TrailerName:
		f.readTrailer()
	case f.Type == nil:
		f.unread = true // records before the header: no table to read them by
		f.skipPart()
	case f.win.buf[f.win.pos] != '[':
		f.report(finding.Finding{Code: finding.FieldType, Pos: f.win.at, Path: "/" + name, Message: name + " must be a list"})
		f.skipPart()
	default:
		f.win.advance(1)
		f.win.skipLineEnd()
		f.next, f.comma, f.mended = inRecords, true, false
	}
}

func (f *File) readHeader() {
	t := f.findType()
	if t == nil {
		f.next = lost
		return
	}
	h := &envelope.Header{}
	f.Type, f.Header = t, h
	base := t.Header.Base(h)
	n := f.carefully(func(p *careful) (int, bool) { return p.object(0, t.Header, nil, base) }, step{name: envelope.HeaderName})
	if h.FileType == "" {
		h.FileType = t.Name // met by findType, lost to a later fault
	}
	f.ownHeader()
	if n < 0 {
		return
	}
	raw, at := bytes.Clone(f.win.data()[:n]), f.win.at
	f.headerRaw, f.headerPos = raw, at
	f.win.advance(n)
	if h.OK(t.Header.MustRef("formatVersion")) && h.FormatVersion != envelope.FormatVersion {
		f.report(finding.Finding{Code: finding.FormatVersion, Pos: locate(raw, at, "formatVersion"), Path: "/header/formatVersion",
			Message: "formatVersion is " + quoteName(h.FormatVersion) + "; this program knows " + envelope.FormatVersion})
	}
}

// ownHeader copies the header's text out of the window, so that it can be kept.
func (f *File) ownHeader() {
	h := f.Header
	for _, s := range []*string{&h.FormatVersion, &h.SMSO, &h.GroupID, &h.SliceOf, &h.ContentKey, (*string)(&h.RecipientCertificateID)} {
		*s = strings.Clone(*s)
	}
	for i := range h.Parents {
		p := &h.Parents[i]
		p.File, p.Digest = strings.Clone(p.File), strings.Clone(p.Digest)
	}
	for i := range h.Reasons {
		r := &h.Reasons[i]
		r.Code, r.Detail = strings.Clone(r.Code), strings.Clone(r.Detail)
	}
}

func (f *File) readTrailer() {
	t := &envelope.Trailer{}
	f.result.trailerPos = f.win.at
	base := envelope.TrailerTable.Base(t)
	n := f.carefully(func(p *careful) (int, bool) { return p.object(0, envelope.TrailerTable, nil, base) }, step{name: envelope.TrailerName})
	t.Digest, t.Signature = strings.Clone(t.Digest), strings.Clone(t.Signature)
	if n >= 0 {
		f.result.Trailer = t
		f.result.trailerRaw = bytes.Clone(f.win.data()[:n])
		f.win.advance(n)
	}
}

// trailerAt is where the value of that name stands in the trailer.
func (f *File) trailerAt(name string) source.Position {
	return locate(f.result.trailerRaw, f.result.trailerPos, name)
}

// endOfDocument checks that nothing is missing and that nothing follows.
func (f *File) endOfDocument() {
	f.next = atEnd
	for _, name := range f.parts() {
		if !f.seen[name] {
			f.report(finding.Finding{Code: finding.MissingField, Pos: f.win.at, Message: name + " is missing from the document",
				Hint: "the parts are header, records and trailer, in this order"})
		}
	}
	if f.win.skipSpace() {
		f.report(finding.Finding{Code: finding.TrailingData, Pos: f.win.at, Message: "something follows the end of the document",
			Hint: "one file holds one document; what follows it is not signed"})
	}
}

func (f *File) parts() []string {
	if f.Type == nil {
		return []string{envelope.HeaderName}
	}
	return []string{envelope.HeaderName, f.Type.Records, envelope.TrailerName}
}

func (f *File) truncated(what string) {
	f.report(finding.Finding{Code: finding.Truncated, Pos: f.win.at, Message: "the file ends inside " + what,
		Hint: "it was cut short; send it again"})
	f.next = lost
}

func (f *File) broken(message string) {
	f.report(finding.Finding{Code: finding.Syntax, Pos: f.win.at, Message: message})
	f.next = lost
}
