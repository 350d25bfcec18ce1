import { EvidenceView } from '../evidence/view.ts';
import type { Stage } from './stage.ts';

/** Whether there was a request to offboard the victim that had to succeed; where there was none, being accepted is right. */
export function isOffboarded({ recorder }: Pick<Stage, 'recorder'>): boolean {
  return new EvidenceView(recorder.timeline).offboardingRequests('valid').length > 0;
}
