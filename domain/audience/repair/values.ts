import { isEmptyWord } from './empty-words';
import { type Field, FIELDS } from '../fields';
import { type FindingCode } from '../finding';
import { resolveReferences } from './references';
import { hasInvisible } from '../text';

/** Values of a row by field. A field without a column in the file is undefined. */
export type Values = Partial<Record<Field, string>>;

/**
 * The values of a row as they were meant: words for "no value" count as empty, and character references (&#39640;) are
 * the characters. Reports what it changed, and invisible characters, which are dropped in reading.
 */
export function readValues(
  get: (field: Field) => string | undefined,
  report: (code: FindingCode, field: Field) => void,
): Values {
  const values: Values = {};
  for (const field of FIELDS) {
    const given = get(field);
    if (given) values[field] = meant(given, field, report);
    else if (given !== undefined) values[field] = '';
  }
  return values;
}

function meant(given: string, field: Field, report: (code: FindingCode, field: Field) => void): string {
  if (isEmptyWord(given)) {
    report('empty_word', field);
    return '';
  }
  const value = resolveReferences(given);
  if (value !== given) report('character_reference', field);
  if (field !== 'mail' && hasInvisible(value)) report('character_invisible', field);
  return value;
}
