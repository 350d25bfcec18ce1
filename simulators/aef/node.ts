import type { KnownSecurityMethod } from '../capif/publish.ts';
import type { Conduct } from '../conduct/conduct.ts';
import type { StandingSession } from '../wire/standing-session.ts';
import type { AefBehaviour } from './behaviour.ts';
import type { CallerConnections } from './caller-connections.ts';
import type { AefFault } from './faults.ts';
import type { AefOptions } from './options.ts';
import type { Registration } from './registration.ts';
import type { TrustStore } from './trust-store.ts';

/** An AEF as its procedures see it. */
export interface AefNode {
  readonly options: AefOptions;
  /** Which faults are on. */
  readonly conduct: Conduct<AefBehaviour, AefFault>;
  /** That of the conduct, now. */
  readonly behaviour: AefBehaviour;
  readonly registration: Registration;
  /** Its session with the CCF. */
  readonly link: StandingSession;
  /** Those that it offers. */
  readonly methods: readonly KnownSecurityMethod[];
  readonly apiName: string;
  readonly trust: TrustStore;
  /** Who is connected to the service API. */
  readonly callers: CallerConnections;
}
