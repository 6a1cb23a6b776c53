package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	jsonv2 "github.com/go-json-experiment/json"
	kaptinlin "github.com/kaptinlin/jsonschema"
	santhosh "github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/xeipuuv/gojsonschema"

	"s1mig/schemas"
)

var errInvalid = errors.New("a record is not valid by the schema")

// schema returns the published schema of the file's type, its id, and a schema
// that asks of a record what that one asks of each.
func (f *file) schema() (text []byte, record string, err error) {
	text, err = schemas.FS.ReadFile(f.Schema)
	if err != nil {
		return nil, "", err
	}
	var doc struct {
		ID          string `json:"$id"`
		Definitions map[string]any
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, "", err
	}
	if doc.Definitions[f.Record] == nil {
		return nil, "", fmt.Errorf("%s does not define %s", f.Schema, f.Record)
	}
	return text, doc.ID + "#/definitions/" + f.Record, nil
}

// validator makes a contestant of a function that compiles what judges a record;
// each core has its own. It returns the document that it has decoded as well.
func validator(compile func(text []byte, record string) (func(text []byte) (any, error), error)) func(*job) (round, error) {
	return func(j *job) (round, error) {
		text, record, err := j.file.schema()
		if err != nil {
			return nil, err
		}
		return j.blocks(func() (reader, error) {
			judge, err := compile(text, record)
			if err != nil {
				return nil, err
			}
			return byRecord(j.file.Separate, func(text []byte, t *tally) error {
				doc, err := judge(text)
				if err != nil {
					return err
				}
				t.Records++
				return countTree(doc, t)
			}), nil
		})
	}
}

// countTree counts the MPxNs of a record that was decoded without a struct.
func countTree(doc any, t *tally) (err error) {
	in, _ := doc.(map[string]any)
	list, ok := in["devices"].([]any)
	if !ok {
		list, _ = in["meters"].([]any)
	}
	for _, item := range list {
		m, _ := item.(map[string]any)
		s, _ := m["mpxn"].(string)
		err = errors.Join(err, t.text(bytesOf(s)))
	}
	return err
}

// keepingLoader gives gojsonschema a document, and keeps what it has decoded.
type keepingLoader struct {
	gojsonschema.JSONLoader
	doc any
}

func (k *keepingLoader) LoadJSON() (any, error) {
	var err error
	k.doc, err = k.JSONLoader.LoadJSON()
	return k.doc, err
}

func compileXeipuuv(text []byte, record string) (func([]byte) (any, error), error) {
	loader := gojsonschema.NewSchemaLoader()
	loader.AutoDetect, loader.Draft = false, gojsonschema.Draft7
	if err := loader.AddSchemas(gojsonschema.NewBytesLoader(text)); err != nil {
		return nil, err
	}
	s, err := loader.Compile(gojsonschema.NewGoLoader(map[string]any{"$ref": record}))
	if err != nil {
		return nil, err
	}
	return func(text []byte) (any, error) {
		doc := &keepingLoader{JSONLoader: gojsonschema.NewBytesLoader(text)}
		result, err := s.Validate(doc)
		if err == nil && !result.Valid() {
			err = errInvalid
		}
		return doc.doc, err
	}, nil
}

func compileSanthosh(text []byte, record string) (func([]byte) (any, error), error) {
	doc, err := santhosh.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	id, _, _ := bytes.Cut([]byte(record), []byte("#"))
	c := santhosh.NewCompiler()
	if err := c.AddResource(string(id), doc); err != nil {
		return nil, err
	}
	s, err := c.Compile(record)
	if err != nil {
		return nil, err
	}
	return func(text []byte) (any, error) {
		doc, err := santhosh.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			return nil, err
		}
		return doc, s.Validate(doc)
	}, nil
}

func compileKaptinlin(text []byte, record string) (func([]byte) (any, error), error) {
	c := kaptinlin.NewCompiler()
	if _, err := c.Compile(text); err != nil {
		return nil, err
	}
	s, err := c.Compile([]byte(`{"$ref":"` + record + `"}`))
	if err != nil {
		return nil, err
	}
	return func(text []byte) (any, error) {
		var doc map[string]any
		if err := jsonv2.Unmarshal(text, &doc); err != nil {
			return nil, err
		}
		if !s.ValidateMap(doc).IsValid() {
			return nil, errInvalid
		}
		return doc, nil
	}, nil
}
