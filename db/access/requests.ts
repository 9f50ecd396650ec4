import { type Selectable } from 'kysely';
import { type Requested } from '../../domain/access/access';
import { AppError } from '../../domain/errors';
import { readClock } from '../platform/clock';
import { appendLedger, campaignChain, INSTALLATION_CHAIN, type LedgerEntry } from '../platform/ledger';
import { inCampaigns, type Scope } from '../platform/scope';
import { type Queryable, type Trx } from '../platform/types';
import { type Requests } from '../platform/schema.generated';

export type RequestRow = Selectable<Requests>;

/** Requests not decided within this time are void, since their facts are too old. */
const EXPIRES_AFTER_MS = 14 * 86_400_000;

interface NewRequest {
  scope: Scope;
  action: Requested;
  /** The campaign it concerns; null if it concerns the client. */
  campaignId: number | null;
  /** Ids, numbers and codes; other text is refused, so that no personal data can be stored here. */
  payload: Record<string, unknown>;
  reason: string;
  askedBy: number;
}

/** Requests something another person must approve. Appends to the ledger. */
export async function askFourEyes(trx: Trx, request: NewRequest): Promise<RequestRow> {
  const { scope, action, campaignId, payload, reason, askedBy } = request;
  requireCodes(payload);
  const { now } = await readClock(trx);
  const row = await trx
    .insertInto('requests')
    .values({
      client_id: scope.clientId,
      campaign_id: campaignId,
      action,
      payload: JSON.stringify(payload),
      reason,
      asked_by: askedBy,
      asked_at: new Date(now),
      expires_at: new Date(now + EXPIRES_AFTER_MS),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await note(trx, row, { kind: 'request_asked', by: `person:${askedBy}`, reason }, now);
  return row;
}

/**
 * Decides a request once; the caller executes an approved one in the same transaction, then calls `noteDecision`.
 * Persons are compared, whatever key, session or role they use. Throws not_found, request_decided, own_request, and
 * request_expired for an approval that comes too late.
 */
export async function decideFourEyes(
  trx: Trx,
  decision: { scope: Scope; id: number; decidedBy: number; decision: 'approved' | 'refused'; comment?: string | null },
): Promise<RequestRow> {
  const known = await selectRequests(trx, decision.scope)
    .where('id', '=', decision.id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!known) throw new AppError('not_found');
  if (known.decision !== null) throw new AppError('request_decided', { request: known.id });
  if (known.asked_by === decision.decidedBy) throw new AppError('own_request');
  const { now } = await readClock(trx);
  if (decision.decision === 'approved' && known.expires_at <= now) throw new AppError('request_expired');
  return trx
    .updateTable('requests')
    .set({
      decided_by: decision.decidedBy,
      decided_at: new Date(now),
      decision: decision.decision,
      comment: decision.comment ?? null,
    })
    .where('id', '=', known.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Appends the decision to the ledger; `result` has ids and numbers only. */
export async function noteDecision(trx: Trx, row: RequestRow, result: Record<string, unknown> = {}): Promise<void> {
  const persons = { by: `person:${row.decided_by}`, askedBy: `person:${row.asked_by}` };
  await note(trx, row, { kind: `request_${row.decision}`, ...persons, ...result }, row.decided_at!);
}

/** A request of the scope. Throws not_found. */
export async function getRequest(db: Queryable, scope: Scope, id: number): Promise<RequestRow> {
  const row = await selectRequests(db, scope).where('id', '=', id).executeTakeFirst();
  if (!row) throw new AppError('not_found');
  return row;
}

/** Requests with ids below `before`, newest first, at most `limit`. */
export async function listRequests(
  db: Queryable,
  scope: Scope,
  page: { before: number | null; limit: number; open?: boolean },
): Promise<RequestRow[]> {
  let query = selectRequests(db, scope);
  if (page.before !== null) query = query.where('id', '<', page.before);
  if (page.open) query = query.where('decision', 'is', null);
  return query.orderBy('id', 'desc').limit(page.limit).execute();
}

const selectRequests = (db: Queryable, scope: Scope) =>
  db.selectFrom('requests').selectAll().where('client_id', '=', scope.clientId).where(inCampaigns(scope));

async function note(trx: Trx, row: RequestRow, entry: LedgerEntry, at: number): Promise<void> {
  const chain = row.campaign_id === null ? INSTALLATION_CHAIN : campaignChain(row.campaign_id);
  await appendLedger(trx, chain, row.client_id, at, [{ ...entry, request: row.id, action: row.action }]);
}

const CODE = /^[\w.:-]{0,100}$/;

/** Throws if a payload contains text other than codes. */
function requireCodes(value: unknown): void {
  if (typeof value === 'string' && !CODE.test(value)) throw new Error('a request holds ids and codes only');
  if (value !== null && typeof value === 'object') Object.values(value).forEach(requireCodes);
}

/** Result of an approved request; `item` is the index, in the payload's list, of what was refused. */
export interface ExecutedRequest {
  done: number;
  refused: { item: number; why: string }[];
}
