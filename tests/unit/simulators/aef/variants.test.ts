/** Every variant of the AEF serves and offboards as it must; and what is particular to it can be seen. */

import type { Aef } from '../../../../simulators/aef/aef.ts';
import { AEF_VARIANTS, type AefVariant } from '../../../../simulators/aef/variants.ts';
import { type Ccf, startCcf } from '../../../../simulators/ccf/ccf.ts';
import type { ApiInvoker } from '../../../../simulators/invoker/invoker.ts';
import type { HttpExchange } from '../../../../simulators/wire/facts.ts';
import { expect, test } from '../../../support/test.ts';
import { aefOf, callerOf, Events, ghostOf } from '../nodes.ts';
import { call, notify, type Outcome } from './outcome.ts';

let ccf: Ccf;
test.beforeAll(async () => {
  ccf = await startCcf();
});
test.afterAll(() => ccf.close());

/** One AEF on the way of one invoker, who uses its certificate, from the first call to the time after offboarding. */
interface Journey {
  readonly aef: Aef;
  /** The answer to a call before offboarding; to the notification; and what the old certificate gets. */
  readonly served: HttpExchange;
  readonly acknowledged: HttpExchange;
  readonly after: Outcome;
  /** Is still recognised. */
  readonly bystander: ApiInvoker;
}

const PARTICULARS: Record<AefVariant, (journey: Journey) => void | Promise<void>> = {
  'refuses-with-403': ({ after }) => expect(after).toBe(403),
  'refuses-with-404': ({ after }) => expect(after).toBe(404),
  'refuses-by-alert': ({ after }) => expect(after).toBe('certificate_unknown'),
  'closes-on-old-certificate': ({ after }) => expect(after).toBe('closed'),
  async 'tls-1.2-only'({ aef, bystander }) {
    const session = await bystander.openServiceSession('PKI', aef.serviceApi);
    expect(session.facts?.version).toBe('TLSv1.2');
    await session.close();
    await expect(notify(aef, 'INVx', { minVersion: 'TLSv1.3', trust: [ccf.trust] })).rejects.toThrow(
      /protocol_version/,
    );
  },
  async 'tls-1.3-only'({ aef, bystander }) {
    expect(aef.serviceApi.methods).toEqual(['PKI', 'OAUTH']);
    const older = { maxVersion: 'TLSv1.2' } as const;
    await expect(bystander.openServiceSession('PKI', aef.serviceApi, older)).rejects.toThrow(/protocol_version/);
    await expect(notify(aef, 'INVx', { ...older, trust: [ccf.trust] })).rejects.toThrow(/protocol_version/);
    await expect(aefOf(ccf, { variant: 'tls-1.3-only', methods: ['PSK'] })).rejects.toThrow(/can offer none/);
  },
  async 'no-resumption'({ aef, bystander }) {
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const wished = { minVersion: version, maxVersion: version };
      const first = await bystander.openServiceSession('PKI', aef.serviceApi, wished);
      await call(bystander, 'PKI', aef, first);
      const resume = first.resumption();
      const again = await bystander.openServiceSession('PKI', aef.serviceApi, { ...wished, resume });
      expect(again.facts?.resumed).toBe(false);
      await Promise.all([first.close(), again.close()]);
    }
  },
  async http2({ aef, bystander }) {
    const session = await bystander.openServiceSession('PKI', aef.serviceApi, { alpn: ['h2'] });
    expect(session.facts?.alpn).toBe('h2');
    expect(await call(bystander, 'PKI', aef, session)).toBe(200);
    await session.close();
    expect((await notify(aef, 'INVx', { alpn: ['h2'], trust: [ccf.trust] })).response?.status).toBe(403);
  },
  'no-content-with-length': ({ acknowledged }) =>
    expect(acknowledged.response?.headers).toMatchObject({ 'content-length': '0' }),
  async 'connection-close'({ aef, served, acknowledged, bystander }) {
    for (const { response } of [served, acknowledged]) expect(response?.headers.connection).toBe('close');
    const session = await bystander.openServiceSession('PKI', aef.serviceApi);
    expect(await call(bystander, 'PKI', aef, session)).toBe(200);
    expect((await session.peerEnd(1000))?.signal).toBe('close_notify');
    await session.close();
  },
  'chunked-bodies'({ served }) {
    expect(served.response?.headers).toMatchObject({ 'transfer-encoding': 'chunked' });
    expect(served.response?.body).toContain('hello');
  },
};

for (const variant of Object.keys(AEF_VARIANTS) as AefVariant[]) {
  test(`${variant}: offboards as it must`, async () => {
    const events = new Events();
    // Without TLS-PSK there are session tickets, so that resumption is there to be missed.
    const methods = variant === 'no-resumption' ? (['PKI'] as const) : undefined;
    const aef = await aefOf(ccf, { variant, methods, observer: events.observer });
    const [invoker, bystander] = [await callerOf(ccf, aef, 'PKI'), await callerOf(ccf, aef, 'PKI')];
    const served = await invoker.invoke('PKI', aef.serviceApi);
    const [ghost, open] = [ghostOf(ccf, invoker), await invoker.openServiceSession('PKI', aef.serviceApi)];
    await invoker.offboard();
    const acknowledged = await events.notified(invoker.id);
    expect(acknowledged.response).toMatchObject({ status: 204, complete: true });
    const end = await open.peerEnd(1000);
    expect(end?.signal).toBe('close_notify');
    expect(end?.at).toBeLessThan(acknowledged.responseAt ?? 0);
    const after = await call(ghost, 'PKI', aef);
    expect(after).not.toBe(200);
    expect(await call(ghost, 'PKI', aef)).toBe(after);
    expect(await call(bystander, 'PKI', aef)).toBe(200);
    await PARTICULARS[variant]({ aef, served, acknowledged, after, bystander });
    await open.close();
    await aef.close();
  });
}

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`refuses-by-alert, whatever the version (${version})`, async () => {
    const events = new Events();
    const aef = await aefOf(ccf, { variant: 'refuses-by-alert', observer: events.observer });
    const invoker = await callerOf(ccf, aef, 'PKI', { minVersion: version, maxVersion: version });
    const ghost = ghostOf(ccf, invoker);
    await invoker.offboard();
    await events.notified(invoker.id);
    const session = await ghost.openServiceSession('PKI', aef.serviceApi, { maxVersion: version });
    expect(await session.peerEnd(1000)).toMatchObject({ signal: 'alert', alert: { code: 46, level: 'fatal' } });
    await session.close();
    await aef.close();
  });
}
