/** API roots: where a CAPIF core function or an API exposing function is reached (TS 29.222 7.5). */
import { ipVersion } from './common.ts';

export interface ApiRoot {
  /** Without the brackets of an IPv6 literal. */
  readonly host: string;
  readonly port: number;
  /** False for plain HTTP. */
  readonly tls: boolean;
  /** Path before the API name, without a slash at its end; mostly empty. */
  readonly prefix: string;
}

/**
 * Takes an API root apart.
 * @throws Error when the text is no http or https URL.
 */
export function parseApiRoot(text: string): ApiRoot {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new Error(`API root "${text}": expected a URL such as https://ccf.example.com:443`);
  }
  const tls = url.protocol === 'https:';
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (tls ? 443 : 80) : Number(url.port),
    tls,
    prefix: url.pathname.replace(/\/+$/, ''),
  };
}

/** `path` below this API root: what a request for it has to say. */
export function below(root: string, path: string): string {
  return `${parseApiRoot(root).prefix}${path}`;
}

/** `host:port` as a URL wants it. */
export function authority(host: string, port: number): string {
  return `${ipVersion(host) === 6 ? `[${host}]` : host}:${port}`;
}

/**
 * Path and query of a resource from its Location header, which may be absolute or relative to the request's path.
 * @returns undefined when there is none, or it is no URL.
 */
export function resourceOf(location: string | undefined, requestPath: string): string | undefined {
  const base = `https://ccf.invalid${requestPath}`;
  if (location === undefined || !URL.canParse(location, base)) return undefined;
  const { pathname, search } = new URL(location, base);
  return `${pathname}${search}`;
}

/** The identity at the end of a resource's path, percent-decoded; undefined where it ends in none. */
export function lastSegment(path: string): string | undefined {
  const segment = path.split('?', 1)[0]?.split('/').at(-1);
  if (segment === undefined || segment === '') return undefined;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
