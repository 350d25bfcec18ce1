/** A secret that a CCF no longer honours, nor stores unless its operator retains. */
import type { CredentialKind } from '../../evidence/timeline.ts';
import type { CheckContext } from '../check.ts';
import { isFinding } from '../findings.ts';
import type { Finding } from '../judgement.ts';
import { allGone } from './gone.ts';
import { alsoInStorage } from './second-witness.ts';
import { offboarding } from './success.ts';

/** @param probes - By which its use is tried. */
export function deletedByCcf(context: CheckContext, probes: readonly string[], kind: CredentialKind): Finding {
  const behaviour = allGone(context, probes);
  const success = offboarding(context);
  // What an operator retains may stand anywhere: S3-retained-is-inert judges what it is good for.
  if (isFinding(success) || context.claims.retention) return behaviour;
  return alsoInStorage(context, behaviour, success.answeredAt, kind);
}
