import { judgingAef } from './role-judging.ts';
import { ACCESS_ROWS } from './service-access-rows.ts';
import { witnessRows } from './witness-rows.ts';

judgingAef('S8-aefpsk-deleted', [...ACCESS_ROWS, ...witnessRows('aefpsk')]);
