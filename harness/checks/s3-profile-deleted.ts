import type { Check } from './check.ts';
import { allOf, isFinding, unclear } from './findings.ts';
import { answerTo } from './reasoning/answer.ts';
import { gone } from './reasoning/gone.ts';
import { worked } from './reasoning/probe.ts';
import { offboarding } from './reasoning/success.ts';

/** TS 29.222 has no GET of a profile, and an implementation need not support both ways of changing one. */
const CHANGES = ['profile-put', 'profile-patch'];

export const check: Check = {
  requirement: 'S3-profile-deleted',
  expected: 'PUT and PATCH of the offboarded profile to be refused',
  judge(context) {
    const { evidence } = context;
    const success = offboarding(context);
    if (isFinding(success)) return success;
    const supported = CHANGES.filter((name) => worked(evidence.probe(name, 'victim', 'control')));
    if (supported.length === 0) {
      return unclear('precondition-failed', 'neither PUT nor PATCH of the profile accepted before offboarding');
    }
    const finding = allOf(supported.map((name) => gone(context, success, name)));
    // A repeated DELETE that succeeds says little about the profile; one that is refused says the same once more.
    const [repeat] = evidence.offboardingRequests('repeat');
    if (repeat === undefined || finding.outcome !== 'holds') return finding;
    const seen = `${finding.seen}; ${answerTo(evidence, repeat).seen} on a second DELETE`;
    return { ...finding, seen, evidence: [...finding.evidence, repeat.seq] };
  },
};
