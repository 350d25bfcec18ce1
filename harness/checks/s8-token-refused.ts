import type { Check, CheckContext } from './check.ts';
import { isFinding, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import { type Notified, notified } from './reasoning/notified.ts';
import { probeAfter, worked } from './reasoning/probe.ts';
import { accessDeleted, SERVICE_API } from './reasoning/service-access.ts';
import { micros } from './reasoning/windows.ts';

export const check: Check = {
  requirement: 'S8-token-refused',
  expected: 'the AEF to refuse an access token of the offboarded API invoker that has not expired',
  judge(context) {
    const finding = accessDeleted(context);
    const notification = notified(context);
    if (isFinding(notification) || finding.outcome !== 'holds') return finding;
    if (isUnexpired(context, notification)) return withStored(context, finding);
    const seen = `${finding.seen}, with nothing to show that the access token had not merely expired`;
    return { ...unclear('wrong-cause', seen), evidence: finding.evidence };
  },
};

/** A JWT is refused only by remembering it, or whose it was: that it is stored is no breach while it opens nothing. */
function withStored({ evidence }: CheckContext, finding: Finding): Finding {
  const [stored] = evidence
    .residues('access-token')
    .filter(({ phase, places }) => phase === 'settled' && places.length > 0);
  const place = stored?.places[0]?.place;
  return place === undefined
    ? finding
    : { ...finding, seen: `${finding.seen}; it is still stored in ${place}, as a list of what is refused may` };
}

/** By the lifetime that the token was issued with; else by a bystander's token, which is as old and still opens. */
function isUnexpired({ evidence }: CheckContext, notification: Notified): boolean {
  const settled = probeAfter(evidence, SERVICE_API, 'victim', notification);
  const token = evidence.actions('token', 'victim').findLast(({ seq }) => seq < notification.exchange.seq);
  const seconds = token?.facts.expiresIn;
  if (settled === undefined) return false;
  if (token !== undefined && typeof seconds === 'number') return settled.at < token.at + micros(seconds * 1_000);
  return worked(probeAfter(evidence, SERVICE_API, 'bystander', notification));
}
