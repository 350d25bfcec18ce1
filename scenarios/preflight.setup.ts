import { preflight } from '../harness/play/preflight.ts';
import { NotPrepared, prepare } from '../harness/play/prepare.ts';

/** Runs once before any scenario: a target that cannot be reached is told once, and nothing is played. */
export default async function setUp(): Promise<void> {
  const problems = await preflight(prepare().target);
  if (problems.length > 0) throw new NotPrepared(problems);
}
