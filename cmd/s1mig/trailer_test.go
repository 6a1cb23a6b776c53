package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// TestSealed: whatever the layout, what stands outside the trailer stays as it
// is, and the digest is over the bytes before the opening quote of its name.
func TestSealed(t *testing.T) {
	const old = `{"recordCount":9,"digest":"x"}`
	for _, c := range []struct{ name, before, trailer, after string }{
		{"canonical", "{\"header\":{},\n\"authorisations\":[\n{}\n],\n", `"trailer":` + old, "}\n"},
		{"minified", `{"header":{},"authorisations":[{}],`, `"trailer":` + old, `}`},
		{"pretty", "{\r\n  \"header\" : { } ,\r\n  ", "\"trailer\" :\r\n " + old, "\r\n}\r\n\r\n"},
		{"escaped name", `{"header":{"a":"\"trailer\":{}"},`, `"\u0074railer":` + old, " } "},
		{"trailer within", `{"header":{"trailer":{"trailer":1}},`, `"trailer": ` + old, "}"},
		{"broken trailer", `{"header":{},`, `"trailer":null`, "}"},
	} {
		t.Run(c.name, func(t *testing.T) { sealedAgain(t, c.before, c.trailer, c.after) })
	}
}

func sealedAgain(t *testing.T, before, trailer, after string) {
	text := []byte(before + trailer + after)
	p, err := findTrailer(text)
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.sealed(text, 2, func(digest string) (string, error) { return "SIGNED " + digest, nil })
	if err != nil {
		t.Fatal(err)
	}
	digest := fmt.Sprintf("sha-256:%x", sha256.Sum256([]byte(before)))
	want := before + `"trailer":{"recordCount":2,"digest":"` + digest + `","signature":"SIGNED ` + digest + `"}` + after
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if !json.Valid(got) {
		t.Error("not JSON")
	}
}

func TestSealedWithoutTrailer(t *testing.T) {
	for _, c := range []struct{ text, before string }{
		{"{\"header\":{},\n\"authorisations\":[]\n}\n", "{\"header\":{},\n\"authorisations\":[],\n"},
		{`{"header":{}}`, "{\"header\":{},\n"},
		{`{ }`, "{\n"},
	} {
		p, err := findTrailer([]byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.sealed([]byte(c.text), 0, func(string) (string, error) { return "S", nil })
		if err != nil || !bytes.HasPrefix(got, []byte(c.before+`"trailer":`)) || !json.Valid(got) {
			t.Errorf("%q: got %q, %v", c.text, got, err)
		}
	}
}

func TestFindTrailerRefuses(t *testing.T) {
	for text, why := range map[string]string{
		`{"trailer":{},"x":1}`: "follows the trailer", `[]`: "no JSON object", `{"a":1`: "not JSON", ``: "no JSON object",
		`{"a":}`: "not JSON", `{"trailer":{},"trailer":{}}`: "follows the trailer",
	} {
		if _, err := findTrailer([]byte(text)); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: %v, want %q", text, err, why)
		}
	}
}
