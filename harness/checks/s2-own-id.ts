import type { ExchangeEntry } from '../evidence/timeline.ts';
import type { Check, CheckContext } from './check.ts';
import { allOf, breached, holds, isFinding, unclear } from './findings.ts';
import type { Finding } from './judgement.ts';
import { offboardRequests, type Provided, pathOf, plain, provided, triggers } from './reasoning/offboarded.ts';

export const check: Check = {
  requirement: 'S2-own-id',
  expected: 'the request to name what this CCF assigned at onboarding, with the certificate that it issued',
  judge(context) {
    const { evidence } = context;
    const given = provided(evidence);
    if (isFinding(given)) return given;
    const [first, second] = triggers(evidence);
    const from = first?.from ?? given.action.at;
    // A later trigger may be about an enrolment of its own.
    const until = second?.from ?? Number.POSITIVE_INFINITY;
    const requests = offboardRequests(evidence, from).filter(({ requestAt }) => requestAt < until);
    if (requests.length === 0) return unclear('no-traffic', 'no offboarding request', [given.action]);
    return allOf(requests.map((request) => named(context, given, request)));
  },
};

function named({ evidence }: CheckContext, given: Provided, request: ExchangeEntry): Finding {
  const handshake = evidence.handshake(request.connection);
  const cited = [given.action, handshake, request];
  if (pathOf(request.request.target) !== pathOf(given.onboardingPath)) {
    return breached(`a request for ${pathOf(request.request.target)} instead of ${given.onboardingPath}`, cited);
  }
  const peer = handshake?.facts.peer;
  if (handshake === undefined || (peer?.by !== 'certificate' && handshake.facts.resumed)) {
    return unclear('not-observable', 'the right path, on a session whose client certificate is not known', cited);
  }
  if (peer?.by !== 'certificate') return breached('the right path, but no client certificate', cited);
  return given.fingerprints.includes(plain(peer.fingerprint))
    ? holds('the path of the Location given at onboarding, and the certificate issued there', cited)
    : breached(`the right path, but another certificate (${peer.subject})`, cited);
}
