/** What a check is: a pure function from the evidence of one run to one finding. */
import type { Method, Role } from '../../scenarios/requirements/ledger.ts';
import type { EvidenceView } from '../evidence/view.ts';
import type { Claims, Timing } from '../target/schema.ts';
import type { Finding } from './judgement.ts';

/** All that a check may know. */
export interface CheckContext {
  readonly evidence: EvidenceView;
  /** What the implementation under test says about itself. */
  readonly claims: Claims;
  /** The windows within which things must happen, in milliseconds. */
  readonly timing: Timing;
  readonly method: Method;
  readonly underTest: Role;
}

/** The judging of one row of the requirement ledger. */
export interface Check {
  /** The row's id. */
  readonly requirement: string;
  /** Completes "expected …", e.g. `the CCF to end the TLS session within the teardown window`. */
  readonly expected: string;
  /** Reads the evidence; neither I/O nor clock. What it throws is a fault of the harness, never a breach. */
  judge(context: CheckContext): Finding;
}
