/** The contract guard: does a message say what TS 29.222 lets it say? */
import type { z } from 'zod';
import { EventNotification } from './events.ts';
import { FORM_TYPE, JSON_TYPE, OPERATIONS, type Operation } from './operation-table.ts';
import { ProblemDetails } from './problem.ts';

export type { Operation, RequestBody, ResponseBody } from './operation-table.ts';
export { FORM_TYPE, JSON_TYPE, MERGE_PATCH_TYPE, OPERATIONS } from './operation-table.ts';

/** A body as it crossed the wire; `contentType` is the header's value with its parameters, undefined where there is none. */
export interface MessageBody {
  readonly contentType: string | undefined;
  readonly body: string;
}

/** One exchange to be looked at; a part that is absent isn't judged. */
export interface Message {
  readonly method: string;
  /** Path and query. A path prefix before the API name (an API root with a path) is allowed. */
  readonly target: string;
  readonly request?: MessageBody | undefined;
  readonly response?: (MessageBody & { readonly status: number }) | undefined;
}

/** What is wrong with one body. `schema` is its name in TS 29.222, or the operation's where no schema applies. */
export interface ContractBreach {
  readonly schema: string;
  readonly issues: string[];
}

const PROBLEM_TYPE = 'application/problem+json';
const compiled = OPERATIONS.map((operation) => ({ operation, path: pathExpression(operation.pattern) }));

/** The operation that this request line belongs to, if it is one of ours. */
export function findOperation(method: string, target: string): Operation | undefined {
  const path = target.split('?', 1)[0] ?? '';
  return compiled.find(({ operation, path: expression }) => operation.method === method && expression.test(path))
    ?.operation;
}

/** Everything in the message that breaks its schema; empty when it conforms or belongs to no operation of ours. */
export function validateMessage(message: Message): ContractBreach[] {
  const operation = findOperation(message.method, message.target);
  if (operation === undefined) return [];
  const breaches: ContractBreach[] = [];
  if (message.request) breaches.push(...requestBreaches(operation, message.request));
  if (message.response) breaches.push(...responseBreaches(operation, message.response));
  return breaches;
}

/** What is wrong with an Event notification (TS 29.222 8.3.3.2); empty when nothing is. */
export function validateNotification({ contentType, body }: MessageBody): string[] {
  return bodyIssues(EventNotification, [JSON_TYPE], { contentType, body });
}

function requestBreaches({ operation, request }: Operation, message: MessageBody): ContractBreach[] {
  if (request) return breach(request.name, bodyIssues(request.schema, [request.type], message));
  return breach(operation, message.body === '' ? [] : ['body: this request has none in TS 29.222']);
}

function responseBreaches(operation: Operation, message: MessageBody & { status: number }): ContractBreach[] {
  const { status } = message;
  const declared = operation.responses[status];
  if (declared?.schema) {
    return breach(declared.name ?? operation.operation, bodyIssues(declared.schema, [JSON_TYPE], message));
  }
  if (declared) return breach(operation.operation, message.body === '' ? [] : [`body: a ${status} has none here`]);
  if (status >= 200 && status < 300) {
    const successes = Object.keys(operation.responses).filter((code) => code.startsWith('2'));
    return breach(operation.operation, [`status: expected ${successes.join(' or ')}, received ${status}`]);
  }
  // Errors may be described in any media type; only what claims to be problem details is held to them.
  if (mediaType(message.contentType) !== PROBLEM_TYPE) return [];
  return breach('ProblemDetails', bodyIssues(ProblemDetails, [PROBLEM_TYPE], message));
}

function breach(schema: string, issues: string[]): ContractBreach[] {
  return issues.length > 0 ? [{ schema, issues }] : [];
}

function bodyIssues(schema: z.ZodType, types: readonly string[], { contentType, body }: MessageBody): string[] {
  const issues: string[] = [];
  const type = mediaType(contentType);
  if (!types.includes(type)) issues.push(`content-type: expected ${types.join(' or ')}, received ${type || 'none'}`);
  const parsed = parse(types[0] ?? JSON_TYPE, body);
  if (parsed === undefined) return [...issues, `body: ${body === '' ? 'empty' : 'not JSON'}`];
  const result = schema.safeParse(parsed.value);
  // Zod's messages name types and constraints, never values, so that no secret gets into an issue.
  for (const issue of result.error?.issues ?? []) issues.push(`${issue.path.join('.') || 'body'}: ${issue.message}`);
  return issues;
}

function parse(type: string, body: string): { value: unknown } | undefined {
  if (type === FORM_TYPE) return { value: Object.fromEntries(new URLSearchParams(body)) };
  try {
    return { value: JSON.parse(body) };
  } catch {
    return undefined;
  }
}

function mediaType(contentType: string | undefined): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** Matches the template at the end of a path. */
function pathExpression(pattern: string): RegExp {
  const literal = pattern.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{[^}]+\}/g, '[^/]+');
  return new RegExp(`^(?:/.*)?${literal}$`);
}
