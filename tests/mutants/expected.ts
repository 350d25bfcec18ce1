/** What each misbehaviour must be caught by: the table is the ledger's neighbour, since `explain` tells it too. */
export { BROKEN_BY_AEF as EXPECTED_OF_AEF } from '../../scenarios/requirements/broken-by/aef.ts';
export { BROKEN_BY_CCF as EXPECTED } from '../../scenarios/requirements/broken-by/ccf.ts';
export type { Expected } from '../../scenarios/requirements/broken-by/expected.ts';
export { BROKEN_BY_INVOKER as EXPECTED_OF_INVOKER } from '../../scenarios/requirements/broken-by/invoker.ts';

/** Warnings that a permitted variant may earn, where a row of the ledger says so. */
export const WARNINGS: Readonly<Record<string, readonly string[]>> = {
  'deletes-a-little-late': ['S3-done-before-answer'],
};
