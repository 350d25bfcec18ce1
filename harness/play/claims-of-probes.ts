/** Claims that are held against what probes found out before offboarding, and against how security contexts were answered. */
import { z } from 'zod';
import type { ClaimFinding } from '../evidence/run-record.ts';
import type { ExchangeEntry, ProbeEntry, Stamp, Timeline } from '../evidence/timeline.ts';
import type { Claims } from '../target/schema.ts';

/** Every claim of these that the recording contradicts, each once. */
export function claimsContradictedByProbes(
  claims: Claims,
  timeline: Timeline,
  exchanges: readonly ExchangeEntry[],
): ClaimFinding[] {
  const probes = timeline.filter((entry) => entry.kind === 'probe').filter(({ phase }) => phase === 'control');
  return [
    ...keySource(claims, probes),
    ...revocationList(claims, probes),
    ...methods(claims, exchanges),
    ...refused(claims, probes, exchanges),
  ];
}

type Control = ProbeEntry & Stamp;

function keySource({ aefpsk }: Claims, probes: readonly Control[]): ClaimFinding[] {
  const wrong = probes.find(({ facts }) => facts.isDerived === (aefpsk === 'provisioned'));
  if (wrong === undefined) return [];
  const seen =
    aefpsk === 'provisioned'
      ? 'the AEF was given the key that Annex A derives'
      : 'the AEF was given another key than Annex A derives, with interfaceInformation as P0';
  return [{ claim: 'aefpsk', claimed: aefpsk, seen, evidence: [wrong.seq] }];
}

/** Only an answer counts: a server that could not be reached says nothing of what it has. */
function revocationList({ crl }: Claims, probes: readonly Control[]): ClaimFinding[] {
  const asked = crl === false ? undefined : probes.find(({ probe }) => probe === 'crl');
  if (asked?.outcome !== 'wrong-cause' || asked.facts.status === undefined) return [];
  const seen = asked.facts.status === 404 ? 'GET of it → 404' : `GET of it → ${asked.seen}`;
  return Number(asked.facts.status) >= 500 ? [] : [{ claim: 'crl', claimed: String(crl), seen, evidence: [asked.seq] }];
}

const CONTEXT = /\/trustedInvokers\/[^/]+$/;
const Wanted = z.looseObject({ securityInfo: z.array(z.looseObject({ prefSecurityMethods: z.array(z.string()) })) });
const Selected = z.looseObject({ securityInfo: z.array(z.looseObject({ selSecurityMethod: z.string() })) });

/** Ours ask for one method alone: whoever selects another does not offer that. */
function methods(claims: Claims, exchanges: readonly ExchangeEntry[]): ClaimFinding[] {
  for (const { request, response, seq } of exchanges) {
    if (request.method !== 'PUT' || !CONTEXT.test(request.target) || (response?.status ?? 500) > 299) continue;
    const wanted = read(Wanted, request.body)?.securityInfo.flatMap((one) => one.prefSecurityMethods) ?? [];
    const selected = read(Selected, response?.body)?.securityInfo.map((one) => one.selSecurityMethod) ?? [];
    const other = wanted.length === 0 ? undefined : selected.find((method) => !wanted.includes(method));
    if (other === undefined) continue;
    const seen = `it selected ${other} where ${wanted.join(', ')} was asked for`;
    return [{ claim: 'methods', claimed: claims.methods.join(', '), seen, evidence: [seq] }];
  }
  return [];
}

/** A security context that the CCF will not have, before any offboarding: it may know that method and be unable to say so. */
function refused(claims: Claims, probes: readonly Control[], exchanges: readonly ExchangeEntry[]): ClaimFinding[] {
  for (const { probe, outcome, facts, evidence } of probes) {
    const status = Number(facts.status ?? 0);
    if (probe !== 'context-write' || outcome === 'accepted' || !REFUSING.has(status)) continue;
    const put = exchanges.find(({ seq, request }) => evidence.includes(seq) && CONTEXT.test(request.target));
    const wanted = read(Wanted, put?.request.body)?.securityInfo.flatMap((one) => one.prefSecurityMethods) ?? [];
    if (put === undefined || wanted.length === 0) continue;
    const seen = `a security context that asks for ${wanted.join(', ')} was answered ${status}`;
    return [{ claim: 'methods', claimed: claims.methods.join(', '), seen, evidence: [put.seq] }];
  }
  return [];
}

/** Of the request's content. 401 and 404 are about who asks, and about what is there. */
const REFUSING: ReadonlySet<number> = new Set([400, 403, 422, 501]);

function read<T>(schema: z.ZodType<T>, body: string | undefined): T | undefined {
  try {
    return schema.safeParse(JSON.parse(body ?? '')).data;
  } catch {
    return undefined;
  }
}
