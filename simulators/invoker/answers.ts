/** Reading answers of the CCF without ever stumbling over them. */
import type { z } from 'zod';
import type { HttpExchange } from '../wire/facts.ts';

/** The body of a complete answer with this status, if it fits the schema; undefined otherwise. */
export function jsonOf<Schema extends z.ZodType>(
  { response }: HttpExchange,
  status: number,
  schema: Schema,
): z.output<Schema> | undefined {
  if (response?.status !== status || !response.complete) return undefined;
  try {
    return schema.safeParse(JSON.parse(response.body)).data;
  } catch {
    return undefined;
  }
}

/** Whether the request was answered with success, to the end. */
export function succeeded({ response }: HttpExchange): boolean {
  return response?.complete === true && response.status >= 200 && response.status < 300;
}
