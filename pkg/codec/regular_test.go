package codec_test

import (
	"strings"
	"sync"
	"testing"

	"s1mig/pkg/codec"
	"s1mig/pkg/filetype"
)

// counted counts the records that a worker was shown, and where.
type counted struct {
	mu  *sync.Mutex
	all map[*counted]int
}

func (c *counted) Record(*codec.Record) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all[c]++
}

func (c *counted) End() any { return nil }

// Files of every usual layout are read by blocks, not by the one worker that reads
// records singly.
func TestUsualLayoutsAreReadByBlocks(t *testing.T) {
	doc := long(4000)
	gaps := func(doc, gap string) string { return gapped(doc, func(int) string { return gap }) }
	oneLine := strings.ReplaceAll(doc, "\n", "")
	for name, text := range map[string]string{
		"canonical": doc, "one line": oneLine, "spaced": spaced(doc),
		"every record broken": strings.ReplaceAll(doc, `"authorisationID":`, `"authorisationID"::`),
		"no commas":           gaps(doc, "\n"), "two commas": gaps(doc, ",,\n"), "a word behind each record": gaps(doc, " x,\n"),
		"CRLF, no commas": gaps(doc, "\r\n"), "CRLF, two commas": gaps(doc, " , ,\r\n"), "white space before commas": gaps(doc, " ,\n"),
		"numbers": gaps(doc, ",\n5,\n"), "literals with two commas": gaps(doc, ",\nnull,,\n"), "words": gaps(doc, ",\nx\n"),
		"one line, no commas": gaps(oneLine, ""), "one line, two commas": gaps(oneLine, ",,"), "one line, space, no commas": gaps(oneLine, " "),
		"indented, no commas":  strings.ReplaceAll(pretty(doc, "  "), "    },\n    {", "    }\n    {"),
		"indented, two commas": strings.ReplaceAll(pretty(doc, "  "), "    },\n    {", "    },\n    ,{"),
		"indented":             pretty(doc, "  "), "indented by tabs": pretty(doc, "\t"), "indented by nothing": pretty(doc, ""),
	} {
		f, err := codec.Open(strings.NewReader(text), filetype.Lookup, codec.Options{Workers: 1, BlockSize: 1 << 14})
		if err != nil {
			t.Fatal(err)
		}
		// Two workers are made, the one that reads singly first where the first record
		// does not stand on a line of its own.
		var mu sync.Mutex
		var workers []*counted
		all := map[*counted]int{}
		newWorker := func() codec.Worker {
			workers = append(workers, &counted{mu: &mu, all: all})
			return workers[len(workers)-1]
		}
		if _, err := f.Visit(t.Context(), newWorker, func(any) error { return nil }); err != nil {
			t.Fatal(err)
		}
		blocks := 0
		if !strings.Contains(text[:strings.Index(text, `"authorisationID"`)], "\n") {
			blocks = 1
		}
		if len(workers) != 2 || all[workers[blocks]] < 3500 {
			t.Errorf("%s: %d workers, and %d of 4000 records are read by blocks", name, len(workers), all[workers[blocks]])
		}
	}
}
