import { validateMessage } from '../../simulators/capif/operations.ts';
import type { Recorder } from '../evidence/recorder.ts';
import type { ExchangeEntry } from '../evidence/timeline.ts';

/**
 * Holds every message of the recording against its TS 29.222 schema, both ways. A message of ours that breaks it is our fault and spoils the run
 * (`error`); one of theirs is recorded, and judged where a requirement says so.
 */
export function guardContracts(recorder: Recorder): void {
  const exchanges = recorder.timeline.filter((entry) => entry.kind === 'exchange');
  for (const exchange of exchanges) {
    const { request, response } = parts(exchange);
    const ours = exchange.side === 'client' ? request : response;
    const theirs = exchange.side === 'client' ? response : request;
    for (const [message, isOurs] of [
      [ours, true],
      [theirs, false],
    ] as const) {
      if (message === undefined) continue;
      for (const { schema, issues } of validateMessage(message)) {
        recorder.add({ kind: 'contract', ours: isOurs, schema, issues, evidence: [exchange.seq] });
      }
    }
  }
}

function parts({ request, response }: ExchangeEntry) {
  const line = { method: request.method, target: request.target };
  const complete = response?.complete === true ? response : undefined;
  return {
    request: { ...line, request: { contentType: request.headers['content-type'], body: request.body } },
    response: complete && {
      ...line,
      response: { status: complete.status, contentType: complete.headers['content-type'], body: complete.body },
    },
  };
}
