/** A browser for tests of what people look at: the system's, or the one that the user installed for Playwright. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from '@playwright/test';

const OF_THE_SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a browser is; undefined when there is none, and then the test is skipped with {@link NO_BROWSER}. */
export function browserPath(): string | undefined {
  return [...OF_THE_SYSTEM, chromium.executablePath()].find((path) => existsSync(path));
}

export const NO_BROWSER = 'there is no Chromium here; "npx playwright install chromium" gets one';

/** @throws {Error} when there is none. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = browserPath();
  if (executablePath === undefined) throw new Error(NO_BROWSER);
  return await chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
