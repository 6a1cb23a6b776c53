package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unsafe"

	"github.com/bytedance/sonic"
	jsonv2 "github.com/go-json-experiment/json"
	goccy "github.com/goccy/go-json"
	segmentio "github.com/segmentio/encoding/json"
	"github.com/valyala/fastjson"
)

// A record is a struct that libraries decode into, used again and again.
type record interface {
	reset()
	count(t *tally) error
}

// installation is a record of an MCF.
type installation struct {
	InstallationID                string   `json:"installationID"`
	GroupID                       string   `json:"groupID"`
	AuthorisationIDs              []string `json:"authorisationIDs"`
	EPCLEntry                     string   `json:"epclEntry"`
	CommunicationsServiceProvider string   `json:"communicationsServiceProvider"`
	CommissionedWithSMSO          bool     `json:"commissionedWithSMSO"`
	Devices                       []device `json:"devices"`
}

type device struct {
	DeviceID            string `json:"deviceID"`
	DeviceType          string `json:"deviceType"`
	Manufacturer        string `json:"manufacturer"`
	Model               string `json:"model"`
	FirmwareVersion     string `json:"firmwareVersion"`
	MPxN                string `json:"mpxn"`
	Status              string `json:"status"`
	ResponsibleSupplier string `json:"responsibleSupplier"`
	NetworkOperator     string `json:"networkOperator"`
	ESMEVariant         string `json:"esmeVariant"`
}

// authorisation is a record of a MAF.
type authorisation struct {
	AuthorisationID    string  `json:"authorisationID"`
	MigrationWeek      string  `json:"migrationWeek"`
	MigrateOn          string  `json:"migrateOn"`
	CommissioningParty string  `json:"commissioningParty"`
	Meters             []meter `json:"meters"`
}

type meter struct {
	MPxN                         string   `json:"mpxn"`
	SupplierCertificateIDs       []string `json:"supplierCertificateIDs"`
	NetworkOperatorCertificateID string   `json:"networkOperatorCertificateID"`
}

// reset keeps the room of the lists: what a library does not need to allocate
// anew it need not.
func (in *installation) reset() {
	clear(in.Devices)
	*in = installation{Devices: in.Devices[:0], AuthorisationIDs: in.AuthorisationIDs[:0]}
}

func (in *installation) count(t *tally) (err error) {
	t.Records++
	for i := range in.Devices {
		err = errors.Join(err, t.text(bytesOf(in.Devices[i].MPxN)))
	}
	return err
}

func (a *authorisation) reset() {
	for i := range a.Meters {
		a.Meters[i] = meter{SupplierCertificateIDs: a.Meters[i].SupplierCertificateIDs[:0]}
	}
	*a = authorisation{Meters: a.Meters[:0]}
}

func (a *authorisation) count(t *tally) (err error) {
	t.Records++
	for i := range a.Meters {
		err = errors.Join(err, t.text(bytesOf(a.Meters[i].MPxN)))
	}
	return err
}

// bytesOf is the text of s, not to be changed.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// stringOf is b as a string, as long as b does not change.
func stringOf(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

func (f *file) newRecord() record {
	if f.Record == "authorisation" {
		return &authorisation{}
	}
	return &installation{}
}

// decoder makes a contestant of a function that decodes one record into v.
func decoder(unmarshal func(text []byte, v any) error) func(*job) (round, error) {
	return func(j *job) (round, error) {
		return j.blocks(func() (reader, error) {
			v := j.file.newRecord()
			var into any = v
			return byRecord(j.file.Separate, func(text []byte, t *tally) error {
				v.reset()
				if err := unmarshal(text, into); err != nil {
					return err
				}
				return v.count(t)
			}), nil
		})
	}
}

func decodeV2(text []byte, v any) error {
	return jsonv2.Unmarshal(text, v, jsonv2.RejectUnknownMembers(true))
}

// decodeGoccy is what goccy advises for a value that is in the heap anyway.
func decodeGoccy(text []byte, v any) error {
	return goccy.UnmarshalWithOption(text, v, goccy.DecodeNoCopyString())
}

func decodeSegmentio(text []byte, v any) error {
	rest, err := segmentio.Parse(text, v, segmentio.ZeroCopy)
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("%d bytes behind the record", len(rest))
	}
	return err
}

// prepareSonic says no where sonic would quietly use encoding/json instead.
func prepareSonic(j *job) (round, error) {
	if sonic.APIKind == sonic.UseStdJSON {
		return nil, absent{"does not support this version of Go or this processor: it would use encoding/json"}
	}
	return decoder(func(text []byte, v any) error {
		return sonic.ConfigFastest.UnmarshalFromString(stringOf(text), v)
	})(j)
}

// prepareStd has encoding/json's Decoder read the whole stream on one core, and
// blocks of records on several.
func prepareStd(j *job) (round, error) {
	if j.cores == 1 {
		return func() (t tally, err error) {
			f, err := j.open(false)
			if err != nil {
				return t, err
			}
			defer f.Close()
			// One more record than there are would be a fault: the bracket follows.
			all := io.MultiReader(bytes.NewReader([]byte("[")), j.section(f), bytes.NewReader([]byte("]")))
			err = decodeStream(bufio.NewReaderSize(all, blockSize), j.file.newRecord(), &t)
			return t, err
		}, nil
	}
	return j.blocks(func() (reader, error) {
		v := j.file.newRecord()
		return func(block []byte, t *tally) error {
			return decodeStream(io.MultiReader(bytes.NewReader([]byte("[")), bytes.NewReader(trim(block)), bytes.NewReader([]byte("]"))), v, t)
		}, nil
	})
}

func decodeStream(r io.Reader, v record, t *tally) error {
	dec := json.NewDecoder(r)
	if _, err := dec.Token(); err != nil {
		return err
	}
	for dec.More() {
		v.reset()
		if err := dec.Decode(v); err != nil {
			return err
		}
		if err := v.count(t); err != nil {
			return err
		}
	}
	_, err := dec.Token()
	return err
}

// prepareFastjson has fastjson parse each record and looks at every value.
func prepareFastjson(j *job) (round, error) {
	return j.blocks(func() (reader, error) {
		var p fastjson.Parser
		toucher := &toucher{}
		return byRecord(j.file.Separate, func(text []byte, t *tally) error {
			v, err := p.ParseBytes(text)
			if err != nil {
				return err
			}
			t.Records++
			return toucher.touch(v, t)
		}), nil
	})
}

// toucher looks at every name and value of a record.
type toucher struct {
	t     *tally
	err   error
	visit func(name []byte, v *fastjson.Value)
}

func (w *toucher) touch(v *fastjson.Value, t *tally) error {
	if w.visit == nil {
		w.visit = w.member
	}
	w.t, w.err = t, nil
	w.value(v)
	return w.err
}

func (w *toucher) member(name []byte, v *fastjson.Value) {
	if string(name) == "mpxn" {
		w.err = errors.Join(w.err, w.t.text(v.GetStringBytes()))
		return
	}
	w.value(v)
}

func (w *toucher) value(v *fastjson.Value) {
	switch v.Type() {
	case fastjson.TypeObject:
		v.GetObject().Visit(w.visit)
	case fastjson.TypeArray:
		for _, item := range v.GetArray() {
			w.value(item)
		}
	}
}
