/** What ETSI OpenCAPIF's front (a TLS-terminating proxy) and its services turn away before CAPIF's own rules are asked. */
import { problem } from '../../capif/problem.ts';
import { commonName } from '../../pki/certificates.ts';
import type { ServerConnection } from '../../wire/types.ts';

type Role = 'INV' | 'AEF' | 'APF' | 'AMF';

/** Who may: the holder of a token who shows no certificate, or of a certificate of such a role who shows no token. */
interface Rule {
  readonly path: RegExp;
  readonly methods: readonly string[];
  readonly by: 'token' | readonly Role[];
}

const ANY = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const CHANGE = ['PUT', 'PATCH', 'DELETE'];
const EVERYBODY: readonly Role[] = ['INV', 'AEF', 'APF', 'AMF'];

/** First match decides. */
const RULES: readonly Rule[] = [
  { path: /^\/api-invoker-management\/v1\/onboardedInvokers$/, methods: ['POST'], by: 'token' },
  { path: /^\/api-invoker-management\/v1\/onboardedInvokers\//, methods: CHANGE, by: ['INV'] },
  { path: /^\/api-provider-management\/v1\/registrations$/, methods: ['POST'], by: 'token' },
  { path: /^\/api-provider-management\/v1\/registrations\//, methods: CHANGE, by: ['AMF'] },
  { path: /^\/published-apis\/v1\//, methods: ANY, by: ['APF'] },
  { path: /^\/service-apis\/v1\/allServiceAPIs$/, methods: ['GET'], by: ['INV'] },
  { path: /^\/capif-security\/v1\/trustedInvokers\/[^/]+\/update$/, methods: ['POST'], by: ['INV'] },
  { path: /^\/capif-security\/v1\/trustedInvokers\/[^/]+\/delete$/, methods: ['POST'], by: ['AEF'] },
  { path: /^\/capif-security\/v1\/trustedInvokers\/[^/]+$/, methods: ['PUT'], by: ['INV'] },
  { path: /^\/capif-security\/v1\/trustedInvokers\/[^/]+$/, methods: ['GET', 'DELETE'], by: ['AEF'] },
  { path: /^\/capif-security\/v1\/securities\/[^/]+\/token$/, methods: ['POST'], by: ['INV'] },
  { path: /^\/capif-events\/v1\//, methods: ['POST', 'PUT', 'PATCH', 'DELETE'], by: EVERYBODY },
];

/** Where a connection without a certificate gets the proxy's own bare 403. */
const CERTIFICATE_FIRST = /^\/(?:service-apis|published-apis|capif-security|capif-events)\//;

/** The member that OpenCAPIF insists on, where TS 29.222 makes it optional. */
const MANDATORY: readonly { readonly path: RegExp; readonly member: string }[] = [
  { path: /^\/api-invoker-management\/v1\/onboardedInvokers(?:\/|$)/, member: 'supportedFeatures' },
  { path: /^\/api-provider-management\/v1\/registrations(?:\/|$)/, member: 'suppFeat' },
  { path: /^\/capif-events\/v1\/[^/]+\/subscriptions/, member: 'supportedFeatures' },
];

/** The answer that ends it here; undefined when the request may go on. */
export async function gate(request: Request, connection: ServerConnection): Promise<Response | undefined> {
  const { pathname, searchParams } = new URL(request.url);
  const certified = roleOf(connection);
  if (certified === undefined && CERTIFICATE_FIRST.test(pathname)) return bareRefusal();
  const hasToken = /^Bearer\s+.+/i.test(request.headers.get('authorization') ?? '');
  const rule = RULES.find(({ path, methods }) => path.test(pathname) && methods.includes(request.method));
  if (!isAllowed(rule, hasToken, certified)) return proxyRefusal();
  return (await lacksFeatures(request, pathname)) ?? lacksFlags(request.method, pathname, searchParams);
}

function isAllowed(rule: Rule | undefined, hasToken: boolean, certified: Role | 'unknown' | undefined): boolean {
  if (rule === undefined) return false;
  if (rule.by === 'token') return hasToken && certified === undefined;
  return !hasToken && rule.by.some((role) => role === certified);
}

/** By the common name of a verified certificate; undefined without one. */
function roleOf({ facts, peerCertificate }: ServerConnection): Role | 'unknown' | undefined {
  if (facts?.peer.by !== 'certificate' || !facts.peer.verified || peerCertificate === undefined) return undefined;
  const prefix = /^(INV|AEF|APF|AMF)[a-zA-Z0-9]+$/.exec(commonName(peerCertificate) ?? '')?.[1];
  return EVERYBODY.find((role) => role === prefix) ?? 'unknown';
}

async function lacksFeatures(request: Request, pathname: string): Promise<Response | undefined> {
  const wanted = MANDATORY.find(({ path }) => path.test(pathname));
  if (wanted === undefined || !['POST', 'PUT'].includes(request.method)) return undefined;
  const body: unknown = await request
    .clone()
    .json()
    .catch(() => undefined);
  // What is no JSON object is refused further on, and better.
  if (typeof body !== 'object' || body === null || wanted.member in body) return undefined;
  return problem(400, `${wanted.member} not present in request`, `${wanted.member} not present`);
}

function lacksFlags(method: string, pathname: string, query: URLSearchParams): Response | undefined {
  if (method !== 'GET' || !pathname.startsWith('/capif-security/v1/trustedInvokers/')) return undefined;
  const both = ['authenticationInfo', 'authorizationInfo'].every((flag) => query.get(flag) === 'true');
  return both ? undefined : problem(500, 'An exception occurred in get security info');
}

function bareRefusal(): Response {
  return new Response('<html><head><title>403 Forbidden</title></head></html>', {
    status: 403,
    headers: { 'content-type': 'text/html' },
  });
}

/** JSON in a body that says it is text. */
function proxyRefusal(): Response {
  const body = {
    status: 401,
    title: 'Unauthorized',
    detail: 'Operation not allowed',
    cause: 'Access denied by policy',
  };
  return new Response(JSON.stringify(body), { status: 401, headers: { 'content-type': 'text/plain' } });
}
