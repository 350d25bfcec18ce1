/** Every named misbehaviour of the reference API invoker. Each breaks one thing, so that the check for it can be seen to catch it. */
import { KEEPING_FAULTS } from './keeping-faults.ts';
import { REQUEST_FAULTS } from './request-faults.ts';

/** In the order of the clause's steps. */
export const INVOKER_FAULTS = { ...REQUEST_FAULTS, ...KEEPING_FAULTS };

export type InvokerFault = keyof typeof INVOKER_FAULTS;
