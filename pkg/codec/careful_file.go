package codec

import (
	"fmt"

	"s1mig/pkg/finding"
)

// peek runs the parser on the value at the window's start, and again with twice
// the input as long as the window is too short for it. It says how the last run
// ended; what that run found is in f.p.found.
func (f *File) peek(parse func(p *careful) (int, bool), path ...step) (n int, why stop) {
	for {
		w := f.win
		f.p.reset(w.buf[w.pos:], w.end-w.pos, w.at, path...)
		n, ok := parse(&f.p)
		if ok {
			return n, goOn
		}
		if f.p.stop == broken || !w.grow() {
			return n, f.p.stop
		}
	}
}

// carefully is peek for a part of the top level: it reports what was found and,
// where the part cannot be read to its end, says so, gives the rest of the file
// up and returns a negative count.
func (f *File) carefully(parse func(p *careful) (int, bool), path ...step) int {
	n, why := f.peek(parse, path...)
	for _, found := range f.p.found {
		f.report(found)
	}
	switch {
	case why == goOn:
		return n
	case why == broken:
		f.next = lost
	case f.win.full():
		f.report(f.tooLarge(path))
		f.next = lost
	default:
		f.win.advance(f.win.end - f.win.pos)
		f.truncated("its " + partShown(path))
	}
	return refused
}

func partShown(path []step) string {
	if len(path) == 0 {
		return "top level"
	}
	return path[0].name
}

func (f *File) tooLarge(path []step) finding.Finding {
	return finding.Finding{Code: finding.RecordSize, Pos: f.win.at, Path: pointer(path),
		Message: fmt.Sprintf("one value is larger than %d bytes", f.opt.MaxRecord),
		Hint:    "no record of a migration file is that large; a quotation mark or a bracket may be missing"}
}

// skipPart reads over a part of the document that is not used.
func (f *File) skipPart() {
	switch {
	case f.skipStreaming():
	case f.win.eof() && f.win.pos == f.win.end:
		f.truncated("a part that is not of a migration file")
	default:
		f.broken("the line ends inside a string")
	}
}

// skipStreaming reads over the value at the window's start, however large,
// without holding it. It looks at strings and brackets alone: the value has been
// reported already, and nothing in it is used. It reports false where a line
// ends inside a string, so that this is no JSON, and where the input ends.
// What follows an object or a list is left to the caller.
func (f *File) skipStreaming() bool {
	depth, inString, escaped := 0, false, false
	for {
		for i := f.win.pos; i < f.win.end; i++ {
			c := f.win.buf[i]
			switch {
			case escaped:
				escaped = false
			case inString:
				escaped = c == '\\'
				if inString = c != '"'; c == '\n' {
					f.win.advance(i - f.win.pos)
					return false
				}
			case c == '"':
				inString = true
			case c == '{' || c == '[':
				depth++
			case (c == '}' || c == ']' || c == ',') && depth == 0:
				f.win.advance(i - f.win.pos)
				return true
			case c == '}' || c == ']':
				if depth--; depth == 0 {
					f.win.advance(i + 1 - f.win.pos)
					return true
				}
			}
		}
		f.win.advance(f.win.end - f.win.pos)
		if !f.win.more() {
			return false
		}
	}
}
