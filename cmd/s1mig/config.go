package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"
)

// readConfig sets common flags from a file: one JSON object whose names are
// those of the flags, with strings, numbers, booleans or lists of them. What the
// command line says goes first. It is strict: an unknown name, one that stands
// twice, or anything after the object is an error.
func readConfig(known, flags *pflag.FlagSet, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return &failure{code: 2, what: "--config: " + describe(err), err: err}
	}
	members, err := parseConfig(text)
	if err != nil {
		return usagef(`write one JSON object, such as {"seed":1,"fail-on":"warning","rule":["X-WEEKEND=off"]}`, "%s: %s", file, err)
	}
	for _, m := range members {
		f := known.Lookup(m.name)
		if f == nil || m.name == "config" || m.name == "help" {
			return unknown("name in "+file, m.name, flagNames(known))
		}
		if flags.Changed(m.name) {
			continue
		}
		for _, v := range m.values {
			if err := flags.Set(m.name, v); err != nil {
				return usagef("", "%s: %s", file, err)
			}
		}
	}
	return nil
}

func flagNames(flags *pflag.FlagSet) []string {
	var names []string
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Name != "config" && f.Name != "help" {
			names = append(names, f.Name)
		}
	})
	return names
}

func describe(err error) string {
	var path *os.PathError
	if errors.As(err, &path) {
		return describePath(path)
	}
	return err.Error()
}

type configMember struct {
	name   string
	values []string
}

func parseConfig(text []byte) ([]configMember, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, errors.New("expected a JSON object")
	}
	var members []configMember
	seen := map[string]bool{}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("not JSON: %w", err)
		}
		name, ok := t.(string)
		if !ok {
			return nil, errors.New("not JSON")
		}
		if seen[name] {
			return nil, fmt.Errorf("%q stands twice", name)
		}
		seen[name] = true
		var v any
		if err := d.Decode(&v); err != nil {
			return nil, fmt.Errorf("not JSON: %w", err)
		}
		values, err := scalars(v)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", name, err)
		}
		members = append(members, configMember{name, values})
	}
	if _, err := d.Token(); err != nil {
		return nil, fmt.Errorf("not JSON: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the object")
	}
	return members, nil
}

func scalars(v any) ([]string, error) {
	switch v := v.(type) {
	case string, json.Number, bool:
		return []string{fmt.Sprint(v)}, nil
	case []any:
		var all []string
		for _, item := range v {
			one, err := scalars(item)
			if err != nil || len(one) != 1 {
				return nil, errors.New("expected a list of strings, numbers or booleans")
			}
			all = append(all, one[0])
		}
		return all, nil
	}
	return nil, errors.New("expected a string, a number, a boolean or a list of them")
}
