/** Request in, Response out: the CCF's HTTP side as one function, for its TLS ports and for tests alike. */
import { problem } from '../capif/problem.ts';
import { responseOf } from '../wire/handlers.ts';
import type { ServerConnection } from '../wire/types.ts';
import { onBehalfOf } from './connection.ts';
import { crlRoutes } from './crl.ts';
import { discoverRoutes } from './discover.ts';
import { eventRoutes } from './events.ts';
import { invokerManagementRoutes, onboardingRoute } from './invoker-management.ts';
import type { CcfNode } from './node.ts';
import { providerManagementRoutes, registrationRoute } from './provider-management.ts';
import { publishRoutes } from './publish.ts';
import { handlersOf, type Route } from './routing.ts';
import { securityRoutes } from './security.ts';
import { tokenRoutes } from './token.ts';

export type Answer = (request: Request, connection: ServerConnection) => Promise<Response>;

/** Every API. */
export function allRoutes(node: CcfNode): Route[] {
  return [
    ...invokerManagementRoutes(node),
    ...discoverRoutes(node),
    ...securityRoutes(node),
    ...tokenRoutes(node),
    ...eventRoutes(node),
    ...publishRoutes(node),
    ...providerManagementRoutes(node),
    ...crlRoutes(node),
  ];
}

/** What needs no client certificate, for a port of its own. */
export function openRoutes(node: CcfNode): Route[] {
  return [onboardingRoute(node), registrationRoute(node), ...crlRoutes(node)];
}

/** Answers by these routes; 404 for what is none of them. */
export function answerBy(node: CcfNode, routes: readonly Route[]): Answer {
  const handlers = handlersOf(routes);
  return (request, connection) =>
    onBehalfOf(connection, async () => {
      const stopped = await node.behaviour.access.gate(request, connection, node);
      const response = stopped ?? (await responseOf(handlers(request), request));
      const answer =
        response ?? problem(404, `${new URL(request.url).pathname} is no resource of this CAPIF core function`);
      return node.behaviour.form.answer(answer, connection);
    });
}
