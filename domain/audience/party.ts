import { squeeze } from './text';

export type PartyKind = 'person' | 'company';

const SHORT_FORMS: [RegExp, string][] = [
  [/\(株\)/g, '株式会社'],
  [/\(有\)/g, '有限会社'],
  [/\(同\)/g, '合同会社'],
];
const COMPANY = new RegExp(
  [
    '株式会社|有限会社|合同会社|合資会社|合名会社|[(](?:株|有|同|資|名)[)]',
    '(?:一般|公益)?(?:社団|財団)法人|(?:医療|学校|宗教|社会福祉|特定非営利活動|弁護士|税理士)法人|協同組合|管理組合',
  ].join('|'),
);

/** Person or company as stated in the file; null for an unknown value. */
export function readKind(text: string): PartyKind | null {
  const plain = squeeze(text);
  if (/^(個人|自然人)$/.test(plain)) return 'person';
  return /^(法人|会社|団体)$/.test(plain) ? 'company' : null;
}

/** Person or company as the name suggests. */
export const kindOfName = (name: string): PartyKind => (COMPANY.test(squeeze(name)) ? 'company' : 'person');

/** Names are compared without spaces and width. Variants of kanji remain different, since they may be two people. */
export const nameKey = (name: string): string =>
  SHORT_FORMS.reduce((text, [short, long]) => text.replace(short, long), squeeze(name)).toLowerCase();

/**
 * Addresses are compared without spaces, width and the words between numbers (1丁目2番3号 equals 1-2-3). Not for printing.
 */
export function addressKey(parts: string[]): string {
  return squeeze(parts.join(''))
    .replace(/(?<=\d)(丁目|番地の?|番|号|の|ノ)(?=\d)/g, '-')
    .replace(/(?<=\d)[‐‑–—―−ー─](?=\d)/g, '-')
    .replace(/(?<=\d)(番地|番|号)(?!\d)/g, '')
    .toLowerCase();
}

/**
 * Key that groups rows into customers: the client's customer number with name and birth date; else a person's name,
 * birth date and address; else a company's name and address. When in doubt the contract number, so that the row stays
 * separate. Persons and companies are never grouped.
 */
export function partyKey(row: {
  kind: PartyKind;
  contractNumber: string;
  customerNumber?: string;
  name: string;
  birth?: string;
  address?: string;
}): string {
  const name = nameKey(row.name);
  const join = (...parts: string[]) => [row.kind, ...parts].join('\n');
  if (row.customerNumber) return join('number', row.customerNumber, name, row.birth ?? '');
  if (!row.address) return join('alone', row.contractNumber);
  if (row.kind === 'company') return join('company', name, row.address);
  return row.birth ? join('person', name, row.birth, row.address) : join('alone', row.contractNumber);
}
