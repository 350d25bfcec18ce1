/** What an access token looks like, and what an AEF gets to recognise one by (authorizationInfo). */
import { createHash, createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose/jwt/sign';
import type { ApiInvokerId } from '../capif/ids.ts';
import { calendarNow } from '../wire/clock.ts';
import { randomToken } from '../wire/dice.ts';
import type { CcfNode } from './node.ts';

/** What a token says (TS 33.122 Annex C, TS 29.222 8.5.4.2.8). */
export interface TokenContent {
  readonly apiInvokerId: ApiInvokerId;
  /** `3gpp#aefId:apiName,…;…` */
  readonly scope: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

export interface TokenForm {
  issue(content: TokenContent, node: CcfNode): Promise<string>;
  /** For the AEF, about tokens of this invoker. */
  authorizationInfo(node: CcfNode, apiInvokerId: ApiInvokerId): string;
}

/** A JWT signed with ES256; the AEF gets the public key. */
export const JWT: TokenForm = {
  issue: ({ apiInvokerId, scope, expiresAt }, node) =>
    new SignJWT({ iss: apiInvokerId, client_id: apiInvokerId, scope, exp: expiresAt, jti: randomToken() })
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
      .sign(createPrivateKey(node.tokenKeys.privateKey)),
  authorizationInfo: (node) => node.tokenKeys.publicKey,
};

/** A random string; the AEF gets the SHA-256 hashes (hex) of those in force, as a JSON list. */
export const OPAQUE: TokenForm = {
  issue: () => Promise.resolve(randomToken(32)),
  authorizationInfo(node, apiInvokerId) {
    const now = calendarNow().getTime() / 1000;
    const live = [...node.state.tokens].filter(([, it]) => it.apiInvokerId === apiInvokerId && it.expiresAt > now);
    return JSON.stringify(live.map(([hash]) => hash));
  },
};

/** Under which a token is kept. */
export function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
