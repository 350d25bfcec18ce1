/**
 * The register service of ETSI OpenCAPIF: user accounts, and the token that opens onboarding and registration. It is beside CAPIF, so
 * what it says is in no 3GPP specification.
 */
import { z } from 'zod';
import { parseApiRoot } from '../capif/api-root.ts';
import { JSON_TYPE } from '../capif/operation-table.ts';
import type { HttpExchange } from '../wire/facts.ts';
import { connect } from '../wire/tls-client.ts';
import { type Applicant, NotAdmitted } from './dialect.ts';

type Provider = Applicant['provider'];
type Via = Applicant['via'];

/** `register`: its URL, e.g. `https://register:8084`. `username` and `password`: of a user, who need not be there yet if an administrator is. */
export const REGISTER_NEEDS = {
  register: 'https://register.example:8084',
  username: `\${OPENCAPIF_USER}`,
  password: `\${OPENCAPIF_PASSWORD}`,
};

const Token = z.looseObject({ access_token: z.string().min(1) });

/** The account of the user, as far as the register service insists on knowing. */
const ACCOUNT = {
  enterprise: 'conformance test',
  country: 'none',
  email: 'nobody@api-invoker.invalid',
  purpose: 'CAPIF conformance test',
};

/**
 * Makes sure of the user, where the operator gave `adminUsername` and `adminPassword`; without them the user has to be there.
 * @throws WireError, {@link NotAdmitted}
 */
export async function createUser(provider: Provider, via: Via): Promise<void> {
  const { adminUsername, adminPassword, username, password } = provider;
  if (adminUsername === undefined || adminPassword === undefined) return;
  const login = await ask(provider, via, {
    method: 'POST',
    path: '/login',
    authorization: basic(adminUsername, adminPassword),
  });
  const body = JSON.stringify({ username, password, ...ACCOUNT });
  const authorization = `Bearer ${tokenOf(login)}`;
  const created = await ask(provider, via, { method: 'POST', path: '/createUser', authorization, body });
  // 409: there already.
  if (![201, 409].includes(created.response?.status ?? 0)) throw refused(created);
}

/**
 * The token that goes with onboarding and registration; another one each time.
 * @throws WireError, {@link NotAdmitted}
 */
export async function getAuth(provider: Provider, via: Via): Promise<string> {
  const { username = '', password = '' } = provider;
  return tokenOf(
    await ask(provider, via, { method: 'GET', path: '/getauth', authorization: basic(username, password) }),
  );
}

interface Question {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly authorization: string;
  readonly body?: string;
}

async function ask(
  { register = '' }: Provider,
  via: Via,
  { authorization, body, method, path }: Question,
): Promise<HttpExchange> {
  if (!URL.canParse(register))
    throw new NotAdmitted(`register is "${register}", which is no URL; write https://host:port`);
  const { host, port, tls, prefix } = parseApiRoot(register);
  const session = await connect({ ...via, host, port, tls });
  const type = body === undefined ? {} : { 'content-type': JSON_TYPE };
  try {
    return await session.request({
      method,
      path: `${prefix}${path}`,
      headers: { authorization, ...type },
      body,
      ...(via.timeoutMs && { timeoutMs: via.timeoutMs }),
    });
  } finally {
    await session.close();
  }
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function tokenOf(exchange: HttpExchange): string {
  if (exchange.response?.status === 200) {
    try {
      return Token.parse(JSON.parse(exchange.response.body)).access_token;
    } catch {
      throw refused(exchange);
    }
  }
  throw refused(exchange);
}

function refused({ request, response, failure }: HttpExchange): NotAdmitted {
  const answer = response === undefined ? (failure?.message ?? 'nothing') : `${response.status}`;
  return new NotAdmitted(
    `the register service answered ${request.method} ${request.target} with ${answer}; check identity.provider (register, username, password, adminUsername, adminPassword)`,
  );
}
