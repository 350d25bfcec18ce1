import type { Check } from './check.ts';
import { unclear } from './findings.ts';
import { harmless } from './reasoning/harmless.ts';
import { notificationsOf } from './reasoning/notified.ts';

export const check: Check = {
  requirement: 'S10-unknown-harmless',
  expected: 'a notification about an unknown API invoker to be answered 2xx or 404, and to harm nobody',
  judge(context) {
    const [notification] = notificationsOf(context.evidence, 'unknown-invoker');
    if (notification === undefined) return unclear('no-traffic', 'no notification about an unknown API invoker');
    return harmless(context, notification, 'the notification about an unknown API invoker');
  },
};
