import { sql } from 'kysely';
import { accountOf, type BankAccount } from '../../domain/returns/bank-account';
import { type AccountOf, type FormRules, rulesOfForm } from '../../domain/returns/form-rules';
import { campaignDoc, type CampaignRow } from '../campaigns/campaigns';
import { answersHeld } from '../customers/holds-of-answers';
import { isProtected } from '../customers/protection';
import { AppError } from '../../domain/errors';
import { type Queryable, type Trx } from '../platform/types';
import { type ContractSecret, type Profile, type Vault } from '../privacy/vault';
import { type PostPiece, type ReturnRow } from './returns';

/** What the form in an envelope asks for, by the versions in which its letters were written. */
export async function rulesOfPiece(db: Queryable, { letters }: Pick<PostPiece, 'letters'>): Promise<FormRules> {
  const docs = [];
  for (const { campaignId, version } of letters) docs.push(await campaignDoc(db, campaignId, version));
  return rulesOfForm(docs);
}

type Owner = Pick<ReturnRow, 'id' | 'customer_id' | 'client_id'>;

const itemOf = (returnId: number, no: number) => `account:${returnId}:${no}`;

/** Whose account was read, by the reading of the customer's name. Throws erased. */
export async function readAccountOf(
  db: Queryable,
  vault: Vault,
  row: Owner,
  account: BankAccount | null,
): Promise<AccountOf> {
  const { rows } = await sql<{ wrapped: Buffer; data: Buffer | null }>`
    select k.wrapped_key as wrapped, i.data from vault_keys k
    left join vault_items i on i.customer_id = k.customer_id and i.item = 'profile'
    where k.customer_id = ${row.customer_id}`.execute(db);
  const [found] = rows;
  if (!found) throw new AppError('erased', { customer: row.customer_id });
  const { kana } = found.data ? vault.open<Profile>(vault.unwrap(found.wrapped), found.data) : { kana: undefined };
  return accountOf(account, kana);
}

/** Keeps the account that the reading number `no` of a form gives, with the customer's key. */
export async function keepAccount(
  trx: Trx,
  vault: Vault,
  row: Owner,
  { no, account }: { no: number; account: BankAccount },
): Promise<void> {
  const { wrapped_key: wrapped } = await trx
    .selectFrom('vault_keys')
    .select('wrapped_key')
    .where('customer_id', '=', row.customer_id)
    .executeTakeFirstOrThrow();
  const data = vault.encrypt(vault.unwrap(wrapped), account);
  const item = itemOf(row.id, no);
  await trx
    .insertInto('vault_items')
    .values({ customer_id: row.customer_id, client_id: row.client_id, item, data })
    .execute();
}

/** The accounts that the readings of a form give, by the number of the reading. In clear: show them masked. */
export async function accountsOf(db: Queryable, vault: Vault, row: Owner): Promise<Map<number, BankAccount>> {
  const { rows } = await sql<{ no: number; wrapped: Buffer; data: Buffer }>`
    select split_part(i.item, ':', 3)::int as no, k.wrapped_key as wrapped, i.data from vault_items i
    join vault_keys k on k.customer_id = i.customer_id
    where i.customer_id = ${row.customer_id} and i.item like ${`account:${row.id}:%`}`.execute(db);
  const opened = rows.map(({ no, wrapped, data }) => ({ no, ...vault.open<BankAccount>(vault.unwrap(wrapped), data) }));
  return new Map(opened.flatMap(({ no, ...account }) => (account.number ? [[no, account] as const] : [])));
}

/** Empties what was read of accounts on a form that may be another customer's. */
export async function emptyAccounts(trx: Trx, vault: Vault, row: Owner): Promise<void> {
  const accounts = trx.selectFrom('vault_items as i').innerJoin('vault_keys as k', 'k.customer_id', 'i.customer_id');
  const rows = await accounts
    .select(['i.item', 'k.wrapped_key as wrapped'])
    .where('i.customer_id', '=', row.customer_id)
    .where('i.item', 'like', `account:${row.id}:%`)
    .execute();
  for (const { item, wrapped } of rows) {
    const data = vault.encrypt(vault.unwrap(wrapped), {});
    const kept = trx.updateTable('vault_items').set({ data }).where('customer_id', '=', row.customer_id);
    await kept.where('item', '=', item).execute();
  }
}

const PAGE = 500;

interface OnForm {
  returnId: number;
  receipt: string;
  receivedOn: string;
  wrapped: Buffer;
  data: Buffer;
  contracts: Buffer[];
}

/**
 * Yields the accounts on accepted forms of a campaign for its client, by page: a line for each contract of the customer,
 * as the reading that decided has it. Of a customer's forms the newest holds. Left out are customers under protection, and what
 * does not count: while a hold keeps the customer's answers, or where a person has discarded the one on the form.
 */
export async function* listAccounts(db: Queryable, vault: Vault, campaign: CampaignRow) {
  for (let after = 0; ;) {
    const { rows } = await sql<OnForm>`
      select r.id as "returnId", r.receipt, r.received_on::text as "receivedOn", k.wrapped_key as wrapped, i.data,
        array(select v.data from audience a
          join vault_items v on v.customer_id = a.customer_id and v.item = 'contract:' || a.contract_id
          where a.campaign_id = ${campaign.id} and a.customer_id = r.customer_id and a.state = 'included'
          order by a.contract_id) as contracts
      from returns r
      join vault_keys k on k.customer_id = r.customer_id
      join vault_items i on i.customer_id = r.customer_id and i.item = 'account:' || r.id || ':'
        || (select max(no) from return_entries where return_id = r.id)
      where r.campaign_id = ${campaign.id} and r.client_id = ${campaign.client_id} and r.id > ${after}
        and r.status = 'accepted' and not ${isProtected('r.customer_id')} and not ${answersHeld(sql.ref('r.customer_id'))}
        and not exists (select from kept_answers q join arrivals a on a.id = q.arrival_id where q.customer_id = r.customer_id
          and q.status <> 'counted' and a.data ->> 'returnId' = r.id::text)
        and not exists (select from returns n where n.customer_id = r.customer_id and n.campaign_id = r.campaign_id
          and n.id > r.id and n.status = 'accepted')
      order by r.id limit ${PAGE}`.execute(db);
    if (rows.length === 0) return;
    yield rows.flatMap(({ receipt, receivedOn, wrapped, data, contracts }) => {
      const key = vault.unwrap(wrapped);
      const account = vault.open<BankAccount>(key, data);
      const numbers = contracts.map((one) => vault.open<ContractSecret>(key, one).number);
      return numbers.map((contract) => ({ contract, receipt, receivedOn, ...account }));
    });
    after = rows.at(-1)!.returnId;
  }
}
