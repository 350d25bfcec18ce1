import { createHash } from 'node:crypto';
import { bearerSha256, isServiceApi, namesInvoker } from '../../../../../harness/checks/reasoning/presented.ts';
import { expect, test } from '../../../../support/test.ts';

const given = { apiInvokerId: 'INV/1', onboardingId: 'onb1' } as Parameters<typeof namesInvoker>[1];

test('a bearer token is known by its SHA-256, and nothing else is one', () => {
  const digest = createHash('sha256').update('abc').digest('hex');
  expect(bearerSha256('Bearer abc')).toBe(digest);
  expect(bearerSha256('bearer   abc ')).toBe(digest);
  expect([bearerSha256('Basic abc'), bearerSha256(undefined), bearerSha256('Bearer')]).toEqual(
    Array(3).fill(undefined),
  );
});

test('an ID is named by a whole segment or a whole value only', () => {
  for (const target of ['/a/onb1', '/a/onb1/b?x=1', '/a?api-invoker-id=INV%2F1'])
    expect(namesInvoker(target, given)).toBe(true);
  for (const target of ['/a/onb12', '/a?x=INV', '/']) expect(namesInvoker(target, given)).toBe(false);
});

test("the AEF's endpoint for notifications is not its service API", () => {
  expect(['aef-1: service API', 'aef-1: CAPIF-3', 'aef-2: service API'].map(isServiceApi)).toEqual([
    true,
    false,
    false,
  ]);
});
