import type { ErrorCode, YAMLError } from 'yaml';

/**
 * What to say about text that is not YAML. The parser's own words are kept only where they quote nothing of the file,
 * since a line that does not parse may hold a secret.
 */
const TEACHING: Partial<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'anchors and aliases (&name, *name) are not read here; write the value out',
  BAD_ALIAS: 'anchors and aliases (&name, *name) are not read here; write the value out, or quote it',
  BAD_DIRECTIVE: 'a line that begins with % is not read here; remove it',
  BAD_DQ_ESCAPE: 'no such escape in "double quotes"; double the backslash, or use single quotes',
  BAD_INDENT: 'the indentation does not fit the lines above, or a bracket before it is not closed',
  BAD_SCALAR_START: 'a value cannot begin with this character; put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'two keys on one line, or a value with ": " in it; put the value in quotes',
  DUPLICATE_KEY: 'this key is there twice; keep one',
  KEY_OVER_1024_CHARS: 'a key is longer than 1024 characters; a quote or colon is probably missing',
  MISSING_CHAR: 'a quote, bracket, comma, colon or space is missing here',
  MULTILINE_IMPLICIT_KEY: 'a key goes over several lines; the colon after it is probably missing',
  MULTIPLE_ANCHORS: 'anchors and aliases (&name, *name) are not read here; write the value out',
  MULTIPLE_DOCS: 'a second document begins here (---); one file holds one document',
  MULTIPLE_TAGS: 'tags (!name) are not read here; remove them',
  NON_STRING_KEY: 'a key must be a word',
  TAB_AS_INDENT: 'a tab is used as indentation; YAML wants spaces',
  TAG_RESOLVE_FAILED: 'tags (!name) are not read here; remove them',
  UNEXPECTED_TOKEN: 'this cannot stand here; look for a missing quote, bracket or colon',
};

/** One line about one syntax error. */
export function syntaxMessage({ code }: YAMLError): string {
  return TEACHING[code] ?? 'not YAML from here on; look for a missing quote, bracket or colon';
}
