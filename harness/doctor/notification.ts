/** Whether the notification of an offboarding arrived: the only true proof that the target reaches our nodes. */
import type { Timeline } from '../evidence/timeline.ts';
import type { CcfTarget } from '../target/target.ts';
import { type Finding, ok, skipped, spoiling } from './finding.ts';
import type { Rehearsal } from './rehearsal.ts';

const CHECK = 'notification';

/** @param callback - Whether the address that the target is told leads to our nodes from here. */
export function notificationFinding(
  { listen, timing }: CcfTarget,
  { notified, timeline }: Rehearsal,
  callback: Finding,
): Finding {
  if (notified === undefined) return skipped(CHECK, 'there was no offboarding to be told of, or no subscription');
  if (notified) return ok(CHECK, `it reached our AEF at ${listen.advertise}`);
  const ended = endedInHandshake(timeline);
  if (ended !== undefined) {
    const seen = `the CCF reached our AEF at ${listen.advertise}, but no TLS session came about (${ended})`;
    const todo =
      "see that it trusts the CA of our AEF's certificate and takes the name in it, or claim nds-ip to be told by plain HTTP";
    return spoiling(CHECK, { field: 'claims.capif3', message: `${seen}; ${todo}` });
  }
  const within = `no notification reached our AEF at ${listen.advertise} within ${timing.notification} ms`;
  const route =
    callback.status === 'ok'
      ? 'see that the CCF can reach that address, and that it notifies at all'
      : 'name an address by which the CCF reaches this machine';
  return spoiling(CHECK, { field: 'listen.advertise', message: `${within}; ${route}` });
}

/** How a connection on CAPIF-3 ended before there was a TLS session on it. */
function endedInHandshake(timeline: Timeline): string | undefined {
  const failed = timeline.filter((entry) => entry.kind === 'connect-failed');
  return failed.findLast(({ side, label }) => side === 'server' && label.endsWith(': CAPIF-3'))?.failure.message;
}
