/** CAPIF_Events_API as an API invoker uses it (TS 29.222 5.4.2): it may ask to be told of new service APIs. */
import type { z } from 'zod';
import { below, resourceOf } from '../capif/api-root.ts';
import type { EventSubscription } from '../capif/events.ts';
import { JSON_TYPE } from '../capif/operations.ts';
import { paths } from '../capif/paths.ts';
import type { HttpExchange } from '../wire/facts.ts';
import type { Requesting } from '../wire/standing-session.ts';
import { identityOf } from './capif-1e.ts';
import type { InvokerNode } from './options.ts';
import { openSession, send, withSession } from './sessions.ts';

/**
 * Subscribes to new service APIs, at the destination that its profile names, and takes the subscription back at once where there is one: nobody
 * waits for those events. Answers what the CCF said to the subscription.
 * @throws MissingCredential before onboarding and after offboarding, WireError when a session of its own does not come about.
 */
export async function subscribeForAMoment(node: InvokerNode, session?: Requesting): Promise<HttpExchange> {
  const { apiInvokerId, notificationDestination } = identityOf(node);
  const path = below(node.options.apiRoot, paths.subscriptions(apiInvokerId));
  // No feature is wanted; there are CCFs that refuse a subscription which does not say so.
  const wanted: z.input<typeof EventSubscription> = {
    events: ['SERVICE_API_AVAILABLE'],
    notificationDestination,
    supportedFeatures: '0',
  };
  const body = JSON.stringify(wanted);
  return await withSession(
    session,
    () => openSession(node),
    async (open) => {
      const exchange = await send(node, open, { method: 'POST', path, headers: { 'content-type': JSON_TYPE }, body });
      const resource = exchange.response?.status === 201 && resourceOf(exchange.response.headers.location, path);
      if (resource) await send(node, open, { method: 'DELETE', path: resource });
      return exchange;
    },
  );
}
