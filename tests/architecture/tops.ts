/** What stands at the top of the arrows, and who may import it all the same. */
export const TOPS: readonly { readonly folder: string; readonly onlyFrom: readonly string[] }[] = [
  { folder: 'tests', onlyFrom: ['tests'] },
  { folder: 'cli', onlyFrom: ['cli', 'tests'] },
  { folder: 'bench', onlyFrom: ['bench', 'tests'] },
];
