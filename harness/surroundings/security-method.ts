import type { Method } from '../../scenarios/requirements/ledger.ts';
import type { KnownSecurityMethod } from '../../simulators/capif/publish.ts';

/** TS 29.222's word for a method of the ledger. */
export const SECURITY_METHOD: Readonly<Record<Method, KnownSecurityMethod>> = {
  psk: 'PSK',
  pki: 'PKI',
  oauth: 'OAUTH',
};
