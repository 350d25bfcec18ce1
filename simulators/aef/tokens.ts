/** Access tokens at the AEF (TS 33.122 6.5.2.3, Annex C). */
import { createHash, createPublicKey } from 'node:crypto';
import { decodeJwt } from 'jose/jwt/decode';
import { jwtVerify } from 'jose/jwt/verify';
import { scopeCovers } from '../capif/service-api.ts';
import { calendarNow } from '../wire/clock.ts';
import type { AefNode } from './node.ts';
import { pull } from './pull.ts';
import type { TrustedInvoker } from './trust-store.ts';

/** Signatures by which others can't be made with the public key alone. */
const ALGORITHMS = ['ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'EdDSA'];

/** The Bearer token of a request, if it carries one. */
export function bearerToken(request: Request): string | undefined {
  return /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
}

/**
 * Whose token this is, when it is valid for this AEF's API and its owner is trusted at this moment. A token of an offboarded invoker is
 * refused however long it would last: that is all that deleting a self-contained token can mean.
 */
export async function ownerOfToken(node: AefNode, token: string): Promise<string | undefined> {
  const claimed = claimedOwner(token);
  if (claimed === undefined) return await ownerOfOpaqueToken(node, token);
  if (node.trust.get(claimed) === undefined) await node.behaviour.access.lookUp(node, claimed);
  const trusted = node.trust.get(claimed);
  if (typeof trusted?.tokens !== 'string') return undefined;
  return (await verifies(node, token, trusted.tokens, claimed)) ? claimed : undefined;
}

/** `client_id` or `iss`, unverified: tells whose key to verify by. Undefined for what is no JWT. */
function claimedOwner(token: string): string | undefined {
  try {
    const { client_id: clientId, iss } = decodeJwt(token);
    return typeof clientId === 'string' ? clientId : iss;
  } catch {
    return undefined;
  }
}

async function verifies(node: AefNode, token: string, key: string, owner: string): Promise<boolean> {
  try {
    const { payload } = await jwtVerify(token, createPublicKey(key), {
      algorithms: ALGORITHMS,
      requiredClaims: ['exp', 'scope'],
      currentDate: calendarNow(),
    });
    const named = [payload.client_id, payload.iss].filter((name) => name !== undefined);
    const api = { aefId: node.registration.aef.id, apiName: node.apiName };
    return named.includes(owner) && typeof payload.scope === 'string' && scopeCovers(payload.scope, api);
  } catch {
    return false;
  }
}

/** Nothing in an opaque token says whose it is: it is looked up among the invokers known to use tokens, then once more afresh. */
async function ownerOfOpaqueToken(node: AefNode, token: string): Promise<string | undefined> {
  const hash = createHash('sha256').update(token).digest('hex');
  const holder = () => node.trust.all().find((invoker) => hashes(invoker)?.has(hash))?.apiInvokerId;
  if (holder() === undefined) {
    for (const invoker of node.trust.all()) if (hashes(invoker)) await pull(node, invoker.apiInvokerId);
  }
  return holder();
}

function hashes({ tokens }: TrustedInvoker): ReadonlySet<string> | undefined {
  return typeof tokens === 'string' ? undefined : tokens;
}
