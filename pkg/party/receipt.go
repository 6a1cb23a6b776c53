package party

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"s1mig/pkg/civil"
	"s1mig/pkg/codec"
	"s1mig/pkg/exchange"
	"s1mig/pkg/filetype/ack"
	"s1mig/pkg/filetype/envelope"
	"s1mig/pkg/filetype/nack"
)

// Receipt says when a file was received. It lies beside the file; a sender
// cannot write it.
type Receipt struct {
	Digest     string `json:"digest"`
	ReceivedAt string `json:"receivedAt"`
}

// readReceipt takes the time of receipt from the receipt, if the file was
// received before.
func (d *Desk) readReceipt(ctx context.Context, a *Arrival) error {
	r, err := a.box.Open(ctx, a.Name+exchange.ReceiptSuffix)
	if errors.Is(err, exchange.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer r.Close()
	var receipt Receipt
	if err := json.NewDecoder(io.LimitReader(r, 1<<16)).Decode(&receipt); err != nil {
		return fmt.Errorf("receipt of %s: %w", a.Name, err)
	}
	at, ok := civil.ParseInstant([]byte(receipt.ReceivedAt))
	if !ok {
		return fmt.Errorf("receipt of %s: receivedAt %q is no UTC instant", a.Name, receipt.ReceivedAt)
	}
	a.At, a.received = at.Time(), true
	return nil
}

// answer acknowledges a file, or refuses it. Acknowledgements themselves are not
// answered, nor is what a party wrote to itself.
func (d *Desk) answer(ctx context.Context, a *Arrival, refused []envelope.Reason) error {
	if a.Tray == Acks || a.From == d.Self.Name && len(refused) == 0 {
		return nil
	}
	t, at := ack.Type, civil.InstantOf(a.At)
	var record any = &ack.Delivery{File: a.Name, Digest: a.Digest, ReceivedAt: at}
	if len(refused) > 0 {
		t, record = nack.Type, &nack.Delivery{File: a.Name, Digest: a.Digest, ReceivedAt: at, Reasons: refused}
		d.Journal.note(d.Self.Name, a.Name, "refused: "+refused[0].Code+": "+refused[0].Detail)
	}
	_, err := d.Send(ctx, Draft{Type: t, To: a.From, Tray: Acks, Release: a.Header.CapabilityRelease, Parents: []Ref{a.Ref()},
		Records: func(w *codec.Writer) error { w.Write(record); return nil }})
	return err
}

func (d *Desk) writeReceipt(ctx context.Context, a *Arrival) error {
	text, err := json.Marshal(Receipt{Digest: a.Digest, ReceivedAt: civil.InstantOf(a.At).String()})
	if err != nil {
		return err
	}
	return a.box.Put(ctx, a.Name+exchange.ReceiptSuffix, func(w io.Writer) error {
		_, err := w.Write(append(text, '\n'))
		return err
	})
}
