/**
 * `test` and `expect` for everything that needs no browser.
 *
 * Playwright's own `test` prepares the options of a browser context before every test, 38 fixtures with a stack trace each: a third of the
 * processor time of the unit tests.
 */
export { _baseTest as test, expect } from '@playwright/test';
