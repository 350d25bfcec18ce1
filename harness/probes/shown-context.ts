/** Reads what a CCF shows an AEF of a security context, whether or not it keeps to the schema: shown is shown. */

/** What a context that is read says of somebody: members that break the schema elsewhere make it no less an answer. */
export interface ShownContext {
  readonly entries: readonly { readonly aefId: string | undefined; readonly authenticationInfo: string | undefined }[];
}

/** The context in a successful answer, without entries where it speaks of nobody; undefined when the answer is no JSON. */
export function contextIn(body: string): ShownContext | undefined {
  if (body === '') return { entries: [] };
  try {
    return { entries: entriesIn(JSON.parse(body)) };
  } catch {
    return undefined;
  }
}

/** The items of `securityInfo`; where there is none, whatever holds authentication or authorization information. */
function entriesIn(json: unknown): ShownContext['entries'] {
  if (Array.isArray(json)) return json.flatMap(entriesIn);
  if (typeof json !== 'object' || json === null) return [];
  const members = new Map<string, unknown>(Object.entries(json));
  const listed = members.get('securityInfo');
  if (listed !== undefined && listed !== null) return [listed].flat().flatMap(entryOf);
  const held = members.has('authenticationInfo') || members.has('authorizationInfo');
  return held ? entryOf(json) : [...members.values()].flatMap(entriesIn);
}

function entryOf(item: unknown): ShownContext['entries'] {
  if (typeof item !== 'object' || item === null) return [];
  const text = (name: string) => {
    const value: unknown = Object.entries(item).find(([key]) => key === name)?.[1];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return [{ aefId: text('aefId'), authenticationInfo: text('authenticationInfo') }];
}
