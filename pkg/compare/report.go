package compare

// Report is the outcome of comparing two files, which are one pair, or two folders.
type Report struct {
	Pairs        []Pair
	OnlyA, OnlyB []File // files of a folder without a partner in the other
	Skipped      []Skipped
}

// Same reports whether nothing differs.
func (r *Report) Same() bool {
	for i := range r.Pairs {
		if !r.Pairs[i].Same {
			return false
		}
	}
	return len(r.OnlyA)+len(r.OnlyB) == 0
}

// File is a file and what it is.
type File struct {
	Name string `json:"file"`
	Type string `json:"fileType"`
}

// Skipped is something in a folder that was not compared.
type Skipped struct {
	Side    string `json:"side"` // a or b
	Name    string `json:"file"`
	Because string `json:"because"`
}

// Pair is the outcome of comparing two files.
type Pair struct {
	A       string `json:"a"`
	B       string `json:"b"`
	Type    string `json:"fileType"`
	Same    bool   `json:"same"`
	Records Counts `json:"records"`
	// NotCompared names fields whose values are encrypted and were left out.
	NotCompared []string `json:"notCompared,omitempty"`
	// Differences of the header, of the files as a whole, then of records: those in
	// A in the order of A, then those in B alone.
	Differences []Difference `json:"differences"`
	// Truncated says that there are more differences than are listed; Records
	// counts all of them.
	Truncated bool `json:"truncated"`
}

// Counts are exact, whatever is listed.
type Counts struct {
	A       int64 `json:"a"` // records in A
	B       int64 `json:"b"`
	Same    int64 `json:"same"`    // pairs that mean the same
	Differ  int64 `json:"differ"`  // pairs of one identity that do not
	OnlyA   int64 `json:"onlyA"`   // records whose identity B does not have, or not as often
	OnlyB   int64 `json:"onlyB"`   // the same of B
	Unclear int64 `json:"unclear"` // pairs, or records without a partner, that are malformed on a side and so cannot be compared
}

// Kind says in what way something differs.
type Kind string

// The kinds of a Difference.
const (
	Differs   Kind = "differs"   // a value, which may be absent on a side
	OnlyInA   Kind = "onlyA"     // a record, or an item of a list in it
	OnlyInB   Kind = "onlyB"     // the same in B
	Malformed Kind = "malformed" // a record or a file that cannot be compared
	Order     Kind = "order"     // records, or items of a list, in another order; with Options.All alone
)

// Difference is one difference between two files.
type Difference struct {
	Kind Kind `json:"kind"`
	// Record is the identity of the record; "" for the header and the whole file.
	Record string `json:"record,omitempty"`
	// Field leads to the value within the record or the header, items of lists by
	// their names: devices[90-B3-D5-1F-30-00-A1-02].firmwareVersion. It is "" for a
	// whole record.
	Field string `json:"field,omitempty"`
	A     *Place `json:"a,omitempty"` // nil where there is no such record or item
	B     *Place `json:"b,omitempty"`
}

// Place is what a side has, and where. Lines and columns count from 1; a CSV has
// no place in its header.
type Place struct {
	// Value as inspect shows it, never a secret; nil where it is absent or the
	// difference is of no single value.
	Value   *string `json:"value,omitempty"`
	Line    int     `json:"line,omitempty"`
	Column  int     `json:"column,omitempty"`
	Offset  int64   `json:"offset,omitempty"`
	Pointer string  `json:"path,omitempty"`    // JSON Pointer, or row and column of a CSV
	Problem string  `json:"problem,omitempty"` // why this side is malformed
}
