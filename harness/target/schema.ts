/**
 * What may be written in a target file: how the implementation under test is reached, what it claims, how it is made to
 * act. Which keys a role needs is in rules.ts; the result, with files read and paths resolved, in target.ts.
 */
import { z } from 'zod';
import { DIALECT_NAMES } from '../../simulators/dialects/dialect.ts';
import { KEY_KINDS } from '../../simulators/pki/keys.ts';
import {
  anyUrl,
  apiRoot,
  distinct,
  duration,
  isAnonymous,
  passphrase,
  ports,
  secret,
  template,
  text,
  tlsVersion,
} from './fields.ts';
import { Hooks, StoragePlace } from './hooks.ts';
import { inputSchema, type JsonSchema } from './yaml/json-schema.ts';

/**
 * What the implementation under test says about itself (its ICS). Only a claim can make a requirement not applicable, so
 * the defaults claim all that the clause speaks of.
 */
export const Claims = z.strictObject({
  /** The text of clause 6.8 that it implements; `change-1` adds deletion of the AEFPSK and the access token. */
  edition: z.enum(['change-1', 'published']).default('change-1'),
  /** How API invokers may authenticate at an AEF. */
  methods: distinct(z.enum(['psk', 'pki', 'oauth']), ['psk', 'oauth']).default(['psk', 'pki', 'oauth']),
  /** The CCF hands out an onboard secret. */
  onboardSecret: z.boolean().default(true),
  /** Operator policy: the CCF retains information of an offboarded API invoker. */
  retention: z.boolean().default(false),
  /** A TLS session can be resumed. */
  sessionResumption: z.boolean().default(true),
  /** Where the CCF's CRL is: a URL, or a path on the onboarding endpoint. `false`: it has none. */
  crl: z
    .union([
      z
        .string()
        .regex(/^(https?:\/)?\/\S+$/, 'must be a URL, a path such as /crl, or false; saw {seen}')
        .refine(isAnonymous, 'must have no user name or password: every report shows it'),
      z.literal(false),
    ])
    .default(false),
  /** The certificates that it issues say where their status is asked for (OCSP). */
  ocsp: z.boolean().default(false),
  /** What its access tokens are; `any` claims nothing. */
  tokens: z.enum(['jwt', 'opaque', 'any']).default('any'),
  /** Where the AEFPSK comes from: derived by Annex A from the TLS session, or provisioned by other means. */
  aefpsk: z.enum(['annex-a', 'provisioned']).default('annex-a'),
  /** The TLS-PSK identity, with `{apiInvokerId}` to be filled in; the specification leaves it open. */
  pskIdentity: template('{apiInvokerId}', 'apiInvokerId').default('{apiInvokerId}'),
  /** P0 of Annex A, with `{host}` and `{port}` of the service API's interface; the specification leaves it open. */
  interfaceInformation: template('{host}:{port}', 'host', 'port').default('{host}:{port}'),
  /** What protects the notification: mutual TLS on CAPIF-3, or NDS/IP on CAPIF-3e, where nothing of it is seen. */
  capif3: z.enum(['mutual-tls', 'nds-ip']).default('mutual-tls'),
  /** What `apiInvokerPublicKey` carries at onboarding. */
  enrolment: z.enum(['csr', 'public-key']).default('csr'),
  /** The kind of keys that it certifies, which the specification leaves open. Default: any, or what CCFs of the dialect certify. */
  keys: z.enum(KEY_KINDS).optional(),
  /** The TLS versions that it speaks on CAPIF-1e; TS 33.210 wants both, and either may be tested alone. */
  tls: distinct(tlsVersion, ['1.2']).prefault(['1.2', '1.3']),
  /** The HTTP versions that it speaks, best first. */
  http: distinct(z.enum(['h2', 'http/1.1']), ['http/1.1']).default(['http/1.1']),
});
export type Claims = Readonly<z.output<typeof Claims>>;

/** How long things may take, in milliseconds once read. */
export const Timing = z.strictObject({
  /** From the answer to the end of the TLS session. */
  teardown: duration.prefault('5s'),
  /** From the answer to the Event notification. */
  notification: duration.prefault('5s'),
  /** From the answer until deletion must be in effect. */
  deletion: duration.prefault('2s'),
  /** How long nothing happens where nothing may. */
  quiet: duration.prefault('500ms'),
  /** For a connection to stand, and for one answer. */
  answer: duration.prefault('5s'),
});
export type Timing = Readonly<z.output<typeof Timing>>;

const certificates = z.string().min(1, 'is empty').meta({ writeOnly: true });

const Trust = z.strictObject({
  /** The target's CA: a PEM or PKCS#12 file, PEM text itself, or a list of them. */
  ca: z.union([certificates, z.array(certificates).min(1)]).meta({ examples: ['./acme-ca.pem'] }),
  /** Opens a PKCS#12 file; empty where it has none. */
  passphrase: passphrase('ACME_CA_PASSPHRASE').optional(),
  /** `host`: chain and host name must fit. `chain`: the chain alone. */
  verify: z.enum(['host', 'chain']).default('host'),
  /** Name for SNI and for checking the certificate, where it is not the URL's host. */
  servername: text.optional().meta({ examples: ['capifcore'] }),
});

const ClientIdentity = z.strictObject({
  /** PEM, chain and all, or a PKCS#12 file, which may hold the key as well; a file, or PEM text itself. */
  certificate: certificates.meta({ examples: ['./acme-client.pem'] }),
  /** Its private key: a PEM file, or PEM text. */
  key: certificates.optional().meta({ examples: ['./acme-client.key'] }),
  /** Opens the PKCS#12 file (empty where it has none), or the key where it is encrypted. */
  passphrase: passphrase('ACME_CLIENT_PASSPHRASE').optional(),
});

/** The schema of a target file, placeholders replaced. */
export const TargetFile = z.strictObject({
  name: text.meta({ examples: ['Acme CCF 2.1'] }),
  role: z.enum(['ccf', 'aef', 'invoker', 'reference']).meta({ examples: ['ccf'] }),
  /** How this family of implementations is provisioned and addressed. */
  dialect: z.enum(DIALECT_NAMES).default('ts29222').meta({ title: 'dialect' }),
  endpoints: z
    .strictObject({
      capif: apiRoot('https://ccf.acme.example:443').optional(),
      onboarding: apiRoot('https://ccf.acme.example:8443').optional(),
      serviceApi: apiRoot('https://aef.acme.example:8443').optional(),
      notificationDestination: anyUrl('https://aef.acme.example:9443/notifications').optional(),
    })
    .optional(),
  trust: Trust.optional().meta({ writeOnly: true, examples: [{ ca: './acme-ca.pem' }] }),
  identity: z
    .strictObject({
      /** What the dialect's own registration wants beyond that, e.g. user name and password; the dialect names the keys. */
      provider: z.record(z.string().min(1), secret('ACME_REGISTER_PASSWORD')).optional(),
      /** What an API invoker shows to be onboarded. */
      onboardingCredential: secret('ACME_ONBOARD_TOKEN').optional(),
      /** What an API provider domain shows to be registered (regSec). */
      registrationCredential: secret('ACME_REGISTER_SECRET').optional(),
      /** What our nodes show in TLS where they have no certificate of the CCF's yet: at onboarding and at registration. */
      client: ClientIdentity.optional().meta({ examples: [{ certificate: './acme-client.pem' }] }),
    })
    .optional()
    .meta({ writeOnly: true }),
  /** Where our simulated nodes listen, and by which name the target reaches them. */
  listen: z
    .strictObject({
      host: text.default('127.0.0.1'),
      advertise: text.optional().meta({ examples: ['harness.acme.example'] }),
      /** The ports that they may use; default: the system chooses. */
      ports: ports.optional(),
    })
    .prefault({}),
  /** Our requests say in User-Agent and X-Correlation-ID which scenario of which run they belong to. */
  identify: z.boolean().default(true),
  claims: Claims.prefault({}),
  timing: Timing.prefault({}),
  hooks: Hooks.prefault({}).meta({ writeOnly: true }),
  /** What is scanned for left-over secrets. */
  storage: z.array(StoragePlace).default([]),
});

/** A target file as a person, or `simulate --write-target`, writes it. */
export type WrittenTarget = z.input<typeof TargetFile>;
/** A target file as the schema reads it: defaults filled in, durations in milliseconds. */
export type TargetFile = z.output<typeof TargetFile>;

/** JSON Schema of a target file, for editors and for messages. */
export function targetJsonSchema(): JsonSchema {
  return { title: 'CAPIF conformance target', ...inputSchema(TargetFile) };
}
