/** Who asks to offboard whom: for faults and variants, which look at a request before the routes do. */
import type { ApiInvokerId } from '../capif/ids.ts';
import type { ServerConnection } from '../wire/types.ts';
import { identify } from './identity.ts';
import type { CcfNode } from './node.ts';

/** A request to offboard, before anything was verified. */
export function isOffboarding({ method, url }: Request): boolean {
  return method === 'DELETE' && new URL(url).pathname.includes('/onboardedInvokers/');
}

/** The API invoker whose profile a request wants to be deleted; undefined for any other request, and where there is none such. */
export function namedToOffboard(request: Request, { state }: CcfNode): ApiInvokerId | undefined {
  const onboardingId = decodeURIComponent(new URL(request.url).pathname.split('/').at(-1) ?? '');
  const named = [...state.enrolments.values()].find((enrolment) => enrolment.onboardingId === onboardingId);
  return isOffboarding(request) ? named?.apiInvokerId : undefined;
}

/** The API invoker that asks, by its certificate; undefined for anybody else. */
export function requester(node: CcfNode, connection: ServerConnection): ApiInvokerId | undefined {
  const identity = identify(node, connection);
  if (identity.known !== 'enrolled') return undefined;
  const { subject } = identity.credential;
  return subject.role === 'invoker' ? subject.id : undefined;
}
