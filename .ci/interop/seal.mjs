// Does on behalf of a test what pkg/seal does, with other people's code: npm's
// jose for JWS and JWE, Node's own crypto for sealed values.
//
// Reads one JSON object {op, …} from standard input and writes one to standard
// output. Keys are PEM (SPKI or PKCS#8), octets are hex.
import { createDecipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as jose from 'jose';

const hex = (octets) => Buffer.from(octets).toString('hex');
const octets = (text) => new Uint8Array(Buffer.from(text, 'hex'));

const operations = {
  async verify({ jws, spki }) {
    const key = await jose.importSPKI(spki, 'ES256');
    const { payload, protectedHeader } = await jose.compactVerify(jws, key, { algorithms: ['ES256'] });
    return { payload: Buffer.from(payload).toString(), header: protectedHeader };
  },
  async sign({ pkcs8, header, payload }) {
    const key = await jose.importPKCS8(pkcs8, 'ES256');
    return { jws: await new jose.CompactSign(Buffer.from(payload)).setProtectedHeader(header).sign(key) };
  },
  async decrypt({ jwe, pkcs8 }) {
    const key = await jose.importPKCS8(pkcs8, 'ECDH-ES');
    const { plaintext, protectedHeader } = await jose.compactDecrypt(jwe, key, {
      keyManagementAlgorithms: ['ECDH-ES'],
      contentEncryptionAlgorithms: ['A128GCM'],
    });
    return { plaintext: hex(plaintext), header: protectedHeader };
  },
  async encrypt({ spki, header, plaintext }) {
    const key = await jose.importSPKI(spki, 'ECDH-ES');
    return { jwe: await new jose.CompactEncrypt(octets(plaintext)).setProtectedHeader(header).encrypt(key) };
  },
  async open({ key, aad, sealed }) {
    const raw = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv('aes-128-gcm', octets(key), raw.subarray(0, 12));
    decipher.setAAD(Buffer.from(aad, 'utf8'));
    decipher.setAuthTag(raw.subarray(raw.length - 16));
    return { plaintext: decipher.update(raw.subarray(12, raw.length - 16), undefined, 'utf8') + decipher.final('utf8') };
  },
};

const request = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(await operations[request.op](request)));
