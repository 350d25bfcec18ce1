import { SubscriptionId } from '../../../../simulators/capif/ids.ts';
import {
  type Attempt,
  type Delivery,
  inParallelWithRetry,
  oneByOneUntilFailure,
} from '../../../../simulators/ccf/delivery.ts';
import { expect, test } from '../../../support/test.ts';

function deliveryTo(name: string): Delivery {
  const details = { events: ['API_INVOKER_OFFBOARDED'], notificationDestination: '' };
  const subscription = { subscriptionId: SubscriptionId.parse(name), subscriberId: name, details };
  return { subscription, notice: { method: 'POST', contentType: '', body: {} } };
}

/** Each receiver's answers in turn, the last one for ever; `log` says who was asked when. */
function sender(answers: Record<string, Attempt[]>): { log: string[]; send: (delivery: Delivery) => Promise<Attempt> } {
  const log: string[] = [];
  const send = ({ subscription: { subscriberId } }: Delivery) => {
    log.push(subscriberId);
    const left = answers[subscriberId] ?? [];
    return Promise.resolve((left.length > 1 ? left.shift() : left[0]) ?? 'failed');
  };
  return { log, send };
}

test('in parallel: who is down does not hold up who comes after', async () => {
  const { log, send } = sender({ down: ['failed'], up: ['delivered'] });
  await inParallelWithRetry([1, 1])([deliveryTo('down'), deliveryTo('up')], send);
  expect(log).toEqual(['down', 'up', 'down', 'down']);
});

test('tries again until delivered', async () => {
  const { log, send } = sender({ late: ['failed', 'delivered'] });
  await inParallelWithRetry([1, 1, 1])([deliveryTo('late')], send);
  expect(log).toEqual(['late', 'late']);
});

test('does not try again after an answer that another attempt would not change', async () => {
  const { log, send } = sender({ stubborn: ['rejected'] });
  await inParallelWithRetry([1, 1])([deliveryTo('stubborn')], send);
  expect(log).toEqual(['stubborn']);
});

test('one by one: nobody after the first failure', async () => {
  const { log, send } = sender({ first: ['delivered'], down: ['failed'], up: ['delivered'] });
  await oneByOneUntilFailure(['first', 'down', 'up'].map(deliveryTo), send);
  expect(log).toEqual(['first', 'down']);
});
