/** What a person is told about a wrong target file: every line as it is printed. */
import { expect, test } from '../../../support/test.ts';
import { ENV, EXAMPLE, read } from './example.ts';

const claims = (text: string) => `${EXAMPLE}claims: { ${text} }\n`;
const timing = (text: string) => `${EXAMPLE}timing: { ${text} }\n`;
const ccfWithout = (from: string, to = '') => EXAMPLE.replace(from, to);
const other = (role: string, more = '') => `name: X\nrole: ${role}\n${more}`;
const url = (capif: string) => EXAMPLE.replace('https://ccf.acme.example:443', capif);

const WRONG: [text: string, ...problems: string[]][] = [
  // keys
  [ccfWithout('name: Acme CCF\n'), '1:1 name: is missing; add name: "Acme CCF 2.1"'],
  [ccfWithout('endpoints:', 'endpoint:'), '3:1 unknown key "endpoint"; did you mean "endpoints"?'],
  [claims('editon: published'), '8:11 unknown key "editon"; did you mean "edition"?'],
  [
    ccfWithout('  onboardingCredential', '  onboardCredential'),
    '6:3 unknown key "onboardCredential"; did you mean "onboardingCredential"?',
  ],
  [other('reference', 'hooks: { strat: { exec: go } }'), '3:10 unknown key "strat"; did you mean "start"?'],
  [ccfWithout('ccf\n', 'cff\n'), '2:7 role: cannot be "cff"; known: ccf, aef, invoker, reference'],
  [`${EXAMPLE}dialect: open-capif\n`, '8:10 unknown dialect "open-capif"; did you mean "opencapif"?'],
  // what a role needs, and what it has no use for
  [
    'name: X\nrole: ccf\n',
    '1:1 endpoints.capif: is missing, and role ccf needs it; add capif: https://ccf.acme.example:443',
    '1:1 trust.ca: is missing, and role ccf needs it; add ca: ./acme-ca.pem',
    `1:1 identity.onboardingCredential: is missing, and role ccf needs it; add onboardingCredential: "\${ACME_ONBOARD_TOKEN}"`,
    `1:1 identity.registrationCredential: is missing, and role ccf needs it; add registrationCredential: "\${ACME_REGISTER_SECRET}"`,
  ],
  [
    ccfWithout('  registrationCredential: register-me-please\n'),
    `5:1 identity.registrationCredential: is missing, and role ccf needs it; add registrationCredential: "\${ACME_REGISTER_SECRET}"`,
  ],
  [
    other('aef'),
    '1:1 hooks.start: is missing, and role aef needs it (or endpoints.serviceApi); add start: { exec: ./acme.sh }',
  ],
  [other('invoker'), '1:1 hooks.trigger: is missing, and role invoker needs it; add trigger: { exec: ./acme.sh }'],
  [other('reference', 'storage: [{ exec: dump }]\n'), '3:10 storage: has no meaning for role reference; remove it'],
  [
    other('reference', 'dialect: capifcore\n'),
    '3:10 dialect: the built-in nodes speak ts29222, not capifcore; remove it',
  ],
  [
    other('invoker', 'hooks: { trigger: { exec: go } }\ndialect: capifcore\n'),
    '4:10 dialect: role invoker is tested with a CAPIF core function that speaks ts29222 or opencapif, not capifcore; remove it',
  ],
  [
    other('aef', 'hooks: { start: { exec: go } }\ndialect: opencapif\n'),
    '4:10 dialect: role aef is tested with a CAPIF core function that speaks ts29222, not opencapif; remove it',
  ],
  // what a dialect needs, and what it has no use for
  [
    `${EXAMPLE}dialect: opencapif\n`,
    `5:1 identity.provider.register: is missing, and dialect opencapif needs it; add register: "https://register.example:8084"`,
    `5:1 identity.provider.username: is missing, and dialect opencapif needs it; add username: "\${OPENCAPIF_USER}"`,
    `5:1 identity.provider.password: is missing, and dialect opencapif needs it; add password: "\${OPENCAPIF_PASSWORD}"`,
    '6:25 identity.onboardingCredential: has no meaning for dialect opencapif; remove it',
    '7:27 identity.registrationCredential: has no meaning for dialect opencapif; remove it',
  ],
  [
    `${EXAMPLE}dialect: capifcore\n`,
    '6:25 identity.onboardingCredential: has no meaning for dialect capifcore; remove it',
    '7:27 identity.registrationCredential: has no meaning for dialect capifcore; remove it',
  ],
  [
    other('aef', 'endpoints: { serviceApi: https://aef:1, capif: https://ccf:1 }\n'),
    '3:48 endpoints.capif: has no meaning for role aef; remove it',
  ],
  [
    other('aef', 'endpoints: { serviceApi: https://aef:1, notificationDestination: http://aef:2/n }\n'),
    '3:66 endpoints.notificationDestination: plain http needs claims.capif3: nds-ip; claim it, or use https',
  ],
  // values
  [
    url('http://ccf'),
    '3:21 endpoints.capif: must be an https URL, saw "http://ccf"; write e.g. capif: https://ccf.acme.example:443',
  ],
  [
    url('ccf:443'),
    '3:21 endpoints.capif: must be an https URL, saw "ccf:443"; write e.g. capif: https://ccf.acme.example:443',
  ],
  [
    url('https://me:mine@ccf'),
    '3:21 endpoints.capif: must have no user name, password, query or fragment; write e.g. capif: https://ccf.acme.example:443',
  ],
  [timing('quiet: 5'), '8:18 timing.quiet: expected text, saw 5; write e.g. quiet: 5s'],
  [
    timing('quiet: 5 sec'),
    '8:18 timing.quiet: must be a number with a unit (ms, s, m), saw "5 sec"; write e.g. quiet: 5s',
  ],
  [timing('quiet: 0s'), '8:18 timing.quiet: must be more than nothing and at most 10m, saw "0s"; write e.g. quiet: 5s'],
  [
    timing('quiet: 11m'),
    '8:18 timing.quiet: must be more than nothing and at most 10m, saw "11m"; write e.g. quiet: 5s',
  ],
  [claims('methods: []'), '8:20 claims.methods: is empty; write e.g. methods: [psk, oauth]'],
  [claims('methods: [psk, psk]'), '8:20 claims.methods: names something twice; write e.g. methods: [psk, oauth]'],
  [claims('methods: [tls]'), '8:21 claims.methods[0]: cannot be "tls"; known: psk, pki, oauth'],
  [claims('http: [h3]'), '8:18 claims.http[0]: cannot be "h3"; known: h2, http/1.1'],
  [claims('crl: true'), '8:16 claims.crl: cannot be true; known: false'],
  [claims('crl: crl.pem'), '8:16 claims.crl: must be a URL, a path such as /crl, or false; saw "crl.pem"'],
  [claims('retention: "true"'), '8:22 claims.retention: expected true or false, saw "true"'],
  [
    claims('pskIdentity: "{invokerId}"'),
    '8:24 claims.pskIdentity: fills in {apiInvokerId} only, saw "{invokerId}"; write e.g. pskIdentity: "{apiInvokerId}"',
  ],
  [
    claims('interfaceInformation: "{port}"'),
    '8:33 claims.interfaceInformation: must contain {host}, saw "{port}"; write e.g. interfaceInformation: "{host}:{port}"',
  ],
  [
    other('aef', 'hooks: { start: ./go }\n'),
    '3:17 hooks.start: expected a mapping, saw text; write e.g. start: { exec: ./acme.sh }',
  ],
  [
    other('aef', 'hooks: { start: {} }\n'),
    '3:17 hooks.start: needs exactly one of exec, http; write e.g. start: { exec: ./acme.sh }',
  ],
  [
    other('aef', 'hooks: { start: { exec: go }, invoke: { http: { url: lab } } }\n'),
    '3:54 hooks.invoke.http.url: must be an https or http URL, saw text; write e.g. url: http://lab.example:9000/invoke',
  ],
  // a secret one level too high, or at a wrong key: never repeated
  [
    ccfWithout('identity:\n', 'identity:\n  provider: LEAKME\n'),
    '6:13 identity.provider: expected a mapping, saw text',
  ],
  [`${EXAMPLE.split('identity:')[0]}identity: LEAKME\n`, '5:11 identity: expected a mapping, saw text'],
  [
    ccfWithout(`trust: { ca: "\${CA}" }`, 'trust: LEAKME'),
    '4:8 trust: expected a mapping, saw text; write e.g. trust: { ca: ./acme-ca.pem }',
  ],
  [`${EXAMPLE}hooks: LEAKME\n`, '8:8 hooks: expected a mapping, saw text'],
  [
    `${EXAMPLE}hooks: { onboard: { exec: a, timeout: LEAKME } }\n`,
    '8:39 hooks.onboard.timeout: must be a number with a unit (ms, s, m), saw text; write e.g. timeout: 5s',
  ],
  [
    `${EXAMPLE}hooks: { onboard: { http: { method: LEAKME, url: "http://a" } } }\n`,
    '8:37 hooks.onboard.http.method: cannot be text; known: POST, PUT, PATCH, DELETE',
  ],
  [
    `${EXAMPLE}storage: [{ path: a, exec: b }]\n`,
    '8:11 storage[0]: needs exactly one of path, exec, pid; write e.g. { path: /var/lib/acme }',
  ],
  [`${EXAMPLE}storage: [{ pid: 0 }]\n`, '8:18 storage[0].pid: expected a whole number from 1 to 4194304, saw 0'],
  [claims('tls: [1.1]'), '8:17 claims.tls[0]: cannot be 1.1; known: 1.2, 1.3'],
  // placeholders
  [
    ccfWithout(`\${TOKEN}`, `\${TOKN}`),
    '6:25 identity.onboardingCredential: the environment variable TOKN is not set; set it to what this key needs',
  ],
  [
    ccfWithout(`\${TOKEN}`, `\${EMPTY}`),
    '6:25 identity.onboardingCredential: the environment variable EMPTY is empty; set it to what this key needs',
  ],
  [
    ccfWithout(`\${TOKEN}`, `\${TOKEN:-x}`),
    `6:25 identity.onboardingCredential: a placeholder is written \${NAME}, with a variable's name alone; write $\${ for \${ itself`,
  ],
  [
    ccfWithout('register-me-please', `"\${TOKEN"`),
    `7:27 identity.registrationCredential: a placeholder is written \${NAME}, with a variable's name alone; write $\${ for \${ itself`,
  ],
  [
    `${EXAMPLE}"odd\\nkey": { a: ["\${TOKN}"] }\n`,
    '8:19 ["odd key"].a[0]: the environment variable TOKN is not set; set it to what this key needs',
  ],
  // YAML
  ['', '1:1 is empty; a mapping of keys is expected'],
  [`${EXAMPLE}name: Again\n`, '8:1 this key is there twice; keep one'],
];
for (const [text, ...problems] of WRONG) {
  test(`told: ${problems.join(' · ')}`, () => {
    expect(read(text, { ...ENV, EMPTY: '' })).toEqual(problems.map((problem) => `targets/x.yaml:${problem}`));
  });
}

test('a secret of the wrong kind is not repeated', () => {
  for (const secret of ['[hunter2]', '{ hunter2: hunter2 }', '""']) {
    const text = EXAMPLE.replace('register-me-please', secret);
    expect(JSON.stringify(read(text))).toContain(
      `registrationCredential: "\${ACME_REGISTER_SECRET}"`.replaceAll('"', '\\"'),
    );
    expect(JSON.stringify(read(text))).not.toContain('hunter2');
  }
  const withPassword = url('ftp://me:hunter2@ccf');
  expect(JSON.stringify(read(withPassword))).not.toContain('hunter2');
});
