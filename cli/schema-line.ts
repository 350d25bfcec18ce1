/** The line by which editors complete and check a YAML file of ours. */
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { PROJECT } from './catalogue/place.ts';

/** Where the JSON Schema of target files is, as seen from the file, so that it is found wherever the project is checked out. */
export function targetSchemaFor(file: string): string {
  const path = relative(dirname(resolve(file)), `${PROJECT}targets/target.schema.json`);
  return isAbsolute(path) ? path : path.split(sep).join('/');
}

/** The line itself. */
export function schemaLine(schema: string): string {
  return `# yaml-language-server: $schema=${schema}`;
}
