/** The Event notifications of step 7, as our simulated AEFs received them. */
import type { Micros } from '../../../simulators/wire/facts.ts';
import type { ExchangeEntry, Subject } from '../../evidence/timeline.ts';
import { type ActionRecord, type EvidenceView, text } from '../../evidence/view.ts';

export const EVENT = 'API_INVOKER_OFFBOARDED';

/** An accepted subscription to API_INVOKER_OFFBOARDED. */
export interface Subscription {
  readonly aef: Subject;
  readonly action: ActionRecord;
  readonly subscriptionId: string | undefined;
  /** Path (and query) of the notificationDestination. */
  readonly path: string;
}

/** One request at a subscription's notificationDestination. */
export interface Notification {
  readonly subscription: Subscription;
  readonly exchange: ExchangeEntry;
  /** When it had been received whole. */
  readonly at: Micros;
  /** `eventDetail.apiInvokerIds`; empty when the notification names nobody, or cannot be read. */
  readonly invokers: readonly string[];
  /** The member `events`, whatever it is. */
  readonly events: unknown;
  readonly subscriptionId: unknown;
}

/** Accepted subscriptions of genuine AEFs. */
export function subscriptions(evidence: EvidenceView): readonly Subscription[] {
  return accepted(evidence).filter(({ aef }) => aef !== 'impostor-aef');
}

/** Accepted subscriptions whose endpoint shows a certificate that no CAPIF CA issued. */
export function impostors(evidence: EvidenceView): readonly Subscription[] {
  return accepted(evidence).filter(({ aef }) => aef === 'impostor-aef');
}

/** Everything that told this subscriber something, in the order of arrival. */
export function notifications(evidence: EvidenceView, subscription: Subscription): readonly Notification[] {
  return evidence
    .receivedAt(subscription.path)
    .filter(tells)
    .map((exchange) => read(subscription, exchange));
}

/**
 * Notifications received after the valid request was sent, at the genuine AEFs. Those that name only invokers which
 * this run did not enrol are about somebody else's doings on the same CCF.
 */
export function told(evidence: EvidenceView, since: Micros): readonly Notification[] {
  const ours = new Set(['victim', 'bystander'].flatMap((subject) => idsOf(evidence, subject as Subject)));
  return subscriptions(evidence)
    .flatMap((subscription) => notifications(evidence, subscription))
    .filter(({ at, invokers }) => at >= since && (invokers.length === 0 || invokers.some((id) => ours.has(id))))
    .toSorted((one, other) => one.at - other.at);
}

/** An array of events breaks the schema, which S7-well-formed judges; it names the event all the same. */
export function isOffboarded({ events }: Pick<Notification, 'events'>): boolean {
  return events === EVENT || (Array.isArray(events) && events.includes(EVENT));
}

/** It says all that an AEF needs to know: a POST of the event that names the victim. */
export function letsKnow(evidence: EvidenceView, { exchange, events, invokers }: Notification): boolean {
  const victim = idsOf(evidence, 'victim');
  return exchange.request.method === 'POST' && isOffboarded({ events }) && invokers.some((id) => victim.includes(id));
}

/** Both identities of an onboarded invoker. */
export function idsOf(evidence: EvidenceView, subject: Subject): readonly string[] {
  return Object.values(evidence.identity(subject)).filter((id) => id !== undefined);
}

/** True when this AEF was made unreachable before `until` and not reachable again before `from`. */
export function inOutage(evidence: EvidenceView, aef: Subject, from: Micros, until: Micros): boolean {
  const over = evidence.actions('outage-over', aef);
  return evidence.actions('outage', aef).some((outage) => {
    const end = over.find(({ seq }) => seq > outage.seq)?.at ?? Number.POSITIVE_INFINITY;
    return outage.at <= until && end >= from;
  });
}

function accepted(evidence: EvidenceView): readonly Subscription[] {
  return evidence.actions('subscribe').flatMap((action) => {
    const path = text(action.facts.path);
    const subscriptionId = text(action.facts.subscriptionId);
    return action.ok && path !== undefined ? [{ aef: action.subject, action, subscriptionId, path }] : [];
  });
}

/** A bare GET, HEAD or OPTIONS at the destination looks whether somebody is there; it tells nothing. */
function tells({ request, failure }: ExchangeEntry): boolean {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method) && request.body === '') return false;
  // A sender that went away in the middle leaves a body shorter than it announced: not a message.
  const announced = Number(request.headers['content-length'] ?? Number.NaN);
  return failure === undefined || Number.isNaN(announced) || Buffer.byteLength(request.body) >= announced;
}

function read(subscription: Subscription, exchange: ExchangeEntry): Notification {
  const body = parsed(exchange.request.body);
  const named = member(member(body, 'eventDetail'), 'apiInvokerIds');
  const invokers = Array.isArray(named) ? named.filter((id) => typeof id === 'string') : [];
  const [events, subscriptionId] = [member(body, 'events'), member(body, 'subscriptionId')];
  return { subscription, exchange, at: exchange.requestAt, invokers, events, subscriptionId };
}

/** What is not JSON has no members; the error of JSON.parse would quote the body and is not for evidence. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
