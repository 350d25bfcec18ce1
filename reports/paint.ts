/** Colours for a terminal. */
import type { Verdict } from '../harness/checks/judgement.ts';

/** Makes `text` stand out as its verdict deserves; or leaves it as it is. */
export type Paint = (verdict: Verdict, text: string) => string;

const CODES: Readonly<Record<Verdict, number>> = {
  pass: 32,
  warn: 33,
  fail: 31,
  inconclusive: 35,
  'not-applicable': 90,
  error: 31,
};

export const plain: Paint = (_verdict, text) => text;

export const coloured: Paint = (verdict, text) => `\u001b[${CODES[verdict]}m${text}\u001b[39m`;

/** Colours only for people at a terminal who did not ask for none (no-color.org). */
export function paintFor(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): Paint {
  return stream.isTTY === true && !env.NO_COLOR ? coloured : plain;
}
