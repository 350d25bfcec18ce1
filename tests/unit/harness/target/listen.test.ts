/** Ports that our nodes may use, and whether our requests say whose they are. */
import { expect, test } from '../../../support/test.ts';
import { EXAMPLE, read, readRight } from './example.ts';

const portsOf = (ports: string) => readRight(`${EXAMPLE}listen: { ports: ${ports} }\n`).listen.ports;
const told = (ports: string) => String(read(`${EXAMPLE}listen: { ports: ${ports} }\n`));

test('ports are a list or a range; by default the system chooses', () => {
  expect(portsOf('"40000-40007"')).toEqual([40000, 40001, 40002, 40003, 40004, 40005, 40006, 40007]);
  expect(portsOf('[1, 2, 3, 4, 5, 6, 7, 9]')).toEqual([1, 2, 3, 4, 5, 6, 7, 9]);
  expect(readRight(EXAMPLE).listen).toEqual({ host: '127.0.0.1', advertise: '127.0.0.1' });
});

test('too few, and what is no range, are told', () => {
  expect(told('[40000, 40001]')).toContain('listen.ports: names 2, and up to 8 are in use at once; name 8');
  expect(told('"40007-40000"')).toContain('listen.ports');
  expect(told('[0, 70000]')).toContain('listen.ports');
  expect(told('"some"')).toContain('such as 40000-40009');
});

test('our requests say whose they are unless that is not wanted', () => {
  expect(readRight(EXAMPLE).identify).toBe(true);
  expect(readRight(`${EXAMPLE}identify: false\n`).identify).toBe(false);
});

test('an address that nobody can connect to, or be told of, is told', () => {
  const listening = (listen: string) => String(read(`${EXAMPLE}listen: ${listen}\n`));
  expect(listening('{ host: 0.0.0.0 }')).toContain(
    'listen.advertise: is missing, and "0.0.0.0" is no address to connect to',
  );
  expect(listening('{ advertise: localhost }')).toContain('listen.advertise: "localhost" is neither an address nor');
  expect(readRight(`${EXAMPLE}listen: { host: "::1" }\n`).listen.advertise).toBe('::1');
  expect(readRight(`${EXAMPLE}listen: { host: 0.0.0.0, advertise: a.example }\n`).listen.advertise).toBe('a.example');
});
