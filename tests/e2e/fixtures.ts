import { join } from 'node:path';
import { test as base } from '../support/test.ts';
import { Checkout } from './checkout.ts';
import { CLI, Running } from './process.ts';

/** Longer than any test that has one: it is ended with the test. */
const SIMULATED_MS = 660_000;

/** Starts `capif-conformance simulate …`; whatever still runs when the test (or the worker) ends is ended then. */
export type Simulate = (...args: readonly string[]) => Running;

interface PerWorker {
  /** One copy for all tests of a worker, which come one after the other. */
  readonly checkout: Checkout;
  readonly simulate: Simulate;
}

export const test = base.extend<object, PerWorker>({
  checkout: [
    async ({}, use) => {
      const checkout = await Checkout.copy();
      await use(checkout);
      await checkout.remove();
    },
    { scope: 'worker' },
  ],
  simulate: [
    async ({}, use) => {
      const started: Running[] = [];
      await use((...args) => {
        const running = new Running(CLI, ['simulate', ...args], { timeoutMs: SIMULATED_MS });
        started.push(running);
        return running;
      });
      await Promise.all(started.map((running) => running.end('SIGKILL')));
    },
    { scope: 'worker' },
  ],
});

/** A reference CCF as a process, and where its target file is. */
export async function startedCcf(
  simulate: Simulate,
  checkout: Checkout,
  ...args: readonly string[]
): Promise<{ readonly ccf: Running; readonly target: string; readonly ready: Readonly<Record<string, unknown>> }> {
  const { node, ...started } = await startedNode('ccf', simulate, checkout, ...args);
  return { ccf: node, ...started };
}

/** A reference node as a process that writes its target file, and where that is. */
export async function startedNode(
  role: 'ccf' | 'aef' | 'invoker',
  simulate: Simulate,
  checkout: Checkout,
  ...args: readonly string[]
): Promise<{ readonly node: Running; readonly target: string; readonly ready: Readonly<Record<string, unknown>> }> {
  const target = join(checkout.folder, `${[role, ...args].join('-').replaceAll(/[^\w-]/g, '')}.yaml`);
  const node = simulate(role, '--write-target', target, ...args);
  return { node, target, ready: await node.nextLine() };
}
