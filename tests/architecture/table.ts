/**
 * Who may import whom: the arrows of the project, each with its reason. They point one way, from what tells and directs to what is told and
 * directed, so that a simulator can be read without the harness and a check without either.
 */

/** What a folder may import beside itself and Node's built-in modules. */
export interface Row {
  readonly folder: string;
  /**
   * Folder, file or package, and the reason. `type` before it: by `import type` only. `anything` instead of a list: folders that put the
   * whole together.
   */
  readonly may: Readonly<Record<string, string>> | 'anything';
}

const CAPIF = 'speaks TS 29.222';
const PKI = 'holds certificates';
const WIRE = 'reaches others over the network';
const CAPIF_NODE = {
  'simulators/conduct': 'its faults can be switched while it runs',
  'simulators/storage': 'what it holds can be files of a folder',
  'simulators/capif': CAPIF,
  'simulators/pki': PKI,
  'simulators/wire': WIRE,
  zod: 'reads what it receives',
};

export const TABLE: readonly Row[] = [
  { folder: 'simulators/capif', may: { zod: 'its schemas' } },
  { folder: 'simulators/conduct', may: {} },
  { folder: 'simulators/storage', may: {} },
  {
    folder: 'simulators/wire',
    may: { 'simulators/capif': 'the vocabulary is below everything', msw: 'handlers from Request to Response' },
  },
  {
    folder: 'simulators/pki',
    may: {
      'simulators/capif': 'the vocabulary is below everything',
      'simulators/wire/clock.ts': 'validity begins now',
      'simulators/wire/dice.ts': 'serial numbers',
      'simulators/wire/recent.ts': 'what is parsed again and again',
      '@peculiar/x509': 'certificates, requests, the making of CRLs',
      'reflect-metadata': '@peculiar/x509 needs it loaded first',
      'node-forge': 'PKCS#12, CRLs',
    },
  },
  {
    folder: 'simulators/dialects',
    may: {
      'simulators/capif': CAPIF,
      'simulators/wire': 'a dialect may have services of its own to ask',
      zod: 'reads what those services answer',
    },
  },
  // Nodes never import each other: they meet on the wire, as foreign ones would.
  {
    folder: 'simulators/ccf',
    may: { ...CAPIF_NODE, msw: 'routes from Request to Response', jose: 'signs access tokens' },
  },
  {
    folder: 'simulators/aef',
    may: {
      ...CAPIF_NODE,
      'simulators/dialects': 'its CCF may say things otherwise',
      msw: 'routes from Request to Response',
      jose: 'verifies access tokens',
    },
  },
  {
    folder: 'simulators/invoker',
    may: { ...CAPIF_NODE, 'simulators/dialects': 'its CCF may say things otherwise' },
  },
  // Modules of the user's own come in at the bottom, and the registries above take up what is theirs.
  {
    folder: 'harness/extensions',
    may: { 'harness/target/yaml/file.ts': 'names files as the others do' },
  },
  {
    folder: 'extend',
    may: {
      harness: 'what modules of the user build on',
      'type scenarios/requirements/ledger.ts': 'the shape of a requirement',
      'type @playwright/test': 'the shape of its configuration',
      'playwright.config.ts': 'the configuration of the run',
    },
  },
  { folder: 'harness/folders', may: {} },
  {
    folder: 'harness/evidence',
    may: {
      'simulators/capif': 'the words of the messages',
      'type simulators/wire/facts.ts': 'the timeline is made of the facts of the wire',
      'simulators/wire/dice.ts': 'the key of the fingerprints of secrets',
      zod: 'the schema of a run record',
    },
  },
  {
    folder: 'harness/checks',
    may: {
      'harness/extensions': 'the user may add some of their own',
      'harness/evidence': 'all that a check knows',
      'simulators/capif': 'whether a message is well-formed',
      'type simulators/wire/facts.ts': 'the facts in the evidence',
      'type harness/target/schema.ts': 'claims and timing of the target',
      'type scenarios/requirements/ledger.ts': 'level, edition and clause of a requirement',
    },
  },
  {
    folder: 'harness/target',
    may: {
      'simulators/ccf': 'the built-in CCF is a target like any other',
      'type simulators/aef/variants.ts': 'what a variant of it can no longer claim',
      'type simulators/invoker/variants.ts': 'as for the AEF',
      'simulators/dialects': 'which dialects there are, and what each wants to be told',
      'simulators/pki': 'trust as PKCS#12',
      'simulators/capif/service-api.ts': 'which addresses can be published',
      'type simulators/wire/types.ts': 'the shape of a certificate with its key',
      'simulators/wire/clock.ts': 'whether a certificate has expired',
      'type harness/scenario/requires.ts': 'which built-in CCF a scenario needs',
      zod: 'the schema of a target file',
      yaml: 'target files, with line and column',
      'fastest-levenshtein': 'did you mean …',
    },
  },
  {
    folder: 'harness/scenario',
    may: {
      'scenarios/requirements': 'what can be expected',
      'harness/target': 'the claims that a scenario requires; reading YAML',
      zod: 'the schema of a scenario file',
    },
  },
  {
    folder: 'harness/actions',
    may: {
      'harness/extensions': 'the user may add some of their own',
      'type harness/surroundings': 'what stands around the implementation under test',
      'type harness/hooks': 'what a hook issued',
      'harness/residue': 'looks into the storage of the target',
      zod: 'reads what our own CCF answered',
      simulators: 'directs the simulated nodes',
      'harness/evidence': 'records what it did',
      'harness/probes/classify.ts': 'tells whether a precondition was met',
      'harness/target/yaml/file.ts': 'names a document where it is',
      'type harness/target': 'how the target is reached',
      'type scenarios/requirements/ledger.ts': 'the security method',
    },
  },
  {
    folder: 'harness/probes',
    may: {
      'harness/extensions': 'the user may add some of their own',
      simulators: 'asks by the simulated nodes',
      'harness/actions': 'the stage with the nodes on it',
      'harness/evidence': 'records what it found out',
    },
  },
  {
    folder: 'harness/surroundings',
    may: {
      simulators: 'our nodes around the one under test, and the built-in ones under test',
      'harness/hooks': 'an AEF or API invoker elsewhere acts by hooks',
      'type harness/target': 'what is under test, and where',
      'type harness/scenario': 'what a scenario requires',
      'type scenarios/requirements/ledger.ts': 'the three roles',
    },
  },
  {
    folder: 'harness/hooks',
    may: {
      'harness/target': 'the hooks of a target file, and its fields',
      'harness/evidence/secrets.ts': 'what a command prints may hold a secret',
      'type harness/evidence/timeline.ts': 'that a hook ran is evidence',
      'simulators/wire/clock.ts': 'how long a hook took',
      zod: 'what a hook is told and answers',
    },
  },
  {
    folder: 'harness/residue',
    may: {
      'harness/evidence': 'the shape of a finding',
      'harness/hooks/command.ts': 'the output of a command is a place to look',
      'harness/target/hooks.ts': 'the places that a target declares',
      'simulators/wire/clock.ts': 'a scan is bounded in time',
    },
  },
  {
    folder: 'harness/capture',
    may: {
      'harness/folders': 'makes the folder',
      'simulators/wire/capture.ts': 'what crosses the wire',
      'simulators/wire/clock.ts': 'packets bear calendar time',
      'type simulators/wire/facts.ts': 'times and names of connections',
      'type harness/evidence/run-record.ts': 'which connections belong to a playing',
    },
  },
  {
    folder: 'harness/doctor',
    may: {
      'harness/actions': 'tries out what scenarios do',
      'harness/probes/classify.ts': 'whether an operation was accepted',
      'harness/evidence': 'reads what the trial recorded',
      'harness/surroundings': 'opens what is under test',
      'harness/scenario/scenario.ts': 'the ways in which a scenario can be played',
      'harness/target': 'the fields of a target file to change',
      'type scenarios/requirements/ledger.ts': 'the three roles',
      'simulators/aef': 'registers a provider domain',
      'simulators/capif/api-root.ts': 'takes endpoints apart',
      'simulators/dialects': 'whether a dialect of the target lets us in',
      'simulators/pki': 'reads a CRL',
      'simulators/wire': 'whether anybody answers, and how',
    },
  },
  {
    folder: 'harness/play',
    may: {
      harness: 'puts the harness together',
      'scenarios/requirements': 'the requirements to judge',
      'simulators/capif': 'holds messages against their schemas; reads apiRoots',
      'simulators/wire': 'the clock, and whether the target answers at all',
      zod: 'reads answers, to hold claims against them',
    },
  },
  {
    folder: 'scenarios/requirements',
    may: {
      'harness/extensions': 'the user may add some of their own',
      yaml: 'the ledger is a YAML file',
      zod: 'its schema',
      'type simulators/ccf/faults.ts':
        'every fault breaks some requirement: the compiler sees to it that none is forgotten',
      'type simulators/aef/faults.ts': 'as for the CCF',
      'type simulators/invoker/faults.ts': 'as for the CCF',
    },
  },
  {
    folder: 'scenarios',
    may: {
      harness: 'plays',
      'scenarios/requirements': 'the requirements',
      '@playwright/test': 'every scenario is a test',
    },
  },
  {
    folder: 'harness/baseline',
    may: {
      'harness/target': 'reads YAML; role and claims of the target',
      'harness/scenario': 'what a pattern of scenarios can mean',
      'type harness/evidence/run-record.ts': 'marks the checks of a record',
      'type harness/checks/judgement.ts': 'the verdicts that can be known beforehand',
      'type scenarios/requirements/ledger.ts': 'the requirements that can be named',
      zod: 'the schema of the file',
    },
  },
  // A report is made from run records alone, so that merged shards and a single run tell the same.
  {
    folder: 'reports',
    may: {
      'harness/evidence/run-record.ts': 'what a report is made from',
      'type harness/evidence/timeline.ts': 'the entries of a record',
      'harness/evidence/secrets.ts': 'the last look before something is written',
      'harness/evidence/harness-identity.ts': 'which harness made it',
      'harness/folders': 'puts the reports of an earlier run aside',
      'harness/capture/folder.ts': 'says where captures are, and that they hold secrets',
      'harness/evidence/view.ts': 'asks the timeline of a record',
      'harness/checks/judgement.ts': 'the verdicts',
      'harness/checks/reasoning': 'reads the timeline as the checks do',
      'harness/baseline/match.ts': 'what counts as a deviation',
      'harness/baseline/standing.ts': 'what became of the known deviations',
      'scenarios/requirements': 'the requirements, judged or not',
      'type @playwright/test/reporter': 'the interface of a reporter',
      'allure-playwright': 'writes Allure results',
      'allure-js-commons': 'the shape and the words of Allure results',
      zod: 'the schema of the report',
    },
  },
  {
    folder: 'reports/bundle',
    may: {
      reports: 'the report that is bundled',
      'harness/evidence/run-record.ts': 'the evidence that must belong to it',
      fflate: 'ZIP',
      jose: 'JWS',
      zod: 'the schema of the manifest',
    },
  },
  { folder: 'cli', may: 'anything' },
  { folder: 'bench', may: 'anything' },
  { folder: 'tests', may: 'anything' },
  {
    folder: '.',
    may: {
      'harness/play': 'reads target and scenarios before anything starts',
      '@playwright/test': 'its configuration',
    },
  },
];
