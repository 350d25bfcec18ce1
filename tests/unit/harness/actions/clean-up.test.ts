import { expect, test } from '@playwright/test';
import { CleanUp } from '../../../../harness/actions/clean-up.ts';

test('the last thing done is the first undone, each once, whatever the others do', async () => {
  const undone: string[] = [];
  const cleanUp = new CleanUp();
  cleanUp.add('first', async () => void undone.push('first'));
  cleanUp.add('second', async () => {
    throw new Error('the target is gone');
  });
  cleanUp.add('third', async () => {
    undone.push('third');
    return [{ what: 'part of the third', why: '403' }];
  });
  const left = [
    { what: 'part of the third', why: '403' },
    { what: 'second', why: 'the target is gone' },
  ];
  expect(await cleanUp.run()).toEqual(left);
  expect(undone).toEqual(['third', 'first']);
  expect(await cleanUp.run(), 'asked again, it tells the same and does nothing').toEqual(left);
  expect(undone).toEqual(['third', 'first']);
});

test('what an interrupted scenario still makes is undone at once', async () => {
  const cleanUp = new CleanUp();
  await cleanUp.run();
  let undone = false;
  cleanUp.add('late', async () => {
    undone = true;
    return [{ what: 'late', why: 'refused' }];
  });
  expect(await cleanUp.run()).toEqual([{ what: 'late', why: 'refused' }]);
  expect(undone).toBe(true);
});
