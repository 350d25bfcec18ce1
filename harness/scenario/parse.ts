import type { Ledger } from '../../scenarios/requirements/ledger.ts';
import { TLS_VERSIONS } from '../target/fields.ts';
import { inputSchema } from '../target/yaml/json-schema.ts';
import type { Problem } from '../target/yaml/problem.ts';
import { schemaProblems } from '../target/yaml/schema-problems.ts';
import { placed, readYaml, type YamlSource } from '../target/yaml/source.ts';
import { breaches, methodsOf } from './rules.ts';
import type { Scenario, ScenarioStep } from './scenario.ts';
import { type Names, type ScenarioFile, scenarioSchema } from './schema.ts';

/** Reads the text of one scenario file; `file` is how problems and locations name it. Never throws. */
export type ScenarioParser = (file: string, text: string) => Scenario | Problem[];

/** A parser for scenarios that may use these names and requirements. The schema is built once, here. */
export function scenarioParser(names: Names, ledger: Ledger): ScenarioParser {
  const schema = scenarioSchema(names, ledger);
  const shape = inputSchema(schema);
  return (file, text) => {
    const source = readYaml(file, text);
    if (Array.isArray(source)) return source;
    const parsed = schema.safeParse(source.data);
    if (!parsed.success) return schemaProblems(parsed.error, source, shape);
    const broken = breaches(parsed.data, ledger);
    if (broken.length > 0) return placed(broken, source);
    return assemble(parsed.data, source, ledger);
  };
}

/** Fills in the defaults, resolves requirements and notes where everything is written. */
function assemble(file: ScenarioFile, source: YamlSource, ledger: Ledger): Scenario {
  const tls = file.tls ?? ['1.2'];
  return {
    id: file.id,
    title: file.title,
    underTest: file['under-test'],
    methods: methodsOf(file),
    oneMethod: file['one-method'] ?? false,
    tls: TLS_VERSIONS.filter((version) => tls.includes(version)),
    anyTls: file.tls === undefined,
    bystander: file.bystander ?? true,
    aefs: file.aefs ?? 1,
    requires: file.requires ?? {},
    given: file.given ?? [],
    steps: file.steps.map((step, index) => assembleStep(step, index, source, ledger)),
    location: source.locate(['id']),
  };
}

function assembleStep(
  step: ScenarioFile['steps'][number],
  index: number,
  source: YamlSource,
  ledger: Ledger,
): ScenarioStep {
  const path = ['steps', index];
  return {
    step: step.step,
    title: step.title,
    do: typeof step.do === 'string' ? [step.do] : (step.do ?? []),
    probe: step.probe ?? [],
    when: step.when ?? 'at-answer',
    await: step.await,
    expect: (step.expect ?? []).flatMap((id, at) => {
      const requirement = ledger.byId(id);
      return requirement ? [{ requirement, location: source.locate([...path, 'expect', at]) }] : [];
    }),
    location: source.locate(path),
  };
}
