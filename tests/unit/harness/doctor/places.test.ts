/** What a target file names beside its endpoints, and what may not be there. */
import { fileURLToPath } from 'node:url';
import { examineCrl } from '../../../../harness/doctor/crl.ts';
import { examineStorage } from '../../../../harness/doctor/storage.ts';
import { parseTarget } from '../../../../harness/target/load.ts';
import { targetToYaml } from '../../../../harness/target/write.ts';
import { startCcf } from '../../../../simulators/ccf/ccf.ts';
import { expect, test } from '../../../support/test.ts';

const PROJECT = fileURLToPath(new URL('../../../../', import.meta.url));

test('a CRL that is claimed is fetched', async () => {
  const ccf = await startCcf({});
  const found = async (crl: string | false) => {
    const { onboardingCredential, registrationCredential } = ccf;
    const text = targetToYaml({
      name: 'CCF',
      role: 'ccf',
      endpoints: { capif: ccf.apiRoot },
      trust: { ca: ccf.trust },
      identity: { onboardingCredential, registrationCredential },
      claims: { crl },
    });
    const target = parseTarget(text, { file: 'x.yaml', folder: '/', env: {} });
    if (target.role !== 'ccf') throw new Error('not a CCF');
    return (await examineCrl(target)).map(({ status, field, message }) => `${status} ${field ?? ''} ${message}`);
  };
  expect(await found(false)).toEqual([]);
  expect(await found(ccf.crlPath)).toEqual([expect.stringMatching(/^ok {2}0 listed at https:/)]);
  expect(await found('/nowhere')).toEqual([
    expect.stringMatching(/^warning claims\.crl https:\S+ is not there \(GET → 404\);/),
  ]);
  expect(await found('http://127.0.0.1:1/crl')).toEqual([
    expect.stringMatching(/^warning claims\.crl .* cannot be reached /),
  ]);
  await ccf.close();
});

test('storage that is not there', () => {
  // Paths count from the folder of the target file.
  const storage = [{ path: '/' }, { exec: 'true' }, { path: '/nowhere' }, { path: 'harness' }, { path: 'harnes' }];
  const found = examineStorage({ storage, folder: PROJECT });
  expect(found.map(({ status, field = '' }) => `${status} ${field}`)).toEqual([
    'ok ',
    'warning storage[2].path',
    'ok ',
    'warning storage[4].path',
  ]);
});
