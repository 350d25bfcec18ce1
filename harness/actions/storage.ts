/** Looking into the storage that a target declares: what of the victim's credentials stands there. */
import { createPublicKey, X509Certificate } from 'node:crypto';
import type { Phase } from '../evidence/timeline.ts';
import { type Credential, scanWithKeys } from '../residue/scan.ts';
import { canAside, runAside } from './invoker-under-test.ts';
import { keepIn } from './nodes.ts';
import type { Stage } from './stage.ts';

/** A store of many gigabytes is read in this time; what is not, is told as not read. In ms. */
const BOUND_MS = 60_000;

/** Whether there is anything to look into. */
export function hasStorage(stage: Stage): boolean {
  return stage.surroundings.storage.places.length > 0 || canAside(stage, 'inspect');
}

/** Before offboarding: what is not found now proves nothing by not being found afterwards. */
export function scanBefore(stage: Stage): Promise<void> {
  return look(stage, 'control');
}

/** After offboarding. */
export function scanAfter(stage: Stage): Promise<void> {
  return look(stage, 'settled');
}

async function look(stage: Stage, phase: Phase): Promise<void> {
  if (!hasStorage(stage)) return;
  const { places, folder } = stage.surroundings.storage;
  // It may have been given more since, or have shown more.
  stage.sought = together(stage.sought, soughtIn(stage));
  const held = await inspected(stage);
  const subject = stage.surroundings.role === 'invoker' ? 'target' : 'victim';
  const certificates = withoutKey(stage);
  const options = {
    credentials: stage.sought,
    places,
    held,
    folder,
    timeoutMs: BOUND_MS,
    certificates,
    expectPaths: phase === 'control',
  };
  const { residues, keys } = await scanWithKeys(options);
  for (const key of keys.flatMap(({ written }) => written)) {
    stage.sought = [...stage.sought, ...credential('private-key', key)];
    keepIn(stage.secrets)('private-key', key);
  }
  for (const residue of residues) stage.recorder.add({ kind: 'residue', subject, phase, ...residue });
}

/**
 * The certificates of the API invoker under test whose private keys were not seen yet. It made them itself: they are known by their public
 * halves, where and whenever they are seen first.
 */
function withoutKey({ given, sought }: Stage): readonly string[] {
  const known = sought.flatMap(({ kind, value }) => (kind === 'private-key' ? [createPublicKey(value)] : []));
  return (given?.certificates ?? []).filter((certificate) => {
    const own = new X509Certificate(certificate).publicKey;
    return !known.some((key) => key.equals(own));
  });
}

/** What is known of old is sought even where the node that knew it has forgotten it. */
function together(known: readonly Credential[], newer: readonly Credential[]): Credential[] {
  const isKnown = ({ kind, value }: Credential) =>
    known.some((one) => one.kind === kind && Buffer.from(one.value).equals(Buffer.from(value)));
  return [...known, ...newer.filter((credential) => !isKnown(credential))];
}

/** What an `inspect` hook prints is a place as well. */
async function inspected(stage: Stage) {
  if (!canAside(stage, 'inspect')) return [];
  const { output, missing } = await runAside(stage, 'inspect');
  return [{ place: 'answer of the inspect hook', bytes: output, problem: missing }];
}

/** What clause 6.8 wants the node under test to delete and we know, since we issued or derived it. */
function soughtIn(stage: Stage): Credential[] {
  switch (stage.surroundings.role) {
    case 'ccf':
      return [...onboardSecret(stage), ...aefPsk(stage)];
    case 'aef':
      return [...aefPsk(stage), ...accessToken(stage)];
    case 'invoker':
      return soughtOfInvoker(stage);
  }
}

const held = ({ invokers }: Stage) => invokers.get('victim')?.invoker.snapshot();

function onboardSecret(stage: Stage): Credential[] {
  return credential('onboard-secret', held(stage)?.onboardingSecret);
}

function aefPsk(stage: Stage): Credential[] {
  return [...(held(stage)?.aefPsks.values() ?? [])].map((value) => ({ kind: 'aefpsk', value }));
}

function accessToken(stage: Stage): Credential[] {
  return credential('access-token', held(stage)?.accessToken);
}

function soughtOfInvoker({ given }: Stage): Credential[] {
  if (given === undefined) return [];
  const { apiInvokerId, onboardingId, certificates, onboardingSecret, accessTokens, aefPsks } = given;
  return [
    // The one names it to everybody, the other to this CCF alone; a CCF may make them alike.
    ...distinct([apiInvokerId, onboardingId]).flatMap((id) => credential('api-invoker-id', id)),
    ...certificates.flatMap((certificate) => credential('certificate', certificate)),
    ...credential('onboard-secret', onboardingSecret),
    ...aefPsks.flatMap((key) => credential('aefpsk', key)),
    ...accessTokens.flatMap((token) => credential('access-token', token)),
  ];
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)];

/** What is shorter would be found by chance. */
const SHORTEST = 8;

function credential(kind: Credential['kind'], value: Credential['value'] | undefined): Credential[] {
  return value === undefined || Buffer.byteLength(value) < SHORTEST ? [] : [{ kind, value }];
}
