/// <reference types="node" preserve="true" />
/** The conformance run as a Playwright configuration of the user's own project. */
import { delimiter } from 'node:path';
import type { PlaywrightTestConfig } from '@playwright/test';

/** Paths count from the working directory. A variable of the environment says more than an option. */
export interface ConformanceOptions {
  /** Target file (`CAPIF_TARGET`). Default: the built-in reference nodes. */
  readonly target?: string;
  /** Folders of scenarios instead of the harness's own (`CAPIF_SCENARIOS`). */
  readonly scenarios?: readonly string[];
  /** Modules with actions, probes and checks (`CAPIF_EXTENSIONS`). */
  readonly extensions?: readonly string[];
  /** Folder of the reports (`CAPIF_REPORTS`). Default `reports/out`. */
  readonly reports?: string;
}

/**
 * The configuration for `npx playwright test`. What is wrong with target, scenarios or extensions is told, and ends the process with 2.
 *
 * @param options - Where things are; see there.
 */
export async function conformance(options: ConformanceOptions = {}): Promise<PlaywrightTestConfig> {
  const { target, scenarios, extensions, reports = 'reports/out' } = options;
  const wanted = {
    CAPIF_TARGET: target,
    CAPIF_SCENARIOS: scenarios?.join(delimiter),
    CAPIF_EXTENSIONS: extensions?.join(delimiter),
    CAPIF_REPORTS: reports,
  };
  // Playwright's workers load the configuration, too, and inherit this.
  for (const [name, value] of Object.entries(wanted)) if (value) process.env[name] ||= value;
  return (await import('../playwright.config.ts')).default;
}
