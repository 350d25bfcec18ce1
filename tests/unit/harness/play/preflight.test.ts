/** A CCF that wants a client certificate even at onboarding: told once, and shown the one that the target file names. */

import { preflight } from '../../../../harness/play/preflight.ts';
import { parseTarget } from '../../../../harness/target/load.ts';
import { createAuthority } from '../../../../simulators/pki/authority.ts';
import { generateKeyPair } from '../../../../simulators/pki/keys.ts';
import type { TlsVersion } from '../../../../simulators/wire/facts.ts';
import { listen } from '../../../../simulators/wire/tls-server.ts';
import { expect, test } from '../../../support/test.ts';

async function identity(authority: Awaited<ReturnType<typeof createAuthority>>, commonName: string) {
  const { publicKey, privateKey } = await generateKeyPair();
  const { certificate } = await authority.issue({ publicKey, commonName, hosts: ['127.0.0.1'] });
  return { certificate, key: privateKey };
}

/** A server that answers nothing but who asked, and its target file with this below `identity`. */
async function demanding(version: TlsVersion, client: string, env: Record<string, string>) {
  const authority = await createAuthority('Operator CA');
  const own = await identity(authority, 'tester');
  const callers: string[] = [];
  const server = await listen({
    label: 'demanding CCF',
    identity: await identity(authority, 'ccf'),
    trust: [authority.certificate],
    clientCertificate: 'required',
    minVersion: version,
    maxVersion: version,
    answer: async (_request, { facts }) => {
      callers.push(facts?.peer.by === 'certificate' ? facts.peer.subject : 'nobody');
      return new Response(null, { status: 503 });
    },
  });
  const text = `name: demanding CCF
role: ccf
endpoints: { capif: "https://127.0.0.1:${server.port}" }
trust: { ca: "\${CA}" }
identity: { ${client} onboardingCredential: onboard-me, registrationCredential: register-me }
claims: { tls: ["${version.slice(4)}"] }
`;
  const all = { ...env, CA: authority.certificate, CERTIFICATE: own.certificate, KEY: own.key };
  const target = parseTarget(text, { file: 'x.yaml', folder: '/', env: all });
  const lines = await preflight(target);
  await server.close();
  return { lines, callers };
}

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`${version}: without a client certificate the field to fill in is named`, async () => {
    const { lines, callers } = await demanding(version, '', {});
    expect(lines).toEqual([
      expect.stringMatching(
        /^x\.yaml identity\.client: onboarding wants a client certificate \(.*\); name one that it takes$/,
      ),
    ]);
    expect(callers).toEqual([]);
  });

  test(`${version}: with one it is shown at onboarding and at registration`, async () => {
    const client = `client: { certificate: "\${CERTIFICATE}", key: "\${KEY}" },`;
    const { lines, callers } = await demanding(version, client, {});
    // A server that fails is told as such: nothing could be played there, but no credential is at fault.
    expect(lines).toEqual([expect.stringMatching(/^x\.yaml endpoints\.capif: onboarding failed \(POST \S+ → 503\);/)]);
    expect(callers).toEqual(['CN=tester', 'CN=tester']);
  });
}
