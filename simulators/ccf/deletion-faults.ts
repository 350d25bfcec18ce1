/** Faults of step 3, second half: something is not deleted, too late, or of too many. */
import { ApiInvokerId } from '../capif/ids.ts';
import { problem } from '../capif/problem.ts';
import { access, admitting, both, type Deviation, deletingLate, instead, without } from './deviation.ts';
import { identify } from './identity.ts';
import { json } from './messages.ts';

export const DELETION_FAULTS = {
  'keeps-enrolment': {
    describe: 'The old certificate may still discover service APIs and make a security context.',
    change: admitting(({ action }) => action === 'discover' || action === 'write-context'),
  },
  'keeps-context-writable': {
    describe: 'The old certificate may still make a security context, of which nothing is stored.',
    change: admitting(({ action }) => action === 'write-context'),
  },
  'keeps-event-subscriber': {
    describe: 'The old certificate may still subscribe to events, of which none is sent.',
    change: admitting(({ action }) => action === 'subscribe'),
  },
  'keeps-profile': {
    describe: 'The profile stays, and the old certificate may still change it.',
    change: both(
      without('profile'),
      admitting(({ action }) => action === 'modify-profile'),
    ),
  },
  'old-certificate-serves-others': {
    describe: 'The old certificate may still discover service APIs in the name of any other API invoker.',
    change: access({
      gate: (request, connection, node) => {
        const url = new URL(request.url);
        const named = url.searchParams.get('api-invoker-id');
        if (!url.pathname.endsWith('/allServiceAPIs') || identify(node, connection).known !== 'former')
          return undefined;
        return named !== null && node.state.enrolments.has(ApiInvokerId.parse(named)) ? json(200, {}) : undefined;
      },
    }),
  },
  'serves-once-more': {
    describe: 'The old certificate may discover service APIs once more, whenever that is; only then is it refused.',
    change: (behaviour) => {
      const served = new Set<string>();
      return admitting(({ action, revocation: { fingerprint } }) => {
        if (action !== 'discover' || served.has(fingerprint)) return false;
        served.add(fingerprint);
        return true;
      })(behaviour);
    },
  },
  'keeps-context-updatable': {
    describe: 'The old certificate may still update its security context, which no AEF gets to see.',
    change: both(
      without('security-context', 'grants'),
      access({
        showsContext: ({ enrolled }) => enrolled,
        gate: (request, connection, node) => {
          const [, id, update] = /\/trustedInvokers\/([^/?]+)(\/update)?$/.exec(new URL(request.url).pathname) ?? [];
          if (id === undefined || identify(node, connection).known !== 'former') return undefined;
          const context = node.state.contexts.get(ApiInvokerId.parse(id));
          if (context === undefined) return undefined;
          if (request.method === 'PUT') return problem(403, 'there is a security context already; update it');
          return request.method === 'POST' && update !== undefined ? json(200, context.asked) : undefined;
        },
      }),
    ),
  },
  'crl-omits-certificate': {
    describe: 'The CRL does not list the certificates of offboarded API invokers.',
    change: access({ lists: ({ subject }) => subject.role !== 'invoker' }),
  },
  'keeps-security-context': {
    describe: 'AEFs still get the security context, though without authentication and authorization information.',
    change: without('security-context'),
  },
  'keeps-authentication-information': {
    describe: 'AEFs that ask for authentication information still get that of API invokers that do not use TLS-PSK.',
    change: both(
      without('security-context'),
      access({
        showsContext: ({ enrolled, authenticationInfo, methods }) =>
          enrolled || (authenticationInfo && !methods.includes('PSK')),
      }),
    ),
  },
  'shows-what-is-left': {
    describe:
      'AEFs still get security context and AEFPSK, without the notification destination, which went with the profile.',
    change: both(
      without('security-context', 'aefpsk', 'grants'),
      access({ contextForm: (shown, { enrolled }) => (enrolled ? shown : { securityInfo: shown.securityInfo }) }),
    ),
  },
  'secret-alone-obtains-tokens': {
    describe: 'Without a certificate the onboarding secret obtains access tokens, also after the offboarding.',
    change: both(
      without('onboarding-secret', 'grants', 'security-context'),
      access({ secretAuthenticates: true, showsContext: ({ enrolled }) => enrolled }),
    ),
  },
  'keeps-onboard-secret': {
    describe: 'The onboarding secret still obtains access tokens.',
    change: both(
      without('onboarding-secret', 'grants'),
      admitting(({ action, secretGiven }) => action === 'obtain-token' && secretGiven === true),
    ),
  },
  'keeps-aefpsk': {
    describe: 'AEFs that ask for authentication information still get the AEFPSK.',
    change: both(
      without('security-context', 'aefpsk'),
      access({
        showsContext: ({ enrolled, authenticationInfo, methods }) =>
          enrolled || (authenticationInfo && methods.includes('PSK')),
      }),
    ),
  },
  'token-still-issued': {
    describe: 'The old certificate, without the onboarding secret, still obtains access tokens.',
    change: both(
      without('grants'),
      admitting(({ action, secretGiven }) => action === 'obtain-token' && secretGiven !== true),
    ),
  },
  'retained-data-grants-access': {
    describe: 'An API invoker whose data are retained by policy may still discover service APIs.',
    change: admitting(
      ({ action, revocation: { subject } }, { state }) =>
        action === 'discover' && subject.role === 'invoker' && state.archive.has(subject.id),
    ),
  },
  'deletes-late': {
    describe: 'All deletion takes effect 300 ms after the answer.',
    change: deletingLate(300),
  },
  'deletes-three-seconds-late': {
    describe: 'All deletion takes effect three seconds after the answer.',
    change: deletingLate(3000),
  },
  'deletes-bystander-contexts': {
    describe: 'The security contexts of all API invokers are deleted.',
    change: instead('security-context', ({ node }) => node.state.contexts.clear()),
  },
} satisfies Record<string, Deviation>;
