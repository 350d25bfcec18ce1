/** Our nodes get from the target's onboard hook what they would otherwise onboard and register for. */
import type { AefOptions } from '../../simulators/aef/aef.ts';
import { type IssuedInvoker, issuedCredentials } from '../../simulators/invoker/issued.ts';
import type { InvokerCredentials } from '../../simulators/invoker/state.ts';
import type { HookResult } from '../hooks/result.ts';
import { documentPath } from '../target/yaml/file.ts';
import { keepIn } from './nodes.ts';
import { type Outcome, recordHook, type Stage } from './stage.ts';

/** What became of it: the credentials if there are any, and what the record says. */
interface Provisioned<Issued> {
  readonly issued: Issued | undefined;
  readonly outcome: Outcome;
}

/** One API invoker is onboarded by the hook; undefined where there is no such hook. */
export async function provisionInvoker(stage: Stage): Promise<Provisioned<InvokerCredentials> | undefined> {
  const result = await provisioning(stage)?.invoker();
  if (result === undefined) return undefined;
  const issued: IssuedInvoker | undefined = result.answer.invoker;
  recordHook(stage, result);
  if (issued === undefined) return { issued, outcome: failed(result) };
  const keep = keepIn(stage.secrets);
  keep('private key of the API invoker', issued.key);
  keep('onboarding secret', issued.onboardingSecret ?? '');
  const detail = `the onboard hook onboarded it as ${issued.apiInvokerId}`;
  return { issued: issuedCredentials(issued), outcome: { ok: true, detail } };
}

/** The options by which our next AEF is registered already; none where there is no such hook. */
export async function provisionAef(stage: Stage): Promise<Provisioned<Pick<AefOptions, 'domain'>> | undefined> {
  const { advertise, host } = stage.ccf.listen;
  const result = await provisioning(stage)?.aef([...new Set([advertise, host])]);
  if (result === undefined) return undefined;
  const domain = result.answer.provider;
  recordHook(stage, result);
  if (domain === undefined) return { issued: undefined, outcome: failed(result) };
  for (const { key } of [domain.aef, domain.apf, domain.amf ?? domain.apf]) {
    keepIn(stage.secrets)('private key of a provider function', key);
  }
  return { issued: { domain }, outcome: { ok: true, detail: `the onboard hook registered it as ${domain.aef.id}` } };
}

function provisioning({ surroundings }: Stage) {
  return surroundings.role === 'ccf' ? surroundings.provisioning : undefined;
}

function failed({ ok, detail }: HookResult): Outcome {
  const [first = ''] = detail.split('\n', 1);
  return {
    ok: false,
    detail: ok ? `the onboard hook printed no credentials; ${documentPath('hooks.md')} says which` : first,
  };
}
