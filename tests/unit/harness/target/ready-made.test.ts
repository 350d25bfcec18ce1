import { readdirSync } from 'node:fs';
import { expect, test } from '../../../support/test.ts';
import { CA, load } from './example.ts';

const folder = new URL('../../../../targets/', import.meta.url);
const ENV = {
  OPENCAPIF_SDK_PYTHON: '/venv/bin/python',
  OPENCAPIF_SDK_FOLDER: '/sdk',
  CAPIFCORE_CA: CA,
  OPENCAPIF_CA: CA,
  OPENCAPIF_USER: 'somebody',
  OPENCAPIF_PASSWORD: 'let-somebody-in',
};

test('the ready-made target of opencapif_sdk meets a CCF that speaks as OpenCAPIF does, and names the folder that is searched', () => {
  const path = new URL('opencapif-sdk.yaml', folder).pathname;
  expect(load(path, ENV)).toMatchObject({
    role: 'invoker',
    dialect: 'opencapif',
    hooks: { trigger: { exec: '"/venv/bin/python" opencapif-sdk/hooks.py' } },
    storage: [{ path: '/sdk' }],
  });
});

for (const dialect of ['capifcore', 'opencapif']) {
  test(`the ready-made target of ${dialect} needs nothing but its environment`, () => {
    expect(readdirSync(folder)).toContain(`${dialect}.yaml`);
    const path = new URL(`${dialect}.yaml`, folder).pathname;
    expect(load(path, ENV)).toMatchObject({ role: 'ccf', dialect });
    const [problem] = [load(path, {})].flat();
    expect(problem).toMatch(/environment variable/);
  });
}
