import { sql } from 'kysely';
import { type Channel, type Language } from '../../domain/campaigns/campaign';
import { AppError } from '../../domain/errors';
import { representativeActs } from './contacts';
import { type Profile, type Vault } from '../privacy/vault';
import { among, PLANNED_ONCE } from '../platform/planned-once';
import { type Queryable } from '../platform/types';

/** Content of a representative's vault item `representative:<id>`. Printed as given; phone numbers are E.164. */
export interface RepresentativeProfile {
  name: string;
  relation: string;
  postalCode?: string;
  address?: string;
  mail?: string;
  phone?: string;
  mobile?: string;
  /** ISO date; a second factor of the representative's own link. */
  birth?: string;
}

/** Who is written to or called for a customer: the customer, or a representative. */
export interface Addressee {
  name: string;
  kana?: string;
  /** Kind of the addressee. A company's representative is a person, but for the company that took it over. */
  kind: 'person' | 'company';
  mail?: string;
  mobile?: string;
  phone?: string;
  postalCode?: string;
  address?: string;
  /** In which they are written to. A representative's is not known: Japanese. */
  language: Language;
  /** Letters in large type. */
  largePrint?: true;
  /**
   * Id of the missing master key when the vault item cannot be decrypted; contacting the customer then fails with
   * key_lost.
   */
  lostKey?: string;
  /** Set when the addressee is a representative; `for` is the customer's own name. */
  representative?: { id: number; relation: string; for: string; forKind: 'person' | 'company'; mayDecide: boolean };
}

/**
 * The addressee, written to in the language that was fixed when the notice was claimed, if it was. A representative's is
 * not known, and stays as it is.
 */
export const inLanguage = <Someone extends Addressee>(addressee: Someone, claimed?: Language | null): Someone =>
  claimed && !addressee.representative ? { ...addressee, language: claimed } : addressee;

interface Row {
  customerId: number;
  kind: 'person' | 'company';
  language: Language;
  largePrint: boolean;
  wrapped: Buffer;
  profile: Buffer;
  representativeId: number | null;
  relation: string | null;
  channels: Channel[] | null;
  mayDecide: boolean | null;
  acting: Buffer | null;
}

/**
 * Name, address and numbers to use for each of these customers at `now` (epoch ms). A representative in force replaces
 * the customer on every channel, even on channels without an address: the customer is not contacted then. Decrypts
 * personal data, so record the access when a person sees the result. Customers missing from the vault are left out.
 */
export async function addresseeOf(
  db: Queryable,
  vault: Vault,
  customerIds: number[],
  now: number,
): Promise<Map<number, Addressee>> {
  if (customerIds.length === 0) return new Map();
  // among several representatives the newest counts, as in the journey's decision
  const { rows } = await sql<Row>`${PLANNED_ONCE}
    select c.id as "customerId", c.kind, c.language, c.large_print as "largePrint", k.wrapped_key as wrapped, p.data as profile,
      r.id as "representativeId", r.relation, r.channels, r.may_decide as "mayDecide", i.data as acting
    from customers c
    join vault_keys k on k.customer_id = c.id
    join vault_items p on p.customer_id = c.id and p.item = 'profile'
    left join lateral (select r.id, r.relation, r.channels, r.may_decide from representatives r
      where r.customer_id = c.id and ${representativeActs(new Date(now))} order by r.id desc limit 1) r on true
    left join vault_items i on i.customer_id = c.id and i.item = 'representative:' || r.id
    where ${among('c.id', customerIds)}`.execute(db);
  return new Map(rows.map((row) => [row.customerId, decrypted(vault, row)]));
}

/** Decrypts one addressee. A lost key must not prevent the others from being contacted. */
function decrypted(vault: Vault, row: Row): Addressee {
  try {
    return openedWith(vault, vault.unwrap(row.wrapped), row);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'key_lost') throw error;
    return { name: '', kind: row.kind, language: row.language, lostKey: String(error.detail.key) };
  }
}

/** Throws key_lost if the addressee's data cannot be decrypted. */
export function requireOpened(addressee: Addressee | undefined): void {
  if (addressee?.lostKey !== undefined) throw new AppError('key_lost', { key: addressee.lostKey });
}

function openedWith(vault: Vault, key: Buffer, row: Row): Addressee {
  const { birth: _, ...own } = vault.open<Profile>(key, row.profile);
  if (row.representativeId === null || !row.acting) {
    return { ...own, kind: row.kind, language: row.language, ...(row.largePrint && { largePrint: true }) };
  }
  const { relation: _relation, ...acting } = vault.open<RepresentativeProfile>(key, row.acting);
  const on = (channel: Channel) => row.channels?.includes(channel) ?? false;
  return {
    name: acting.name,
    kind: row.relation === 'successor' ? 'company' : 'person',
    language: 'ja',
    ...(on('mail') && acting.mail && { mail: acting.mail }),
    ...(on('sms') && acting.mobile && { mobile: acting.mobile }),
    ...(on('phone') && acting.phone && { phone: acting.phone }),
    ...(on('phone') && acting.mobile && { mobile: acting.mobile }),
    ...(on('post') && acting.address && { postalCode: acting.postalCode, address: acting.address }),
    representative: {
      id: row.representativeId,
      relation: row.relation!,
      for: own.name,
      forKind: row.kind,
      mayDecide: row.mayDecide!,
    },
  };
}
