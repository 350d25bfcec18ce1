/** Members that TS 29.222 does not name, which any JSON body may carry. */

/** This object, and each within it at whatever depth, with a member more. */
export function extended(object: object): Record<string, unknown> {
  const members = Object.entries(object).map(([name, member]) => [name, withExtraMembers(member)]);
  return { ...Object.fromEntries(members), vendorExtension: { revision: 1 } };
}

function withExtraMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withExtraMembers);
  return typeof value === 'object' && value !== null ? extended(value) : value;
}

export async function withExtraMembersInBody(response: Response): Promise<Response> {
  if (!response.headers.get('content-type')?.includes('json')) return response;
  return new Response(JSON.stringify(withExtraMembers(await response.json())), response);
}
