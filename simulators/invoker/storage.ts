/** The credentials of an API invoker as files of one folder, for those that want to look for what offboarding left behind. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appendOnce, erase, json, makeFolder, nameOf, write } from '../storage/secret-files.ts';
import type { InvokerBehaviour } from './behaviour.ts';
import type { InvokerCredentials } from './state.ts';

/** The names of {@link filesOf}. Whatever else is in the folder is left alone. */
const CREDENTIAL_FILE =
  /^(?:invoker\.json|security-context\.json|certificate\.pem|private-key\.pem|onboarding-secret|access-token\.jwt|aefpsk-.+)$/;

/**
 * A folder that holds what the invoker holds: each credential has its file as long as it is held, and no longer.
 *
 * `invoker.json` (API invoker ID, onboarding ID, resource), `security-context.json`, `certificate.pem`, `private-key.pem`,
 * `onboarding-secret`, `aefpsk-AEFID` (hexadecimal; the AEF ID percent-encoded) and `access-token.jwt`.
 */
export class CredentialFiles {
  readonly #folder: string;
  readonly #strayFiles: InvokerBehaviour['strayFiles'];

  /** @param folder made when something is saved first. */
  constructor(folder: string, strayFiles: InvokerBehaviour['strayFiles']) {
    this.#folder = folder;
    this.#strayFiles = strayFiles;
  }

  /** Makes the folder hold these. @throws Error of the file system, which names the file. */
  save(held: InvokerCredentials): void {
    makeFolder(this.#folder);
    const wanted = filesOf(held);
    for (const name of readdirSync(this.#folder).filter((one) => CREDENTIAL_FILE.test(one))) {
      const path = join(this.#folder, name);
      if (readFileSync(path, 'utf8') === wanted.get(name)) wanted.delete(name);
      else erase(path);
    }
    for (const [name, content] of wanted) write(join(this.#folder, name), content);
    for (const [name, line] of this.#strayFiles(held)) appendOnce(join(this.#folder, name), line);
  }
}

function filesOf(held: InvokerCredentials): Map<string, string> {
  const { identity, context, certificate, onboardingSecret, aefPsks, accessToken } = held;
  const files = new Map<string, string>();
  if (identity) files.set('invoker.json', json(identity));
  if (context.length > 0) {
    const secured = context.map(({ api: { aefId, apiId, apiName }, method }) => ({ aefId, apiId, apiName, method }));
    files.set('security-context.json', json(secured));
  }
  if (certificate) files.set('certificate.pem', certificate.certificate).set('private-key.pem', certificate.key);
  if (onboardingSecret !== undefined) files.set('onboarding-secret', onboardingSecret);
  for (const [aefId, key] of aefPsks) files.set(`aefpsk-${nameOf(aefId)}`, key.toString('hex'));
  if (accessToken !== undefined) files.set('access-token.jwt', accessToken);
  return files;
}
