/** What an answer says in words of its own: the sentence that leads a maintainer to the line that refused. */
import type { HttpResponseFacts } from '../../simulators/wire/facts.ts';

/** Where ProblemDetails (TS 29.571) and AccessTokenErr (RFC 6749) have a sentence for people; the most telling first. */
const SENTENCES = ['detail', 'cause', 'error_description', 'error', 'title'] as const;

/** Longer ones are cut: the evidence has them whole. */
const LONGEST = 120;

/** `, "Invoker not registered"`, or nothing where the body has no such sentence. On one line, whatever was sent. */
export function saidIn({ body }: Pick<HttpResponseFacts, 'body'>): string {
  const members = Object.entries(parsed(body));
  const sentences = SENTENCES.map((name) => members.find(([key]) => key === name)?.[1]);
  const [said] = sentences.flatMap((value) =>
    typeof value === 'string' && value.trim() !== '' ? [oneLine(value)] : [],
  );
  if (said === undefined) return '';
  return `, "${said.length <= LONGEST ? said : `${said.slice(0, LONGEST)}…`}"`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function parsed(body: string): object {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
