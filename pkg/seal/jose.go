package seal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxJOSELen bounds a compact serialisation; those written here take about 400
// octets.
const maxJOSELen = 8 << 10

// splitCompact cuts a compact serialisation into exactly n parts.
func splitCompact(text string, n int) ([]string, error) {
	if len(text) > maxJOSELen {
		return nil, fmt.Errorf("is %d octets long, expected at most %d", len(text), maxJOSELen)
	}
	parts := strings.Split(text, ".")
	if len(parts) != n {
		return nil, fmt.Errorf("has %d parts, expected %d", len(parts), n)
	}
	return parts, nil
}

// errBase64 is all that is said of text that is not canonical base64url.
var errBase64 = errors.New("is not canonical base64url without padding")

// decodeBase64 is appendDecoded to a fresh slice.
func decodeBase64(text string) ([]byte, error) { return appendDecoded(nil, []byte(text)) }

// object is a JSON object read strictly: each name once, values still raw.
type object map[string]json.RawMessage

// errObject is all that is said of JSON that is not such an object, since the
// text may be a secret.
var errObject = errors.New("is not a JSON object with distinct names")

// parseObject reads exactly one JSON object in valid UTF-8. encoding/json alone
// would take the last of two values with one name, where another reader may take
// the first.
func parseObject(text []byte) (object, error) {
	if !utf8.Valid(text) {
		return nil, errObject
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil, errObject
	}
	members := make(object)
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return nil, errObject
		}
		key, ok := name.(string)
		if _, twice := members[key]; twice || !ok {
			return nil, errObject
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, errObject
		}
		members[key] = value
	}
	if _, err := dec.Token(); err != nil { // the closing brace
		return nil, errObject
	}
	if rest := text[dec.InputOffset():]; len(bytes.Trim(rest, " \t\r\n")) > 0 {
		return nil, errObject
	}
	return members, nil
}

// text returns the string of a name.
func (o object) text(name string) (string, bool) {
	raw, present := o[name]
	if !present || len(raw) == 0 || raw[0] != '"' {
		return "", false
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return "", false
	}
	return s, true
}

// only returns an error naming a member that is not among the allowed ones. The
// smallest such name is given, so that the message does not vary.
func (o object) only(allowed ...string) error {
	for _, name := range slices.Sorted(maps.Keys(o)) {
		if !slices.Contains(allowed, name) {
			return fmt.Errorf("has the member %.40q that may not be there", name)
		}
	}
	return nil
}
