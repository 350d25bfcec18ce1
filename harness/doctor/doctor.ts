/** Examines a target before anything is judged: can the harness work with it, and where not, what is to be changed? */
import { openTarget, type UnderTest } from '../surroundings/open.ts';
import type { CcfTarget, Target } from '../target/target.ts';
import { asksForAdmission, seekAdmission } from './admission.ts';
import { examineCallback } from './callback.ts';
import { examineCrl } from './crl.ts';
import { examineEndpoint } from './endpoint.ts';
import { type Finding, leftoverFindings, ok, problem, skipped } from './finding.ts';
import { examineLed } from './led.ts';
import { notificationFinding } from './notification.ts';
import { operationFindings } from './operations.ts';
import { endpointsOf } from './reach.ts';
import { rehearse } from './rehearsal.ts';
import { examineStorage } from './storage.ts';

/**
 * Everything that was found out, in the order in which it was looked at. Never throws for what the target does.
 *
 * @param signal - Ends it when it aborts: nothing more is tried, what was made is put away, and what was found out until then is answered.
 */
export async function examine(target: Target, signal?: AbortSignal): Promise<Finding[]> {
  switch (target.role) {
    case 'reference':
      return [ok('built-in nodes', 'there is nothing to reach: they are part of the harness')];
    case 'ccf':
      return await onceWith(target, (underTest) => examineCcf(target, underTest, signal));
    case 'aef':
    case 'invoker':
      return await onceWith(target, (underTest) => examineLed(target, underTest, signal));
  }
}

async function examineCcf(target: CcfTarget, underTest: UnderTest, signal?: AbortSignal): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const endpoint of endpointsOf(target)) {
    if (signal?.aborted) return findings;
    findings.push(...(await examineEndpoint(endpoint)));
  }
  const callback = await examineCallback(target);
  findings.push(callback, ...examineStorage(target), ...(await examineCrl(target)));
  if (asksForAdmission(target) && !signal?.aborted) findings.push(await admission(target));
  const examined = eachOnce(findings);
  if (signal?.aborted) return examined;
  if (examined.some(({ status }) => status === 'problem')) {
    return [...examined, skipped('operations', 'not tried before the problems above are mended')];
  }
  const rehearsed = await rehearse(target, underTest, signal);
  const left = leftoverFindings(rehearsed.leftovers);
  if (signal?.aborted) return [...examined, ...left];
  const operations = operationFindings(target, rehearsed.timeline);
  return [...examined, ...operations, notificationFinding(target, rehearsed, callback), ...left];
}

async function admission(target: CcfTarget): Promise<Finding> {
  const check = 'admission';
  const trouble = await seekAdmission(target);
  return trouble === undefined ? ok(check, 'the register service lets us in') : problem(check, trouble);
}

/** Where one field is wrong for two endpoints, it is told once. */
function eachOnce(findings: readonly Finding[]): Finding[] {
  const told = new Set<string>();
  return findings.map((finding) => {
    const { status, field, check, message } = finding;
    if (status !== 'problem' || field === undefined) return finding;
    const known = told.has(field);
    told.add(field);
    return known ? skipped(check, `the same field, ${field}: ${message}`) : finding;
  });
}

async function onceWith<Result>(target: Target, act: (underTest: UnderTest) => Promise<Result>): Promise<Result> {
  const underTest = openTarget(target);
  try {
    return await act(underTest);
  } finally {
    await underTest.close();
  }
}
