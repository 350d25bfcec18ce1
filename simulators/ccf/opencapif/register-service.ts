/** OpenCAPIF's register service: `login`, `createUser`, `getauth`. */
import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose/jwt/sign';
import { z } from 'zod';
import { calendarNow } from '../../wire/clock.ts';
import { randomId, randomToken } from '../../wire/dice.ts';
import { EarlyAnswer, json, readJson } from '../messages.ts';
import type { CcfNode } from '../node.ts';
import type { Route, RoutedRequest } from '../routing.ts';
import type { Accounts } from './accounts.ts';

const User = z.looseObject({
  username: z.string(),
  password: z.string(),
  enterprise: z.string(),
  country: z.string(),
  email: z.string(),
  purpose: z.string(),
});

const TOKEN_SECONDS = 600;

export function registerRoutes(node: CcfNode, accounts: Accounts): Route[] {
  return [
    { method: 'POST', path: '/login', answer: (asked) => login(node, accounts, asked) },
    { method: 'POST', path: '/createUser', answer: (asked) => createUser(accounts, asked) },
    { method: 'GET', path: '/getauth', answer: (asked) => getAuth(node, accounts, asked) },
  ];
}

async function login(node: CcfNode, accounts: Accounts, { request }: RoutedRequest): Promise<Response> {
  if (accounts.whoIs(request.headers.get('authorization')) !== 'admin') throw unauthorized();
  const token = accounts.remember(await sign(node, accounts.admin.username), 'admin');
  return json(200, { access_token: token, refresh_token: await sign(node, accounts.admin.username) });
}

async function createUser(accounts: Accounts, { request }: RoutedRequest): Promise<Response> {
  if (!accounts.isAdminToken(request.headers.get('authorization'))) throw unauthorized();
  const user = await readJson(request, User);
  if (!accounts.create(user)) return json(409, 'user already exists');
  return json(201, { message: 'User registered successfully', uuid: randomId('') });
}

/** The token to onboard and register with; where the APIs are, below the address of the CCF; and the CA, for clients that trust on first use. */
async function getAuth(node: CcfNode, accounts: Accounts, { request }: RoutedRequest): Promise<Response> {
  const who = accounts.whoIs(request.headers.get('authorization'));
  if (who === undefined) throw unauthorized();
  return json(200, {
    message: 'Token and CA root returned successfully',
    access_token: accounts.remember(await sign(node, who), 'user'),
    ca_root: node.authority.certificate,
    ccf_api_onboarding_url: 'api-provider-management/v1/registrations',
    ccf_publish_url: 'published-apis/v1/<apfId>/service-apis',
    ccf_onboarding_url: 'api-invoker-management/v1/onboardedInvokers',
    ccf_discover_url: 'service-apis/v1/allServiceAPIs?api-invoker-id=',
    ccf_security_url: 'capif-security/v1/trustedInvokers/<apiInvokerId>',
  });
}

function sign(node: CcfNode, subject: string): Promise<string> {
  const now = Math.floor(calendarNow().getTime() / 1000);
  return new SignJWT({ sub: subject, iat: now, exp: now + TOKEN_SECONDS, jti: randomToken() })
    .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
    .sign(createPrivateKey(node.tokenKeys.privateKey));
}

function unauthorized(): EarlyAnswer {
  return new EarlyAnswer(
    new Response('Unauthorized Access', { status: 401, headers: { 'www-authenticate': 'Basic' } }),
  );
}
