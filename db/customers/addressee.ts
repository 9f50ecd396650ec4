import { sql } from 'kysely';
import { type Channel } from '../../domain/campaigns/campaign';
import { AppError } from '../../domain/errors';
import { representativeActs } from '../delivery/message-rules';
import { type Profile, type Vault } from '../privacy/vault';
import { type Queryable } from '../platform/types';

/** What a representative's item `representative:<id>` of the vault holds. Printed as given; numbers as E.164. */
export interface RepresentativeProfile {
  name: string;
  relation: string;
  postalCode?: string;
  address?: string;
  mail?: string;
  phone?: string;
  mobile?: string;
}

/** Whom to write to or call for a customer: the customer, or who acts for it. */
export interface Addressee {
  name: string;
  kana?: string;
  /** Of the addressee: a company's representative is a person. */
  kind: 'person' | 'company';
  mail?: string;
  mobile?: string;
  phone?: string;
  postalCode?: string;
  address?: string;
  /** The vault cannot be opened for want of this master key: whoever writes to the customer fails with key_lost. */
  lostKey?: string;
  /** Set when the above is somebody who acts for the customer; `for` is the customer's own name. */
  representative?: { id: number; relation: string; for: string; forKind: 'person' | 'company'; mayDecide: boolean };
}

interface Row {
  customerId: number;
  kind: 'person' | 'company';
  wrapped: Buffer;
  profile: Buffer;
  representativeId: number | null;
  relation: string | null;
  channels: Channel[] | null;
  mayDecide: boolean | null;
  acting: Buffer | null;
}

/**
 * What to print or dial for each of these customers at `now` (epoch ms). A representative in force takes the customer's
 * place on every channel, also on those without an address: the customer is not written to then. Opens the vault, so a
 * person's look at the result is to be recorded. A customer that is not in the vault is left out.
 */
export async function addresseeOf(
  db: Queryable,
  vault: Vault,
  customerIds: number[],
  now: number,
): Promise<Map<number, Addressee>> {
  if (customerIds.length === 0) return new Map();
  // the same choice among several representatives as where contacts are decided: the newest
  const { rows } = await sql<Row>`
    select c.id as "customerId", c.kind, k.wrapped_key as wrapped, p.data as profile, r.id as "representativeId",
      r.relation, r.channels, r.may_decide as "mayDecide", i.data as acting
    from customers c
    join vault_keys k on k.customer_id = c.id
    join vault_items p on p.customer_id = c.id and p.item = 'profile'
    left join lateral (select r.id, r.relation, r.channels, r.may_decide from representatives r
      where r.customer_id = c.id and ${representativeActs(new Date(now))} order by r.id desc limit 1) r on true
    left join vault_items i on i.customer_id = c.id and i.item = 'representative:' || r.id
    where c.id = any(${customerIds}::bigint[])`.execute(db);
  return new Map(rows.map((row) => [row.customerId, opened(vault, row)]));
}

/** One customer whose key is lost must not keep the others from being written to. */
function opened(vault: Vault, row: Row): Addressee {
  try {
    return openedWith(vault, vault.unwrap(row.wrapped), row);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'key_lost') throw error;
    return { name: '', kind: row.kind, lostKey: String(error.detail.key) };
  }
}

/** Throws key_lost for an addressee whose data cannot be opened. */
export function requireOpened(addressee: Addressee | undefined): void {
  if (addressee?.lostKey !== undefined) throw new AppError('key_lost', { key: addressee.lostKey });
}

function openedWith(vault: Vault, key: Buffer, row: Row): Addressee {
  const { birth: _, ...own } = vault.open<Profile>(key, row.profile);
  if (row.representativeId === null || !row.acting) return { ...own, kind: row.kind };
  const { relation: _relation, ...acting } = vault.open<RepresentativeProfile>(key, row.acting);
  const on = (channel: Channel) => row.channels?.includes(channel) ?? false;
  return {
    name: acting.name,
    kind: 'person',
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
