package civil

import (
	"encoding/binary"
	"time"
)

// Instant is a point in time: seconds since 1970-01-01T00:00:00Z. The zero
// value means "no instant"; the first second of 1970 cannot be told from it.
type Instant int64

const secondsPerDay = 86400

// The eight bytes "HH:MM:SS", checked as dateShape and dateLimit say.
const (
	timeShape = 0x30303a30303a3030
	timeLimit = 0x76767f76767f7676
)

// ParseInstant reads exactly YYYY-MM-DDTHH:MM:SSZ: 20 bytes, UTC, whole seconds,
// a day that exists in a year from 0001 to 9999, no leap second. It reports
// false for anything else.
func ParseInstant(b []byte) (Instant, bool) {
	if len(b) != 20 || b[10] != 'T' || b[19] != 'Z' {
		return 0, false
	}
	d, ok := parseDate((*[10]byte)(b))
	w := binary.LittleEndian.Uint64(b[11:19]) ^ timeShape
	if !ok || (w|(w+timeLimit))&topBits != 0 {
		return 0, false
	}
	w = w*10 + w>>8 // pairs of digits at bytes 0, 3 and 6
	hour, minute, second := w&0xff, w>>24&0xff, w>>48&0xff
	if hour > 23 || minute > 59 || second > 59 {
		return 0, false
	}
	days := int64(d) - unixEpoch
	return Instant(days*secondsPerDay + int64(hour*3600+minute*60+second)), true
}

// InstantOf returns t cut to the whole second. The zero Time gives "no instant".
func InstantOf(t time.Time) Instant {
	if t.IsZero() {
		return 0
	}
	return Instant(t.Unix())
}

// IsZero reports whether i is "no instant".
func (i Instant) IsZero() bool { return i == 0 }

// Time returns the instant in UTC. "No instant" gives the zero Time.
func (i Instant) Time() time.Time {
	if i.IsZero() {
		return time.Time{}
	}
	return time.Unix(int64(i), 0).UTC()
}

// Date returns the civil date in Europe/London at that instant, or "no date"
// for "no instant".
func (i Instant) Date() Date {
	if i.IsZero() {
		return 0
	}
	return DateOf(time.Unix(int64(i), 0))
}

// Add returns the instant that many seconds later.
func (i Instant) Add(seconds int64) Instant { return i + Instant(seconds) }

// String returns the instant as YYYY-MM-DDTHH:MM:SSZ, or "" for "no instant".
func (i Instant) String() string { return string(i.AppendTo(make([]byte, 0, 20))) }

// AppendTo appends the instant as YYYY-MM-DDTHH:MM:SSZ, or nothing for "no
// instant".
func (i Instant) AppendTo(dst []byte) []byte {
	if i.IsZero() {
		return dst
	}
	days := floorDiv64(int64(i), secondsPerDay)
	second := int(int64(i) - days*secondsPerDay)
	text := [10]byte{0: 'T', 3: ':', 6: ':', 9: 'Z'}
	put2(text[1:], second/3600)
	put2(text[4:], second/60%60)
	put2(text[7:], second%60)
	return append(Date(days+unixEpoch).appendTo(dst), text[:]...)
}
