/** What the rows of step 5 have in common, whatever must be forgotten. */
import type { CredentialKind } from '../../../../harness/evidence/timeline.ts';
import { type Call, FOUND, scanned } from './invoker-recording.ts';
import type { InvokerRow } from './role-judging.ts';

/** Without an offboarding that succeeded nothing has to be forgotten; and what storage scans answer. */
export function storageRows(kind: CredentialKind): readonly InvokerRow[] {
  const still = scanned(kind, FOUND);
  const only = { again: 'absent' } as const;
  return [
    ['never onboarded', { provided: false }, 'precondition-failed', /not onboarded/],
    ['no request', { ...still, requests: [] }, 'precondition-failed', /no offboarding request/],
    ['the request refused', { ...still, requests: [{ status: 403 }] }, 'precondition-failed', /success/],
    ['the answer cut off', { ...still, requests: [{ failure: 'closed' }] }, 'precondition-failed', /success/],
    ['no way to look', only, 'not-observable', /no way to look/],
    ['found before, gone', { ...only, ...scanned(kind) }, 'holds', /no longer in storage/],
    ['still there', { ...only, ...still }, 'breached', /store\/invoker\.json:17 \(base64\)/],
    ['still there, though nothing of it is shown', still, 'breached'],
    ['still there before the window was over', { ...only, ...still, scannedAt: 100 }, 'window-too-short'],
    ['never found', { ...only, ...scanned(kind, {}, {}) }, 'precondition-failed', /not found in storage before/],
    [
      'never found, in a folder that never was',
      { ...only, ...scanned(kind, {}, { unreadable: ['/var/lib/acm is not there'] }) },
      'precondition-failed',
      /acm is not there, though it is declared/,
    ],
    [
      'found before, gone, and another place that never was',
      { ...only, ...scanned(kind, {}, { ...FOUND, unreadable: ['/var/lib/acm is not there'] }) },
      'holds',
      /acm is not there, though it is declared/,
    ],
    [
      'a place that cannot be read any more',
      { ...only, ...scanned(kind, { unreadable: ['store/db'] }) },
      'not-observable',
      /store\/db/,
    ],
    [
      'a place that never could be read',
      { ...only, ...scanned(kind, { unreadable: ['s is shut'] }, { ...FOUND, unreadable: ['s is shut'] }) },
      'holds',
      /not looked into: s is shut/,
    ],
    [
      'time was over before and after',
      {
        ...only,
        ...scanned(kind, { unreadable: ['s: time was over'] }, { ...FOUND, unreadable: ['s: time was over'] }),
      },
      'not-observable',
      /could not be read: s: time was over/,
    ],
  ];
}

/** What is shown on the wire: `old` uses it, and needs nothing else that is old. */
export function wireRows(old: Call, kind: CredentialKind): readonly InvokerRow[] {
  return [
    ['used before, and not when made to act again', {}, 'holds', /not when made to act again/],
    ['used again', { after: [old] }, 'breached', /after the offboarding/],
    ['used again without having been asked', { again: 'absent', after: [old] }, 'breached'],
    ['used again, its storage clean', { ...scanned(kind), after: [old] }, 'breached'],
    ['used before the window was over', { after: [{ ...old, ms: 100 }] }, 'window-too-short'],
    [
      'used before the window was over, then asked after it',
      { again: 'by hook', after: [{ ...old, ms: 100 }] },
      'holds',
    ],
    [
      'used and asked before the window was over',
      { again: 'by hook', scannedAt: 110, after: [{ ...old, ms: 100 }] },
      'window-too-short',
    ],
    [
      'never used',
      { used: false, requests: [{ peer: { by: 'nothing' }, target: '/v1/onboardedInvokers/x' }] },
      'precondition-failed',
    ],
    ['it could not be made to act', { again: false }, 'not-observable'],
    ['it onboarded anew', { reonboarded: true }, 'holds'],
  ];
}
