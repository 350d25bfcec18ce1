/** What a record keeps of long bodies: a CRL of a megabyte, asked for in every scenario, would make a report that no browser opens. */
import type { Entry, Timeline } from './timeline.ts';

/** Characters of a body. All that CAPIF exchanges is shorter, and what tells a CRL from an error page comes first. */
const LONGEST_BODY = 65_536;

/** The timeline, in which a longer body says where it was cut, and how long it was. Verdicts are made before, from all of it. */
export function shortened(timeline: Timeline): Timeline {
  return timeline.map(withShortBodies);
}

function withShortBodies(entry: Entry): Entry {
  if (entry.kind !== 'exchange') return entry;
  const { request, response } = entry;
  return {
    ...entry,
    request: { ...request, body: cut(request.body) },
    response: response && { ...response, body: cut(response.body) },
  };
}

function cut(body: string): string {
  if (body.length <= LONGEST_BODY) return body;
  return `${body.slice(0, LONGEST_BODY)}… (cut by the harness: ${body.length} characters in all)`;
}
