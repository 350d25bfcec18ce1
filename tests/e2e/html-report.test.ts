/** The report for people, of a run against a CCF with one fault: found by eye, by keyboard and by screen reader; it asks nobody for anything. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, expect, type Page } from '@playwright/test';
import { browserPath, NO_BROWSER, openBrowser } from './browser.ts';
import { test as base, startedCcf } from './fixtures.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core');

/** Where the report is, and what to look at it with. */
interface Report {
  readonly address: string;
  readonly browser: Browser;
}

/** Opens the report in a page of its own. When the test is over, none of its pages may have asked for anything or complained. */
type Open = (options?: BrowserContextOptions) => Promise<Page>;

const test = base.extend<{ open: Open }, { report: Report }>({
  report: [
    async ({ checkout, simulate }, use) => {
      const { target } = await startedCcf(simulate, checkout, '--fault', 'keeps-tls-open');
      // The wait for a teardown that does not come is made short.
      const hurried = (await readFile(target, 'utf8')).replace('teardown: 2s', 'teardown: 250ms');
      const played = await checkout.play(['-g', 'ccf-offboarding · (psk|oauth) · TLS 1.2|ccf-unknown-id'], {
        CAPIF_TARGET: await checkout.write('html-report.yaml', hurried),
      });
      expect(played.conformance?.scenarios, played.output).toHaveLength(3);
      const address = pathToFileURL(join(checkout.folder, 'reports/out/index.html')).href;
      const browser = await openBrowser();
      await use({ address, browser });
      await browser.close();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  open: async ({ report: { address, browser } }, use) => {
    const noise: string[] = [];
    const pages: Page[] = [];
    await use(async (options = {}) => {
      const page = await browser.newPage(options);
      pages.push(page);
      page.on('request', (request) => request.url() !== address && noise.push(`asks for ${request.url()}`));
      page.on('pageerror', ({ message }) => noise.push(message));
      page.on('console', (message) => ['error', 'warning'].includes(message.type()) && noise.push(message.text()));
      await page.goto(address);
      return page;
    });
    await Promise.all(pages.map((page) => page.close()));
    expect(noise).toEqual([]);
  },
});

test.skip(browserPath() === undefined, NO_BROWSER);
// One worker: the run that the report is of is played once.
test.describe.configure({ mode: 'default', timeout: 90_000 });

const FAILING = /^play-\d+-S6-torn-down$/;

test('the first stop of the keyboard leads to the step that failed', async ({ open }) => {
  const page = await open({ viewport: { width: 1280, height: 800 } });
  await page.keyboard.press('Tab');
  await expect(page.locator(':focus')).toHaveText('Skip to the first failure: S6-torn-down');
  await page.keyboard.press('Enter');
  await expect(page.locator(':focus')).toHaveAttribute('id', FAILING);
  const check = page.locator(`#${await page.locator(':focus').getAttribute('id')}`);
  await expect(check).toBeInViewport({ ratio: 1 });
  await expect(check).toContainText('fail');
  await expect(check).toContainText('the session still open');
  // On from there: the evidence opens under it, and an entry of it.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(check.locator('.evidence li').first()).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(check.locator('.evidence pre').first()).toContainText(/^DELETE \/api-invoker-management/);
  await expect(check.locator('.evidence pre').first()).toBeInViewport();
});

test('the eye finds it: at the top, in the matrix and in the diagram', async ({ open }) => {
  const page = await open({ viewport: { width: 1280, height: 800 } });
  await expect(page.locator('.headline')).toContainText('1 failed');
  await expect(page.locator('.headline')).toBeInViewport();
  await expect(page.getByRole('link', { name: 'S6-torn-down', exact: true })).toBeInViewport();
  await page.getByRole('link', { name: 'fail: S6-torn-down in ccf-offboarding' }).click();
  await expect(page.locator(':focus')).toHaveAttribute('id', FAILING);
  const diagrams = page.getByRole('img', { name: /^Sequence diagram of ccf-offboarding · psk · TLS 1\.2: failed$/ });
  await expect(diagrams).toBeVisible();
  await expect(diagrams.locator('.failing .title')).toHaveText('no teardown by the CCF');
  await expect(diagrams.locator('.band')).toHaveCount(1);
});

test('of two that failed the first is open; where the diagram is wider than the window, that is said and the failing arrow shown', async ({
  open,
}) => {
  const narrow = await open({ viewport: { width: 390, height: 800 } });
  await expect(narrow.locator('details.play[data-verdict=fail]')).toHaveCount(2);
  await expect(narrow.locator('details.play[open]')).toHaveCount(1);
  const play = narrow.locator('details.play[open]');
  await expect(play.locator('.sideways')).toBeVisible();
  const [line, frame] = [play.locator('.failing .line').first(), play.locator('.figure')];
  const middle = async (one: typeof line) => {
    const { x, width } = (await one.boundingBox()) ?? { x: Number.NaN, width: Number.NaN };
    return x + width / 2;
  };
  expect(Math.abs((await middle(line)) - (await middle(frame)))).toBeLessThan(20);
  const wide = await open({ viewport: { width: 1280, height: 800 } });
  await expect(wide.locator('details.play[open] .sideways')).toBeHidden();
});

test('what holds is closed, and drawn when it is opened', async ({ open }) => {
  const page = await open();
  const good = page.locator('details.play', { hasText: 'ccf-unknown-id' });
  await expect(good).not.toHaveAttribute('open');
  await good.locator('summary').first().click();
  await expect(good.getByRole('img', { name: /^Sequence diagram of ccf-unknown-id/ })).toBeVisible();
  await good.getByText(/^The whole recording: \d+ entries$/).click();
  await expect(good.locator('.evidence > ol > li').first()).toBeVisible();
});

test('filters and search leave what fits, say how many, and a link brings back what they hid', async ({ open }) => {
  const page = await open();
  const shown = page.locator('#shown');
  const checks = page.locator('li.check:visible');
  await expect(shown).toHaveText('3 of 3 shown');
  await page.locator('select[name=verdict]').selectOption('fail');
  await expect(shown).toHaveText('2 of 3 shown');
  // The first that failed is open; the second may be.
  await page.getByRole('button', { name: 'Open shown' }).click();
  await expect(checks).toHaveCount(2);
  await page.locator('select[name=method]').selectOption('psk');
  await expect(shown).toHaveText('1 of 3 shown');
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(shown).toHaveText('3 of 3 shown');
  await page.locator('select[name=step]').selectOption('4');
  await expect(checks).toHaveCount(4);
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByLabel('search').fill('UNKNOWN-id refused');
  await expect(shown).toHaveText('1 of 3 shown');
  await page.getByLabel('search').fill('no such word');
  await expect(page.getByText('No playing fits the filters.')).toBeVisible();
  await page.getByRole('link', { name: 'S6-torn-down', exact: true }).click();
  await expect(page.locator(':focus')).toHaveAttribute('id', FAILING);
  await expect(shown).toHaveText('3 of 3 shown');
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 390]) {
    test(`axe finds nothing serious, ${colorScheme}, ${width} pixels wide`, async ({ open }) => {
      const page = await open({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
      await page.getByRole('button', { name: 'Open shown' }).click();
      await page.locator('.check .evidence summary').first().click();
      await page.addScriptTag({ path: AXE });
      const violations: { id: string; impact: string; nodes: string[] }[] = await page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.slice(0, 3).map(({ html }) => html) })))',
      );
      expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
      const wide = await page.evaluate('document.documentElement.scrollWidth');
      expect(wide).toBeLessThanOrEqual(width);
    });
  }
}

test('on paper the filters are gone and the diagrams fit', async ({ open }) => {
  const page = await open({ viewport: { width: 720, height: 1000 } });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(page.locator('#filters')).toBeHidden();
  const diagram = page.locator('.diagram').first();
  expect((await diagram.boundingBox())?.width).toBeLessThanOrEqual(720);
  expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
});
