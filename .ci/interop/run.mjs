// Reads a whole run as an outsider would: with the published schemas, the
// certificates in PEM, and other people's code. ajv judges each file against
// its schema, npm's jose verifies each trailer and opens each content key,
// Node's own crypto opens each sealed value.
//
//   node run.mjs RUN KEYS SCHEMAS
//
// Writes one JSON object to standard output: for each file what was found, and
// for each control whether the check that it is for can fail at all.
import { createDecipheriv, createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import * as jose from 'jose';

const [runFolder, keyFolder, schemaFolder] = process.argv.slice(2);
const ajv = new Ajv({ allErrors: true, strict: true });

const certificates = new Map(); // by Certificate ID
const privateKeys = new Map();
for (const name of readdirSync(keyFolder)) {
  const stem = name.match(/^(.+)\.cert\.pem$/)?.[1];
  if (stem === undefined) continue;
  const certificate = new X509Certificate(readFileSync(join(keyFolder, name)));
  const issuer = certificate.issuer.match(/CN=([A-Za-z0-9-]+)/)[1];
  const id = `${issuer}:${certificate.serialNumber.replace(/^0+/, '')}`;
  certificates.set(id, certificate);
  try {
    privateKeys.set(id, createPrivateKey(readFileSync(join(keyFolder, `${stem}.key.pem`))));
  } catch (e) {
    if (e.code !== 'ENOENT') throw e; // the authority's key is not given out
  }
}

const validators = new Map(); // by file type
function validator(type) {
  if (!validators.has(type)) {
    const path = join(schemaFolder, `${type.toLowerCase()}.schema.json`);
    validators.set(type, ajv.compile(JSON.parse(readFileSync(path, 'utf8'))));
  }
  return validators.get(type);
}

// recordsOf finds the array that lies between header and trailer.
const recordsOf = (doc) => Object.entries(doc).find(([name]) => name !== 'header' && name !== 'trailer')[1];

// Copies of a document that no schema may accept, each wrong in one place.
const mutants = {
  'header without sequence': (d) => delete d.header.sequence,
  'unknown field in the header': (d) => { d.header.surprise = true; },
  'another file type': (d) => { d.header.fileType = 'XYZ'; },
  'sender is no EUI-64': (d) => { d.header.sender = d.header.sender.slice(1); },
  'record count is text': (d) => { d.trailer.recordCount = String(d.trailer.recordCount); },
  'unknown field in a record': (d) => { recordsOf(d)[0].surprise = 1; },
  'record is no object': (d) => { recordsOf(d)[0] = null; },
  'trailer without signature': (d) => delete d.trailer.signature,
  'unknown top-level name': (d) => { d.appendix = {}; },
};

async function verify(jws, payload) {
  const { kid } = jose.decodeProtectedHeader(jws);
  const { payload: signed } = await jose.compactVerify(jws, certificates.get(kid).publicKey, { algorithms: ['ES256'] });
  return JSON.stringify(JSON.parse(Buffer.from(signed).toString())) === JSON.stringify(payload);
}

async function contentKey(header) {
  const { plaintext } = await jose.compactDecrypt(header.contentKey, privateKeys.get(header.recipientCertificateID), {
    keyManagementAlgorithms: ['ECDH-ES'], contentEncryptionAlgorithms: ['A128GCM'],
  });
  return plaintext;
}

function open(key, associated, sealed) {
  const raw = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-128-gcm', key, raw.subarray(0, 12));
  decipher.setAAD(Buffer.from(associated.join('|'), 'utf8'));
  decipher.setAuthTag(raw.subarray(raw.length - 16));
  return decipher.update(raw.subarray(12, raw.length - 16), undefined, 'utf8') + decipher.final('utf8');
}

// fails reports whether a check that has to fail does.
async function fails(check) {
  try {
    return (await check()) === false;
  } catch {
    return true;
  }
}

// openAll opens every sealed value of a MEF. What is reported is whether each
// is what it should be, never the value.
async function openAll(doc, controls) {
  const { sender, sequence, groupID } = doc.header;
  const key = await contentKey(doc.header);
  const answer = { keyLength: key.length, opened: 0, malformed: [] };
  for (const { installationID, devices } of doc.installations) {
    for (const { deviceID, sealed } of devices) {
      const text = open(key, [sender, sequence, groupID, installationID, deviceID], sealed);
      answer.opened++;
      const keys = JSON.parse(text);
      const wellFormed = Object.keys(keys).join() === 'masterKey,installCode,authenticationKey,encryptionKey'
        && Object.values(keys).every((v) => /^([0-9a-f]{2})+$/.test(v))
        && [keys.masterKey, keys.authenticationKey, keys.encryptionKey].every((v) => v.length === 32);
      if (!wellFormed) answer.malformed.push(deviceID);
      for (const [what, moved] of Object.entries({
        'sealed value moved to another sender': ['90-B3-D5-1F-30-FF-FF-FF', sequence, groupID, installationID, deviceID],
        'sealed value moved to another sequence': [sender, sequence + 1, groupID, installationID, deviceID],
        'sealed value moved to another group': [sender, sequence, 'ZZ', installationID, deviceID],
        'sealed value moved to another installation': [sender, sequence, groupID, 'I-ZZ', deviceID],
        'sealed value moved to another device': [sender, sequence, groupID, installationID, '90-B3-D5-1F-30-FF-FF-FF'],
      })) {
        controls.push([what, await fails(() => open(key, moved, sealed))]);
      }
    }
  }
  return answer;
}

async function examine(file) {
  const bytes = readFileSync(join(runFolder, file));
  const doc = JSON.parse(bytes.toString());
  const { digest, recordCount, signature } = doc.trailer;
  const validate = validator(doc.header.fileType);
  const before = bytes.subarray(0, bytes.lastIndexOf('"trailer"'));
  const controls = [];
  const answer = {
    file, fileType: doc.header.fileType, digest, recordCount, records: recordsOf(doc).length,
    schemaErrors: validate(doc) ? [] : validate.errors.map((e) => `${e.instancePath} ${e.message}`),
    digestMatches: digest === `sha-256:${createHash('sha256').update(before).digest('hex')}`,
    signatureVerifies: await verify(signature, { digest, recordCount }),
    controls,
  };
  for (const [what, spoil] of Object.entries(mutants)) {
    const copy = structuredClone(doc);
    spoil(copy);
    controls.push([what, !validate(copy)]);
  }
  const [head, , mark] = signature.split('.');
  const forged = Buffer.from(JSON.stringify({ digest, recordCount: recordCount + 1 })).toString('base64url');
  controls.push(['payload that was not signed', await fails(() => verify([head, forged, mark].join('.'), { digest, recordCount: recordCount + 1 }))]);
  if (doc.header.contentKey !== undefined) answer.sealed = await openAll(doc, controls);
  return answer;
}

const files = readdirSync(runFolder, { recursive: true }).map(String)
  .filter((name) => /(^manifest|\/[A-Z-]+_[^/]*)\.json$/.test(name) && !name.endsWith('.receipt.json')).sort();
const answers = [];
for (const file of files) answers.push(await examine(file));
process.stdout.write(JSON.stringify(answers));
