/** A scenario of the built-in API invoker, to be played with something changed around it. */
import { type Played, play } from '../../../../harness/play/play.ts';
import { prepare } from '../../../../harness/play/prepare.ts';
import { referenceInvoker } from '../../../../harness/surroundings/around-invoker.ts';
import type { Surroundings } from '../../../../harness/surroundings/surroundings.ts';
import type { InvokerOptions } from '../../../../simulators/invoker/invoker.ts';

const { target, scenarios, ledger } = prepare({});
const PLAYING = { method: 'pki', tls: '1.3' } as const;

type AroundInvoker = Extract<Surroundings, { role: 'invoker' }>;

/** @param answerMs - How long an answer may take; matters only where none comes. */
export async function builtInInvoker(id: string, answerMs: number, deviation: Pick<InvokerOptions, 'fault'> = {}) {
  if (target.role !== 'reference') throw new Error('this is about the built-in API invoker');
  const scenario = scenarios.find((one) => one.id === id);
  if (scenario === undefined) throw new Error(`no scenario ${id}`);
  const timing = { teardown: 1000, notification: 1500, deletion: 700, quiet: 150, answer: answerMs };
  const tested = { ...target, timing };
  const source = referenceInvoker(tested, deviation);
  const around = await source.get({ scenario: scenario.id, ...PLAYING, requires: {} });
  if (around.role !== 'invoker') throw new Error('an invoker has other surroundings');
  return {
    around: around as AroundInvoker,
    play: (surroundings: AroundInvoker): Promise<Played> =>
      play({ scenario, ...PLAYING, target: tested, surroundings, ledger }),
    close: () => source.close(),
  };
}
