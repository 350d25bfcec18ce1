/// <reference types="node" preserve="true" />
/** What a module of the user's own builds on; see docs/extend.md. It is loaded before anything that waits for such modules. */
export { type Outcome, record, role, type Stage } from '../harness/actions/stage.ts';
export type { CheckContext } from '../harness/checks/check.ts';
export { allOf, breached, deviates, holds, notApplicable, unclear } from '../harness/checks/findings.ts';
export type { Finding, InconclusiveCause } from '../harness/checks/judgement.ts';
export type { EvidenceView } from '../harness/evidence/view.ts';
export type { Definition } from '../harness/extensions/definition.ts';
export { oldSelf } from '../harness/probes/capif-1e.ts';
export { classify, classifyFailure, type ProbeResult } from '../harness/probes/classify.ts';
export { type Asking, notAvailable } from '../harness/probes/probe.ts';
export {
  type ActionDefinition,
  type CheckDefinition,
  defineAction,
  defineCheck,
  defineProbe,
  type OwnRequirement,
  type ProbeDefinition,
} from './define.ts';
