/**
 * The requirement ledger: what TS 33.122 clause 6.8 demands, one observable statement a row.
 *
 * The rows are data (`ts33122-6.8.yaml`), so that level, step and clause are written down once and a check cannot
 * disagree with them. A row's id is frozen once published: reports and baselines are compared by it.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { defined, EXTENSIONS } from '../../harness/extensions/installed.ts';

/** Who is under test. */
export const ROLES = ['ccf', 'aef', 'invoker'] as const;
export type Role = (typeof ROLES)[number];

/** How invoker and AEF authenticate: TLS-PSK (6.5.2.1), PKI (6.5.2.2), OAuth 2.0 (6.5.2.3). */
export const METHODS = ['psk', 'pki', 'oauth'] as const;
export type Method = (typeof METHODS)[number];

/** What a breach is worth: `shall` fails, `should` warns, `info` is recorded and never judged against. */
export type Level = 'shall' | 'should' | 'info';

/**
 * Where a row comes from. `published`: in the clause as published (Release 15 to 18). `change-1`: added by the change
 * request. `derived`: follows from what {@link Requirement.basis} names; the clause does not say it in so many words.
 */
export type Edition = 'published' | 'change-1' | 'derived';

/** The shape of an id: `S`, the number of the step, and words. Whether there is such a row, {@link Ledger.byId} tells. */
const RequirementId = z.string().regex(/^S(10|[0-9])(-[a-z0-9]+)+$/, 'an id looks like S6-torn-down');
export type RequirementId = z.infer<typeof RequirementId>;

const text = z.string().trim().min(1);

const Requirement = z
  .strictObject({
    id: RequirementId,
    /** Number of the step of clause 6.8 that the row belongs to. */
    step: z.int().min(0).max(10),
    roles: z.array(z.enum(ROLES)).min(1),
    level: z.enum(['shall', 'should', 'info']),
    /** The methods for which the row means anything; the file's `any` is all of them. */
    methods: z.union([z.literal('any').transform((): Method[] => [...METHODS]), z.array(z.enum(METHODS)).min(1)]),
    edition: z.enum(['published', 'change-1', 'derived']),
    /** What a derived row is derived from; for others, what else says the same. */
    basis: text.optional(),
    /** What must hold, in one sentence. */
    statement: text,
    /** How a run sees whether it holds. */
    observed: text,
    /** What must have worked earlier in the same run for a negative to mean anything; `none` where nothing must. */
    control: text,
    /** Where the specification says it, e.g. `TS 33.122 6.8 step 6`. */
    clause: text,
    /** Why it matters: what goes wrong, and for whom, where it does not hold. */
    why: text,
    /** How implementations usually come to break it. */
    causes: z.array(text).min(1),
  })
  .refine((row) => row.id.startsWith(`S${row.step}-`), { path: ['step'], error: 'is not the step that the id names' })
  .refine((row) => row.edition !== 'derived' || row.basis !== undefined, {
    path: ['basis'],
    error: 'is missing: a derived requirement must name what it is derived from',
  });

/** One row of the ledger. */
export type Requirement = Readonly<z.infer<typeof Requirement>>;

const LedgerFile = z
  .strictObject({
    /** The specification and clause, e.g. `3GPP TS 33.122 clause 6.8`. */
    document: text,
    /** The releases whose text the published rows are taken from. */
    release: text,
    /** The change request that the `change-1` rows come from. */
    changeRequest: text,
    /** The newest text that has rows here. */
    edition: z.enum(['published', 'change-1']),
    requirements: z.array(Requirement).min(1),
    /** What the clause says and no run can observe, with the reason. */
    excluded: z.array(z.strictObject({ statement: text, step: z.int().min(0).max(10), reason: text })),
  })
  .superRefine((file, context) => {
    const seen = new Set<string>();
    for (const [index, { id }] of file.requirements.entries()) {
      if (seen.has(id))
        context.addIssue({ code: 'custom', path: ['requirements', index, 'id'], message: `${id} is there twice` });
      seen.add(id);
    }
  });

/** The whole ledger, rows in the order of the file: by step. */
export interface Ledger extends Readonly<z.infer<typeof LedgerFile>> {
  readonly requirements: Requirement[];
  /** The row with this id, or undefined when the ledger has none. */
  byId(id: string): Requirement | undefined;
}

let cached: Ledger | undefined;

/**
 * The ledger of TS 33.122 clause 6.8, and after it the rows that the user's modules define. Read once; later calls answer the same object.
 *
 * @throws {Error} when the file is not a ledger; the message names each wrong member.
 */
export function loadLedger(): Ledger {
  if (cached !== undefined) return cached;
  const own = parseLedger(readFileSync(new URL('./ts33122-6.8.yaml', import.meta.url), 'utf8'));
  const added = defined('check').flatMap((check) => ('requirement' in check ? addedRow(check.requirement, own) : []));
  cached = ledgerOf({ ...own, requirements: [...own.requirements, ...added] });
  return cached;
}

/** The row, or nothing: what is wrong with it is a problem of the extensions. */
function addedRow(written: unknown, { byId }: Ledger): Requirement[] {
  const row = Requirement.safeParse(
    typeof written === 'object' ? { methods: 'any', ...written, edition: 'derived' } : written,
  );
  if (row.success && byId(row.data.id) === undefined) return [row.data];
  const id =
    typeof written === 'object' && written !== null && 'id' in written ? JSON.stringify(written.id) : 'without id';
  const wrong = row.error?.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  for (const one of wrong ?? ['there is such a row already; choose another id']) {
    EXTENSIONS.problems.push(`CAPIF_EXTENSIONS: requirement ${id}: ${one}`);
  }
  return [];
}

/**
 * Reads a ledger from YAML text.
 *
 * @throws {Error} when it is not one; the message names each wrong member.
 */
export function parseLedger(yaml: string): Ledger {
  const file = LedgerFile.safeParse(parse(yaml));
  if (!file.success) throw new Error(`the requirement ledger is wrong:\n${z.prettifyError(file.error)}`);
  return ledgerOf(file.data);
}

function ledgerOf(file: Omit<Ledger, 'byId'>): Ledger {
  const rows = new Map<string, Requirement>(file.requirements.map((row) => [row.id, row]));
  return { ...file, byId: (id) => rows.get(id) };
}
