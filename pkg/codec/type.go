package codec

import (
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/finding"
	"s1mig/pkg/source"
)

// findType looks through the header, which stands at the window's start, for the
// file's type. Where it is not to be made out, findType notes why and returns
// nil. It looks before the header is read because the type says by which table.
func (f *File) findType() *envelope.Type {
	var name string
	var at source.Position
	_, why := f.peek(func(p *careful) (int, bool) {
		name, at = "", source.Position{}
		if p.b[0] != '{' {
			return p.want(0, "the header to be an object")
		}
		return p.members(0, func(member []byte, _, valueAt int) (int, bool) {
			if string(member) != "fileType" || at.IsValid() || valueAt >= p.end {
				return p.skip(valueAt)
			}
			at = p.position(valueAt)
			if p.b[valueAt] != '"' {
				return p.skip(valueAt)
			}
			s, after, ok := p.string(valueAt)
			if ok {
				name = string(s.text)
			}
			return after, ok
		})
	})
	t, ok := f.lookup(name)
	if ok && t.Name == name {
		return t
	}
	switch {
	case name != "" && ok:
		f.refuseAt("its fileType "+quoteName(name)+" is not known; write "+t.Name, at)
	case name != "":
		f.refuseAt("its fileType "+quoteName(name)+" is not known", at)
	case why == broken:
		last := f.p.found[len(f.p.found)-1]
		f.refuseAt(last.Message, last.Pos)
	case why == short && f.win.full():
		f.refuseAt("its header is too large", f.win.at)
	case why == short:
		f.refuseAt("it ends inside its header", f.win.at.Advance(f.win.data()))
	case at.IsValid():
		f.refuseAt("its fileType is not a name", at)
	default:
		f.refuseAt("its header has no fileType", f.win.at)
	}
	return nil
}

func (f *File) refuseAt(reason string, at source.Position) {
	f.refusal = &NotMigrationFileError{Reason: reason, Pos: at}
}

// refuseType says why the type of the file cannot be made out, after the top
// level was read as far as that goes.
func (f *File) refuseType() error {
	if err := f.win.fault(); err != nil {
		return err
	}
	if f.refusal != nil {
		return f.refusal
	}
	for _, found := range f.result.Findings {
		switch found.Code {
		case finding.Syntax, finding.ControlChar, finding.Truncated:
			return &NotMigrationFileError{Reason: found.Message, Pos: found.Pos}
		}
	}
	return f.refuse("it has no header")
}
