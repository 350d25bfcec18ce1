/** The parts of GitHub's and GitLab's formats that the templates use, strictly: what is not known here is a mistake. */
import { z } from 'zod';

const text = z.string().min(1);
const env = z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string());
/** An expression, e.g. `${{ inputs.shard != '' }}`. */
const condition = z.string().regex(/^\$\{\{ .+ \}\}$/);
/** `owner/repository[/folder]@version`; never a branch that moves under its user. */
const uses = z.string().regex(/^[\w-]+\/[\w./-]+@v\d+(\.\d+)*$/);

const common = {
  name: text.optional(),
  id: z
    .string()
    .regex(/^[a-z-]+$/)
    .optional(),
  if: condition.optional(),
};
/** https://docs.github.com/actions, metadata syntax: in a composite action every command names its shell. */
const Run = z.strictObject({ ...common, shell: z.literal('bash'), env: env.optional(), run: text });
const Uses = z.strictObject({
  ...common,
  uses,
  with: z.record(z.string(), z.union([text, z.boolean(), z.int()])).optional(),
});
export type RunStep = z.infer<typeof Run>;

export const GithubAction = z.strictObject({
  name: text,
  description: text,
  inputs: z.record(z.string().regex(/^[a-z-]+$/), z.strictObject({ description: text, default: z.string() })),
  outputs: z.record(z.string().regex(/^[a-z-]+$/), z.strictObject({ description: text, value: condition })),
  runs: z.strictObject({ using: z.literal('composite'), steps: z.array(z.union([Run, Uses])).min(1) }),
});
export type GithubAction = z.infer<typeof GithubAction>;

const Job = z.strictObject({
  needs: z.array(text).optional(),
  if: condition.optional(),
  'runs-on': z.literal('ubuntu-latest'),
  'timeout-minutes': z.int().min(1),
  env: env.optional(),
  strategy: z.strictObject({ 'fail-fast': z.boolean(), matrix: z.record(z.string(), z.array(text)) }).optional(),
  steps: z.array(Uses).min(1),
});

export const GithubWorkflow = z.strictObject({
  name: text,
  on: z.strictObject({ push: z.strictObject({ branches: z.array(text) }), workflow_dispatch: z.null() }),
  permissions: z.strictObject({ contents: z.literal('read') }),
  jobs: z.record(z.string().regex(/^[a-z-]+$/), Job),
});

/** https://docs.gitlab.com/ci/yaml/ */
export const GitlabJob = z.strictObject({
  extends: z.union([text, z.array(text).min(1)]).optional(),
  image: text.optional(),
  stage: text.optional(),
  needs: z.array(text).optional(),
  parallel: z.int().min(2).max(200).optional(),
  variables: env.optional(),
  before_script: z.array(text).optional(),
  script: z.array(text).optional(),
  after_script: z.array(text).optional(),
  artifacts: z
    .strictObject({
      when: z.literal('always').optional(),
      expose_as: text.optional(),
      expire_in: text,
      paths: z.array(text).min(1),
      reports: z.strictObject({ junit: text }).optional(),
    })
    .optional(),
});
export type GitlabJob = z.infer<typeof GitlabJob>;

/** A file with templates and defaults only: nothing in it runs by being included. */
export function readGitlabTemplates(data: unknown): {
  variables: Record<string, string>;
  jobs: Record<string, GitlabJob>;
} {
  const { variables, ...jobs } = z.record(z.string(), z.unknown()).parse(data);
  return {
    variables: env.parse(variables),
    jobs: z.record(z.string().regex(/^\.[a-z-]+$/), GitlabJob).parse(jobs),
  };
}

const Include = z.strictObject({ project: text, ref: text, file: text });
const GitlabHead = z.strictObject({ include: z.array(Include), stages: z.array(text), variables: env });

/** A pipeline: what GitLab knows by name at the top, and jobs. */
export function readGitlabPipeline(data: unknown): {
  head: z.infer<typeof GitlabHead>;
  jobs: Record<string, GitlabJob>;
} {
  const { include, stages, variables, ...jobs } = z.record(z.string(), z.unknown()).parse(data);
  return { head: GitlabHead.parse({ include, stages, variables }), jobs: z.record(z.string(), GitlabJob).parse(jobs) };
}
