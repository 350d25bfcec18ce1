/** Writes down what our CCF gave the API invoker under test, whenever that was, and which requests are those of an enrolment before. */
import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import { fingerprint } from '../../simulators/pki/certificates.ts';
import { readCsr } from '../../simulators/pki/csr.ts';
import type { ActionEntry, ExchangeEntry } from '../evidence/timeline.ts';
import type { Enrolment } from '../surroundings/issued.ts';
import { keepIn } from './nodes.ts';
import type { Stage } from './stage.ts';

type Facts = ActionEntry['facts'];

/** What a check is to know of an enrolment; no secret. */
export function factsOf({ apiInvokerId, onboardingId, path, certificates, onboardingSecret }: Enrolment): Facts {
  const [certificate = ''] = certificates;
  return {
    onboardingPath: path,
    onboardingId,
    apiInvokerId,
    fingerprint: fingerprint(certificate),
    publicKeySha256: publicKeyOf(certificate),
    ...(onboardingSecret === undefined ? {} : { secretSha256: sha256(onboardingSecret) }),
  };
}

/**
 * Records what came since it was last called: tokens and certificates of the enrolment at hand, requests to be onboarded, with the key that
 * they are for, and the enrolments before that somebody still asks to be offboarded from. An API invoker may do all of that in the
 * background, so that this is called after whatever it was made to do, and once more at the end.
 */
export async function noteIssued(stage: Stage): Promise<void> {
  if (stage.surroundings.role !== 'invoker') return;
  const { given } = stage;
  for (const token of given?.accessTokens ?? []) {
    keepIn(stage.secrets)('access-token', token);
    note(stage, 'provide-token', 'sha256', { sha256: sha256(token) }, 'our CCF issued an access token');
  }
  for (const key of given?.aefPsks ?? []) keepIn(stage.secrets)('aefpsk', key);
  for (const certificate of given?.certificates.slice(1) ?? []) {
    const facts = { fingerprint: fingerprint(certificate), publicKeySha256: publicKeyOf(certificate) };
    note(stage, 'provide-certificate', 'fingerprint', facts, 'our CCF issued another certificate');
  }
  for (const exchange of exchangesOf(stage, 'POST', /\/onboardedInvokers$/)) {
    const publicKeySha256 = await publicKeyIn(exchange.request.body);
    if (publicKeySha256 === undefined) continue;
    const facts = { exchange: exchange.exchange, publicKeySha256 };
    note(stage, 'enrolment-request', 'exchange', facts, 'somebody asked to be onboarded');
  }
  for (const enrolment of earlier(stage)) {
    if (exchangesOf(stage, 'DELETE', /\/onboardedInvokers\/[^/]+$/).some((one) => isAbout(one, enrolment)))
      note(stage, 'earlier-enrolment', 'onboardingPath', factsOf(enrolment), 'an enrolment of an earlier scenario');
  }
}

/** True for a request of an enrolment before the one at hand to be offboarded: somebody's patience, and none of this scenario's business. */
export function isOfEarlier(stage: Stage, exchange: ExchangeEntry): boolean {
  return earlier(stage).some((enrolment) => isAbout(exchange, enrolment));
}

function earlier({ surroundings, given }: Stage): readonly Enrolment[] {
  if (surroundings.role !== 'invoker' || given === undefined) return [];
  const { enrolments } = surroundings.issued;
  return enrolments.slice(0, Math.max(0, enrolments.indexOf(given)));
}

function isAbout({ request }: ExchangeEntry, { path }: Enrolment): boolean {
  return request.target.split('?', 1)[0] === path.split('?', 1)[0];
}

/** What our nodes were asked since `mark`, an index of the timeline, by method and by path without its query. */
export function exchangesOf({ recorder }: Stage, method: string, path: RegExp, mark = 0): readonly ExchangeEntry[] {
  return recorder.timeline
    .slice(mark)
    .filter((entry) => entry.kind === 'exchange')
    .filter(
      ({ side, request }) =>
        side === 'server' && request.method === method && path.test(request.target.split('?', 1)[0] ?? ''),
    );
}

/** Records it, unless one with the same value of that fact stands there. */
function note(stage: Stage, action: string, fact: string, facts: Facts, detail: string): void {
  const known = stage.recorder.timeline.some(
    (entry) => entry.kind === 'action' && entry.action === action && entry.facts[fact] === facts[fact],
  );
  if (!known) stage.recorder.add({ kind: 'action', action, subject: 'target', ok: true, detail, facts, evidence: [] });
}

function sha256(value: string | Buffer): string {
  return createHash('sha256').update(value).digest('hex');
}

function publicKeyOf(certificate: string): string {
  return sha256(new X509Certificate(certificate).publicKey.export({ format: 'der', type: 'spki' }));
}

/** Of the key for which a certificate is asked; undefined when that cannot be read, which our CCF has refused. */
async function publicKeyIn(body: string): Promise<string | undefined> {
  try {
    const { onboardingInformation } = JSON.parse(body);
    const asked = String(onboardingInformation.apiInvokerPublicKey);
    const key = asked.includes('CERTIFICATE REQUEST') ? (await readCsr(asked)).publicKey : asked;
    return sha256(createPublicKey(key).export({ format: 'der', type: 'spki' }));
  } catch {
    return undefined;
  }
}
