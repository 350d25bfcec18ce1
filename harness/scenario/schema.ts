/**
 * What may be written in a scenario file, as one schema for the loader and for editors.
 *
 * The names of preconditions, actions and probes come from their registries and those of requirements from the ledger, so
 * that a wrong one is found while the file is read and not while it is played.
 */
import { z } from 'zod';
import { type Ledger, METHODS, ROLES } from '../../scenarios/requirements/ledger.ts';
import { tlsVersion } from '../target/fields.ts';
import { inputSchema, type JsonSchema } from '../target/yaml/json-schema.ts';
import { Requires } from './requires.ts';

/** What the registries know. */
export interface Names {
  readonly given: readonly string[];
  readonly actions: readonly string[];
  readonly probes: readonly string[];
}

/** What a step can wait for: the end of the TLS session, the notification, the quiet window, the deletion window. */
export const AWAITED = ['tls-closed', 'notification', 'quiet', 'settled', 'deletion'] as const;

/** One of `words`; `noun` says in messages what they are. An empty registry knows no word, which no enum can express. */
function nameOf(noun: string, words: readonly string[]): z.ZodType<string, string> {
  return (words.length > 0 ? z.enum(words) : z.string().refine(() => false, `no ${noun} is known, saw {seen}`)).meta({
    title: noun,
  });
}

const list = <T extends z.ZodType>(item: T, example: unknown) =>
  z
    .array(item)
    .min(1)
    .meta({ examples: [example] });

/** The schema of a scenario file, given the names that it may use. What goes across members is in rules.ts. */
export function scenarioSchema(names: Names, ledger: Ledger) {
  const action = nameOf('action', names.actions);
  const requirements = ledger.requirements.map((requirement) => requirement.id);
  const step = z.strictObject({
    step: z
      .int()
      .min(0)
      .max(10)
      .meta({ description: 'number of the step of clause 6.8', examples: [3] }),
    title: z.string().min(1).optional(),
    do: z
      .union([action, z.array(action).min(1)])
      .optional()
      .meta({ description: 'actions, in this order' }),
    probe: z.array(nameOf('probe', names.probes)).min(1).optional(),
    when: z.enum(['at-answer', 'settled']).optional().meta({
      description: 'when the probes are put: the moment the answer is complete (the default), or after the windows',
    }),
    await: z.enum(AWAITED).optional(),
    expect: z.array(nameOf('requirement', requirements)).min(1).optional(),
  });
  return z.strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, 'must be words of a-z and 0-9 joined by -, saw {seen}')
      .meta({ examples: ['ccf-offboarding-psk'] }),
    title: z
      .string()
      .trim()
      .min(1)
      .meta({ examples: ['A CCF offboards an API invoker'] }),
    'under-test': z.enum(ROLES).meta({ examples: ['ccf'] }),
    method: z.enum(METHODS).optional().meta({ title: 'method', description: 'short for methods with one entry' }),
    methods: list(z.enum(METHODS).meta({ title: 'method' }), ['psk']).optional(),
    'one-method': z.boolean().optional().meta({
      description:
        'one of methods will do, since nothing depends on it: the first of them that the target claims; default false, all of them',
    }),
    tls: list(tlsVersion, ['1.2', '1.3']).optional().meta({ description: 'TLS versions of the session of step 0' }),
    bystander: z.boolean().optional().meta({ description: 'a second API invoker that must not be hurt; default true' }),
    aefs: z
      .literal([1, 2])
      .optional()
      .meta({ examples: [2] }),
    requires: Requires.optional().meta({ examples: [{ retention: true }] }),
    given: z.array(nameOf('precondition', names.given)).optional(),
    steps: list(step, [{ step: 0 }]),
  });
}

/** A scenario file as it is written. */
export type ScenarioFile = z.output<ReturnType<typeof scenarioSchema>>;

/** JSON Schema of a scenario file, with the names as enums, so that editors complete and check it. */
export function scenarioJsonSchema(names: Names, ledger: Ledger): JsonSchema {
  return { title: 'CAPIF conformance scenario', ...inputSchema(scenarioSchema(names, ledger)) };
}
