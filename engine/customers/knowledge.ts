import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { readBirthDate } from '../../domain/normalise/date';
import { mailKey, readMailAddress } from '../../domain/normalise/mail-address';

/** A customer as he knows himself. */
export interface Self {
  name: string;
  mail: string;
  /** ISO date. */
  birth: string | undefined;
  phones: string[];
  contracts: string[];
}

/** Titles of the columns, by what they hold; the first title that fits is taken. */
const TITLES = {
  number: /^(契約番号|contract.?(no|number)?)$/i,
  name: /^(氏名|名前|お名前|name)$/i,
  birth: /生年月日|birth/i,
  phone: /^(固定電話|電話(番号)?|phone|tel)$/i,
  mobile: /携帯|mobile/i,
  mail: /^(メールアドレス|メール|e-?mail)/i,
};

/** All customers of an audience file by mail address. Several may share one; a mail's text says whom it is for. */
export class Knowledge {
  private readonly byMail = new Map<string, Self[]>();

  /** `today` (ISO date) bounds birth dates. */
  constructor(file: Buffer, today: string) {
    const rows = readRows(file);
    const selves = new Map<string, Self>();
    for (const row of rows) {
      const read = readBirthDate(row.birth, today);
      const birth = 'date' in read ? read.date : undefined;
      const mail = mailKey(readMailAddress(row.mail) ?? '');
      const id = `${nameKey(row.name)}\n${birth ?? (mail || row.number)}`;
      const self = selves.get(id) ?? { name: row.name, mail: '', birth, phones: [], contracts: [] };
      selves.set(id, self);
      self.phones.push(...[row.phone, row.mobile].map(digits).filter((phone) => phone.length >= 9));
      if (!self.contracts.includes(row.number)) self.contracts.push(row.number);
      if (mail) this.know(mail, self);
    }
  }

  /** Whom a mail at this address is for: the one whose name stands in it, else the only one there is. */
  addressee(mail: string, text: string): Self | undefined {
    const known = this.byMail.get(mail.toLowerCase()) ?? [];
    const named = known.find((self) => nameKey(text).includes(nameKey(self.name)));
    return named ?? (known.length === 1 ? known[0] : undefined);
  }

  private know(mail: string, self: Self): void {
    const known = this.byMail.get(mail) ?? [];
    if (!known.includes(self)) known.push(self);
    this.byMail.set(mail, known);
    self.mail ||= mail;
  }
}

/** The access code of one of these contracts, once the list is there. */
export function findCode(file: string | undefined, contracts: string[]): string | undefined {
  if (!file || !existsSync(file)) return undefined;
  const rows = parse(readFileSync(file), { bom: true, relax_column_count: true }) as string[][];
  return rows.find(([number = '']) => contracts.includes(number))?.[1];
}

function readRows(file: Buffer): Record<keyof typeof TITLES, string>[] {
  const [titles = [], ...rows] = parse(decode(file), { relax_column_count: true, relax_quotes: true }) as string[][];
  const places = Object.entries(TITLES).map(([field, title]) => {
    return [field, titles.findIndex((name) => title.test(name.trim()))] as const;
  });
  return rows.map((row) => {
    const values = places.map(([field, at]) => [field, (row[at] ?? '').trim()]);
    return Object.fromEntries(values) as Record<keyof typeof TITLES, string>;
  });
}

function decode(file: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return iconv.decode(file, 'cp932');
  }
}

const nameKey = (text: string): string => text.normalize('NFKC').replace(/\s/g, '');
const digits = (text: string): string => text.normalize('NFKC').replace(/\D/g, '');
