import type { Check } from './check.ts';
import { breached, holds, unclear } from './findings.ts';
import { isCcf, received } from './reasoning/offboarded.ts';

export const check: Check = {
  requirement: 'S0-server-authenticated',
  expected: 'the API invoker to send nothing to a CCF whose certificate another CA issued',
  judge({ evidence }) {
    const impostors = evidence.actions('impostor');
    const total = (fact: 'connections' | 'requests') =>
      impostors.reduce((sum, { facts }) => sum + Number(facts[fact] ?? 0), 0);
    const untried = impostors.filter(({ facts }) => Number(facts.connections ?? 0) === 0);
    if (impostors.length === 0) return unclear('no-traffic', 'no impostor CCF in this run');
    const requests = total('requests');
    if (requests > 0) return breached(`${requests} HTTP request(s) to an impostor CCF`, impostors);
    const connections = total('connections');
    if (untried.length > 0) {
      const when = untried.map(({ facts }) => facts.when ?? 'onboarding').join(' and ');
      return unclear('no-traffic', `no connection to the impostor CCF at ${when}: never tried`, untried);
    }
    const [genuine] = received(evidence, isCcf);
    const seen = `${connections} connection(s) to an impostor CCF, and no request`;
    return genuine === undefined
      ? unclear('precondition-failed', `${seen}; but none to the genuine CCF either`, impostors)
      : holds(`${seen}, while the genuine CCF got requests`, [...impostors, genuine]);
  },
};
