/** The continuous integration file that `init --ci` writes. */
export const CI_SYSTEMS = ['github', 'gitlab'] as const;
export type CiSystem = (typeof CI_SYSTEMS)[number];

/** Where each system looks for it. */
export const CI_FILES: Readonly<Record<CiSystem, string>> = {
  github: '.github/workflows/capif-conformance.yml',
  gitlab: '.gitlab-ci.yml',
};

/** Where the job goes when the project has a .gitlab-ci.yml of its own, which is then told to include it. */
export const GITLAB_INCLUDED = '.gitlab/capif-conformance.yml';

/**
 * The text of the file. The run's exit code decides: 0 conformant, 1 not, 3 incomplete, 2 and 4 something to mend first.
 *
 * @param target - The target file, as seen from the repository's top.
 * @param variables - Names of the environment variables that the target file wants; their values are secrets of the CI system.
 */
export function ciText(system: CiSystem, target: string, variables: readonly string[]): string {
  return system === 'github' ? github(target, variables) : gitlab(target);
}

function github(target: string, variables: readonly string[]): string {
  const env = variables.map((name) => `          ${name}: \${{ secrets.${name} }}`);
  return `name: CAPIF conformance
on: [push, workflow_dispatch]
permissions:
  contents: read
jobs:
  conformance:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npm ci
      - run: npx capif-conformance run --target ${quoted(target)}
${env.length === 0 ? '' : `        env:\n${env.join('\n')}\n`}      - if: always()
        uses: actions/upload-artifact@v4
        with:
          name: capif-conformance
          path: reports/out
`;
}

function gitlab(target: string): string {
  return `# Variables that the target file wants are set under Settings, CI/CD, Variables (masked).
capif-conformance:
  image: node:22
  script:
    - npm ci
    - npx capif-conformance run --target ${quoted(target)}
  artifacts:
    when: always
    paths:
      - reports/out
`;
}

/** For a shell line inside YAML: a plain path as it is, anything else in single quotes. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
