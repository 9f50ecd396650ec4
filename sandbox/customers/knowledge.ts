import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { readBirthDate } from '../../domain/audience/date';
import { mailKey, readMailAddress } from '../../domain/audience/mail-address';
import { addressKey, kindOfName, nameKey, partyKey, type PartyKind, readKind } from '../../domain/audience/party';
import { squeeze } from '../../domain/audience/text';
import { type AudienceRow, readAudience } from './audience-file';

/** A customer's own data. */
export interface Self {
  /** The customer's first contract number, which is unique. */
  id: string;
  /** Seed of the customer's random numbers; the same for customers who differ only in the contract number. */
  random: string;
  name: string;
  kind: PartyKind;
  /** First mail address of the customer's rows; '' for none. */
  mail: string;
  /** ISO date. */
  birth: string | undefined;
  /** National digits. */
  phones: string[];
  /** Normalised for comparison; '' for none. */
  address: string;
  /** What the customer says on the phone to show who they are. */
  items: { item: string; said: string }[];
  /** In the order of the file. */
  contracts: string[];
}

/** All customers of an audience file, indexed by what a message shows. */
export class Knowledge {
  private readonly byMail = new Map<string, Self[]>();
  private readonly byPhone = new Map<string, Self[]>();
  private readonly byName = new Map<string, Self[]>();
  private readonly byId = new Map<string, Self>();

  /** `today` (ISO date) limits birth dates. */
  constructor(file: Buffer, today: string) {
    const parties = new Map<string, Self>();
    for (const row of readAudience(file)) {
      if (!row.number || !row.name) continue;
      const fresh = readSelf(row, today);
      const self = parties.get(fresh.party) ?? this.add(fresh.self);
      parties.set(fresh.party, self);
      if (!self.contracts.includes(row.number)) self.contracts.push(row.number);
      self.mail ||= fresh.self.mail;
      for (const phone of fresh.self.phones) {
        if (!self.phones.includes(phone)) self.phones.push(phone);
        know(this.byPhone, phone, self);
      }
      if (fresh.self.mail) know(this.byMail, fresh.self.mail, self);
    }
    for (const self of this.byId.values()) self.random = [self.name, self.birth, self.mail, ...self.phones].join('\n');
  }

  get all(): Self[] {
    return [...this.byId.values()];
  }

  find(id: string): Self | undefined {
    return this.byId.get(id);
  }

  /**
   * Recipients of a mail: customers with this address who are named in it, else the only one with this address. For an
   * unknown address by name.
   */
  atMail(mail: string, text: string): Self[] {
    const known = this.byMail.get(mail.toLowerCase());
    return known ? namedIn(text, known) : this.named(text);
  }

  /** Possible recipients of a message or call to this number. For an unknown number by name. */
  atPhone(number: string, name: string): Self[] {
    const known = this.byPhone.get(phoneKey(number));
    return known ? namedIn(name, known) : this.named(name);
  }

  /** Customers named in the lines of an address; with the address where several have the name. */
  atAddress(lines: string[]): Self[] {
    const text = squeeze(lines.join(''));
    const found = lines.flatMap((line) => this.byName.get(nameKey(line.replace(/\s*(様|御中)\s*$/, ''))) ?? []);
    const named = found.length > 0 ? found : this.named(text);
    const there = named.filter(({ address }) => address !== '' && addressKey([text]).includes(address));
    return there.length > 0 ? there : named;
  }

  private named(text: string): Self[] {
    const inside = nameKey(text);
    const names = [...this.byName].filter(([name]) => name !== '' && inside.includes(name));
    return names.length === 1 ? names[0]![1] : [];
  }

  private add(self: Self): Self {
    while (this.byId.has(self.id)) self.id += '+'; // a contract number in two conflicting rows
    this.byId.set(self.id, self);
    know(this.byName, nameKey(self.name), self);
    return self;
  }
}

/** National digits of a phone number (090…), in any notation. */
export const phoneKey = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/^\s*\+81\s*\(?0?\)?/, '0')
    .replace(/\D/g, '');

/** The access code of one of these contracts, once the list exists. */
export function findCode(file: string | undefined, contracts: string[]): string | undefined {
  if (!file || !existsSync(file)) return undefined;
  const rows = parse(readFileSync(file), { bom: true, relax_column_count: true }) as string[][];
  return rows.find(([number = '']) => contracts.includes(number))?.[1];
}

/** A row's customer, and the key that groups rows into customers: the import's rule where there is an address. */
function readSelf(row: AudienceRow, today: string): { party: string; self: Self } {
  const kind = readKind(row.kind) ?? kindOfName(row.name);
  const read = readBirthDate(row.birth, today);
  const birth = kind === 'person' && 'date' in read ? read.date : undefined;
  const mail = mailKey(readMailAddress(row.mail) ?? '');
  const address = addressKey([row.prefecture, row.city, row.town, row.street]);
  const party = address
    ? partyKey({ kind, contractNumber: row.number, name: row.name, birth, address })
    : `${nameKey(row.name)}\n${birth ?? (mail || row.number)}`;
  const phones = [row.phone, row.mobile].map(phoneKey).filter((phone) => phone.length >= 9);
  const items = itemsOf(row, birth);
  const self = { id: row.number, random: '', name: row.name, kind, mail, birth, phones, address, items, contracts: [] };
  return { party, self };
}

/** The contract number and one thing more; a birth on 1 January proves nothing. */
function itemsOf({ number, kana, postal }: AudienceRow, birth: string | undefined): Self['items'] {
  const own =
    birth && !birth.endsWith('-01-01') ? ['birthDate', birth] : kana ? ['nameKana', kana] : ['postalCode', postal];
  return [
    { item: 'contractNumber', said: number },
    { item: own[0]!, said: own[1]! },
  ];
}

function know(index: Map<string, Self[]>, key: string, self: Self): void {
  const known = index.get(key) ?? [];
  if (!known.includes(self)) known.push(self);
  index.set(key, known);
}

function namedIn(text: string, known: Self[]): Self[] {
  const inside = nameKey(text);
  const named = known.filter((self) => self.name !== '' && inside.includes(nameKey(self.name)));
  return named.length > 0 || known.some((self) => self.random !== known[0]!.random) ? named : known;
}
