package ident

import (
	"strings"
	"testing"
)

func TestHints(t *testing.T) {
	for _, c := range []struct {
		typ       *Type
		bad, want string // want is part of the hint, "" for no hint
	}{
		{MPxNType, "9.90E+12", "looks like a spreadsheet rewrote this MPAN"},
		{MPxNType, "9.9e+12", "looks like a spreadsheet rewrote this MPAN"},
		{MPxNType, "9.999E+09", "rewrote this MPRN"},
		{MPxNType, "9900000000015.0", "decimals"},
		{MPxNType, "9,900,000,000,015", "commas"},
		{MPxNType, " 9900000000015", "white space"},
		{MPxNType, "'9900000000015", "quotation marks"},
		{MPxNType, `"9900000000015"`, "quotation marks"},
		{MPxNType, `="9900000000015"`, "formula"},
		{MPxNType, "99 0000 0000 015", "without separators: 9900000000015"},
		{MPxNType, "018011002012345678385", "13 digits: 2012345678385"},
		{MPxNType, "01801AB02012345678385", "13 digits: 2012345678385"},
		{MPxNType, "990000000O015", "9900000000015 is probably meant"},
		{MPxNType, "99990", "leading zeros"},
		{MPxNType, "900000000015", "1 may be missing"},
		{MPxNType, "99000000000150", "this has 14"},
		{MPxNType, "#N/A", "error value"},
		{MPxNType, "########", "error value"},
		{MPxNType, "hello", ""},
		{EUI64Type, "90B3D51F30010000", "90-B3-D5-1F-30-01-00-00"},
		{EUI64Type, "90:b3:d5:1f:30:01:00:00", "90-B3-D5-1F-30-01-00-00"},
		{EUI64Type, "90–B3–D5–1F–30–01–00–00", "dash"},
		{EUI64Type, "781D7000036CE", "has 13"},
		{EUI64Type, "90-B3-D5-1F-30-01", "MAC address"},
		{CertificateIDType, "4.00E+01", "such as 4E0001"},
		{CertificateIDType, "Z9:4.00E+01", "such as 4E0001"},
		{CertificateIDType, "Z9:5A:01:01", "without colons"},
		{CertificateIDType, "Z9:0x5A0101", "without 0x"},
		{CertificateIDType, "CN=Z1,OU=07:5A", "common name"},
		{CertificateIDType, "Z9:5A0101 Z9:5A0102", "one Certificate ID"},
		{CertificateIDType, "N/A", "placeholder"},
		{FirmwareType, "2012F", "0002012F"},
		{FirmwareType, "05.15.05.09", "05150509"},
		{FirmwareType, "2.01E+08", "firmware version as a number"},
		{ManufacturerType, "0x106C", "106C"},
		{ICCIDType, "8944101234567890128F", "8944101234567890128"},
		{ICCIDType, "8.94410123456789E+18", "this ICCID as a number"},
		{ICCIDType, "8933101234567890128", "begins with 8944"},
		{MSISDNType, "+44 7700 900123", "447700900123"},
		{MSISDNType, "07700900123", "447700900123"},
		{MSISDNType, "7700900123", "447700900123"},
		{MSISDNType, "00447700900123", "447700900123"},
		{IPAddressType, "10.0.0.1:80", "10.0.0.1"},
		{IPAddressType, "10.0.0.0/8", "10.0.0.0"},
		{IPAddressType, "010.000.00.1", "10.0.0.1"},
		{GroupIDType, "ca", "CA"},
		{SRVType, "SRV8.11", "8.11"},
		{SRVType, "08-Nov", "took the number for a date"},
		{AlertCodeType, "n16", "N16"},
		{VersionType, "1", "1.0"},
		{DigestType, strings.Repeat("AB", 32), "put sha-256: before"},
		{SealedType, "AAA+", "base64url has"},
		{JWSType, "a.b.c=", "padding"},
		{TextType, "two\nlines", "line breaks"},
		{DateType, strings.Repeat("2022-06-13", 100), ""},
	} {
		checkHint(t, c.typ, c.bad, c.want)
	}
}

func TestTimeHints(t *testing.T) {
	for _, c := range []struct {
		typ       *Type
		bad, want string
	}{
		{DateType, "13/06/2022", "YYYY-MM-DD: 2022-06-13"},
		{DateType, "06/07/2022", "2022-07-06 or 2022-06-07"},
		{DateType, "06/13/2022", "YYYY-MM-DD: 2022-06-13"},
		{DateType, "13.6.2022", "2022-06-13"},
		{DateType, "13/06/22", "four digits"},
		{DateType, "2022/06/13", "2022-06-13"},
		{DateType, "2022-6-13", "2022-06-13"},
		{DateType, "2022-W24", "its Monday is 2022-06-13"},
		{DateType, "2022w24", "its Monday is 2022-06-13"},
		{DateType, "2020-W53-7", "its Monday is 2020-12-28"},
		{DateType, "2022-06-13T00:00:00Z", "without a time is expected: 2022-06-13"},
		{DateType, "2022-06-13 00:00", "without a time is expected: 2022-06-13"},
		{DateType, "20220613", "with hyphens: 2022-06-13"},
		{DateType, "44725", "44725 stands for 2022-06-13"},
		{DateType, "13-Jun-22", "in digits"},
		{DateType, "2022-02-30", "February 2022 has 28 days"},
		{DateType, "2024-02-30", "February 2024 has 29 days"},
		{DateType, "2022-12-32", "December 2022 has 31 days"},
		{DateType, "2022-13-06", "no month 13"},
		{DateType, "0000-01-01", "0001"},
		{InstantType, "2022-06-08", "2022-06-08T00:00:00Z"},
		{InstantType, "2022-06-08T10:00:00+01:00", "2022-06-08T09:00:00Z"},
		{InstantType, "2022-06-08T09:00:00.123Z", "2022-06-08T09:00:00Z"},
		{InstantType, "2022-06-08 09:00:00", "time zone is missing"},
		{InstantType, "2022-06-08t09:00:00z", "2022-06-08T09:00:00Z"},
		{InstantType, "2016-12-31T23:59:60Z", "leap second"},
		{InstantType, "2022-02-30T09:00:00Z", "February 2022 has 28 days"},
	} {
		checkHint(t, c.typ, c.bad, c.want)
	}
}

func checkHint(t *testing.T, typ *Type, bad, want string) {
	t.Helper()
	if typ.Valid([]byte(bad)) {
		t.Errorf("%s: %q is valid", typ.Name, bad)
	}
	got := typ.Hint([]byte(bad))
	if !strings.Contains(got, want) || want == "" && got != "" {
		t.Errorf("%s: hint of %q is %q, want %q", typ.Name, bad, got, want)
	}
}
