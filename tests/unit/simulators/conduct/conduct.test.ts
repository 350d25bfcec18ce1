import { Conduct } from '../../../../simulators/conduct/conduct.ts';
import { expect, test } from '../../../support/test.ts';

interface Behaviour {
  readonly says: string;
  readonly port: number;
}

const FAULTS = {
  louder: { change: (one: Behaviour) => ({ ...one, says: `${one.says}!` }) },
  shouting: { change: (one: Behaviour) => ({ ...one, says: one.says.toUpperCase() }) },
  elsewhere: { change: (one: Behaviour) => ({ ...one, port: 2 }) },
};

function conduct(on: keyof typeof FAULTS | readonly (keyof typeof FAULTS)[]) {
  return new Conduct({ faultless: { says: 'hello', port: 1 }, faults: FAULTS, on, fixed: ({ port }) => port });
}

test('faults go on and off while it is in use, and apply in their order', () => {
  const node = conduct('louder');
  expect(node.behaviour.says).toBe('hello!');
  node.set(['shouting', 'louder']);
  expect([node.on, node.behaviour.says]).toEqual([['shouting', 'louder'], 'HELLO!']);
  node.set([]);
  expect([node.on, node.behaviour.says]).toEqual([[], 'hello']);
});

test('what is decided when ports are opened cannot be switched, in neither direction, and nothing changes then', () => {
  const node = conduct('louder');
  expect(() => node.set(['elsewhere'])).toThrow(/elsewhere.*decided when the ports are opened/);
  expect([node.on, node.behaviour.says]).toEqual([['louder'], 'hello!']);

  const moved = conduct(['elsewhere']);
  expect(() => moved.set([])).toThrow(/^elsewhere: decided/);
  moved.set(['elsewhere', 'louder']);
  expect(moved.behaviour).toEqual({ says: 'hello!', port: 2 });
});
