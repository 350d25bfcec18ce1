/** Resource paths of the CAPIF APIs, below the API root (TS 29.222 8.x.2.1). Identities are percent-encoded. */

/** `{apiName}/{apiVersion}` of each API. */
export const API_ROOTS = {
  invokerManagement: '/api-invoker-management/v1',
  providerManagement: '/api-provider-management/v1',
  publish: '/published-apis/v1',
  discover: '/service-apis/v1',
  security: '/capif-security/v1',
  events: '/capif-events/v1',
  aefSecurity: '/aef-security/v1',
} as const;

/** What an AEF asks to be told about a trusted invoker; both default to not asked. */
export interface TrustedInvokerQuery {
  readonly authenticationInfo?: boolean | undefined;
  readonly authorizationInfo?: boolean | undefined;
}

const id = encodeURIComponent;

/** Every builder answers a path that begins with `/`; ids are given as they are, not encoded. */
export const paths = {
  onboardedInvokers: () => `${API_ROOTS.invokerManagement}/onboardedInvokers`,
  onboardedInvoker: (onboardingId: string) => `${paths.onboardedInvokers()}/${id(onboardingId)}`,
  registrations: () => `${API_ROOTS.providerManagement}/registrations`,
  registration: (registrationId: string) => `${paths.registrations()}/${id(registrationId)}`,
  serviceApis: (apfId: string) => `${API_ROOTS.publish}/${id(apfId)}/service-apis`,
  serviceApi: (apfId: string, serviceApiId: string) => `${paths.serviceApis(apfId)}/${id(serviceApiId)}`,
  allServiceApis: (apiInvokerId: string) => `${API_ROOTS.discover}/allServiceAPIs?api-invoker-id=${id(apiInvokerId)}`,
  trustedInvoker: (apiInvokerId: string, query: TrustedInvokerQuery = {}) => {
    const flags = (['authenticationInfo', 'authorizationInfo'] as const)
      .filter((flag) => query[flag] !== undefined)
      .map((flag) => `${flag}=${query[flag]}`);
    return `${API_ROOTS.security}/trustedInvokers/${id(apiInvokerId)}${flags.length > 0 ? `?${flags.join('&')}` : ''}`;
  },
  trustedInvokerUpdate: (apiInvokerId: string) => `${paths.trustedInvoker(apiInvokerId)}/update`,
  trustedInvokerDelete: (apiInvokerId: string) => `${paths.trustedInvoker(apiInvokerId)}/delete`,
  checkAuthentication: () => `${API_ROOTS.aefSecurity}/check-authentication`,
  token: (securityId: string) => `${API_ROOTS.security}/securities/${id(securityId)}/token`,
  subscriptions: (subscriberId: string) => `${API_ROOTS.events}/${id(subscriberId)}/subscriptions`,
  subscription: (subscriberId: string, subscriptionId: string) =>
    `${paths.subscriptions(subscriberId)}/${id(subscriptionId)}`,
} as const;
