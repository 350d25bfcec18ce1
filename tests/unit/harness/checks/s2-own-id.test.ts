import { EARLIER, EARLIER_PATH, OLD, OTHER, PATH } from './invoker-recording.ts';
import { judgingInvoker } from './role-judging.ts';

const STILL = { target: EARLIER_PATH, peer: EARLIER, status: 404 } as const;

judgingInvoker('S2-own-id', [
  ['the Location, the certificate', {}, 'holds'],
  ['written otherwise', { requests: [{ target: PATH.replace('onb', '%6Fnb') }] }, 'holds'],
  ['another ID', { requests: [{ target: `${PATH}-2` }] }, 'breached', /instead of/],
  ['first another ID', { requests: [{ target: `${PATH}-2`, status: 404 }, {}] }, 'breached'],
  ['another certificate', { requests: [{ peer: OTHER }] }, 'breached', /another certificate/],
  ['no certificate', { requests: [{ peer: { by: 'nothing' } }] }, 'breached'],
  ['a resumed session that remembers', { requests: [{ peer: OLD, resumed: true }] }, 'holds'],
  ['a resumed session that does not', { requests: [{ peer: { by: 'nothing' }, resumed: true }] }, 'not-observable'],
  ['somebody still asking to leave an earlier enrolment', { requests: [STILL, {}] }, 'holds'],
  ['that after it', { requests: [{}, STILL] }, 'holds'],
  ['that on a session resumed', { requests: [{ ...STILL, peer: { by: 'nothing' }, resumed: true }, {}] }, 'holds'],
  ['nothing but that', { requests: [STILL] }, 'no-traffic'],
  ['the path of an earlier enrolment', { requests: [{ target: EARLIER_PATH }] }, 'breached', /instead of/],
  ['the certificate of an earlier enrolment', { requests: [{ peer: EARLIER }] }, 'breached', /another certificate/],
  ['no request', { requests: [] }, 'no-traffic'],
  ['never onboarded', { provided: false }, 'precondition-failed'],
  ['onboarded anew later', { reonboarded: true }, 'holds'],
]);
