/** What the two rows about notifications with nothing to tell have in common. */
import type { AefPlay, Sent } from './aef-recording.ts';
import type { AefRow } from './role-judging.ts';

export function harmlessRows(kind: 'duplicate' | 'unknown-invoker'): readonly AefRow[] {
  const sent = (change: Partial<Sent>): AefPlay => ({ after: [{ case: kind, status: 204, ...change }] });
  const bystander = (change: object) => sent({ probes: { 'bystander service-api': change } });
  return [
    ['204', sent({}), 'holds'],
    ['200', sent({ status: 200 }), 'holds'],
    ['404', sent({ status: 404 }), 'holds'],
    ['409', sent({ status: 409 }), 'breached', /409/],
    ['500', sent({ status: 500 }), 'breached', /500/],
    ['503', sent({ status: 503 }), 'wrong-cause'],
    ['no answer', sent({ status: undefined, failure: 'timeout' }), 'breached'],
    ['no connection', sent({ connected: false, failure: 'connection-refused' }), 'no-traffic'],
    ['a bystander gone', bystander({ outcome: 'refused', seen: '401' }), 'breached', /no longer served/],
    ['a bystander failing for another reason', bystander({ outcome: 'wrong-cause' }), 'wrong-cause'],
    ['a bystander not tried', sent({ probes: 'absent' }), 'no-traffic'],
    [
      'a bystander gone already before',
      { ...bystander({ outcome: 'refused' }), probes: { 'settled bystander service-api': { outcome: 'refused' } } },
      'precondition-failed',
    ],
    ['none sent', {}, 'no-traffic'],
  ];
}
