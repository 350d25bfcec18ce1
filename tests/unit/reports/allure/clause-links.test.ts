import { clauseLinks } from '../../../../reports/allure/clause-links.ts';
import { loadLedger } from '../../../../scenarios/requirements/ledger.ts';
import { expect, test } from '../../../support/test.ts';

test('every specification that a clause names is a link, once', () => {
  expect(clauseLinks('TS 33.122 6.8 step 0; TS 33.210 6.2.1; TS 33.122 6.3.1; RFC 8446 6.1')).toEqual([
    { type: 'link', name: 'TS 33.122', url: 'https://www.3gpp.org/dynareport/33122.htm' },
    { type: 'link', name: 'TS 33.210', url: 'https://www.3gpp.org/dynareport/33210.htm' },
    { type: 'link', name: 'RFC 8446', url: 'https://www.rfc-editor.org/rfc/rfc8446' },
  ]);
});

test('every requirement of the ledger has one', () => {
  const without = loadLedger().requirements.filter(({ clause }) => clauseLinks(clause).length === 0);
  expect(without.map(({ id }) => id)).toEqual([]);
});
