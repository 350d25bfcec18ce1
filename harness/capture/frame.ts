/** A TCP segment as octets: Ethernet (IEEE 802.3), IPv4 (RFC 791) or IPv6 (RFC 8200), TCP (RFC 9293). */
import { isIPv4 } from 'node:net';
import type { Endpoint } from '../../simulators/wire/capture.ts';
import { plainAddress } from './conversations.ts';
import { Flag, MAXIMUM_SEGMENT, type Segment } from './segments.ts';

/** Locally administered, so that no maker's name is shown: there was no Ethernet. */
const HARDWARE = { client: Buffer.from('020000000001', 'hex'), server: Buffer.from('020000000002', 'hex') } as const;
const TCP = 6;
const HOP_LIMIT = 64;
const WINDOW = 0xffff;
/** The largest that RFC 7323 allows, since data is not acknowledged one by one: the window must never seem to be full. */
const WINDOW_SCALE = 14;

/** One Ethernet frame, checksums right. */
export function frameOf(segment: Segment): Buffer {
  const { client, server } = segment.conversation;
  const [from, to] = segment.from === 'client' ? [client, server] : [server, client];
  const source = addressBytes(from.host);
  const destination = addressBytes(to.host);
  const tcp = tcpOf(segment, from, to);
  const pseudo = Buffer.concat([source, destination, uint32(tcp.length), uint32(TCP)]);
  tcp.writeUInt16BE(checksum([pseudo, tcp]), 16);
  const [etherType, ip] =
    source.length === 4
      ? [0x0800, ipv4Header(source, destination, tcp.length)]
      : [0x86dd, ipv6Header(source, destination, tcp.length)];
  const [here, there] = segment.from === 'client' ? (['client', 'server'] as const) : (['server', 'client'] as const);
  return Buffer.concat([HARDWARE[there], HARDWARE[here], uint16(etherType), ip, tcp]);
}

function tcpOf({ flags, seq, ack, payload }: Segment, from: Endpoint, to: Endpoint): Buffer {
  const options =
    (flags & Flag.syn) === 0
      ? Buffer.alloc(0)
      : // Maximum segment size; no operation (for alignment); window scale.
        Buffer.concat([Buffer.of(2, 4), uint16(MAXIMUM_SEGMENT), Buffer.of(1, 3, 3, WINDOW_SCALE)]);
  const offset = (20 + options.length) / 4;
  const head = [uint16(from.port), uint16(to.port), uint32(seq), uint32(ack), Buffer.of(offset << 4, flags)];
  const checksumAndUrgent = Buffer.alloc(4);
  return Buffer.concat([...head, uint16(WINDOW), checksumAndUrgent, options, payload]);
}

function ipv4Header(source: Buffer, destination: Buffer, length: number): Buffer {
  const dontFragment = 0x4000;
  const head = Buffer.concat([
    Buffer.of(0x45, 0),
    uint16(20 + length),
    uint16(0),
    uint16(dontFragment),
    Buffer.of(HOP_LIMIT, TCP, 0, 0),
    source,
    destination,
  ]);
  head.writeUInt16BE(checksum([head]), 10);
  return head;
}

function ipv6Header(source: Buffer, destination: Buffer, length: number): Buffer {
  return Buffer.concat([uint32(0x6000_0000), uint16(length), Buffer.of(TCP, HOP_LIMIT), source, destination]);
}

/** The Internet checksum (RFC 1071). Every part but the last must have an even length. */
function checksum(parts: readonly Buffer[]): number {
  let sum = 0;
  for (const part of parts) {
    for (let at = 0; at + 1 < part.length; at += 2) sum += part.readUInt16BE(at);
    if (part.length % 2 === 1) sum += part.readUInt8(part.length - 1) << 8;
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x1_0000);
  return ~sum & 0xffff;
}

/** An IP address in text (RFC 5952) as 4 or 16 octets. */
function addressBytes(host: string): Buffer {
  const address = plainAddress(host);
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (text: string) => text.split(':').filter(Boolean).flatMap(group);
  const before = groups(head);
  const after = groups(tail ?? '');
  const zeros = tail === undefined ? 0 : 16 - before.length - after.length;
  return Buffer.from([...before, ...Array<number>(zeros).fill(0), ...after]);
}

/** One group of an IPv6 address; its last may be an IPv4 address. */
function group(text: string): number[] {
  if (text.includes('.')) return text.split('.').map(Number);
  const value = Number.parseInt(text, 16);
  return [value >> 8, value & 0xff];
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
