package report

// NOTE. A run of an estate has millions of lines of these three kinds. Each is an
// object of texts, which nearly always are plain: what encoding/json would write
// is then written without it. A line with any other text is left to it.

// plainLine is a line of a run that can write itself, if its texts are plain.
type plainLine interface {
	appendPlain(dst []byte) (line []byte, ok bool)
}

func (in *Installation) appendPlain(dst []byte) ([]byte, bool) {
	return appendTexts(dst, [4]string{`{"installationID":"`, `","combination":"`, `","state":"`, `","reason":"`},
		[4]string{in.InstallationID, in.Combination, in.State, in.Reason})
}

func (a *Authorisation) appendPlain(dst []byte) ([]byte, bool) {
	return appendTexts(dst, [4]string{`{"authorisationID":"`, `","installationID":"`, `","submitter":"`, `","state":"`},
		[4]string{a.AuthorisationID, a.InstallationID, a.Submitter, a.State})
}

func (a *Alert) appendPlain(dst []byte) ([]byte, bool) {
	return appendTexts(dst, [4]string{`{"code":"`, `","srv":"`, `","deviceID":"`, `","recipient":"`},
		[4]string{a.Code, a.SRV, a.DeviceID, a.Recipient})
}

// appendTexts appends an object of texts, each after what stands before it. ok is
// false where one is not plain.
func appendTexts(dst []byte, before, texts [4]string) (line []byte, ok bool) {
	for i, text := range texts {
		if !isPlain(text) {
			return dst, false
		}
		dst = append(append(dst, before[i]...), text...)
	}
	return append(dst, `"}`...), true
}

// isPlain reports whether a text stands in JSON as it is: printing ASCII without
// quotation marks and backslashes.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}
