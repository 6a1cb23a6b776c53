package trace

import (
	"regexp"
	"strings"
)

// citation is how a clause or a table is cited: a number, letters in brackets
// and, in Table 9.3, the number of a row.
var citation = regexp.MustCompile(`^(?:Table )?[0-9]+\.[0-9]+(?:\([a-z]+\))*`)

// foreign are the beginnings of what is no clause of the document.
var foreign = []string{"RFC ", "FIPS ", "simulator-defined", "industry practice"}

// Resolve finds the requirements that a list of citations names, such as
// "5.3 (format); RFC 8259" or "17.24, Table 17.6". A clause that has no row of
// its own stands for all rows below it. Sources that are not the document are
// passed over; what names nothing is returned as unknown.
func Resolve(all []Requirement, text string) (ids, unknown []string) {
	for _, piece := range strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ';' }) {
		piece = strings.TrimSpace(piece)
		if piece == "" || isForeign(piece) {
			continue
		}
		found := named(all, piece)
		if len(found) == 0 {
			unknown = append(unknown, piece)
		}
		for _, id := range found {
			ids = appendNew(ids, id)
		}
	}
	return ids, unknown
}

func isForeign(piece string) bool {
	for _, f := range foreign {
		if strings.HasPrefix(piece, f) {
			return true
		}
	}
	return false
}

// named finds what one citation names: the row itself, that of "2.1 Migration
// ST" where it says "2.1 (Migration ST)", or that of its number alone.
func named(all []Requirement, piece string) []string {
	plain := strings.NewReplacer(" (", " ", ")", "").Replace(piece)
	number := citation.FindString(piece)
	var below []string
	for _, r := range all {
		if r.ID == piece || (strings.Contains(piece, " (") && r.ID == plain) {
			return []string{r.ID}
		}
	}
	if number == "" || (piece != number && !strings.HasPrefix(piece, number+" (")) {
		return nil
	}
	for _, r := range all {
		if r.ID == number {
			return []string{r.ID}
		}
		if strings.HasPrefix(r.ID, number+"(") || strings.HasPrefix(r.ID, number+" ") {
			below = append(below, r.ID)
		}
	}
	return below
}

func appendNew(list []string, s string) []string {
	for _, have := range list {
		if have == s {
			return list
		}
	}
	return append(list, s)
}
