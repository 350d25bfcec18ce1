/** Whether an answer can be used, before a file is written with it. Each says what is wrong, or nothing. */
import { readTrust } from '../../harness/target/trust.ts';
import { parseApiRoot } from '../../simulators/capif/api-root.ts';
import { messageOf } from '../problem.ts';

/** An address of APIs. Placeholders are left to the environment. */
export function urlProblem(url: string): string | undefined {
  if (url.includes('${')) return undefined;
  try {
    return parseApiRoot(url).tls
      ? undefined
      : `"${url}" is plain HTTP; the clause is about TLS, so it begins with https://`;
  } catch {
    return `"${url}" is no URL such as https://ccf.example:443`;
  }
}

/** A file of certificates, as seen from the working directory. A PKCS#12 file is opened later, with its passphrase. */
export function caProblem(ca: string): string | undefined {
  if (ca.includes('${')) return undefined;
  try {
    readTrust(ca, process.cwd(), undefined);
    return undefined;
  } catch (error) {
    const message = messageOf(error);
    // Here it counts from the working directory, as every path at the command line.
    return message.includes('looks like PKCS#12') ? undefined : message.replace(/; the path counts .*/, '');
  }
}
