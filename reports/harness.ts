/** Which harness made a report. */
export { harnessIdentity } from '../harness/evidence/harness-identity.ts';
