/** What a proxy needs that terminates TLS in front of a simulated CCF: certificates, and a configuration of nginx to begin with. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ccf } from '../../simulators/ccf/ccf.ts';
import { FORWARDED } from '../../simulators/ccf/forwarded.ts';
import { CliProblem } from '../problem.ts';
import { usableFolder } from './storage.ts';

/** As the command line has them; both or neither. */
export interface ProxyArguments {
  readonly behindProxy?: string;
  readonly proxyFolder?: string;
}

/** A CCF that is to stand behind a proxy. */
export interface Proxy {
  readonly url: URL;
  /** Absolute; for what the proxy needs. */
  readonly folder: string;
}

/** Undefined where the CCF's TLS is its own. @throws {CliProblem} for half of it, no URL, or a folder that cannot be used. */
export function proxyOf({ behindProxy, proxyFolder }: ProxyArguments): Proxy | undefined {
  const folder = usableFolder(proxyFolder, '--proxy-folder');
  if (behindProxy === undefined && folder === undefined) return undefined;
  if (behindProxy === undefined || folder === undefined) {
    throw new CliProblem('--behind-proxy: needs --proxy-folder beside it, and the other way round; give both', 2);
  }
  const url = URL.canParse(behindProxy) ? new URL(behindProxy) : undefined;
  if (url?.protocol !== 'https:' || url.pathname !== '/') {
    throw new CliProblem(
      '--behind-proxy: must be the https URL of the proxy, without a path, such as https://127.0.0.1:8443',
      2,
    );
  }
  return { url, folder };
}

/** Writes them; the key is readable by its owner alone. nginx runs with it as `nginx -p FOLDER -c nginx.conf`. */
export async function writeProxyFiles({ identity, trust, address }: Ccf, { url, folder }: Proxy): Promise<void> {
  const write = (name: string, text: string, mode: number) => writeFile(join(folder, name), text, { mode });
  await write('server.key', identity.key, 0o600);
  await write('server.pem', identity.certificate, 0o644);
  await write('clients-ca.pem', trust, 0o644);
  await write('nginx.conf', nginxConf(`${url.hostname}:${url.port || 443}`, `${address.host}:${address.port}`), 0o644);
}

function nginxConf(front: string, back: string): string {
  return `# nginx in front of a simulated CAPIF core function:   nginx -p THIS_FOLDER -c nginx.conf
daemon off;
worker_processes 1;
pid nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path temp-body;
  proxy_temp_path temp-proxy;
  fastcgi_temp_path temp-fastcgi;
  uwsgi_temp_path temp-uwsgi;
  scgi_temp_path temp-scgi;
  upstream ccf {
    server ${back};
    keepalive 8;
  }
  server {
    listen ${front} ssl;
    ssl_certificate server.pem;
    ssl_certificate_key server.key;
    ssl_protocols TLSv1.2 TLSv1.3;
    # The CAPIF core function refuses who does not verify: nginx would answer 400, which says nothing.
    ssl_client_certificate clients-ca.pem;
    ssl_verify_client optional_no_ca;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_set_header ${FORWARDED.certificate} $ssl_client_escaped_cert;
    proxy_set_header ${FORWARDED.verification} $ssl_client_verify;
    proxy_set_header ${FORWARDED.version} $ssl_protocol;
    proxy_set_header ${FORWARDED.resumption} $ssl_session_reused;
    location / {
      proxy_pass http://ccf;
    }
    # Step 6 is the proxy's to do: with these lines it ends the TLS session after its answer.
    #location ~ ^/api-invoker-management/v1/onboardedInvokers/ {
    #  proxy_pass http://ccf;
    #  keepalive_timeout 0;
    #}
  }
}
`;
}
