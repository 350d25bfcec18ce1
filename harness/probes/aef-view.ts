/** Probes by the AEF: does the CCF still vouch for the invoker, and does it still give out its AEFPSK? */
import { ServiceSecurity } from '../../simulators/capif/security.ts';
import type { Ccf } from '../../simulators/ccf/ccf.ts';
import type { HttpExchange } from '../../simulators/wire/facts.ts';
import { role } from '../actions/stage.ts';
import { classify, type ProbeResult } from './classify.ts';
import { type Asking, notAvailable, type Probe } from './probe.ts';

export const trustedInvoker: Probe = {
  describe: 'as AEF: gets the security context of the invoker',
  harmless: true,
  control: true,
  ask: async (asking) => {
    if (asking.stage.surroundings.role === 'aef') return atOwnCcf(asking, asking.stage.surroundings.ownCcf);
    const exchange = await get(asking, { authorizationInfo: true });
    if (exchange === undefined) return notAvailable('no AEF is on stage that could ask');
    const result = classify(exchange);
    const context = contextOf(exchange);
    const namesInvoker = (context?.securityInfo ?? []).some(
      (info) => info.aefId === aefId(asking) || info.aefId === undefined,
    );
    if (result.outcome !== 'accepted' || namesInvoker) return { ...result, facts: { ...result.facts, namesInvoker } };
    // "404, or an answer without that invoker".
    const seen = `${result.seen} without a security context`;
    return { outcome: 'refused', seen, facts: { ...result.facts, namesInvoker } };
  },
};

/** An AEF under test would be answered like this: the CCF is ours, and need not be asked over the wire. */
function atOwnCcf({ stage, subject }: Asking, ccf: Ccf): ProbeResult {
  const { apiInvokerId = '' } = role(stage, subject).invoker;
  const namesInvoker = ccf.vouchesFor(apiInvokerId);
  const seen = namesInvoker ? '200: our CCF holds a security context' : '404: our CCF holds no security context';
  return { outcome: namesInvoker ? 'accepted' : 'refused', seen, facts: { namesInvoker } };
}

export const aefpsk: Probe = {
  describe: 'as AEF: gets the AEFPSK of the invoker',
  harmless: true,
  control: true,
  applies: (stage) => stage.method === 'psk',
  ask: async (asking) => {
    const exchange = await get(asking, { authenticationInfo: true });
    if (exchange === undefined) return notAvailable('no AEF is on stage that could ask');
    const result = classify(exchange);
    const key =
      (contextOf(exchange)?.securityInfo ?? []).find((info) => info.authenticationInfo)?.authenticationInfo ?? '';
    if (key.length >= 8) asking.stage.secrets.register('AEFPSK', key);
    const derived = role(asking.stage, asking.subject).invoker.snapshot().aefPsks.get(aefId(asking));
    const facts = {
      ...result.facts,
      keyPresent: key !== '',
      keyMatches: derived !== undefined && sameKey(key, derived),
    };
    if (result.outcome !== 'accepted' || key !== '') return { ...result, facts };
    return { outcome: 'refused', seen: `${result.seen} without a key`, facts };
  },
};

/** The AEFPSK as text: hexadecimal, which 33.122 leaves open, or base64. */
function sameKey(text: string, key: Buffer): boolean {
  return text.toLowerCase() === key.toString('hex') || Buffer.from(text, 'base64').equals(key);
}

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

function contextOf({ response }: HttpExchange): ServiceSecurity | undefined {
  try {
    return response?.status === 200 ? ServiceSecurity.safeParse(JSON.parse(response.body)).data : undefined;
  } catch {
    return undefined;
  }
}
