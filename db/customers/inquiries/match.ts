import { sql } from 'kysely';
import { mailKey } from '../../../domain/audience/mail-address';
import { inquiryNamed, type MatchedBy } from '../../../domain/customers/inquiries/inquiry';
import { receiptNamed } from '../../../domain/journeys/receipt-number';
import { type Queryable } from '../../platform/types';
import { type Vault } from '../../privacy/vault';

/** What a contact bears that may tell whose it is. Personal: only hashes of it reach the database. */
export interface Clues {
  /** Texts that may name a link, a receipt number or the number of an inquiry. */
  texts: string[];
  mail?: string | undefined;
  /** E.164. */
  phone?: string | undefined;
}

export interface Matched {
  customer: { id: number; matchedBy: MatchedBy } | null;
  /** The inquiry that it names. */
  named: number | undefined;
}

/**
 * Whose contact it is: by a link, the receipt number of an answer, the number of an inquiry, or an address or number that
 * one customer of the campaign alone has, in this order. What several share tells nothing.
 */
export async function matchContact(
  db: Queryable,
  vault: Vault,
  { clientId, campaignId }: { clientId: number; campaignId: number },
  clues: Clues,
): Promise<Matched> {
  const text = clues.texts.join('\n').slice(0, LONGEST);
  const number = inquiryNamed(text);
  const inquiry = number === undefined ? undefined : await inquiryOf(db, campaignId, number);
  const ways: [MatchedBy, () => Promise<number | undefined>][] = [
    ['link', () => byLink(db, vault, campaignId, text)],
    ['receipt', () => byReceipt(db, campaignId, text)],
    ['receipt', async () => inquiry?.customer ?? undefined],
    [
      'mail',
      () =>
        byAddress(
          db,
          { clientId, campaignId, channel: 'mail' },
          clues.mail && vault.index(clientId, 'mail', mailKey(clues.mail)),
        ),
    ],
    [
      'phone',
      () =>
        byAddress(
          db,
          { clientId, campaignId, channel: 'phone' },
          clues.phone && vault.index(clientId, 'phone', clues.phone),
        ),
    ],
  ];
  for (const [matchedBy, find] of ways) {
    const id = await find();
    if (id !== undefined) return { customer: { id, matchedBy }, named: inquiry?.id };
  }
  return { customer: null, named: inquiry?.id };
}

/** Far longer than what a customer writes; the rest is a copy of our own mail. */
const LONGEST = 64 * 1024;
/** So many links or numbers of one text are looked up. */
const MOST = 5;

async function inquiryOf(db: Queryable, campaignId: number, id: number) {
  const query = db.selectFrom('inquiries').select(['id', 'customer_id as customer']);
  return query.where('id', '=', id).where('campaign_id', '=', campaignId).executeTakeFirst();
}

async function byLink(db: Queryable, vault: Vault, campaignId: number, text: string): Promise<number | undefined> {
  const tokens = [...text.matchAll(/\/[ms]\/([A-Za-z0-9_-]{22})(?![A-Za-z0-9_-])/g)].slice(0, MOST);
  if (tokens.length === 0) return undefined;
  const hashes = tokens.map(([, token]) => vault.tokenHash(token!));
  const { rows } = await sql<{ customer: number }>`
    select distinct customer_id as customer from links
    where token_hash = any(${hashes}::bytea[]) and campaign_id = ${campaignId} limit 2`.execute(db);
  return rows.length === 1 ? rows[0]!.customer : undefined;
}

async function byReceipt(db: Queryable, campaignId: number, text: string): Promise<number | undefined> {
  const written = text
    .normalize('NFKC')
    .toUpperCase()
    .matchAll(/(?<![0-9A-Z-])([0-9A-Z]{4})[-‐−ー]([0-9A-Z]{4})(?![0-9A-Z-])/g);
  const named = [...written].flatMap(([whole]) => receiptNamed(whole) ?? []).slice(0, MOST);
  for (const { journeyId, seq } of named) {
    const row = await db
      .selectFrom('journeys as j')
      .innerJoin('arrivals as a', 'a.journey_id', 'j.id')
      .select('j.customer_id as customer')
      .where('j.id', '=', journeyId)
      .where('j.campaign_id', '=', campaignId)
      .where('a.seq', '=', seq)
      .executeTakeFirst();
    if (row) return row.customer;
  }
  return undefined;
}

async function byAddress(
  db: Queryable,
  { clientId, campaignId, channel }: { clientId: number; campaignId: number; channel: 'mail' | 'phone' },
  hash: Buffer | '' | undefined,
): Promise<number | undefined> {
  if (!hash) return undefined;
  // the channel is written out for the sake of the partial index
  const { rows } = await sql<{ customer: number }>`
    select distinct p.customer_id as customer from contact_points p
    join audience a on a.customer_id = p.customer_id and a.campaign_id = ${campaignId}
    where p.client_id = ${clientId} and p.hash = ${hash} and p.channel = ${sql.lit(channel)} limit 2`.execute(db);
  return rows.length === 1 ? rows[0]!.customer : undefined;
}
