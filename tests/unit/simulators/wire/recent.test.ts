import { Recent } from '../../../../simulators/wire/recent.ts';
import { expect, test } from '../../../support/test.ts';

test('what was made is kept, and of more than so many things what was not asked for longest is made again', () => {
  const made: string[] = [];
  const recent = new Recent<string>(2);
  const of = (key: string) =>
    recent.of(key, () => {
      made.push(key);
      return `${key}!`;
    });
  expect(['a', 'b', 'a', 'c', 'a', 'b'].map(of)).toEqual(['a!', 'b!', 'a!', 'c!', 'a!', 'b!']);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});

test('what cannot be made is thrown, and tried again', () => {
  const recent = new Recent<string>(2);
  const fail = () => {
    throw new Error('not today');
  };
  expect(() => recent.of('a', fail)).toThrow('not today');
  expect(recent.of('a', () => 'a!')).toBe('a!');
});
