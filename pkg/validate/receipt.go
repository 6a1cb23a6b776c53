package validate

import (
	"encoding/json"
	"io"
	"time"

	"s1mig/pkg/rule"
)

// receipt is what whoever received a file wrote beside it: when it came in, and
// the digest of the file that came in.
type receipt struct {
	Digest string
	Clock  rule.Clock
}

// maxReceipt bounds the size of a receipt.
const maxReceipt = 64 << 10

// receipt reads the receipt beside a file; nil where there is none that can
// be read, since a sender cannot be held to a receipt.
func (from reads) receipt(path string) *receipt {
	f, err := from(path + receiptSuffix)
	if err != nil {
		return nil
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxReceipt))
	if err != nil {
		return nil
	}
	var r struct {
		Digest     string `json:"digest"`
		ReceivedAt string `json:"receivedAt"`
	}
	if json.Unmarshal(text, &r) != nil {
		return nil
	}
	at, err := time.Parse(time.RFC3339, r.ReceivedAt)
	if err != nil || r.Digest == "" {
		return nil
	}
	return &receipt{Digest: r.Digest, Clock: rule.Clock{Now: at, Source: "receipt"}}
}
