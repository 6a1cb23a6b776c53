package filetype

import (
	"fmt"
	"strconv"
	"strings"

	"s1mig/pkg/civil"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/ident"
	"s1mig/pkg/spec"
)

// NoSMSO stands in the name of a file whose header has no smso.
const NoSMSO = "ALL"

// Name is what the name of a file says. It is a claim: what counts is the
// header.
type Name struct {
	Type      *envelope.Type
	SMSO      string // NoSMSO where the file concerns no single one
	Sender    ident.EUI64
	CreatedAt civil.Instant
	GroupID   string // "" where the file is not of one group
	Sequence  int64  // 0 where a CSV file does not say
	Extension string // "json" or "csv"
}

// FileName returns the name that a file with this header is exchanged under:
//
//	<TYPE>_<SMSO>_<sender EUI-64>_<YYYYMMDD>_<HHMMSS>[_<GroupID>]_<sequence>.json
//
// Date and time are createdAt in UTC; the sequence has at least six digits, so
// that names sort as the files were made. The form follows the one sample that
// DCC has published.
func FileName(h *envelope.Header) string {
	smso, group := h.SMSO, ""
	if smso == "" {
		smso = NoSMSO
	}
	if h.GroupID != "" {
		group = h.GroupID + "_"
	}
	at := h.CreatedAt.Time().UTC().Format("20060102_150405")
	return fmt.Sprintf("%s_%s_%s_%s_%s%06d.json", h.FileType, smso, h.Sender, at, group, h.Sequence)
}

// ParseFileName reads a name in the form of FileName. It takes .csv as well,
// the other form of a MAF, whose sequence may be missing. The name must be one
// of a known type; ok is false for any other.
func ParseFileName(name string) (n Name, ok bool) {
	stem, ext, _ := strings.Cut(name, ".")
	parts := strings.Split(stem, "_")
	if ext != "json" && ext != "csv" || len(parts) < 5 {
		return Name{}, false
	}
	n.Extension, n.SMSO = ext, parts[1]
	if n.Type, ok = Lookup(parts[0]); !ok || n.Type.Name != parts[0] || !ident.SMSOType.Valid([]byte(n.SMSO)) {
		return Name{}, false
	}
	if n.Sender, ok = ident.ParseEUI64([]byte(parts[2])); !ok {
		return Name{}, false
	}
	if n.CreatedAt, ok = parseStamp(parts[3], parts[4]); !ok {
		return Name{}, false
	}
	rest := parts[5:]
	if len(rest) > 0 && ident.GroupIDType.Valid([]byte(rest[0])) {
		n.GroupID, rest = rest[0], rest[1:]
	}
	if len(rest) == 0 && ext == "csv" {
		return n, true
	}
	if len(rest) != 1 {
		return Name{}, false
	}
	if n.Sequence, ok = parseSequence(rest[0]); !ok {
		return Name{}, false
	}
	return n, true
}

// parseStamp reads YYYYMMDD and HHMMSS as an instant in UTC.
func parseStamp(date, clock string) (civil.Instant, bool) {
	if len(date) != 8 || len(clock) != 6 {
		return 0, false
	}
	return civil.ParseInstant([]byte(date[:4] + "-" + date[4:6] + "-" + date[6:] +
		"T" + clock[:2] + ":" + clock[2:4] + ":" + clock[4:] + "Z"))
}

// parseSequence reads plain decimal digits from 1 to 2^53-1.
func parseSequence(s string) (int64, bool) {
	seq, err := strconv.ParseUint(s, 10, 53)
	return int64(seq), err == nil && seq >= 1 && seq <= spec.MaxSafeInteger && s[0] != '+'
}
