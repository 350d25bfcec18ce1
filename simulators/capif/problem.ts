/** Problem details (TS 29.122 5.2.1.2.12, RFC 9457): how every CAPIF API refuses. */
import { z } from 'zod';
import { SupportedFeatures } from './common.ts';

export const ProblemDetails = z.looseObject({
  type: z.string().optional(),
  title: z.string().optional(),
  status: z.int().optional(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  cause: z.string().optional(),
  invalidParams: z
    .array(z.looseObject({ param: z.string(), reason: z.string().optional() }))
    .min(1)
    .optional(),
  supportedFeatures: SupportedFeatures.optional(),
});
export type ProblemDetails = z.infer<typeof ProblemDetails>;

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
};

/**
 * A refusal. `detail` is for people: what was seen and what to do. `cause` is 3GPP's machine-readable word, if there is one.
 */
export function problem(status: number, detail: string, cause?: string): Response {
  const details: ProblemDetails = { title: TITLES[status] ?? 'Error', status, detail, ...(cause && { cause }) };
  return new Response(JSON.stringify(details), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
}
