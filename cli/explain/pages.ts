/** The generated pages of docs/requirements: one a requirement, and their index. */
import { resolve } from 'node:path';
import { enumerate, ROLE_NAMES, STEP_NAMES } from '../../reports/words.ts';
import { type Catalogue, readCatalogue } from '../catalogue/catalogue.ts';
import { PROJECT } from '../catalogue/place.ts';
import { explanationMarkdown } from './markdown.ts';
import { explainRequirement } from './requirement.ts';

const FOLDER = 'docs/requirements';

export interface Page {
  /** Absolute path of the file that holds it. */
  readonly file: string;
  /** The file's text, as it must be. */
  readonly text: string;
}

/** Every generated page as its file must read: made anew from the ledger and the code, so that a test can tell a stale one. */
export function requirementPages(): Page[] {
  const catalogue = readCatalogue();
  const pages = catalogue.requirements.map((entry): [string, string] => [
    `${entry.id}.md`,
    explanationMarkdown(explainRequirement(entry, catalogue)) + FOOTER,
  ]);
  return [['README.md', indexPage(catalogue)] as const, ...pages].map(([name, text]) => ({
    file: resolve(PROJECT, FOLDER, name),
    text,
  }));
}

const FOOTER = `
---

[All requirements](README.md). Made from the ledger by \`npm run docs\`.
`;

function indexPage({ ledger, requirements }: Catalogue): string {
  const steps = [...new Set(requirements.map(({ requirement }) => requirement.step))];
  const tables = steps.map((step) => {
    const rows = requirements.filter(({ requirement }) => requirement.step === step);
    return [
      `## Step ${step}: ${STEP_NAMES[step]}`,
      '',
      '| requirement | level | who | what must hold |',
      '| --- | --- | --- | --- |',
      ...rows.map(({ id, requirement: { level, roles, statement } }) => {
        const who = enumerate(roles.map((role) => ROLE_NAMES[role]));
        return `| [${id}](${id}.md) | ${level} | ${who} | ${statement} |`;
      }),
    ].join('\n');
  });
  const intro = [
    '# Requirements',
    '',
    `${ledger.document}, split into ${requirements.length} statements that one observation can decide. Each page says why a requirement`,
    'matters, how it is observed, what counts, how implementations usually come to break it, and where it is judged.',
    'On the command line: `capif-conformance explain S6-torn-down`.',
  ].join('\n');
  const left = ledger.excluded.map(({ statement, step, reason }) => `- Step ${step}: ${statement} _${reason}_`);
  const excluded = ['## What the clause says and no run can observe', '', ...left].join('\n');
  return `${[intro, ...tables, excluded].join('\n\n')}\n${FOOTER.replace('[All requirements](README.md). ', '')}`;
}
