/** The README.md of the folder: what each file is, and requests to try, ready to be pasted. */
import { authority } from '../../../simulators/capif/api-root.ts';
import { paths } from '../../../simulators/capif/paths.ts';
import { helloPath } from '../../../simulators/capif/service-api.ts';
import type { Simulation } from './nodes.ts';

/** Paths in it count from the folder. There are no secrets in it. */
export function readme(simulation: Simulation): string {
  const { plan, place } = simulation;
  return `# Simulated: ${plan.roles.join(', ')}

Made by \`capif-conformance simulate all\`; worth something as long as that runs. Everything in this folder is for its owner alone.

| | |
| --- | --- |
${placesOf(simulation)
  .map(([what, where]) => `| ${what} | ${where} |`)
  .join('\n')}

| file | what it is |
| --- | --- |
${FILES.filter(([, , wanted]) => wanted(simulation))
  .map(([name, what]) => `| \`${name}\` | ${what} |`)
  .join('\n')}

## Requests to try, in this folder

\`\`\`sh
${requestsOf(simulation, place.apiRoot).join('\n\n')}
\`\`\`
`;
}

const always = () => true;
const yours = (role: 'aef' | 'ccf' | 'invoker') => (simulation: Simulation) => !simulation.plan.roles.includes(role);
const ours = (role: 'aef' | 'ccf' | 'invoker') => (simulation: Simulation) => simulation.plan.roles.includes(role);

const FILES: readonly (readonly [name: string, what: string, wanted: (simulation: Simulation) => boolean])[] = [
  ['ca.pem', 'the CA of everything CAPIF', always],
  [
    'ccf.yaml',
    'the CCF as a target file: `capif-conformance run --target ccf.yaml`, `simulate aef --ccf ccf.yaml`',
    ours('ccf'),
  ],
  [
    'onboarding-credential',
    'Bearer token that entitles to onboard',
    ({ place }) => place.onboardingCredential !== undefined,
  ],
  [
    'registration-credential',
    '`regSec` that entitles to register',
    ({ place }) => place.registrationCredential !== undefined,
  ],
  ['invoker/invoker.json', 'API invoker ID and onboarding ID of an API invoker that is onboarded', always],
  ['invoker/certificate.pem, private-key.pem', 'with which it authenticates itself', always],
  ['invoker/onboarding-secret', 'its onboarding secret, where it was given one', always],
  ['invoker/access-token.jwt', 'its access token', ({ plan, aef }) => plan.method === 'oauth' && aef !== undefined],
  ['invoker/aefpsk-AEFID', 'its AEFPSK, hexadecimal', ({ plan, aef }) => plan.method === 'psk' && aef !== undefined],
  ['aef/aef.json', 'AEF ID and APF ID of a registered provider', always],
  ['aef/certificate.pem, private-key.pem', 'with which the AEF serves and subscribes', always],
  ['aef/apf-certificate.pem, apf-private-key.pem', 'with which the APF publishes', yours('aef')],
];

function placesOf({ place, aef, provider, invoker }: Simulation): [what: string, where: string][] {
  return [
    ['CCF', `\`${place.apiRoot}\``],
    ...(place.onboardingRoot === place.apiRoot
      ? []
      : [['onboarding and registration', `\`${place.onboardingRoot}\``] satisfies [string, string]]),
    ...(aef === undefined
      ? [['AEF ID (yours)', `\`${provider.aefId}\``] satisfies [string, string]]
      : ([
          [
            'service API',
            `\`https://${authority(aef.serviceApi.host, aef.serviceApi.port)}${helloPath(aef.serviceApi)}\``,
          ],
          ['notifications', `\`${aef.notificationDestination}\``],
        ] satisfies [string, string][])),
    ['API invoker ID', `\`${invoker.apiInvokerId}\``],
  ];
}

const AS_INVOKER = '--cacert ca.pem --cert invoker/certificate.pem --key invoker/private-key.pem';

function requestsOf({ plan, aef, provider, invoker }: Simulation, apiRoot: string): string[] {
  const { apiInvokerId = '', resource } = invoker;
  const trusted = paths.trustedInvoker(apiInvokerId, { authenticationInfo: true });
  return [
    `# Discovery, as the API invoker\ncurl ${AS_INVOKER} '${apiRoot}${paths.allServiceApis(apiInvokerId)}'`,
    ...(aef === undefined ? [] : callOf(plan.method, aef.serviceApi, apiInvokerId)),
    `# What the CCF tells an AEF about that API invoker: 404 while there is no security context, and after offboarding\ncurl --cacert ca.pem --cert aef/certificate.pem --key aef/private-key.pem '${apiRoot}${trusted}'`,
    ...(provider.apf === undefined
      ? []
      : [
          `# Publish, as the APF: the ServiceAPIDescription of your service API, in a file of yours\ncurl --cacert ca.pem --cert aef/apf-certificate.pem --key aef/apf-private-key.pem --json @my-service-api.json '${apiRoot}${paths.serviceApis(provider.apfId)}'`,
        ]),
    ...(resource === undefined
      ? []
      : [
          `# Offboarding, clause 6.8 step 2: the AEF is notified, and this folder's API invoker is no more\ncurl -i -X DELETE ${AS_INVOKER} '${new URL(resource, apiRoot).href}'`,
        ]),
  ];
}

function callOf(
  method: Simulation['plan']['method'],
  api: NonNullable<Simulation['aef']>['serviceApi'],
  id: string,
): string[] {
  const url = `https://${authority(api.host, api.port)}${helloPath(api)}`;
  if (method === 'pki') return [`# The service API, by certificate\ncurl ${AS_INVOKER} '${url}'`];
  if (method === 'oauth') {
    return [
      `# The service API, by access token\ncurl --cacert ca.pem -H "Authorization: Bearer $(cat invoker/access-token.jwt)" '${url}'`,
    ];
  }
  const request = `GET ${helloPath(api)} HTTP/1.1\\r\\nHost: aef\\r\\nConnection: close\\r\\n\\r\\n`;
  return [
    `# The service API, by TLS-PSK (curl has none)\nprintf '${request}' | openssl s_client -quiet -ign_eof -tls1_2 -cipher PSK -connect ${authority(api.host, api.port)} -psk_identity '${id}' -psk "$(cat invoker/aefpsk-*)"`,
  ];
}
