import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { fillPlaceholders } from '../../../../harness/target/placeholders.ts';
import { type TargetFile, targetJsonSchema } from '../../../../harness/target/schema.ts';
import type { JsonSchema } from '../../../../harness/target/yaml/json-schema.ts';
import { expect, test } from '../../../support/test.ts';
import { CA, load } from './example.ts';

const PATH = 'targets/template.yaml';
const text = readFileSync(PATH, 'utf8');
/** The template with every key in use that it hides: prose has one space after the `#`, a hidden key none or several. */
const complete = text.replace(/^(\s*)#(?! \S)/gm, '$1');

const ENV = {
  ACME_CCF_URL: 'https://ccf.acme.example',
  ACME_CCF_CA: CA,
  ACME_ONBOARD_TOKEN: 'onboard-me-please',
  ACME_REGISTER_SECRET: 'register-me-please',
};

/** What the keys that are not in use would want. */
const OPTIONAL = {
  ACME_CCF_CA_PASSPHRASE: 'open',
  ACME_USER: 'me',
  ACME_PASSWORD: 'mine',
  ACME_PID: '4711',
  ACME_CLIENT_PASSPHRASE: 'open',
};

test('the template is a target, once its environment is there', () => {
  expect(load(PATH, ENV)).toMatchObject({ role: 'ccf', endpoints: { capif: 'https://ccf.acme.example' } });
});

test('without the environment, every variable that it wants is told', () => {
  const told = load(PATH, {});
  expect(Array.isArray(told) && told.map((line) => / variable (\w+) is not set/.exec(line)?.[1])).toEqual(
    Object.keys(ENV),
  );
});

test('the values that it calls defaults are the defaults', () => {
  const target = load(PATH, ENV);
  const bare = load('targets/reference.yaml', {});
  if (Array.isArray(target) || Array.isArray(bare)) throw new Error('the targets do not load');
  const { claims, timing }: Pick<TargetFile, 'claims' | 'timing'> = target;
  const schema = targetJsonSchema();
  expect(claims).toEqual(defaultsOf(schema.properties?.claims));
  expect(Object.keys(timing)).toEqual(Object.keys(defaultsOf(schema.properties?.timing)));
  expect(parse(text).timing).toEqual(defaultsOf(schema.properties?.timing));
});

test('it shows every key, and no key that there is not', () => {
  const accepts = new Ajv2020({ strict: false }).compile(targetJsonSchema());
  accepts(fillPlaceholders(parse(complete), { ...ENV, ...OPTIONAL }).data);
  expect(accepts.errors).toBeNull();
  // The hooks are all alike; that start shows how one is written is enough.
  const shown = keysOf(parse(complete)).filter((key) => !/^hooks\.\w+\./.test(key));
  const known = schemaKeys(targetJsonSchema()).filter((key) => !/^hooks\.\w+\./.test(key));
  expect(known.filter((key) => !shown.includes(key))).toEqual([]);
});

function defaultsOf(schema: unknown): Record<string, unknown> {
  const { properties = {} } = Object(schema) as JsonSchema;
  return Object.fromEntries(Object.entries(properties).map(([key, node]) => [key, Object(node).default]));
}

/** Every key of a value, dotted; items of lists share theirs. */
function keysOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => keysOf(item, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [path + key, ...keysOf(inner, `${path}${key}.`)]);
}

function schemaKeys(schema: JsonSchema, path = ''): string[] {
  const inside = Object.entries(schema.properties ?? {}).flatMap(([key, node]) => [
    path + key,
    ...schemaKeys(Object(node), `${path}${key}.`),
  ]);
  return schema.items ? [...inside, ...schemaKeys(Object(schema.items), path)] : inside;
}
