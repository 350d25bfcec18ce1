// "capif-conformance/playwright": for the playwright.config.mjs of a project that has the harness as a package.
import '../cli/run/typescript-loader.js';

export const { conformance } = await import('./conformance.ts');
