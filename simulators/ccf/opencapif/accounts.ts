/** The accounts of OpenCAPIF's register service, and the tokens that they were given. */
import { randomId, randomToken } from '../../wire/dice.ts';

/** A user name with its password. Secret. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

export class Accounts {
  /** May create users. */
  readonly admin: Login = { username: randomId('admin-'), password: randomToken() };
  /** One that is there from the beginning. */
  readonly user: Login = { username: randomId('user-'), password: randomToken() };
  readonly #passwords = new Map<string, string>([[this.user.username, this.user.password]]);
  readonly #adminTokens = new Set<string>();
  readonly #userTokens = new Set<string>();

  /** False when there is one of that name. */
  create({ username, password }: Login): boolean {
    if (this.#passwords.has(username)) return false;
    this.#passwords.set(username, password);
    return true;
  }

  /** Who a Basic authorization proves to be. */
  whoIs(authorization: string | null): 'admin' | 'user' | undefined {
    const encoded = /^Basic +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
    const [username = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
    const password = rest.join(':');
    if (username === this.admin.username && password === this.admin.password) return 'admin';
    return password !== '' && this.#passwords.get(username) === password ? 'user' : undefined;
  }

  remember(token: string, of: 'admin' | 'user'): string {
    (of === 'admin' ? this.#adminTokens : this.#userTokens).add(token);
    return token;
  }

  isAdminToken(authorization: string | null): boolean {
    return this.#adminTokens.has(/^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '');
  }

  /** Whether `getauth` gave it out: it then entitles to onboard and to register. */
  isUserToken(token: string): boolean {
    return this.#userTokens.has(token);
  }
}
