/** How the harness makes a target act and looks inside it: commands and calls of the target's own. */
import { z } from 'zod';
import { anyUrl, duration, text } from './fields.ts';

/** The moments at which a target can be asked to do something. All are optional; some roles need some. */
export const HOOKS = ['start', 'stop', 'reset', 'onboard', 'invoke', 'trigger', 'inspect'] as const;
export type HookName = (typeof HOOKS)[number];

/** A shell command, run in the target file's folder: one JSON object at stdin, perhaps one back at stdout. */
const Exec = text.meta({ examples: ['./acme.sh'] });

const exactlyOne = (...keys: readonly string[]) => ({
  check: (value: object): boolean => keys.filter((key) => Reflect.get(value, key) !== undefined).length === 1,
  message: `needs exactly one of ${keys.join(', ')}`,
});

const oneWay = exactlyOne('exec', 'http');
const Hook = z
  .strictObject({
    exec: Exec.optional(),
    /** The same JSON object as body, perhaps one back as the answer's. */
    http: z
      .strictObject({
        method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']).default('POST'),
        url: anyUrl('http://lab.example:9000/invoke'),
      })
      .optional(),
    timeout: duration.prefault('30s'),
  })
  .refine(oneWay.check, oneWay.message)
  .meta({ examples: [{ exec: './acme.sh' }] });

/** One hook. `timeout` bounds it, in milliseconds. */
export type Hook = Readonly<z.output<typeof Hook>>;

/** The hooks of a target, by the moment. */
export const Hooks = z.strictObject({
  start: Hook.optional(),
  stop: Hook.optional(),
  reset: Hook.optional(),
  onboard: Hook.optional(),
  invoke: Hook.optional(),
  trigger: Hook.optional(),
  inspect: Hook.optional(),
});
export type Hooks = Readonly<z.output<typeof Hooks>>;

/** Linux numbers processes up to here. */
const LAST_PID = 4_194_304;

const onePlace = exactlyOne('path', 'exec', 'pid');

/** One place that is scanned for left-over secrets: a file or folder, the output of a command, a process's memory. */
export const StoragePlace = z
  .strictObject({
    path: text.optional().meta({ examples: ['/var/lib/acme'] }),
    exec: Exec.optional(),
    /** A number, or the text of one, since it mostly comes from a placeholder. */
    pid: z
      .union([
        z.int().min(1).max(LAST_PID),
        z
          .string()
          .regex(/^[1-9]\d{0,9}$/, 'must be the number of a process, saw {seen}')
          .transform(Number),
      ])
      .optional()
      .meta({ examples: [4711] }),
  })
  .refine(onePlace.check, onePlace.message)
  .meta({ examples: [{ path: '/var/lib/acme' }] });
export type StoragePlace = Readonly<z.output<typeof StoragePlace>>;
