// Judges each record of a file by its published JSON Schema with ajv. It speaks
// as the other contestants do: a line of JSON once it is ready, and one for each
// line that it reads.
//
//   node ajv.mjs '{"modules":DIR,"schema":FILE,"ref":REF,"path":FILE,"first":N,"end":N}'
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const order = JSON.parse(process.argv[2]);
const say = (reply) => process.stdout.write(`${JSON.stringify(reply)}\n`);

const Ajv = createRequire(order.modules)('ajv').default;
const ajv = new Ajv({ strict: true });
ajv.addSchema(JSON.parse(readFileSync(order.schema, 'utf8')));
const valid = ajv.getSchema(order.ref);

const blockSize = 512 << 10;
const modulus = 1n << 64n;

// lines calls each with every line between two places of the file.
function lines(each) {
  const file = openSync(order.path, 'r');
  const block = Buffer.allocUnsafe(blockSize);
  let at = order.first;
  let rest = '';
  while (at < order.end) {
    const n = readSync(file, block, 0, Math.min(blockSize, order.end - at), at);
    if (n === 0) break;
    at += n;
    const text = rest + block.latin1Slice(0, n); // records are ASCII
    let begin = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
      each(text.slice(begin, text[end - 1] === ',' ? end - 1 : end));
      begin = end + 1;
    }
    rest = text.slice(begin);
  }
  closeSync(file);
  if (rest !== '') each(rest);
}

// An MPxN counts as its digits' value with their number in the top byte. Parts
// are summed apart, since numbers are exact only up to 2^53.
function round() {
  let records = 0, meters = 0, high = 0, low = 0, digits = 0;
  lines((line) => {
    const record = JSON.parse(line);
    if (!valid(record)) throw new Error(`a record is not valid by the schema: ${ajv.errorsText(valid.errors)}`);
    records++;
    for (const { mpxn } of record.devices ?? record.meters) {
      if (mpxn === undefined) continue;
      meters++;
      digits += mpxn.length;
      high += Number(mpxn.slice(0, -7));
      low += Number(mpxn.slice(-7));
    }
  });
  const sum = ((BigInt(digits) << 56n) + BigInt(high) * 10000000n + BigInt(low)) % modulus;
  return { records, meters, sum };
}

function timed() {
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  const t = round();
  const wall = Number(process.hrtime.bigint() - start);
  const { user, system } = process.cpuUsage(cpu);
  // The sum is written as a number of 64 bits, which JSON.stringify cannot.
  process.stdout.write(`{"Wall":${wall},"CPU":${(user + system) * 1000},"Peak":${process.resourceUsage().maxRSS * 1024},`
    + `"Tally":{"Records":${t.records},"Meters":${t.meters},"Sum":${t.sum}}}\n`);
}

try {
  round();
  say({});
  for await (const _ of createInterface({ input: process.stdin })) timed();
} catch (e) {
  say({ Fault: String(e) });
}
