import type { ConnectionId, ExchangeId } from './facts.ts';

let connections = 0;
let exchanges = 0;

/** The next connection's name in this process. */
export function nextConnection(): ConnectionId {
  connections += 1;
  return `c${connections}`;
}

/** The next exchange's name in this process. */
export function nextExchange(): ExchangeId {
  exchanges += 1;
  return `x${exchanges}`;
}
