package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"

	"github.com/xeipuuv/gojsonschema"

	"s1mig/pkg/filetype/envelope"
)

// Opinion is a second opinion on files of one type: what gojsonschema says by the
// published schema. It is slow, and it can be used from several goroutines.
type Opinion struct {
	file, record *gojsonschema.Schema
}

// NewOpinion compiles the schemas of the type. It panics where they do not
// compile, which is a fault of this program.
func NewOpinion(t *envelope.Type) *Opinion {
	return &Opinion{file: compile(Generate(t)), record: compile(GenerateRecord(t))}
}

func compile(text []byte) *gojsonschema.Schema {
	loader := gojsonschema.NewSchemaLoader()
	loader.Validate = true // else misspelt types of keywords pass in silence
	loader.AutoDetect = false
	loader.Draft = gojsonschema.Draft7
	s, err := loader.Compile(gojsonschema.NewBytesLoader(text))
	if err != nil {
		panic("schema: " + err.Error())
	}
	return s
}

// Record returns what is wrong with one record, sorted; nothing where it is well
// formed. No message quotes a value.
func (o *Opinion) Record(raw []byte) []string { return judge(o.record, raw) }

// File returns what is wrong with a whole file, sorted; nothing where it is well
// formed. The file is held in memory.
func (o *Opinion) File(raw []byte) []string { return judge(o.file, raw) }

func judge(s *gojsonschema.Schema, raw []byte) []string {
	doc, err := decode(raw)
	if err != nil {
		return []string{err.Error()}
	}
	result, err := s.Validate(gojsonschema.NewRawLoader(doc))
	if err != nil {
		return []string{"cannot be judged: " + err.Error()}
	}
	var messages []string
	for _, e := range result.Errors() {
		messages = append(messages, e.Context().String()+": "+e.Description())
	}
	sort.Strings(messages) // gojsonschema's own order differs from run to run
	return messages
}

var (
	errTrailing = errors.New("data after the JSON value")
	errNumber   = errors.New("a number is out of range")
)

// decode reads one JSON value with its numbers as written.
func decode(raw []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var doc any
	if err := dec.Decode(&doc); err != nil {
		return nil, fmt.Errorf("not JSON: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errTrailing
	}
	if !tame(doc) {
		return nil, errNumber
	}
	return doc, nil
}

// maxExponent bounds the exponents of numbers. gojsonschema computes with exact
// fractions, and would write out 1e1000000 in full.
const maxExponent = 100

// tame reports whether every number in v is cheap to compute with. No field may
// hold one that is not: all integers are below 2^53.
func tame(v any) bool {
	switch v := v.(type) {
	case json.Number:
		i := strings.IndexAny(string(v), "eE")
		if i < 0 {
			return true
		}
		n, err := strconv.Atoi(string(v[i+1:]))
		return err == nil && n >= -maxExponent && n <= maxExponent
	case []any:
		for _, item := range v {
			if !tame(item) {
				return false
			}
		}
	case map[string]any:
		for _, item := range v {
			if !tame(item) {
				return false
			}
		}
	}
	return true
}
