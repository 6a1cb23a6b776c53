#!/bin/sh
# Makes one certificate of the SMKI organisation profile with the openssl command
# alone: openssl.pem (the certificate) and openssl.key.pem (its key).
#
#	sh make.sh DIRECTORY
#
# openssl's own req and x509 cannot put a BIT STRING into a subject, so the parts
# are written with asn1parse -genconf, signed with dgst and put together again.
set -eu
cd "$1"

openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out openssl.key.pem
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out issuer.key.pem

# point FILE: the 65 octets of the uncompressed public point, in hex.
point() { openssl pkey -in "$1" -pubout -outform DER | tail -c 65 | od -An -v -tx1 | tr -d ' \n'; }
# keyid FILE: RFC 5280 section 4.2.1.2 method (2), in hex.
keyid() {
	openssl pkey -in "$1" -pubout -outform DER | tail -c 65 | openssl dgst -sha1 -r |
		cut -c25-40 | sed 's/^./4/'
}

cat >tbs.section <<END
version = EXPLICIT:0,INTEGER:2
serial = INTEGER:0x5A0101
algorithm = SEQUENCE:ecdsa
issuer = SEQUENCE:issuer
validity = SEQUENCE:validity
subject = SEQUENCE:subject
key = SEQUENCE:spki
extensions = EXPLICIT:3,SEQUENCE:extensions
END
cat >sections <<END
[ecdsa]
oid = OID:1.2.840.10045.4.3.2
[issuer]
1 = SET:issuerOU
2 = SET:issuerCN
[issuerOU]
1 = SEQUENCE:issuerOUpair
[issuerOUpair]
type = OID:2.5.4.11
value = PRINTABLESTRING:07
[issuerCN]
1 = SEQUENCE:issuerCNpair
[issuerCNpair]
type = OID:2.5.4.3
value = PRINTABLESTRING:Z9
[validity]
from = UTCTIME:200101000000Z
to = UTCTIME:291231235959Z
[subject]
1 = SET:subjectCN
2 = SET:subjectOU
3 = SET:subjectUID
[subjectCN]
1 = SEQUENCE:subjectCNpair
[subjectCNpair]
type = OID:2.5.4.3
value = UTF8:OPENSSL TEST KEY
[subjectOU]
1 = SEQUENCE:subjectOUpair
[subjectOUpair]
type = OID:2.5.4.11
value = UTF8:02
[subjectUID]
1 = SEQUENCE:subjectUIDpair
[subjectUIDpair]
type = OID:2.5.4.45
value = FORMAT:HEX,BITSTRING:90B3D51F30010000
[spki]
algorithm = SEQUENCE:spkialg
point = FORMAT:HEX,BITSTRING:$(point openssl.key.pem)
[spkialg]
type = OID:1.2.840.10045.2.1
curve = OID:1.2.840.10045.3.1.7
[extensions]
1 = SEQUENCE:ku
2 = SEQUENCE:ski
3 = SEQUENCE:policies
4 = SEQUENCE:aki
[ku]
id = OID:2.5.29.15
critical = BOOLEAN:TRUE
value = OCTWRAP,FORMAT:BITLIST,BITSTRING:0
[ski]
id = OID:2.5.29.14
value = OCTWRAP,FORMAT:HEX,OCTETSTRING:$(keyid openssl.key.pem)
[policies]
id = OID:2.5.29.32
critical = BOOLEAN:TRUE
value = OCTWRAP,SEQUENCE:policyList
[policyList]
1 = SEQUENCE:policy
[policy]
id = OID:1.2.826.0.1.8641679.1.2.1.4
[aki]
id = OID:2.5.29.35
value = OCTWRAP,SEQUENCE:akiBody
[akiBody]
keyid = IMPLICIT:0,FORMAT:HEX,OCTETSTRING:$(keyid issuer.key.pem)
END

{ echo "asn1 = SEQUENCE:tbs"; echo "[tbs]"; cat tbs.section sections; } >tbs.conf
openssl asn1parse -genconf tbs.conf -noout -out tbs.der
signature=$(openssl dgst -sha256 -sign issuer.key.pem tbs.der | od -An -v -tx1 | tr -d ' \n')

{
	echo "asn1 = SEQUENCE:certificate"
	echo "[certificate]"
	echo "tbs = SEQUENCE:tbs"
	echo "algorithm = SEQUENCE:ecdsa"
	echo "signature = FORMAT:HEX,BITSTRING:$signature"
	echo "[tbs]"
	cat tbs.section sections
} >certificate.conf
openssl asn1parse -genconf certificate.conf -noout -out certificate.der
openssl x509 -inform DER -in certificate.der -out openssl.pem
rm -f tbs.section sections tbs.conf tbs.der certificate.conf certificate.der issuer.key.pem
