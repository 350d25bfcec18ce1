import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { requirementPages } from '../../../cli/explain/pages.ts';
import { loadLedger } from '../../../scenarios/requirements/ledger.ts';
import { expect, test } from '../../support/test.ts';

const pages = requirementPages();

test('each requirement has its page, and the index leads to all', () => {
  const index = pages.find(({ file }) => basename(file) === 'README.md')?.text ?? '';
  for (const { id, statement } of loadLedger().requirements) {
    expect(index).toContain(`[${id}](${id}.md)`);
    expect(pages.find(({ file }) => basename(file) === `${id}.md`)?.text).toContain(statement);
  }
});

test('the pages are what ledger and code say (npm run docs)', () => {
  const stale = pages.filter(({ file, text }) => !existsSync(file) || readFileSync(file, 'utf8') !== text);
  expect(stale.map(({ file }) => basename(file))).toEqual([]);
  const folder = dirname(pages[0]?.file ?? '');
  const written = new Set(pages.map(({ file }) => basename(file)));
  expect(readdirSync(folder).filter((name) => !written.has(name))).toEqual([]);
});
