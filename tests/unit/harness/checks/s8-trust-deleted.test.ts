import { judgingAef } from './role-judging.ts';
import { ACCESS_ROWS } from './service-access-rows.ts';

judgingAef('S8-trust-deleted', ACCESS_ROWS);
