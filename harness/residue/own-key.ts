/** Finding the private key of an API invoker in its storage: it made the key itself, but its certificate has the public half. */
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { StoragePlace } from '../target/hooks.ts';
import { walk } from './walk.ts';

/** Files that hold a key are small; larger ones are not searched for one. In bytes. */
const LARGEST = 256 * 1024;
const PEM_KEY = /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----[A-Za-z0-9+/=\s]+-----END (?:[A-Z]+ )?PRIVATE KEY-----/g;

/**
 * The private key of this certificate (PEM, PKCS#8) from the files that are declared, where it stands as PEM or DER without a passphrase;
 * undefined when there is none such.
 */
export async function privateKeyIn(
  places: readonly StoragePlace[],
  folder: string,
  certificate: string,
): Promise<string | undefined> {
  const wanted = new X509Certificate(certificate).publicKey.export({ format: 'der', type: 'spki' });
  for (const { path } of places) {
    if (path === undefined) continue;
    for await (const found of walk(resolve(folder, path))) {
      if (found.kind !== 'file') continue;
      const key = keyIn(await contentOf(found.path), wanted);
      if (key !== undefined) return key;
    }
  }
  return undefined;
}

async function contentOf(path: string): Promise<Buffer> {
  const file = await open(path).catch(() => undefined);
  try {
    const size = (await file?.stat())?.size ?? 0;
    return file === undefined || size > LARGEST ? Buffer.alloc(0) : await file.readFile();
  } finally {
    await file?.close();
  }
}

function keyIn(content: Buffer, wanted: Buffer): string | undefined {
  const blocks: (string | Buffer)[] = content.toString('latin1').match(PEM_KEY) ?? [];
  // DER begins with the tag of a SEQUENCE.
  if (content[0] === 0x30) blocks.push(content);
  return blocks.map((block) => matching(block, wanted)).find((key) => key !== undefined);
}

function matching(block: string | Buffer, wanted: Buffer): string | undefined {
  for (const type of typeof block === 'string' ? [undefined] : (['pkcs8', 'sec1', 'pkcs1'] as const)) {
    try {
      const key = createPrivateKey(
        typeof block === 'string' ? block : { key: block, format: 'der', type: type ?? 'pkcs8' },
      );
      const own = createPublicKey(key).export({ format: 'der', type: 'spki' });
      if (own.equals(wanted)) return key.export({ format: 'pem', type: 'pkcs8' }).toString();
    } catch {
      // No key of that type, or one with a passphrase.
    }
  }
  return undefined;
}
