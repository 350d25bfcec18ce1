/** Probes by the AEF: does the CCF still vouch for the invoker, and does it still give out its AEFPSK? */
import type { Ccf } from '../../simulators/ccf/ccf.ts';
import type { HttpExchange } from '../../simulators/wire/facts.ts';
import { role } from '../actions/stage.ts';
import { classify, type ProbeResult } from './classify.ts';
import { type Asking, notAvailable, type Probe } from './probe.ts';
import { contextIn } from './shown-context.ts';
import { judgeKeys } from './shown-key.ts';

export const trustedInvoker: Probe['ask'] = async (asking) => {
  if (asking.stage.surroundings.role === 'aef') return atOwnCcf(asking, asking.stage.surroundings.ownCcf);
  // With TLS-PSK the authentication information is the AEFPSK, which a probe of its own asks for.
  const authenticationInfo = asking.stage.method !== 'psk';
  const exchange = await get(asking, { authorizationInfo: true, ...(authenticationInfo && { authenticationInfo }) });
  if (exchange === undefined) return notAvailable('no AEF is on stage that could ask');
  const result = classify(exchange);
  if (result.outcome !== 'accepted') return { ...result, facts: { ...result.facts, namesInvoker: false } };
  const context = contextIn(exchange.response?.body ?? '');
  if (context === undefined) return unreadable(result);
  const namesInvoker = context.entries.some(({ aefId: named }) => named === undefined || named === aefId(asking));
  const facts = { ...result.facts, namesInvoker };
  // "404, or an answer without that invoker".
  return namesInvoker
    ? { ...result, facts }
    : { outcome: 'refused', seen: `${result.seen} without a security context`, facts };
};

/** An AEF under test would be answered like this: the CCF is ours, and need not be asked over the wire. */
function atOwnCcf({ stage, subject }: Asking, ccf: Ccf): ProbeResult {
  const { apiInvokerId = '' } = role(stage, subject).invoker;
  const namesInvoker = ccf.vouchesFor(apiInvokerId);
  const seen = namesInvoker ? '200: our CCF holds a security context' : '404: our CCF holds no security context';
  return { outcome: namesInvoker ? 'accepted' : 'refused', seen, facts: { namesInvoker } };
}

export const aefpsk: Probe['ask'] = async (asking) => {
  const exchange = await get(asking, { authenticationInfo: true });
  if (exchange === undefined) return notAvailable('no AEF is on stage that could ask');
  const result = classify(exchange);
  const none = { ...result.facts, keyPresent: false, keyMatches: false };
  if (result.outcome !== 'accepted') return { ...result, facts: none };
  const context = contextIn(exchange.response?.body ?? '');
  if (context === undefined) return unreadable(result);
  const keys = context.entries.flatMap(({ authenticationInfo }) => authenticationInfo ?? []);
  for (const key of keys) if (key.length >= 8) asking.stage.secrets.register('AEFPSK', key);
  const derived = role(asking.stage, asking.subject).invoker.snapshot().aefPsks.get(aefId(asking));
  const shown = judgeKeys(keys, { derived, claimed: asking.stage.claims.aefpsk });
  const outcome = shown.facts.keyPresent ? 'accepted' : 'refused';
  return { outcome, seen: `${result.seen}${shown.seen}`, facts: { ...result.facts, ...shown.facts } };
};

async function get(
  { stage, subject, note }: Asking,
  query: { authenticationInfo?: boolean; authorizationInfo?: boolean },
): Promise<HttpExchange | undefined> {
  const aef = stage.aefs.get('aef-1')?.aef;
  const apiInvokerId = role(stage, subject).invoker.apiInvokerId;
  if (apiInvokerId === undefined) return undefined;
  const exchange = await aef?.trustedInvoker(apiInvokerId, query);
  if (exchange !== undefined) note(exchange.connection);
  return exchange;
}

function aefId({ stage }: Asking): string {
  return stage.aefs.get('aef-1')?.aef.aefId ?? '';
}

function unreadable(result: ProbeResult): ProbeResult {
  return { ...result, outcome: 'wrong-cause', seen: `${result.seen} whose body is no JSON` };
}
