/** `npm run docs`: writes the generated pages, and removes those of requirements that are no more. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { requirementPages } from './explain/pages.ts';

const pages = requirementPages();
const folder = dirname(pages[0]?.file ?? '');
mkdirSync(folder, { recursive: true });
const names = new Set(pages.map(({ file }) => basename(file)));
for (const name of readdirSync(folder)) if (!names.has(name)) rmSync(join(folder, name));
for (const { file, text } of pages) writeFileSync(file, text);
