/** Reading requests and writing answers, with the refusals that TS 29.222 gives for malformed ones. */
import type { z } from 'zod';
import { MERGE_PATCH_TYPE } from '../capif/operation-table.ts';
import { problem } from '../capif/problem.ts';

/** Ends the handling of a request with this response, from however deep. */
export class EarlyAnswer extends Error {
  readonly response: Response;
  constructor(response: Response) {
    super(`answered ${response.status}`);
    this.name = 'EarlyAnswer';
    this.response = response;
  }
}

/** An early answer of problem details; `detail` says what was seen and what to do, `cause` is 3GPP's word if there is one. */
export function refusal(status: number, detail: string, cause?: string): EarlyAnswer {
  return new EarlyAnswer(problem(status, detail, cause));
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers });
}

export function noContent(): Response {
  return new Response(null, { status: 204 });
}

/**
 * Reads and validates a JSON body.
 * @throws EarlyAnswer 415 for another media type, 400 for what is not JSON or breaks the schema.
 */
export async function readJson<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  mediaType = 'application/json',
): Promise<z.output<Schema>> {
  requireType(request, mediaType);
  const text = await request.text();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refusal(400, `the body is ${text === '' ? 'empty' : 'not JSON'}; send ${mediaType}`, 'INVALID_MSG_FORMAT');
  }
  return conform(value, schema);
}

/** As {@link readJson}, for a JSON merge patch (RFC 7396). */
export function readPatch<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.output<Schema>> {
  return readJson(request, schema, MERGE_PATCH_TYPE);
}

/** @throws EarlyAnswer 400 that lists what breaks the schema; values are never shown. */
export function conform<Schema extends z.ZodType>(value: unknown, schema: Schema): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw refusal(400, issues.join('; '), 'INVALID_MSG_FORMAT');
}

/** @throws EarlyAnswer 415 */
export function requireType(request: Request, mediaType: string): void {
  const seen = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? 'none';
  if (seen !== mediaType) throw refusal(415, `the content type is ${seen}; send ${mediaType}`);
}

/** `target` with `patch` applied by the rules of RFC 7396: `null` removes, objects merge, all else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = mergePatch(result[name], value);
  }
  return result;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The `supportedFeatures` member of an answer: what the client asked for and we have, or none when it did not ask (TS 29.500 6.6).
 * @param ours bit mask, hexadecimal.
 */
export function negotiated(requested: string | undefined, ours = '0'): { supportedFeatures?: string } {
  if (requested === undefined) return {};
  return { supportedFeatures: (BigInt(`0x0${requested}`) & BigInt(`0x${ours}`)).toString(16) };
}
