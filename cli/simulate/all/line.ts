/** One line for people for each thing that was seen. */
import { oneLine } from '../../../reports/outcome.ts';
import type { Sight, TlsFacts } from './watch.ts';

/** E.g. `12:00:01.123  invoker → ccf DELETE /… → 204 [TLS 1.3, client certificate CN=INV1; c7]`. */
export function lineOf(sight: Sight): string {
  const time = sight.at.slice(11, 23);
  const how = `[${[tlsOf(sight.tls), sight.connection].join('; ')}]`;
  return `${time}  ${oneLine(`${whatOf(sight)} ${how}`)}`;
}

function whatOf(sight: Sight): string {
  const way = `${sight.from} → ${sight.to}`;
  switch (sight.seen) {
    case 'message': {
      const outcome = 'status' in sight ? sight.status : `no answer: ${sight.failure}`;
      return `${way} ${sight.method} ${sight.path} → ${outcome}`;
    }
    case 'refused':
      return `${way} no connection: ${sight.failure}`;
    case 'end':
      return `${way} ended by ${sight.by}: ${sight.signal}`;
  }
}

function tlsOf(tls: TlsFacts | undefined): string {
  if (tls === undefined) return 'no TLS';
  const version = tls.version.replace('TLSv', 'TLS ');
  return [version, ...(tls.resumed ? ['resumed'] : []), tls.peer].join(', ');
}
