// Loaded by Node before anything else where the harness is installed as a package; see playwright.ts.
import { register } from 'tsx/esm/api';

register({ tsconfig: false });
