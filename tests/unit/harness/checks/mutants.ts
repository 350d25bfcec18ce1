/** Misbehaviours of a CCF as their recordings, each with exactly the rows that it breaches. */
import type { ProbeEntry } from '../../../../harness/evidence/timeline.ts';
import type { Claims } from '../../../../harness/target/schema.ts';
import type { Play, Refused } from './play.ts';
import { BYSTANDER } from './recording.ts';

export interface Mutant {
  readonly play: Play;
  readonly breaches: readonly string[];
  /** Rows that a compliant CCF passes and that can't be told of this one. */
  readonly obscures?: readonly string[];
  readonly claims?: Partial<Claims>;
}

const UNKNOWN: Refused = { case: 'unknown-id', status: 404 };
const FOREIGN: Refused = { case: 'foreign-id', status: 403 };
const REPEAT: Refused = { case: 'repeat', status: 401 };

/** A compliant CCF asked everything that one run can ask. */
export const COMPLIANT: Play = { before: [UNKNOWN, FOREIGN], after: [REPEAT], bystanderUsed: true };

const kept = (probe: string, facts: ProbeEntry['facts'] = {}) => ({
  [`at-answer victim ${probe}`]: { outcome: 'accepted', facts } as const,
  [`settled victim ${probe}`]: { outcome: 'accepted', facts } as const,
});
const lost = (probe: string) => ({ [`settled bystander ${probe}`]: { outcome: 'refused', facts: {} } as const });
const told = (body: object | string) => [{ body }, { aef: 'aef-2', body, ms: 9 }] as const;
const without = (probe: string): Play => ({ probes: kept(probe) });
const SILENT_STEP_6 = ['S6-torn-down', 'S6-close-notify'];

export const MUTANTS: Readonly<Record<string, Mutant>> = {
  'accepts TLS 1.1': { play: { legacy: { accepted: true } }, breaches: ['S0-tls-version'] },
  'answers 204 to an unknown ID': {
    play: { before: [{ ...UNKNOWN, status: 204 }, FOREIGN] },
    breaches: ['S3-unknown-id-refused'],
  },
  'offboards an unknown ID': {
    play: {
      before: [{ ...UNKNOWN, status: 204, told: [{ body: { eventDetail: { apiInvokerIds: ['nobody'] } } }] }, FOREIGN],
    },
    breaches: ['S3-unknown-id-refused', 'S7-only-when-offboarded'],
  },
  'answers 204 to a foreign ID': {
    play: { before: [UNKNOWN, { ...FOREIGN, status: 204 }] },
    breaches: ['S3-foreign-id-refused'],
  },
  'notifies on refusal': {
    play: {
      before: [UNKNOWN, { ...FOREIGN, told: [{ body: { eventDetail: { apiInvokerIds: [BYSTANDER.apiInvokerId] } } }] }],
    },
    breaches: ['S7-only-when-offboarded'],
  },
  'accepts a repeat': { play: { after: [{ ...REPEAT, status: 204 }] }, breaches: ['S3-repeat-refused'] },
  'notifies on a repeat': { play: { after: [{ ...REPEAT, told: [{}] }] }, breaches: ['S7-only-when-offboarded'] },
  'keeps the enrolment': {
    play: { probes: { ...kept('discovery'), 'settled victim context-write': { outcome: 'accepted' } } },
    breaches: ['S3-enrolment-cancelled', 'S3-certificate-deleted'],
  },
  'keeps the context writable': {
    play: { probes: { 'settled victim context-write': { outcome: 'accepted' } } },
    breaches: ['S3-enrolment-cancelled'],
  },
  'keeps serving events': {
    play: {
      probes: {
        'control victim events': { outcome: 'accepted' },
        'settled victim events': { outcome: 'accepted' },
      },
    },
    breaches: ['S3-enrolment-cancelled'],
  },
  'keeps the profile': {
    play: { probes: { ...kept('profile-patch'), 'settled victim profile-put': { outcome: 'accepted' } } },
    breaches: ['S3-profile-deleted'],
  },
  'omits the certificate from the CRL': {
    play: { probes: kept('crl', { listed: false }) },
    breaches: ['S3-certificate-deleted'],
  },
  'keeps the security context': { play: without('trusted-invoker'), breaches: ['S3-service-auth-deleted'] },
  'keeps the onboard secret': { play: without('token-with-secret'), breaches: ['S3-onboard-secret-deleted'] },
  'keeps the AEFPSK': {
    play: { probes: kept('aefpsk', { keyPresent: true, keyMatches: true }) },
    breaches: ['S3-aefpsk-deleted'],
  },
  'still issues tokens': { play: without('token'), breaches: ['S3-token-refused'] },
  'grants access by retained data': {
    play: without('discovery'),
    claims: { retention: true },
    breaches: ['S3-retained-is-inert', 'S3-enrolment-cancelled', 'S3-certificate-deleted'],
  },
  'deletes late': {
    play: { probes: { 'at-answer victim discovery': { outcome: 'accepted' } } },
    breaches: ['S3-done-before-answer'],
  },
  "deletes a bystander's contexts": {
    play: { probes: { ...lost('trusted-invoker'), ...lost('aefpsk') } },
    breaches: ['S3-others-intact'],
  },
  'answers 202': { play: { answer: { status: 202 } }, breaches: ['S4-success'] },
  'stalls the answer': {
    play: {
      answer: { status: 200, complete: false, failure: 'timeout', takes: 5_000 },
      victimEnds: [],
      parallelEnds: [{ signal: 'close_notify', ms: 1.3 }],
    },
    breaches: ['S4-on-session'],
    obscures: ['S4-success', 'S6-after-answer', ...SILENT_STEP_6],
  },
  'tears down before the answer is complete': {
    play: {
      answer: { status: 200, complete: false, failure: 'closed' },
      victimEnds: [{ signal: 'close_notify', ms: -0.1 }],
    },
    breaches: ['S6-after-answer'],
    obscures: ['S4-success', 'S4-on-session', 'S6-torn-down'],
  },
  'keeps the session open': { play: { victimEnds: [] }, breaches: ['S6-torn-down'], obscures: ['S6-close-notify'] },
  'closes only what idles': {
    play: {
      before: [],
      victimEnds: [{ signal: 'close_notify', ms: 600 }],
      bystanderEnds: [{ signal: 'close_notify', ms: 539 }],
      parallelEnds: [{ signal: 'close_notify', ms: 561 }],
      probes: { 'settled bystander open-session': { outcome: 'refused', seen: 'closed' } },
    },
    breaches: [],
    obscures: ['S6-torn-down', 'S6-all-sessions', 'S6-others-open', 'S3-unknown-id-refused', 'S3-foreign-id-refused'],
  },
  'ends with a bare FIN': { play: { victimEnds: [{ signal: 'fin', ms: 1 }] }, breaches: ['S6-close-notify'] },
  'ends with RST': { play: { victimEnds: [{ signal: 'rst', ms: 1 }] }, breaches: ['S6-close-notify'] },
  'serves a resumed session': {
    play: { probes: { 'settled victim resumption': { outcome: 'accepted', facts: { resumed: true } } } },
    breaches: ['S6-not-resumable'],
  },
  'serves a parallel session': {
    play: { parallelEnds: [], probes: { 'settled victim parallel-session': { outcome: 'accepted' } } },
    breaches: ['S6-all-sessions'],
  },
  "drops a bystander's session": {
    play: {
      bystanderEnds: [{ signal: 'close_notify', ms: 1.5 }],
      probes: { 'settled bystander open-session': { outcome: 'refused', seen: 'closed', facts: { stillOpen: false } } },
    },
    breaches: ['S6-others-open'],
  },
  'notifies nobody': {
    play: { told: [] },
    breaches: ['S7-notified', 'S7-every-aef'],
    obscures: ['S7-names-invoker', 'S7-well-formed', 'S7-mutual-tls'],
  },
  'notifies by PUT': {
    play: { told: [{ method: 'PUT' }, { aef: 'aef-2', method: 'PUT', ms: 9 }] },
    breaches: ['S7-notified'],
  },
  'names nobody': { play: { told: told({ eventDetail: undefined }) }, breaches: ['S7-names-invoker'] },
  'notifies another event': { play: { told: told({ events: 'API_INVOKER_UPDATED' }) }, breaches: ['S7-names-invoker'] },
  'names the bystander': {
    play: { told: told({ eventDetail: { apiInvokerIds: [BYSTANDER.apiInvokerId] } }) },
    breaches: ['S7-names-invoker'],
  },
  'names a wrong subscription': { play: { told: told({ subscriptionId: 'sub-x' }) }, breaches: ['S7-well-formed'] },
  'notifies events in an array': {
    play: { told: told({ events: ['API_INVOKER_OFFBOARDED'] }) },
    breaches: ['S7-well-formed'],
  },
  'notifies as text/plain': {
    play: { told: [{ contentType: 'text/plain' }, { aef: 'aef-2', contentType: 'text/plain', ms: 9 }] },
    breaches: ['S7-well-formed'],
  },
  'notifies without a certificate': {
    play: { told: [{ peer: { by: 'nothing' } }, { aef: 'aef-2', peer: { by: 'nothing' }, ms: 9 }] },
    breaches: ['S7-mutual-tls'],
  },
  'trusts an impostor': {
    play: {
      aefs: ['aef-1', 'aef-2', 'impostor-aef'],
      told: [{}, { aef: 'aef-2', ms: 9 }, { aef: 'impostor-aef', ms: 10 }],
    },
    breaches: ['S7-mutual-tls'],
  },
  'notifies the first AEF only': { play: { told: [{}] }, breaches: ['S7-every-aef'] },
};
