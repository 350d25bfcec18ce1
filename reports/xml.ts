/** Text that stands in XML 1.0, as content or as the value of an attribute. */

/** What XML 1.0 cannot hold, not even escaped: control characters, lone surrogates, U+FFFE and U+FFFF. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // As they are, an attribute would make them spaces, and everything would lose the carriage return.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** `text` as content of an element. What XML cannot hold becomes U+FFFD. */
export function xmlText(text: string): string {
  return escaped(text, /[&<>\r]/g);
}

/** `text` as the value of an attribute in double quotes. What XML cannot hold becomes U+FFFD. */
export function xmlAttribute(text: string): string {
  return escaped(text, /[&<>"\t\n\r]/g);
}

function escaped(text: string, special: RegExp): string {
  return text.replace(FORBIDDEN, '\uFFFD').replace(special, (character) => ESCAPES[character] ?? '');
}

/**
 * One element, its lines indented by their depth.
 *
 * @param content - Text, escaped here, or the lines of the elements within, as this function gives them.
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: string | readonly string[] = [],
): string[] {
  const said = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlAttribute(String(value))}"`);
  const tag = `<${name}${said.join('')}`;
  // Text is one line here, whatever line ends it has: indenting them would change it.
  if (typeof content === 'string') return [`${tag}>${xmlText(content)}</${name}>`];
  if (content.length === 0) return [`${tag}/>`];
  return [`${tag}>`, ...content.map((line) => `  ${line}`), `</${name}>`];
}
