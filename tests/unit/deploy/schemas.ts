/** The parts of Compose's and Kubernetes' formats that deploy/ uses, strictly: what is not known here is a mistake. */
import { z } from 'zod';

/** A name with a version that stays what it is; short, so that it names no registry. */
const image = z.string().regex(/^[a-z][a-z0-9-]*:\d[\w.-]*$/, 'an image has a version, and names no registry');
const text = z.string().min(1);
const UNPRIVILEGED = 1000;

const Service = z.strictObject({
  image,
  build: z.strictObject({ context: z.literal('..'), dockerfile: z.literal('deploy/Dockerfile'), target: text }),
  command: z.array(z.string()).min(1),
  stdin_open: z.boolean().optional(),
  env_file: z.array(z.strictObject({ path: text, required: z.boolean() })).optional(),
  volumes: z.array(text).min(1),
  networks: z.strictObject({ capif: z.strictObject({ aliases: z.array(z.string().includes('.')) }) }),
  profiles: z.array(text).optional(),
  deploy: z.strictObject({
    resources: z.strictObject({
      limits: z.strictObject({ cpus: z.string().regex(/^\d/), memory: z.string().regex(/^\d+[MG]$/) }),
    }),
  }),
  // What confines it.
  read_only: z.literal(true),
  user: z.literal(`${UNPRIVILEGED}:${UNPRIVILEGED}`),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  tmpfs: z.array(z.string().startsWith('/scratch:')),
  init: z.literal(true),
});

/** https://docs.docker.com/reference/compose-file/ */
export const Compose = z.strictObject({
  name: text,
  'x-confined': z.unknown(),
  services: z.record(z.string(), Service),
  networks: z.strictObject({ capif: z.strictObject({}) }),
  volumes: z.record(z.string(), z.strictObject({})),
});

const metadata = z.strictObject({
  name: text,
  labels: z.strictObject({ app: z.literal('capif-conformance'), part: z.enum(['play', 'judge']) }),
});
const quantities = z.strictObject({ cpu: z.string().regex(/^\d/), memory: z.string().regex(/^\d+[MG]i$/) });

const Container = z.strictObject({
  name: text,
  image,
  command: z.tuple([z.literal('sh'), z.literal('-ec'), text]),
  env: z.array(
    z.union([
      z.strictObject({
        name: z
          .string()
          .regex(/^[A-Z_]+$/)
          .refine((name) => !/SECRET|TOKEN|CREDENTIAL|PASS|KEY/.test(name)),
        value: text,
      }),
      z.strictObject({
        name: z.string().regex(/^[A-Z_]+$/),
        valueFrom: z.strictObject({ fieldRef: z.strictObject({ fieldPath: z.literal('status.podIP') }) }),
      }),
    ]),
  ),
  envFrom: z.array(z.strictObject({ secretRef: z.strictObject({ name: text, optional: z.boolean().optional() }) })),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  resources: z.strictObject({ requests: quantities, limits: quantities }),
  volumeMounts: z.array(z.strictObject({ name: text, mountPath: text, readOnly: z.literal(true).optional() })),
});

const id = z.literal(UNPRIVILEGED);
const Pod = z.strictObject({
  restartPolicy: z.literal('Never'),
  automountServiceAccountToken: z.literal(false),
  securityContext: z.strictObject({
    runAsNonRoot: z.literal(true),
    runAsUser: id,
    runAsGroup: id,
    fsGroup: id,
    seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
  }),
  containers: z.tuple([Container]),
  volumes: z.array(
    z.union([
      z.strictObject({ name: text, persistentVolumeClaim: z.strictObject({ claimName: text }) }),
      z.strictObject({ name: text, configMap: z.strictObject({ name: text }) }),
      z.strictObject({ name: text, emptyDir: z.strictObject({ sizeLimit: text }) }),
    ]),
  ),
});

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1/ */
export const Job = z.strictObject({
  apiVersion: z.literal('batch/v1'),
  kind: z.literal('Job'),
  metadata,
  spec: z.strictObject({
    completionMode: z.enum(['Indexed', 'NonIndexed']),
    completions: z.int().positive(),
    parallelism: z.int().positive(),
    backoffLimit: z.literal(0),
    activeDeadlineSeconds: z.int().positive(),
    template: z.strictObject({ metadata: metadata.omit({ name: true }), spec: Pod }),
  }),
});

export const Claim = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('PersistentVolumeClaim'),
  metadata,
  spec: z.strictObject({
    accessModes: z.tuple([z.literal('ReadWriteMany')]),
    resources: z.strictObject({ requests: z.strictObject({ storage: text }) }),
  }),
});
