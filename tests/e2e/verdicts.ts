import type { Conformance } from '../../reports/conformance-schema.ts';

/** Every verdict of a run by `scenario · method · TLS · step/place requirement`; a requirement may be judged twice in a scenario. */
export function verdictsOf({ scenarios }: Conformance): Map<string, string> {
  const verdicts = new Map<string, string>();
  for (const { id, method, tls, steps } of scenarios) {
    for (const [place, { checks }] of steps.entries()) {
      for (const { requirement, verdict } of checks) {
        verdicts.set(`${id} · ${method} · TLS ${tls} · ${place} ${requirement}`, verdict);
      }
    }
  }
  return verdicts;
}

/** The requirements that got a verdict, in the ledger's order. */
export function withVerdict({ requirements }: Conformance, wanted: string): string[] {
  return requirements.filter(({ verdict }) => verdict === wanted).map(({ id }) => id);
}
