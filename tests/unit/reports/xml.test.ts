import fc from 'fast-check';
import { element, xmlAttribute, xmlText } from '../../../reports/xml.ts';
import { expect, test } from '../../support/test.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#9': '\t',
  '#10': '\n',
  '#13': '\r',
};
const read = (xml: string) => xml.replace(/&([^;]+);/g, (_, name: string) => ENTITIES[name] ?? `<unknown ${name}>`);

/** Any text at all: halves of surrogate pairs and control characters, too. */
const anyText = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) });
/** The production Char of XML 1.0, by numbers. */
const holdable = (code: number) =>
  [0x9, 0xa, 0xd].includes(code) ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  code >= 0x10000;
const withoutForbidden = (text: string) =>
  [...text].map((character) => (holdable(character.codePointAt(0) ?? 0) ? character : '\uFFFD')).join('');

test('whatever a target said is read back as it was, but for what XML cannot hold', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(xmlText(text)).not.toMatch(/[<>\r]|&(?!\w+;|#\d+;)/);
      expect(xmlAttribute(text)).not.toMatch(/[<>"\t\n\r]|&(?!\w+;|#\d+;)/);
      expect(read(xmlText(text))).toBe(withoutForbidden(text));
      expect(read(xmlAttribute(text))).toBe(withoutForbidden(text));
    }),
    { numRuns: 500 },
  );
});

test('control characters, lone surrogates and non-characters are replaced', () => {
  expect(xmlText('a\u0000b\u001B[31mc\uD800d\uFFFEe😀')).toBe('a\uFFFDb\uFFFD[31mc\uFFFDd\uFFFDe😀');
});

test('elements are nested by lines, and text is one line whatever is in it', () => {
  expect(element('a', { x: 1, y: '"' }, [...element('b', {}), ...element('c', {}, 'one\ntwo')])).toEqual([
    '<a x="1" y="&quot;">',
    '  <b/>',
    '  <c>one\ntwo</c>',
    '</a>',
  ]);
});
