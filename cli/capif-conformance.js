#!/usr/bin/env node
// The project is run from its TypeScript sources, so that what is read is what runs; Node needs tsx for that.
import { register } from 'tsx/esm/api';

// Without any tsconfig.json: whatever lies in the folder where the command is given is not about us.
register({ tsconfig: false });
await import('./main.ts');
