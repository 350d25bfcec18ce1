import { CAPIFCORE } from './capifcore.ts';
import type { Dialect, DialectName } from './dialect.ts';
import { OPENCAPIF } from './opencapif.ts';
import { TS29222 } from './ts29222.ts';

/** Every dialect, by its name. */
export const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  ts29222: TS29222,
  opencapif: OPENCAPIF,
  capifcore: CAPIFCORE,
};
