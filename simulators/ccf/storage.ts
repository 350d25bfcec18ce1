/** What a CCF holds of API invokers as files of one folder, for those that want to look for what offboarding left behind. */
import { join } from 'node:path';
import { FiledMap } from '../storage/filed-map.ts';
import { json } from '../storage/secret-files.ts';
import type { CcfState } from './state.ts';

/**
 * The stores of what is held of API invokers. That one is enrolled is no more than its profile says; and revocations have to outlast it.
 */
export type InvokerStores = Pick<
  CcfState,
  'profiles' | 'credentials' | 'onboardingSecrets' | 'contexts' | 'aefPsks' | 'grants' | 'tokens' | 'archive'
>;

/**
 * These stores, each a folder in `folder`, with a file for each entry as long as it is held, and no longer. By API invoker ID, but for
 * `profiles` (onboarding ID), `certificates` (fingerprint) and `access-tokens` (SHA-256: the tokens themselves are not kept).
 */
export function storesIn(folder: string): InvokerStores {
  const inJson = <Key extends string, Value extends object>(name: string) =>
    new FiledMap<Key, Value>({ folder: join(folder, name), extension: '.json', textOf: json });
  return {
    profiles: inJson('profiles'),
    // Those of API provider domains stay in memory.
    credentials: new FiledMap({
      folder: join(folder, 'certificates'),
      extension: '.pem',
      textOf: ({ subject, certificate }) => (subject.role === 'invoker' ? certificate : undefined),
    }),
    onboardingSecrets: new FiledMap({
      folder: join(folder, 'onboarding-secrets'),
      extension: '.txt',
      textOf: (secret) => secret,
    }),
    contexts: inJson('security-contexts'),
    aefPsks: new FiledMap({
      folder: join(folder, 'aefpsks'),
      extension: '.json',
      textOf: (keys) => json(Object.fromEntries([...keys].map(([aefId, key]) => [aefId, key.toString('hex')]))),
    }),
    grants: inJson('grants'),
    tokens: inJson('access-tokens'),
    archive: inJson('archive'),
  };
}
