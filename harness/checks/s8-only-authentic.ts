import type { ActionRecord, ProbeRecord } from '../evidence/view.ts';
import type { Check, CheckContext } from './check.ts';
import { allOf, breached, holds, isFinding, notApplicable, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import { answerTo, isClientError, isCutOff, isRefusingAlert, isSuccess } from './reasoning/answer.ts';
import { notificationsOf, notified, startOf } from './reasoning/notified.ts';
import { outcomeOf, probeBefore, servedBystander, worked } from './reasoning/probe.ts';
import { SERVICE_API } from './reasoning/service-access.ts';

export const check: Check = {
  requirement: 'S8-only-authentic',
  expected: 'the AEF to refuse a notification that is not from its CCF, and to go on serving the API invoker',
  judge(context) {
    const { evidence, claims } = context;
    if (claims.capif3 === 'nds-ip') return notApplicable('capif3: nds-ip');
    const forged = notificationsOf(evidence, 'no-certificate', 'foreign-certificate', 'not-the-ccf');
    const [genuine] = notificationsOf(evidence, 'genuine');
    const end = genuine === undefined ? Number.POSITIVE_INFINITY : startOf(evidence, genuine);
    const first = forged[0];
    if (first === undefined) return unclear('no-traffic', 'no forged notification');
    const answers = allOf(forged.map((notification) => refusal(context, notification)));
    if (answers.outcome === 'breached') return answers;
    const before = forged.filter(({ seq }) => seq < end);
    return allOf([answers, unharmed(context, before, end), ...control(context, first)]);
  },
};

function refusal({ evidence }: CheckContext, notification: ActionRecord): Finding {
  const answer = answerTo(evidence, notification);
  const seen = `${answer.seen} on the notification of case ${notification.facts.case}`;
  const cited = [notification, answer.exchange];
  if (isSuccess(answer.status)) return breached(seen, cited);
  // A cut-off is a refusal here because the genuine notification is taken and the API invoker served afterwards.
  const refused =
    answer.status === undefined ? isRefusingAlert(answer) || isCutOff(answer) : isClientError(answer.status);
  return refused ? holds(seen, cited) : unclear('wrong-cause', seen, cited);
}

/** The victim is served after the last forged notification, and was not refused after any, before the genuine one. */
function unharmed({ evidence }: CheckContext, forged: readonly ActionRecord[], end: number): Finding {
  const [first, last] = [forged[0], forged.at(-1)];
  if (first === undefined || last === undefined) {
    return unclear('precondition-failed', 'no forged notification before the genuine one');
  }
  const start = { exchange: { seq: startOf(evidence, first) } };
  const known = probeBefore(evidence, SERVICE_API, 'victim', start);
  if (!worked(known)) return unclear('precondition-failed', 'the API invoker not served before', [known]);
  const probes = evidence
    .probes('victim', 'settled')
    .filter(({ probe, seq }) => probe === SERVICE_API && seq > first.seq && seq < end);
  const isAlive = servedBystander(evidence, start) !== undefined;
  const isLost = (probe: ProbeRecord) => outcomeOf(probe) === 'refused' && (probe.facts.silent !== true || isAlive);
  const lost = probes.find(isLost);
  if (lost !== undefined) return breached(`the API invoker no longer served afterwards (${lost.seen})`, [last, lost]);
  const settled = probes.findLast(({ seq }) => seq > last.seq);
  if (settled === undefined) return unclear('no-traffic', 'the API invoker not tried afterwards', [last]);
  return worked(settled)
    ? holds(`the API invoker served afterwards (${settled.seen})`, [known, settled])
    : unclear('wrong-cause', `the API invoker not served afterwards: ${settled.seen}`, [known, settled]);
}

/** Only an AEF that takes a genuine notification can be said to have refused because of who sent it. */
function control(context: CheckContext, first: ActionRecord): readonly Finding[] {
  const genuine = notified(context);
  if (isFinding(genuine)) return [genuine];
  if (genuine.acknowledged && genuine.notification.seq > first.seq) return [];
  const seen = `${genuine.answer.seen} on the genuine notification, or none after the forged ones`;
  return [unclear('precondition-failed', seen, [genuine.notification])];
}
