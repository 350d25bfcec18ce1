/** `simulate invoker --ccf`: an API invoker at a CCF that runs elsewhere, led by lines on stdin. */
import { z } from 'zod';
import type { CcfTarget } from '../../harness/target/target.ts';
import { oneLine } from '../../reports/outcome.ts';
import { type KnownSecurityMethod, SECURITY_METHODS } from '../../simulators/capif/publish.ts';
import type { ServiceApi } from '../../simulators/capif/service-api.ts';
import { succeeded } from '../../simulators/invoker/answers.ts';
import { INVOKER_FAULTS } from '../../simulators/invoker/faults.ts';
import { type ApiInvoker, createInvoker, type InvokerOptions } from '../../simulators/invoker/invoker.ts';
import { obtainToken } from '../../simulators/invoker/obtain-token.ts';
import { INVOKER_VARIANTS } from '../../simulators/invoker/variants.ts';
import type { HttpExchange } from '../../simulators/wire/facts.ts';
import { CliProblem, messageOf } from '../problem.ts';
import { connectionOptions, loadCcf } from './ccf-of-target.ts';
import { type DeviationArguments, deviationOf } from './deviation.ts';
import { answerLines, type LineCommands } from './lines.ts';
import { runNode } from './run.ts';
import { usableFolder } from './storage.ts';

/** As the command line has them, whichever way the API invoker is run. */
export interface InvokerArguments extends DeviationArguments {
  readonly storage?: string;
}

export const INVOKER_DEVIATIONS = { faults: INVOKER_FAULTS, variants: INVOKER_VARIANTS };

/** Runs until stdin ends or it is told to end. @throws {CliProblem} or `TargetProblem` when it cannot be onboarded. */
export async function simulateInvoker(given: InvokerArguments & { readonly ccf: string }): Promise<void> {
  const own = { ...deviationOf('invoker', given, INVOKER_DEVIATIONS), storage: usableFolder(given.storage) };
  const ccf = loadCcf(given.ccf);
  await runNode(
    // Between commands an API invoker holds no connection, so that there is nothing to close.
    async () => ({ invoker: await onboarded(ccf, own), close: async () => {} }),
    ({ invoker }) => ({ ready: 'invoker', apiInvokerId: invoker.apiInvokerId }),
    ({ invoker }) => answerLines(commandsOf(invoker)),
  );
}

type Own = Pick<InvokerOptions, 'fault' | 'variant' | 'storage'>;

async function onboarded(ccf: CcfTarget, own: Own): Promise<ApiInvoker> {
  const { endpoints, trust, identity, claims } = ccf;
  const invoker = createInvoker({
    apiRoot: endpoints.capif,
    onboardingRoot: endpoints.onboarding,
    trust: trust.ca,
    onboardingCredential: identity.onboardingCredential,
    label: 'invoker',
    enrolment: claims.enrolment,
    interfaceInformation: claims.interfaceInformation,
    // The CCF puts whatever names it likes into an AEF's certificate.
    aefVerify: 'chain',
    ...connectionOptions(ccf),
    ...own,
  });
  const refused = (why: string) => new CliProblem(`the API invoker cannot onboard at the CCF of ${ccf.file}: ${why}`);
  const exchange = await invoker.onboard().catch((error: unknown) => {
    throw refused(oneLine(messageOf(error)));
  });
  if (invoker.apiInvokerId !== undefined) return invoker;
  throw refused(`its request was answered ${exchange.response?.status ?? exchange.failure?.message ?? 'with nothing'}`);
}

const Method = z.string().toUpperCase().pipe(z.enum(SECURITY_METHODS));
const Api = z.object({
  apiName: z.string(),
  apiId: z.string(),
  aefId: z.string(),
  host: z.string(),
  port: z.int().min(1).max(65_535),
  methods: z.array(z.enum(SECURITY_METHODS)),
});

function commandsOf(invoker: ApiInvoker): LineCommands {
  let secured: { readonly method: KnownSecurityMethod; readonly api: ServiceApi } | undefined;
  return {
    async secure(rest) {
      const wanted = wantedFrom(rest);
      const exchange = await invoker.secureWith(wanted.method, wanted.api);
      secured = wanted;
      if (wanted.method !== 'OAUTH' || !succeeded(exchange)) return answerOf(exchange);
      const token = await obtainToken(invoker);
      return { ...answerOf(exchange), token: answerOf(token) };
    },
    async invoke() {
      if (secured === undefined) throw new Error('no service API yet; say first: secure psk|pki|oauth <serviceApi>');
      return answerOf(await invoker.invoke(secured.method, secured.api));
    },
    offboard: async () => answerOf(await invoker.offboard()),
  };
}

function wantedFrom(rest: string): { method: KnownSecurityMethod; api: ServiceApi } {
  const [, word = '', json = ''] = /^(\S*)\s*(.*)$/.exec(rest) ?? [];
  const method = Method.safeParse(word);
  if (!method.success) throw new Error(`the method is psk, pki or oauth, not ${JSON.stringify(word)}`);
  const api = Api.safeParse(parsed(json));
  if (api.success) return { method: method.data, api: api.data };
  const where = api.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  throw new Error(`after the method comes "serviceApi" of an AEF's ready line, as JSON; ${where.join('; ')}`);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Statuses alone: bodies may hold secrets. */
function answerOf({ response, failure }: HttpExchange): object {
  return response === undefined ? { error: failure?.message ?? 'no answer' } : { status: response.status };
}
