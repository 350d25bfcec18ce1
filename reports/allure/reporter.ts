/** allure-playwright as this project uses it: results that speak of requirements, beside the other reports, of a run or of a merge. */
import { dirname, join, resolve } from 'node:path';
import type { FullConfig } from '@playwright/test/reporter';
import { AllureReporter } from 'allure-playwright';
import { allureOptions } from './options.ts';

/** Name of the folder with the results, in that of the reports. */
const RESULTS = 'allure-results';

export interface Options {
  /** Where the reports go, relative to the configuration file. Default `reports/out`. */
  readonly outputDir?: string;
}

export default class RequirementAllureReporter extends AllureReporter {
  readonly #outputDir: string;

  constructor({ outputDir = 'reports/out' }: Options = {}) {
    super({});
    this.#outputDir = outputDir;
  }

  override onConfigure(config: FullConfig): void {
    const base = config.configFile === undefined ? process.cwd() : dirname(config.configFile);
    this.options = allureOptions(join(resolve(base, this.#outputDir), RESULTS));
    // The configuration of a merge has no projects, of which allure-playwright wants the first: for screenshots, and we have none.
    if (config.projects.length > 0) super.onConfigure(config);
    else this.config = config;
  }
}
