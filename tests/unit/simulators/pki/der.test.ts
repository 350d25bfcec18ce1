import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import {
  bitString,
  boolean,
  enumerated,
  explicit,
  implicit,
  integer,
  octetString,
  oid,
  sequence,
  set,
  time,
  utf8String,
} from '../../../../simulators/pki/der.ts';
import { alternativeNames } from '../../../../simulators/pki/extensions.ts';

const hex = (der: Buffer) => der.toString('hex');

test('every primitive in the octets of X.690', () => {
  expect(hex(boolean(true))).toBe('0101ff');
  expect(hex(boolean(false))).toBe('010100');
  expect(hex(enumerated(5))).toBe('0a0105');
  expect(hex(utf8String('é'))).toBe('0c02c3a9');
  expect(hex(octetString(Buffer.of(1, 2)))).toBe('04020102');
  expect(hex(bitString(Buffer.of(0xa0), 5))).toBe('030205a0');
  expect(hex(set(boolean(true)))).toBe('31030101ff');
  expect(hex(explicit(3, boolean(true)))).toBe('a3030101ff');
  expect(hex(implicit(7, Buffer.of(127, 0, 0, 1)))).toBe('87047f000001');
});

test('integers are of the shortest form and never negative', () => {
  for (const [value, der] of [
    [0, '020100'],
    [127, '02017f'],
    [128, '02020080'],
    [256, '02020100'],
    [Buffer.from('', 'hex'), '020100'],
    [Buffer.from('00007f', 'hex'), '02017f'],
    [Buffer.from('0080', 'hex'), '02020080'],
    [Buffer.from('ff01', 'hex'), '020300ff01'],
  ] as const) {
    expect(hex(integer(value)), String(value)).toBe(der);
  }
});

test('object identifiers: arcs of one octet and of several', () => {
  expect(hex(oid('2.5.29.17'))).toBe('0603551d11');
  expect(hex(oid('1.2.840.113549.1.1.1'))).toBe('06092a864886f70d010101');
  expect(hex(oid('2.999.4294967296'))).toBe('060788379080808000');
});

test('lengths: one octet up to 127, then as many as are needed', () => {
  for (const [octets, head] of [
    [0, '0400'],
    [127, '047f'],
    [128, '048180'],
    [255, '0481ff'],
    [256, '04820100'],
    [65_536, '0483010000'],
  ] as const) {
    const der = octetString(Buffer.alloc(octets));
    expect(hex(der.subarray(0, head.length / 2))).toBe(head);
    expect(der.length).toBe(head.length / 2 + octets);
  }
});

test('moments: two digits of the year until 2049, four from 2050', () => {
  const text = (date: string) => time(new Date(date)).subarray(2).toString();
  expect(text('2049-12-31T23:59:59.999Z')).toBe('491231235959Z');
  expect(text('2050-01-01T00:00:00Z')).toBe('20500101000000Z');
  expect([time(new Date('2049-12-31'))[0], time(new Date('2050-01-01'))[0]]).toEqual([0x17, 0x18]);
});

test('OpenSSL reads what is written, nested and long', () => {
  const der = sequence(integer(1), sequence(oid('2.5.4.3'), utf8String('x'.repeat(300))), explicit(0, boolean(true)));
  const says = execFileSync('openssl', ['asn1parse', '-inform', 'DER'], { input: der, encoding: 'utf8' });
  expect(says).toMatch(/OBJECT +:commonName/);
  expect(says).toMatch(/UTF8STRING +:x{300}\n/);
  expect(says).toMatch(/cont \[ 0 \]/);
});

test('addresses of both versions, in every way of writing them', () => {
  for (const [address, octets] of [
    ['192.0.2.1', 'c0000201'],
    ['::', '00000000000000000000000000000000'],
    ['2001:db8::7:1', '20010db8000000000000000000070001'],
    ['2001:DB8:1:2:3:4:5:6', '20010db8000100020003000400050006'],
    ['1::', '00010000000000000000000000000000'],
    ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
  ] as const) {
    expect(hex(Buffer.concat(alternativeNames([address]))), address).toContain(
      `87${(octets.length / 2).toString(16).padStart(2, '0')}${octets}`,
    );
  }
});
