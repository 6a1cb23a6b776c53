package seal

import (
	"fmt"
	"io"
	"log/slog"
)

// redactedText is what every secret of this package prints as.
const redactedText = "[redacted]"

// redacted is embedded by every type that holds a secret. Its promoted methods
// answer for the whole value wherever the standard library asks a value to
// describe itself, so that a secret cannot reach a log, an error or a report by
// being passed to the wrong function.
type redacted struct{}

// Format answers every verb of package fmt, %x and %#v among them.
func (redacted) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redactedText) }

// String implements fmt.Stringer.
func (redacted) String() string { return redactedText }

// GoString implements fmt.GoStringer.
func (redacted) GoString() string { return redactedText }

// MarshalJSON implements json.Marshaler.
func (redacted) MarshalJSON() ([]byte, error) { return []byte(`"` + redactedText + `"`), nil }

// MarshalText implements encoding.TextMarshaler.
func (redacted) MarshalText() ([]byte, error) { return []byte(redactedText), nil }

// LogValue implements slog.LogValuer.
func (redacted) LogValue() slog.Value { return slog.StringValue(redactedText) }
