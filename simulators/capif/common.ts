/** Data types that the CAPIF APIs share (TS 29.122, TS 29.571), as far as they constrain anything. */
import { z } from 'zod';

/** TS 29.571 SupportedFeatures: a bit mask in hexadecimal, possibly empty. */
export const SupportedFeatures = z.string().regex(/^[A-Fa-f0-9]*$/, 'expected hexadecimal digits');

/** TS 29.122 Port. */
export const Port = z.int().min(0).max(65_535);

/** TS 29.571 Fqdn: at least two labels, so neither `localhost` nor an address is one. */
export const Fqdn = z
  .string()
  .min(4)
  .max(253)
  .regex(
    /^([0-9A-Za-z]([-0-9A-Za-z]{0,61}[0-9A-Za-z])?\.)+[A-Za-z]{2,63}\.?$/,
    'expected a fully qualified domain name',
  );

const Ipv4 = z.ipv4();
const Ipv6 = z.ipv6();

/** Which kind of IP address this is; undefined for a name. */
export function ipVersion(host: string): 4 | 6 | undefined {
  if (Ipv4.safeParse(host).success) return 4;
  return Ipv6.safeParse(host).success ? 6 : undefined;
}

/** TS 29.122 Uri: the OpenAPI files leave its form open. */
export const Uri = z.string();

/** TS 29.122 DateTime: RFC 3339. */
export const DateTime = z
  .string()
  .regex(
    /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i,
    'expected an RFC 3339 date and time',
  );

/** TS 29.122 DurationSec: whole seconds. */
export const DurationSec = z.int().min(0);

/** TS 29.122 WebsockNotifConfig: notification over a WebSocket that the receiver opens. */
export const WebsockNotifConfig = z.looseObject({
  websocketUri: z.string().optional(),
  requestWebsocketUri: z.boolean().optional(),
});
export type WebsockNotifConfig = z.infer<typeof WebsockNotifConfig>;

/** The check for OpenAPI's `oneOf: [{required: [a]}, {required: [b]}, …]`: exactly one of the members is there. */
export function exactlyOneOf(...members: string[]): z.core.CheckFn<object> {
  return ({ value, issues }) => {
    const present = members.filter((member) => Object.hasOwn(value, member));
    if (present.length === 1) return;
    issues.push({
      code: 'custom',
      input: value,
      path: [],
      message: `expected exactly one of ${members.join(', ')}; received ${present.join(' and ') || 'none'}`,
    });
  };
}
