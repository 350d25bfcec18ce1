import { preflight } from '../harness/play/preflight.ts';
import { NotPrepared, prepare } from '../harness/play/prepare.ts';
import { refuse } from '../harness/play/refuse.ts';

/** Runs once before any scenario: a target that cannot be reached is told once, and nothing is played. */
export default async function setUp(): Promise<void> {
  const problems = await preflight(prepare().target);
  if (problems.length > 0) refuse(new NotPrepared(problems));
}
