import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InvokerCredentials } from '../../../../simulators/invoker/state.ts';
import { CredentialFiles } from '../../../../simulators/invoker/storage.ts';
import { expect, test } from '../../../support/test.ts';

const api = { apiName: 'hello', apiId: 'API1', aefId: 'AEF1', host: '127.0.0.1', port: 1, methods: ['PSK'] as const };
const full: InvokerCredentials = {
  identity: {
    apiInvokerId: 'INV1',
    onboardingId: 'ONB1',
    resource: '/x/ONB1',
    apiInvokerPublicKey: 'PEM',
    notificationDestination: 'https://invoker.invalid/',
  },
  certificate: { certificate: 'CERTIFICATE', key: 'KEY' },
  onboardingSecret: 'secret',
  context: [{ api, method: 'PSK' }],
  aefPsks: new Map([
    ['AEF1', Buffer.alloc(32, 1)],
    ['../AEF2', Buffer.alloc(32, 2)],
  ]),
  accessToken: 'token',
};
const NOTHING: InvokerCredentials = { context: [], aefPsks: new Map() };

let folder: string;
let files: CredentialFiles;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'invoker-'));
  files = new CredentialFiles(join(folder, 'own'), () => new Map());
});
test.afterEach(() => rmSync(folder, { recursive: true }));

function stored(): Record<string, string> {
  const names = readdirSync(join(folder, 'own')).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, 'own', name), 'utf8')]));
}

test('each credential has its file, for its owner alone, and no file leaves the folder', () => {
  files.save(full);
  const { 'invoker.json': identity, 'security-context.json': context, ...rest } = stored();
  expect(JSON.parse(identity ?? '')).toEqual(full.identity);
  expect(JSON.parse(context ?? '')).toEqual([{ aefId: 'AEF1', apiId: 'API1', apiName: 'hello', method: 'PSK' }]);
  expect(rest).toEqual({
    'access-token.jwt': 'token',
    'aefpsk-..%2FAEF2': '02'.repeat(32),
    'aefpsk-AEF1': '01'.repeat(32),
    'certificate.pem': 'CERTIFICATE',
    'onboarding-secret': 'secret',
    'private-key.pem': 'KEY',
  });
  for (const name of Object.keys(stored())) expect(statSync(join(folder, 'own', name)).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'own')).mode & 0o777).toBe(0o700);
  expect(readdirSync(folder)).toEqual(['own']);
});

test('what is held no longer has no file; what is not ours stays', () => {
  files.save(full);
  writeFileSync(join(folder, 'own', 'notes.txt'), 'mine');
  files.save({ ...NOTHING, accessToken: 'newer' });
  expect(stored()).toEqual({ 'access-token.jwt': 'newer', 'notes.txt': 'mine' });
  files.save(NOTHING);
  expect(stored()).toEqual({ 'notes.txt': 'mine' });
});

test('the files of an earlier invoker are gone, and a file that was readable by others is not any more', () => {
  files.save(NOTHING);
  writeFileSync(join(folder, 'own', 'aefpsk-AEF9'), 'old', { mode: 0o644 });
  writeFileSync(join(folder, 'own', 'access-token.jwt'), 'old', { mode: 0o644 });
  files.save({ ...NOTHING, accessToken: 'token' });
  expect(stored()).toEqual({ 'access-token.jwt': 'token' });
  expect(statSync(join(folder, 'own', 'access-token.jwt')).mode & 0o777).toBe(0o600);
});

test('stray files take each line once and are deleted by nobody', () => {
  const logging = new CredentialFiles(join(folder, 'own'), ({ accessToken }) =>
    accessToken === undefined ? new Map() : new Map([['log', accessToken]]),
  );
  for (const accessToken of ['one', 'one', 'two', undefined]) logging.save({ ...NOTHING, accessToken });
  expect(stored()).toEqual({ log: 'one\ntwo\n' });
  expect(statSync(join(folder, 'own', 'log')).mode & 0o777).toBe(0o600);
});
