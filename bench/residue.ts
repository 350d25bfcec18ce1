/**
 * How fast storage is scanned for credentials, beside `grep -F -c` with the same needles on the same file in the same run. The file lies in a
 * temporary folder, is as large as the first argument says (MiB, default 1024), and is removed.
 */
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Credential, formsOf } from '../harness/residue/credentials.ts';
import { scan } from '../harness/residue/scan.ts';
import { prepareSearch } from '../harness/residue/search.ts';
import { Sieve } from '../harness/residue/sieve.ts';
import { readFile } from '../harness/residue/sources.ts';
import { createAuthority } from '../simulators/pki/authority.ts';
import { generateKeyPair } from '../simulators/pki/keys.ts';
import { monotonicNow } from '../simulators/wire/clock.ts';

const MIB = 1024 * 1024;
const LARGEST_MIB = 4096;
const TIMEOUT_MS = 600_000;

const [, , written = '1024'] = process.argv;
const size = Number(written);
if (!Number.isInteger(size) || size < 1 || size > LARGEST_MIB) {
  throw new Error(`the size is a whole number of MiB from 1 to ${LARGEST_MIB}, not "${written}"`);
}

const credentials = await credentialsOfAnInvoker();
const forms = credentials.flatMap((one, credential) => formsOf(one).map((form) => ({ ...form, credential })));
// grep takes lines: a needle with a line end would be two.
const lines = forms.filter(({ bytes }) => !bytes.includes(0x0a) && !bytes.includes(0x00));

const folder = await mkdtemp(join(tmpdir(), 'residue-bench-'));
try {
  const file = join(folder, 'store');
  await writeStore(file, size);
  const needles = join(folder, 'needles');
  await writeFile(needles, Buffer.concat(lines.flatMap(({ bytes }) => [bytes, Buffer.from('\n')])));

  // Reading it once puts it into the page cache for everybody.
  spawnSync('cat', [file], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ours = await timed(async () => {
    let found = 0;
    const sieve = new Sieve(prepareSearch(lines));
    sieve.begin(() => {
      found += 1;
    });
    const problem = await readFile(file, sieve, () => TIMEOUT_MS);
    return problem ?? `${found} finds`;
  });
  const greps = await timed(async () => {
    const grep = ['-a', '-F', '-c', '-f', needles, file];
    const { status, stdout } = spawnSync('grep', grep, { env: { ...process.env, LC_ALL: 'C' }, timeout: TIMEOUT_MS });
    return status === 0 || status === 1 ? `${String(stdout).trim()} lines` : `failed, status ${status}`;
  });
  const whole = await timed(async () => {
    const places = [{ path: file }];
    const residues = await scan({ credentials, places, folder, timeoutMs: TIMEOUT_MS });
    return `${residues.flatMap((residue) => residue.places).length} places`;
  });

  tell(`search, ${lines.length} needles`, ours);
  tell(`grep -F -c, ${lines.length} needles`, greps);
  tell(`scan, all ${forms.length} forms`, whole);
  console.log(`search ÷ grep: ${(ours.ms / greps.ms).toFixed(2)} (under 1: faster than grep)`);
  console.log(`peak RSS: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function credentialsOfAnInvoker(): Promise<Credential[]> {
  const authority = await createAuthority('Bench CA');
  const { publicKey, privateKey } = await generateKeyPair();
  const { certificate } = await authority.issue({ publicKey, commonName: 'INVbench', hosts: ['127.0.0.1'] });
  const part = () => randomBytes(90).toString('base64url');
  return [
    { kind: 'api-invoker-id', value: `INV${randomBytes(6).toString('hex')}` },
    { kind: 'certificate', value: certificate },
    { kind: 'private-key', value: privateKey },
    { kind: 'onboard-secret', value: randomBytes(16).toString('hex') },
    { kind: 'aefpsk', value: randomBytes(32) },
    { kind: 'access-token', value: `${part()}.${part()}.${part()}` },
  ];
}

/** Half of it noise, as in a database or a heap; half lines of text with keys and certificates of others, as in logs and dumps. */
async function writeStore(path: string, mib: number): Promise<void> {
  const file = await open(path, 'wx');
  try {
    for (let written = 0; written < mib; written += 1) {
      const noise = randomBytes(MIB / 2);
      const line = (index: number) => {
        const key = createHash('sha512').update(`${written} ${index}`).digest();
        return `2026-01-01T00:00:00Z info invoker INV${key.toString('hex', 0, 6)} {"token":"${key.toString('base64url')}","key":"${key.toString('hex')}"}\n`;
      };
      const text = Array.from({ length: 1900 }, (_, index) => line(index)).join('');
      // A credential in each of a thousand stores would be a find in none of a million lines: one is enough to see that it works.
      const planted = written === 0 ? (lines[0]?.bytes ?? Buffer.alloc(0)) : Buffer.alloc(0);
      await file.write(Buffer.concat([noise, Buffer.from('\n'), planted, Buffer.from('\n'), Buffer.from(text)], MIB));
    }
  } finally {
    await file.close();
  }
}

async function timed(work: () => Promise<string>): Promise<{ ms: number; result: string }> {
  const began = monotonicNow();
  const result = await work();
  return { ms: (monotonicNow() - began) / 1000, result };
}

function tell(what: string, { ms, result }: { ms: number; result: string }): void {
  console.log(
    `${what.padEnd(28)} ${(ms / 1000).toFixed(2).padStart(7)} s  ${Math.round((size / ms) * 1000)} MiB/s  ${result}`,
  );
}
