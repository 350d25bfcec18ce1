/** Looking into the storage that a target declares: what of the victim's credentials stands there. */

import type { Phase } from '../evidence/timeline.ts';
import { privateKeyIn } from '../residue/own-key.ts';
import { type Credential, scan } from '../residue/scan.ts';
import { runErrand } from './invoker-under-test.ts';
import type { Stage } from './stage.ts';

/** A store of many gigabytes is read in this time; what is not, is told as not read. In ms. */
const BOUND_MS = 60_000;

/** Whether there is anything to look into. */
export function hasStorage({ surroundings }: Stage): boolean {
  const inspects = surroundings.role === 'invoker' && surroundings.invoker.can('inspect');
  return surroundings.storage.places.length > 0 || inspects;
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
  stage.sought = together(stage.sought, await soughtIn(stage));
  const held = await inspected(stage);
  const subject = stage.surroundings.role === 'invoker' ? 'target' : 'victim';
  for (const residue of await scan({ credentials: stage.sought, places, held, folder, timeoutMs: BOUND_MS })) {
    stage.recorder.add({ kind: 'residue', subject, phase, ...residue });
  }
}

/** What is known of old is sought even where the node that knew it has forgotten it. */
function together(known: readonly Credential[], newer: readonly Credential[]): Credential[] {
  const isKnown = ({ kind, value }: Credential) =>
    known.some((one) => one.kind === kind && Buffer.from(one.value).equals(Buffer.from(value)));
  return [...known, ...newer.filter((credential) => !isKnown(credential))];
}

/** What an `inspect` hook prints is a place as well. */
async function inspected(stage: Stage) {
  const { surroundings } = stage;
  if (surroundings.role !== 'invoker' || !surroundings.invoker.can('inspect')) return [];
  const { output } = await runErrand(stage, 'inspect');
  return [{ place: 'answer of the inspect hook', bytes: output }];
}

/** What clause 6.8 wants the node under test to delete and we know, since we issued or derived it. */
async function soughtIn(stage: Stage): Promise<Credential[]> {
  switch (stage.surroundings.role) {
    case 'ccf':
      return [...onboardSecret(stage), ...aefPsk(stage)];
    case 'aef':
      return [...aefPsk(stage), ...accessToken(stage)];
    case 'invoker':
      return await soughtOfInvoker(stage);
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

async function soughtOfInvoker({ given, surroundings }: Stage): Promise<Credential[]> {
  if (given === undefined || surroundings.role !== 'invoker') return [];
  const { apiInvokerId, onboardingId, certificates, onboardingSecret, accessTokens, aefPsks } = given;
  const { places, folder } = surroundings.storage;
  const keys = await Promise.all(certificates.map((certificate) => privateKeyIn(places, folder, certificate)));
  return [
    // The one names it to everybody, the other to this CCF alone; a CCF may make them alike.
    ...distinct([apiInvokerId, onboardingId]).flatMap((id) => credential('api-invoker-id', id)),
    ...certificates.flatMap((certificate) => credential('certificate', certificate)),
    // The one that we did not issue: it is known by its public half.
    ...keys.flatMap((key) => credential('private-key', key)),
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
