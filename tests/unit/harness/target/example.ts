import { loadTarget, parseTarget, TargetProblem } from '../../../../harness/target/load.ts';
import type { Environment } from '../../../../harness/target/placeholders.ts';
import type { Target } from '../../../../harness/target/target.ts';

/** A self-signed CA with an EC key, valid until 2126. */
export const CA = `-----BEGIN CERTIFICATE-----
MIIBejCCASGgAwIBAgIUXvJc27994qsyOgs+EvDaXLkI6v8wCgYIKoZIzj0EAwIw
EjEQMA4GA1UEAwwHQWNtZSBDQTAgFw0yNjExMjIxNzUzMzRaGA8yMTI2MTAyOTE3
NTMzNFowEjEQMA4GA1UEAwwHQWNtZSBDQTBZMBMGByqGSM49AgEGCCqGSM49AwEH
A0IABI4uJzNUZLqrtQkTfqyQu03suJX/rZqlLFJLiEjJdNhx0ajtKUQJGKPaKVnf
EcyHi4D7ioHTUPepDEbbq/5UknajUzBRMB0GA1UdDgQWBBRwFVC6Z6AuOdQniRHj
oOlq0xmnwDAfBgNVHSMEGDAWgBRwFVC6Z6AuOdQniRHjoOlq0xmnwDAPBgNVHRMB
Af8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIBRat0MWS1yg3AO2lQ8IZngip/ay
KoacctiyNhjEOUa+AiBc5qgRwd1N3Rqu7S9i//TMaBwxKZmguGgm+nmpZMoV/Q==
-----END CERTIFICATE-----
`;

/** The same CA in a PKCS#12 bundle that this passphrase opens. */
export const BUNDLE_PASSPHRASE = 'correct-horse';
export const BUNDLE = Buffer.from(
  `MIIClwIBAzCCAk0GCSqGSIb3DQEHAaCCAj4EggI6MIICNjCCAjIGCSqGSIb3DQEHBqCCAiMwggIfAgEAMIICGAYJKoZIhvcNAQcBMFcGCSqGSI
b3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiUoVRIEkkeVwICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEBn062WupuDebjWUs1y3JMaA
ggGwzDb0AIK/RtO1KEz7aC+JnqmOGuv8QDc1dv2uvhhdrPRP+2PoRiiwMsOGQ4Ry+n+BN9FAE5K9LqWXhr0NqsrghrsHmYZxJpvP8RBQMqcU+D
GUM7BTqotU/m9DVbayIe/O///ewn87OYevNwuDA80oAY7oJHf8WCd2O02WxBSFiIkipa+gqwcyttKQcNsVWmFc9/Wf881P1TlZuQs7juYDET/n
vKbThaYJjrFh44BVIMPp2MaDwSqKapff0JbRrrmdSjasNGshGi5biK4+GySjEurTbiB9EWQW1Ury65wkoEvrDHVtX2aA1AHzX0cfl1uTPV9DEK
RBK5YzWWlFIutsqCwYUueOsvNpvJqwMYmiDP6UZH701ZEoN17UcNOsF0imtMM3qIwWB5M0Bi2kC4lEd0VWPMdjjRgcI4ho42dJY0v5aJ3/je2J
wTvKkZ+8lyIniEaBFtJmu89k34Z1n1lttIUAuhEUYIYIl/mBFnOr4+20Y8R2//tcojeqhlN0b7SHJ1dB/wPZQGV+uheaXEnxoRitxoW2nIyIRX
gEO5ShildHtS/4Zqr1nimqRjt9x7aXMEEwMTANBglghkgBZQMEAgEFAAQg08RBqPc4SUxEFDyWs+JAJGeaQmd/6NePa1Iyr7LpGX0ECAqldd7+
32y/AgIIAA==`,
  'base64',
);

/** A target of role ccf with the least that it needs, and an environment that fills it. */
export const EXAMPLE = `name: Acme CCF
role: ccf
endpoints: { capif: "https://ccf.acme.example:443" }
trust: { ca: "\${CA}" }
identity:
  onboardingCredential: "\${TOKEN}"
  registrationCredential: register-me-please
`;
export const ENV: Environment = { CA, TOKEN: 'onboard-me-please' };

/** Reads a target's text: the target, or what a person is told. */
export function read(text: string, env: Environment = ENV, folder = '/srv/targets'): Target | string[] {
  return told(() => parseTarget(text, { file: 'targets/x.yaml', folder, env }));
}

/** Reads a target that must be right. */
export function readRight(text: string, env: Environment = ENV): Target {
  return parseTarget(text, { file: 'targets/x.yaml', folder: '/srv/targets', env });
}

/** Loads a target's file: the target, or what a person is told. */
export function load(path: string, env: Environment = ENV): Target | string[] {
  return told(() => loadTarget(path, env));
}

function told(task: () => Target): Target | string[] {
  try {
    return task();
  } catch (error) {
    if (error instanceof TargetProblem) return error.message.split('\n');
    throw error;
  }
}
