/** From the clause of a requirement to pages that people can open. */

/** A link as Allure writes it. */
export interface ClauseLink {
  readonly type: 'link';
  readonly name: string;
  readonly url: string;
}

const CITED = /\b(?<series>TS|TR) (?<part>\d{2})\.(?<number>\d{3})\b|\bRFC (?<rfc>\d{3,5})\b/g;

/**
 * One link for each specification that `clause` names, e.g. `TS 33.122 6.8 step 0; TS 33.210 6.2.1` gives two: 3GPP's page of the document
 * (which offers every release of it), or the RFC Editor's.
 */
export function clauseLinks(clause: string): ClauseLink[] {
  const links = new Map<string, ClauseLink>();
  for (const { groups = {} } of clause.matchAll(CITED)) {
    const { series, part, number, rfc } = groups;
    const [document, url] =
      rfc === undefined
        ? [`${series} ${part}.${number}`, `https://www.3gpp.org/dynareport/${part}${number}.htm`]
        : [`RFC ${rfc}`, `https://www.rfc-editor.org/rfc/rfc${rfc}`];
    links.set(document, { type: 'link', name: document, url });
  }
  return [...links.values()];
}
