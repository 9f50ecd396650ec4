/** Named references of HTML that exports leave behind, without those for accented letters. */
const NAMED: Record<string, string> = {
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  yen: '¥',
  middot: '・',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  times: '×',
  zwnj: '',
  zwj: '',
  lrm: '',
  rlm: '',
  shy: '',
};
const REFERENCE = new RegExp(
  `&#x([0-9a-f]{1,6});?|&#(\\d{1,7});?|\\\\u\\{([0-9a-f]{1,6})\\}|((?:\\\\u[0-9a-f]{4})+)|&(${Object.keys(NAMED).join('|')});`,
  'gi',
);
/** `&amp;#39640;`: a reference that was written as a reference. */
const ROUNDS = 2;

/** The character of a reference that cannot be put right: the text counts as broken. */
export const LOST = '\ufffd';

/**
 * Replaces character references (&#39640; &#x9ad8; &nbsp; \u67b6) by their characters, and those that are no printable
 * character by `LOST`. Returns the text itself if there are none.
 */
export function resolveReferences(text: string): string {
  if (!/[&\\]/.test(text)) return text;
  let resolved = text;
  for (let round = 0; round < ROUNDS; round++) {
    resolved = resolved.replace(REFERENCE, (_, hex, decimal, braced, units, name) => {
      if (name) return NAMED[(name as string).toLowerCase()]!;
      if (units) return printable(String.fromCharCode(...hexUnits(units as string)));
      const code = decimal ? Number(decimal) : parseInt((hex ?? braced) as string, 16);
      return code > 0x10ffff ? LOST : printable(String.fromCodePoint(code));
    });
  }
  return resolved;
}

const hexUnits = (units: string): number[] =>
  units
    .split(/\\u/i)
    .slice(1)
    .map((digits) => parseInt(digits, 16));

/** Control characters, halves of surrogate pairs and private characters are none that anybody meant. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}]/u;

function printable(text: string): string {
  if (/^[\t\n\r]+$/.test(text)) return ' ';
  return UNPRINTABLE.test(text) ? LOST : text;
}
