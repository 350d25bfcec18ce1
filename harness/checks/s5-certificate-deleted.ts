import type { Check, CheckContext } from './check.ts';
import type { Finding } from './judgement.ts';
import { forgotten } from './reasoning/forgotten.ts';

export const check: Check = {
  requirement: 'S5-certificate-deleted',
  expected: 'the API invoker to show its certificate no more, nor to store it or its private key',
  judge(context) {
    const finding = forgotten(context, {
      what: 'its certificate',
      uses: ['certificate', 'private-key'],
      // Everybody has asked for a certificate with the key once.
      controls: ['certificate'],
      kinds: ['certificate', 'private-key'],
    });
    return finding.outcome === 'holds' ? withKey(context, finding) : finding;
  },
};

/** The key may lie in hardware, behind a passphrase, or where nobody was told to look: what was never seen is not proved to be gone. */
function withKey({ evidence }: CheckContext, finding: Finding): Finding {
  const looks = evidence.residues('private-key').filter(({ phase }) => phase === 'control');
  if (looks.length === 0 || looks.some(({ places }) => places.length > 0)) return finding;
  const seen = `${finding.seen}; whether its private key is deleted is not observable, since the declared storage showed none before either`;
  return { ...finding, seen };
}
