import fc from 'fast-check';
import type { WrittenTarget } from '../../../../harness/target/schema.ts';
import { targetToYaml } from '../../../../harness/target/write.ts';
import { expect, test } from '../../../support/test.ts';
import { CA, readRight } from './example.ts';

const written = (secret: string): WrittenTarget => ({
  name: 'reference CCF',
  role: 'ccf',
  endpoints: { capif: 'https://127.0.0.1:4433', onboarding: 'https://127.0.0.1:4434' },
  trust: { ca: CA },
  identity: { onboardingCredential: secret, registrationCredential: 'register-me-please' },
  claims: { crl: '/ccf/crl', retention: true },
  timing: { teardown: '300ms' },
});

test('what is written can be loaded, and is what was given', () => {
  expect(readRight(targetToYaml(written('onboard-me-please')), {})).toMatchObject({
    name: 'reference CCF',
    role: 'ccf',
    endpoints: { capif: 'https://127.0.0.1:4433', onboarding: 'https://127.0.0.1:4434' },
    trust: { ca: [CA] },
    identity: { onboardingCredential: 'onboard-me-please' },
    claims: { crl: '/ccf/crl', retention: true },
    timing: { teardown: 300, quiet: 500 },
  });
});

test('what is undefined is left out', () => {
  expect(targetToYaml({ ...written('x'), hooks: undefined, storage: undefined })).not.toMatch(/hooks|storage/);
});

test('one object in two places is written twice, since aliases are not read', () => {
  const hook = { exec: 'go' };
  const text = targetToYaml({ name: 'X', role: 'aef', hooks: { start: hook, invoke: hook } });
  expect(readRight(text).hooks).toMatchObject({ start: hook, invoke: hook });
});

test('a credential of any characters comes back as it was', () => {
  const credential = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.constantFrom(`\${A}`, `$\${`, 'no', '12', '- a', ' '),
  );
  fc.assert(
    fc.property(credential, (secret) => {
      const target = readRight(targetToYaml(written(secret)), {});
      return target.role === 'ccf' && target.identity.onboardingCredential === secret;
    }),
    { numRuns: 200 },
  );
});
