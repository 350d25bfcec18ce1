/** What our CCF and AEF gave each API invoker that onboarded at that CCF, over the whole run and whichever scenario it was for. */
import { lastSegment, resourceOf } from '../../simulators/capif/api-root.ts';
import { APIInvokerEnrolmentDetails } from '../../simulators/capif/enrolment.ts';
import { AccessTokenRsp } from '../../simulators/capif/security.ts';
import { fingerprint } from '../../simulators/pki/certificates.ts';
import type { HttpExchange, WireEvent } from '../../simulators/wire/facts.ts';

/** One enrolment, from its onboarding on. What comes later is added. Secrets. */
export interface Enrolment {
  readonly apiInvokerId: string;
  readonly onboardingId: string;
  /** Path of the Location that the onboarding was answered with. */
  readonly path: string;
  readonly onboardingSecret: string | undefined;
  /** PEM; the one of onboarding first. */
  readonly certificates: string[];
  readonly accessTokens: string[];
  readonly aefPsks: Buffer[];
}

const ONBOARDING = /\/onboardedInvokers$/;
const RESOURCE = /\/onboardedInvokers\/([^/]+)$/;
const TOKEN = /\/securities\/([^/]+)\/token$/;

// Our own answers, which need not be doubted; other members may be anything.
const Onboarded = APIInvokerEnrolmentDetails.pick({ apiInvokerId: true, onboardingInformation: true }).required({
  apiInvokerId: true,
});
const Updated = APIInvokerEnrolmentDetails.pick({ onboardingInformation: true });
const Token = AccessTokenRsp.pick({ access_token: true });

/** A register of them, in the order in which they were made. An API invoker may renew in the background whatever it was given. */
export class Issued {
  readonly #enrolments: Enrolment[] = [];

  get enrolments(): readonly Enrolment[] {
    return this.#enrolments;
  }

  /** Told of every event of our nodes. */
  observe(event: WireEvent): void {
    if (event.kind !== 'exchange' || event.side !== 'server') return;
    const { method } = event.request;
    const status = event.response?.status ?? 0;
    const path = event.request.target.split('?', 1)[0] ?? '';
    if (method === 'POST' && status === 201 && ONBOARDING.test(path)) this.#onboarded(event);
    if ((method === 'PUT' || method === 'PATCH') && status === 200) this.#updated(RESOURCE.exec(path)?.[1], event);
    if (method === 'POST' && status >= 200 && status < 300) this.#granted(TOKEN.exec(path)?.[1], event);
  }

  /** Told of each AEFPSK that our AEF derived or was given for an API invoker. */
  aefPsk(apiInvokerId: string, key: Buffer | undefined): void {
    const known = this.#enrolments.find((one) => one.apiInvokerId === apiInvokerId)?.aefPsks;
    if (key !== undefined && known !== undefined && !known.some((one) => one.equals(key))) known.push(key);
  }

  #onboarded({ request, response }: HttpExchange): void {
    const answer = Onboarded.safeParse(parsed(response?.body)).data;
    const path = resourceOf(response?.headers.location, request.target);
    const certificate = answer?.onboardingInformation.apiInvokerCertificate;
    if (answer === undefined || path === undefined || certificate === undefined) return;
    this.#enrolments.push({
      apiInvokerId: answer.apiInvokerId,
      onboardingId: lastSegment(path) ?? '',
      path,
      onboardingSecret: answer.onboardingInformation.onboardingSecret,
      certificates: [certificate],
      accessTokens: [],
      aefPsks: [],
    });
  }

  /** Another public key gets another certificate. */
  #updated(segment: string | undefined, { response }: HttpExchange): void {
    const onboardingId = segment && lastSegment(segment);
    const certificates = this.#enrolments.find((one) => one.onboardingId === onboardingId)?.certificates;
    const renewed = Updated.safeParse(parsed(response?.body)).data?.onboardingInformation.apiInvokerCertificate;
    if (certificates !== undefined && renewed !== undefined && !certificates.some(isSame(renewed)))
      certificates.push(renewed);
  }

  #granted(segment: string | undefined, { response }: HttpExchange): void {
    const apiInvokerId = segment && lastSegment(segment);
    const tokens = this.#enrolments.find((one) => one.apiInvokerId === apiInvokerId)?.accessTokens;
    const token = Token.safeParse(parsed(response?.body)).data?.access_token;
    if (tokens !== undefined && token !== undefined && !tokens.includes(token)) tokens.push(token);
  }
}

const isSame = (renewed: string) => (certificate: string) => fingerprint(certificate) === fingerprint(renewed);

function parsed(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}
