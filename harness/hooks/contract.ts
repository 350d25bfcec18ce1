/** What a hook is told, and what it may answer. docs/hooks.md is the same for people. */
import { z } from 'zod';
import { anyUrl, apiRoot } from '../target/fields.ts';
import { HOOKS } from '../target/hooks.ts';
import { IssuedToAef, IssuedToInvoker } from './issued.ts';

const pem = z.string().includes('-----BEGIN CERTIFICATE-----', 'must be certificates as PEM');

/** The one JSON object that a hook gets: at stdin of a command, as the body of an HTTP call. */
export const HookInput = z.strictObject({
  hook: z.enum(HOOKS),
  /** Id of the scenario being played. */
  scenario: z.string().min(1),
  method: z.enum(['psk', 'pki', 'oauth']),
  /** Which node of ours an onboard hook of a CCF under test is to provision. */
  for: z.enum(['invoker', 'aef']).optional(),
  /** DNS names and IP addresses that the certificate of our AEF must be for. */
  hosts: z.array(z.string().min(1)).min(1).optional(),
  /** The CCF to talk to: ours, or the one under test. */
  ccf: z.strictObject({
    apiRoot: apiRoot('https://127.0.0.1:41001'),
    /** Where onboarding and registration are, if elsewhere. */
    onboardingRoot: apiRoot('https://127.0.0.1:41002').optional(),
    /** PEM certificates by which to verify it. */
    ca: pem,
    /** What an API provider domain shows to be registered (regSec). Not there where the dialect has a service that gives it. */
    registrationCredential: z.string().min(1).optional(),
    /** What an API invoker shows to be onboarded. Not there where the dialect has a service that gives it. */
    onboardingCredential: z.string().min(1).optional(),
    /** That service, in dialect opencapif: where it is, and an account there. */
    provider: z
      .strictObject({
        register: apiRoot('https://127.0.0.1:41004'),
        username: z.string().min(1),
        password: z.string().min(1),
      })
      .optional(),
  }),
  /** The AEF whose service API is to be invoked: ours; absent when the AEF is under test. */
  aef: z.strictObject({ serviceApi: anyUrl('https://127.0.0.1:41003/service'), ca: pem }).optional(),
});
export type HookInput = Readonly<z.input<typeof HookInput>>;

/** Of the `start` of an AEF: where it is. Members that are not named here are ignored. */
const StartAnswer = z.object({
  serviceApi: apiRoot('https://aef.acme.example:8443').optional(),
  notificationDestination: anyUrl('https://aef.acme.example:9443/notifications').optional(),
});

/** Of the `onboard` of an API invoker: by which API invoker ID it knows itself. */
const OnboardAnswer = z.object({ apiInvokerId: z.string().min(1).optional() });

/** What a hook answered; every member may be missing. */
export interface HookAnswer {
  readonly serviceApi?: string | undefined;
  readonly notificationDestination?: string | undefined;
  readonly apiInvokerId?: string | undefined;
  /** What was issued to our API invoker, and to our AEF. Secrets. */
  readonly invoker?: IssuedToInvoker | undefined;
  readonly provider?: IssuedToAef | undefined;
}

/** By what an onboard hook was asked for. */
const PROVISIONED: Readonly<Record<'invoker' | 'aef', z.ZodType<HookAnswer>>> = {
  invoker: IssuedToInvoker.transform((invoker) => ({ invoker })),
  aef: IssuedToAef.transform((provider) => ({ provider })),
};

/** The schema of a hook's answer; undefined for hooks whose answer is ignored. */
export function answerSchema(asked: Pick<HookInput, 'hook' | 'for'>): z.ZodType<HookAnswer> | undefined {
  if (asked.hook === 'start') return StartAnswer;
  if (asked.hook !== 'onboard') return undefined;
  return asked.for === undefined ? OnboardAnswer : PROVISIONED[asked.for];
}
