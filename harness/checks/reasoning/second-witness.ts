/** A look into the storage of a CCF or AEF under test, beside what its behaviour showed: the second witness of rows of steps 3 and 8. */
import type { Micros } from '../../../simulators/wire/facts.ts';
import type { CredentialKind } from '../../evidence/timeline.ts';
import type { CheckContext } from '../check.ts';
import { allOf } from '../findings.ts';
import type { Finding } from '../judgement.ts';
import { residueOf } from './residue.ts';

/**
 * The finding of behaviour, and of storage where that says something: a credential that stands there after the deletion window is a breach
 * however well it is refused. One that was never found there, or can't be read any more, takes nothing from what behaviour proves.
 */
export function alsoInStorage(
  context: CheckContext,
  behaviour: Finding,
  answeredAt: Micros,
  kind: CredentialKind,
): Finding {
  const stored = residueOf(context, answeredAt, kind);
  if (stored === undefined) return behaviour;
  const tells = stored.outcome !== 'unclear' || stored.cause === 'window-too-short';
  return tells ? allOf([behaviour, stored]) : behaviour;
}
