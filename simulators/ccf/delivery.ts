/** In what order, and how often, subscribers are told. */
import { delay } from '../wire/clock.ts';
import type { Notice } from './notification.ts';
import type { Subscription } from './state.ts';

export interface Delivery {
  readonly subscription: Subscription;
  readonly notice: Notice;
}

/**
 * What came of one attempt. `failed`: no answer, or 5xx: worth another attempt. `rejected`: any other answer, or nobody to tell any
 * more: not worth one.
 */
export type Attempt = 'delivered' | 'failed' | 'rejected';

export type Strategy = (
  deliveries: readonly Delivery[],
  send: (delivery: Delivery) => Promise<Attempt>,
) => Promise<unknown>;

/**
 * Everybody at once, so that nobody waits for somebody who is down.
 * @param pauses before each further attempt, in ms.
 */
export function inParallelWithRetry(pauses: readonly number[]): Strategy {
  return (deliveries, send) =>
    Promise.all(
      deliveries.map(async (delivery) => {
        let attempt = await send(delivery);
        for (const pause of pauses) {
          if (attempt !== 'failed') return;
          await delay(pause);
          attempt = await send(delivery);
        }
      }),
    );
}

/** One after the other in order of subscription; whoever comes after the first failure is never told, and nothing is tried again. */
export const oneByOneUntilFailure: Strategy = async (deliveries, send) => {
  for (const delivery of deliveries) if ((await send(delivery)) !== 'delivered') return;
};
