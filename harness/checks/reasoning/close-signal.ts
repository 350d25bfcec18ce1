/** How the peer ended a session, as S6-close-notify and S9-close-notify weigh it. */
import type { EndRecord } from '../../evidence/view.ts';
import { breached, holds } from '../findings.ts';
import type { Finding } from '../judgement.ts';

/** Holds for close_notify alone (RFC 5246 7.2.1, RFC 8446 6.1). `end` is the peer's first sign of ending. */
export function closedOrderly(end: EndRecord): Finding {
  switch (end.signal) {
    case 'close_notify':
      return holds('close_notify', [end]);
    case 'fin':
      return breached('a bare FIN', [end]);
    case 'rst':
      return breached('RST', [end]);
    case 'alert':
      return breached(`fatal alert ${end.alert?.name ?? 'without a name'}`, [end]);
  }
}
