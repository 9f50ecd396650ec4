import { sql } from 'kysely';
import { type AccessPurpose } from '../../domain/privacy/access-purposes';
import { type AccessSource } from '../../domain/privacy/access-sources';
import { type PersonalField } from '../../domain/privacy/mask';
import { readClock } from '../platform/clock';
import { appendLedger, INSTALLATION_CHAIN } from '../platform/ledger';
import { type Scope } from '../platform/scope';
import { type Queryable } from '../platform/types';

/** An access to personal data. */
export interface AccessRecord {
  scope: Scope;
  actor: { personId: number };
  /** Where it was shown. */
  what: AccessSource;
  purpose: AccessPurpose;
  /** What the purpose refers to: the number of an inquiry, call task or return. Never a value. */
  reference: string | null;
  fields: readonly (PersonalField | 'image' | 'remarks' | 'code' | 'inquiry' | 'account' | 'recording')[];
  /** A customer id, or the number of rows. */
  customer?: number;
  count?: number;
  /** Further ids, such as campaign or file. */
  about?: Record<string, number | number[]>;
}

/**
 * Appends to the installation's chain who has seen which fields of whom and for what purpose: ids and field names,
 * never a value. Call it last in the transaction that decrypts the data, so that nothing is shown without a record.
 */
export async function recordAccess(trx: Queryable, access: AccessRecord): Promise<void> {
  const { scope, actor, what, purpose, reference, fields, customer, count, about } = access;
  const { now } = await readClock(trx);
  const who = { by: `person:${actor.personId}`, client: scope.clientId };
  const entry = { kind: 'access', ...who, what, purpose, reference, fields: [...fields], customer, count, ...about };
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [entry]);
}

/** One view of personal data, as recorded. */
export interface AccessEntry {
  no: number;
  at: number;
  personId: number;
  personName: string;
  what: AccessSource;
  purpose: AccessPurpose;
  reference: string | null;
  fields: string[];
  /** Those whose data was shown; none for a file, which has a count. */
  customers: number[];
  count: number | null;
  campaignId: number | null;
}

interface AccessQuery {
  personId: number | undefined;
  customerId: number | undefined;
  /** From the first instant to before the last, ms. */
  from: number | undefined;
  to: number | undefined;
  /** Number of an entry; null: from the newest. */
  before: number | null;
  limit: number;
}

/** Who has seen personal data of the client, newest first. Only for a scope of the whole client. */
export async function listAccessLog(db: Queryable, { clientId }: Scope, query: AccessQuery): Promise<AccessEntry[]> {
  const { personId, customerId, from, to, before, limit } = query;
  const by = personId === undefined ? null : `person:${personId}`;
  const day = [from, to].map((at) => (at === undefined ? null : new Date(at)));
  const { rows } = await sql<{ seq: number; at: number; body: string }>`
    select * from access_log(${clientId}, ${by}, ${customerId ?? null}, ${day[0]}, ${day[1]}, ${before}, ${limit})
  `.execute(db);
  const names = await namesOf(
    db,
    rows.map(({ body }) => personOf(body)),
  );
  return rows.map(({ seq, at, body }) => entryOf({ seq, at, body }, names));
}

interface AccessBody {
  what: AccessSource;
  purpose: AccessPurpose;
  reference: string | null;
  fields: string[];
  by: string;
  customer?: number;
  customers?: number[];
  count?: number;
  campaign?: number;
}

const bodyOf = (body: string): AccessBody => JSON.parse(body) as AccessBody;
const personOf = (body: string): number => Number(bodyOf(body).by.replace('person:', ''));

function entryOf(
  { seq, at, body }: { seq: number; at: number; body: string },
  names: Map<number, string>,
): AccessEntry {
  const { what, purpose, reference, fields, customer, customers, count, campaign } = bodyOf(body);
  const personId = personOf(body);
  return {
    ...{ no: seq, at, what, purpose, reference, fields },
    personId,
    personName: names.get(personId) ?? '',
    customers: customers ?? (customer === undefined ? [] : [customer]),
    count: count ?? null,
    campaignId: campaign ?? null,
  };
}

async function namesOf(db: Queryable, ids: number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('persons')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
