package civil

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"time"
)

// Date is a day of the proleptic Gregorian calendar, counted from 0000-12-31:
// 0001-01-01 is 1. The zero value means "no date".
type Date int32

// unixEpoch is 1970-01-01 as a Date.
const unixEpoch = 719163

// daysBefore is the number of days of a common year before each month.
var daysBefore = [16]uint16{0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334}

// daysIn is the most days that each month can have; there is none in the months
// 0 and 13 to 15, so that four bits can index it unchecked.
var daysIn = [16]uint8{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// NewDate returns the day of that year, month and day. A month or a day outside
// its range is carried over, as time.Date does: day 0 of March is the last day
// of February. Years from -9999 to 9999 are meant.
func NewDate(year int, month time.Month, day int) Date {
	m := int(month) - 1
	year += floorDiv(m, 12)
	m -= floorDiv(m, 12) * 12
	y := year - 1
	n := 365*y + floorDiv(y, 4) - floorDiv(y, 100) + floorDiv(y, 400) + int(daysBefore[m+1]) + day
	if m >= 2 && isLeap(year) {
		n++
	}
	return Date(n)
}

// ParseDate reads exactly YYYY-MM-DD, a day that exists in a year from 0001 to
// 9999. It reports false for anything else.
func ParseDate(b []byte) (Date, bool) {
	if len(b) != 10 {
		return 0, false
	}
	return parseDate((*[10]byte)(b))
}

func parseDate(b *[10]byte) (Date, bool) {
	var m Month
	return m.Parse(b)
}

// Month parses dates. It keeps the month of the last one, and is quick with
// another day of it. The zero value is ready for use.
type Month struct {
	text   uint64 // "YYYY-MM-"
	before Date   // the day before its first
	days   uint32 // that it has
}

// Parse is ParseDate.
func (m *Month) Parse(b *[10]byte) (Date, bool) {
	if text := binary.LittleEndian.Uint64(b[:8]); text != m.text && !m.parse(text) {
		return 0, false
	}
	tens, ones := uint32(b[8]-'0'), uint32(b[9]-'0')
	day := tens*10 + ones
	if tens > 3 || ones > 9 || day-1 >= m.days {
		return 0, false
	}
	return m.before + Date(day), true
}

// The eight bytes "YYYY-MM-" are checked as one word. After an exclusive or
// with dateShape a digit is 0 to 9 and a hyphen is 0; adding dateLimit then
// carries into the top bit of every byte that is anything more.
const (
	dateShape = 0x2d30302d30303030
	dateLimit = 0x7f76767f76767676
	topBits   = 0x8080808080808080
)

// parse reads the month; where there is none, it keeps the one it has.
func (m *Month) parse(text uint64) bool {
	w := text ^ dateShape
	if (w|(w+dateLimit))&topBits != 0 {
		return false
	}
	w = w*10 + w>>8 // pairs of digits: century, year, month at bytes 0, 2 and 5
	century, year, month := uint32(w&0xff), uint32(w>>16&0xff), uint32(w>>40&0xff)
	if century|year == 0 || month > 12 || month == 0 {
		return false
	}
	days, leap := uint32(daysIn[month&15]), uint32(0)
	leapYear := year&3 == 0 && (year != 0 || century&3 == 0)
	if leapYear && month > 2 {
		leap = 1
	} else if !leapYear && month == 2 {
		days = 28
	}
	// Leap years before this one, year 0 among them: every fourth, but of the
	// centuries begun only every fourth.
	begun := century
	if year != 0 {
		begun++
	}
	leaps := 25*century + (year+3)>>2 - begun + (begun+3)>>2 + leap
	*m = Month{text, Date(365*(100*century+year) + leaps - 366 + uint32(daysBefore[month&15])), days}
	return true
}

// MustDate is ParseDate for a date that stands in the program; it panics if s
// is not one.
func MustDate(s string) Date {
	d, ok := ParseDate([]byte(s))
	if !ok {
		panic(fmt.Sprintf("civil: %q is not a date", s))
	}
	return d
}

// DateOf returns the civil date in Europe/London at the instant t. For the zero
// Time, which is a minute before 0001-01-01 in London, it returns "no date".
func DateOf(t time.Time) Date {
	_, offset := t.In(london).Zone()
	return Date(floorDiv64(t.Unix()+int64(offset), secondsPerDay) + unixEpoch)
}

// IsZero reports whether d is "no date".
func (d Date) IsZero() bool { return d == 0 }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday {
	return time.Weekday(int(d) - floorDiv(int(d), 7)*7) // day 1 was a Monday
}

// AddDays returns the date n days later, or earlier for a negative n.
func (d Date) AddDays(n int) Date { return d + Date(n) }

// YMD returns the year, month and day of d.
func (d Date) YMD() (year int, month time.Month, day int) {
	// Years are counted from March here, so that the leap day comes last and
	// five months in a row always have 153 days.
	const daysPerEra = 146097 // 400 years
	z := int(d) + 305         // days since 0000-03-01
	era := floorDiv(z, daysPerEra)
	doe := z - era*daysPerEra
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = doy - (153*mp+2)/5 + 1
	year = era*400 + yoe
	if mp >= 10 {
		return year + 1, time.Month(mp - 9), day
	}
	return year, time.Month(mp + 3), day
}

// Midnight returns 00:00 of that day in Europe/London. "No date" gives the zero
// Time.
func (d Date) Midnight() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	y, m, day := d.YMD()
	return time.Date(y, m, day, 0, 0, 0, 0, london)
}

// String returns the date as YYYY-MM-DD, or "" for "no date".
func (d Date) String() string { return string(d.AppendTo(make([]byte, 0, 10))) }

// AppendTo appends the date as YYYY-MM-DD, or nothing for "no date".
func (d Date) AppendTo(dst []byte) []byte {
	if d.IsZero() {
		return dst
	}
	return d.appendTo(dst)
}

func (d Date) appendTo(dst []byte) []byte {
	y, m, day := d.YMD()
	if y < 0 {
		dst, y = append(dst, '-'), -y
	}
	if y > 9999 {
		dst = strconv.AppendInt(dst, int64(y/10000), 10)
		y %= 10000
	}
	text := [10]byte{4: '-', 7: '-'}
	put2(text[0:], y/100)
	put2(text[2:], y%100)
	put2(text[5:], int(m))
	put2(text[8:], day)
	return append(dst, text[:]...)
}

// put2 puts the two digits of n, which is below 100.
func put2(text []byte, n int) {
	text[1] = byte('0' + n%10)
	text[0] = byte('0' + n/10)
}

func isLeap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

func floorDiv(a, b int) int { return int(floorDiv64(int64(a), int64(b))) }

// floorDiv64 divides by a positive b, rounding down.
func floorDiv64(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
