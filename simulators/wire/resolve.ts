import { lookup } from 'node:dns/promises';

/** The addresses of a host name, as the system resolves it; an address is its own. Empty when there is none. */
export async function addressesOf(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}
