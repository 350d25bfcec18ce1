// The entry of the package: its TypeScript, for whoever imports it by name. Types: types/extend/api.d.ts.
import '../cli/run/typescript-loader.js';

export const {
  allOf,
  breached,
  classify,
  classifyFailure,
  defineAction,
  defineCheck,
  defineProbe,
  deviates,
  holds,
  notApplicable,
  notAvailable,
  oldSelf,
  record,
  role,
  unclear,
} = await import('./api.ts');
