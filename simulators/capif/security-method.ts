import type { KnownSecurityMethod } from './publish.ts';

/** TS 29.222's word for a method of TS 33.122 6.5.2.1 to 6.5.2.3. */
export const SECURITY_METHOD: Readonly<Record<'psk' | 'pki' | 'oauth', KnownSecurityMethod>> = {
  psk: 'PSK',
  pki: 'PKI',
  oauth: 'OAUTH',
};
