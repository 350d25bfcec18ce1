import { writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import fc from 'fast-check';
import { TargetProblem } from '../../../../harness/target/load.ts';
import { expect, test } from '../../../support/test.ts';
import { CA, ENV, EXAMPLE, load, read, readRight } from './example.ts';
import { SINGLE_LINE, yamlTexts } from './yaml/yaml-texts.ts';

test('a target of role ccf is read, with a default for all that it does not say', () => {
  expect(readRight(EXAMPLE)).toEqual({
    file: 'targets/x.yaml',
    folder: '/srv/targets',
    name: 'Acme CCF',
    role: 'ccf',
    dialect: 'ts29222',
    endpoints: { capif: 'https://ccf.acme.example:443', onboarding: 'https://ccf.acme.example:443' },
    trust: { ca: [CA], verify: 'host', servername: undefined },
    identity: {
      onboardingCredential: 'onboard-me-please',
      registrationCredential: 'register-me-please',
      provider: {},
    },
    listen: { host: '127.0.0.1', advertise: '127.0.0.1' },
    identify: true,
    claims: {
      edition: 'change-1',
      methods: ['psk', 'pki', 'oauth'],
      onboardSecret: true,
      retention: false,
      sessionResumption: true,
      crl: false,
      ocsp: false,
      tokens: 'any',
      aefpsk: 'annex-a',
      pskIdentity: '{apiInvokerId}',
      interfaceInformation: '{host}:{port}',
      capif3: 'mutual-tls',
      enrolment: 'csr',
      tls: ['1.2', '1.3'],
      http: ['http/1.1'],
    },
    timing: { teardown: 5000, notification: 5000, deletion: 2000, quiet: 500, answer: 5000 },
    hooks: {},
    storage: [],
    secrets: ['onboard-me-please'],
  });
});

test('durations are read in milliseconds, whatever their unit', () => {
  const { timing } = readRight(`${EXAMPLE}timing: { teardown: 1.5s, notification: 2m, quiet: 250ms }\n`);
  expect(timing).toMatchObject({ teardown: 1500, notification: 120_000, quiet: 250, deletion: 2000 });
});

test('what the file takes from the environment is a secret, except where it is an address, a name or a CA', () => {
  const env = { ...ENV, HOST: 'lab.acme.example', PW: 'S3cr3t-Hook-Passw0rd', PIN: '1234567', DUMP: '/var/dumps' };
  const hooks = `hooks: { trigger: { exec: "ssh \${HOST} offboard \${PW} \${PIN}" }, invoke: { http: { url: "http://a:\${PW}@b" } } }`;
  const others = `listen: { host: "\${HOST}" }\nstorage: [{ path: "\${DUMP}" }, { exec: "dump \${TOKEN} \${OTHER}" }]`;
  const { secrets } = readRight(`${EXAMPLE}${hooks}\n${others}\n`, { ...env, OTHER: ' other-secret\n' });
  expect([...secrets].sort()).toEqual(['S3cr3t-Hook-Passw0rd', 'onboard-me-please', 'other-secret']);
});

test('TLS versions may be written without quotes', () => {
  expect(readRight(`${EXAMPLE}claims: { tls: [1.3] }\n`).claims.tls).toEqual(['1.3']);
});

test('a slash at the end of an apiRoot is dropped, a prefix is kept', () => {
  const text = EXAMPLE.replace('https://ccf.acme.example:443', 'https://ccf.acme.example/gw/capif/');
  expect(readRight(text)).toMatchObject({ endpoints: { capif: 'https://ccf.acme.example/gw/capif' } });
});

test('what is advertised is what is listened on, unless it is said', () => {
  const listening = (listen: string) => readRight(`${EXAMPLE}listen: ${listen}\n`).listen;
  expect(listening('{ host: 127.0.0.2 }')).toEqual({ host: '127.0.0.2', advertise: '127.0.0.2' });
  const elsewhere = { host: '0.0.0.0', advertise: 'lab.example' };
  expect(listening('{ host: 0.0.0.0, advertise: lab.example }')).toEqual(elsewhere);
});

test('hooks and storage are read; paths count from the folder of the file', () => {
  const target = readRight(
    `name: Acme AEF
role: aef
hooks:
  start: { exec: ./start.sh, timeout: 1m }
  invoke: { http: { url: "http://lab:9000/invoke" } }
storage: [{ path: data }, { path: /var/lib/acme }, { exec: dump }, { pid: "\${PID}" }, { pid: 7 }]
`,
    { PID: '4711' },
  );
  expect(target.hooks).toEqual({
    start: { exec: './start.sh', timeout: 60_000 },
    invoke: { http: { method: 'POST', url: 'http://lab:9000/invoke' }, timeout: 30_000 },
  });
  expect(target.storage).toEqual([
    { path: '/srv/targets/data' },
    { path: '/var/lib/acme' },
    { exec: 'dump' },
    { pid: 4711 },
    { pid: 7 },
  ]);
});

test('an AEF, an API invoker and the reference nodes need little', () => {
  expect(readRight('name: A\nrole: aef\nendpoints: { serviceApi: https://aef:1/ }\n')).toMatchObject({
    role: 'aef',
    endpoints: { serviceApi: 'https://aef:1', notificationDestination: undefined },
    trust: undefined,
  });
  expect(readRight('name: I\nrole: invoker\nhooks: { trigger: { exec: go } }\n').role).toBe('invoker');
  expect(readRight('name: R\nrole: reference\n').role).toBe('reference');
});

test('the target of the built-in nodes is right', () => {
  expect(load('targets/reference.yaml', {})).toMatchObject({ name: 'built-in reference nodes', role: 'reference' });
});

test('a file that is not there is told without a stack', () => {
  const path = test.info().outputPath('absent.yaml');
  const problem = new TargetProblem([{ file: 'x.yaml', line: 1, column: 2, message: 'is wrong' }]);
  expect(problem.stack).toBe('x.yaml:1:2 is wrong');
  expect(load(path)).toEqual([
    `${relative(process.cwd(), path)} cannot be read (ENOENT); a target file is expected there, targets/template.yaml shows one`,
  ]);
});

test('a CCF whose onboard hook provisions our nodes needs no credential of theirs, and in no dialect a register service', () => {
  const text = EXAMPLE.slice(0, EXAMPLE.indexOf('identity:'));
  for (const dialect of ['ts29222', 'opencapif']) {
    expect(read(`${text}dialect: ${dialect}\n`), 'without the hook it does').toBeInstanceOf(Array);
    const target = readRight(`${text}dialect: ${dialect}\nhooks: { onboard: { exec: ./provision } }\n`);
    expect(target).toMatchObject({ role: 'ccf', dialect, hooks: { onboard: { exec: './provision' } } });
  }
});

test('a loaded file knows its name and folder', () => {
  const path = test.info().outputPath('mine.yaml');
  writeFileSync(path, EXAMPLE);
  expect(load(path)).toMatchObject({ file: relative(process.cwd(), path), folder: dirname(path) });
});

test('no text makes the reader throw anything but problems of single lines', () => {
  const words = [
    'name',
    'role',
    'ccf',
    'aef',
    'trust',
    'ca',
    'claims',
    'timing',
    'hooks',
    'exec',
    'storage',
    'identity',
  ];
  fc.assert(
    fc.property(yamlTexts(EXAMPLE, words), (text) => {
      // A folder that is not there: what the text names as a file is never found.
      const result = read(text, ENV, '/absent/folder');
      return !Array.isArray(result) || (result.length > 0 && result.every((line) => SINGLE_LINE.test(line)));
    }),
    { numRuns: 500 },
  );
});
