import { createHash } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import { AppError } from '../../../domain/errors';
import { STATEMENT_CLASSES } from '../../../domain/campaigns/statement/line';
import { type OutcomeName } from '../../../domain/journeys/states';
import { type CampaignRow } from '../campaigns';
import { type Queryable, type Trx } from '../../platform/types';
import { type Statements } from '../../platform/schema.generated';
import { changesSince, supplementDocument } from './changes';
import { currentDocument, headOf, jsonPieces, linesOfPiece, type StatementDocument } from './document';

export type StatementRow = Selectable<Statements>;

/** The statement and its supplements, by number; the newest may still wait for its signature. */
export async function listStatements(db: Queryable, campaign: CampaignRow): Promise<StatementRow[]> {
  return db
    .selectFrom('statements')
    .selectAll()
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .orderBy('no')
    .execute();
}

/** A stored document by its number, 0 for the statement itself; undefined when there is none. */
export async function findStatement(
  db: Queryable,
  campaign: CampaignRow,
  no: number,
): Promise<StatementRow | undefined> {
  return db
    .selectFrom('statements')
    .selectAll()
    .where('campaign_id', '=', campaign.id)
    .where('client_id', '=', campaign.client_id)
    .where('no', '=', no)
    .executeTakeFirst();
}

/** One document is drawn up or signed at a time. The campaign's own row stays free: late answers must not wait. */
export async function lockStatements(trx: Trx, campaign: CampaignRow): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`statement:${campaign.id}`}, 0))`.execute(trx);
}

/**
 * Stores the statement of an ended campaign, or a supplement with what has changed since the last signed document; it
 * then waits for another person's signature. What waited before is replaced. The caller
 * holds the lock of lockStatements. Throws statement_not_ready (`why`: not_ended, not_balanced, changed_meanwhile) and statement_unchanged.
 */
export async function prepareStatement(
  trx: Trx,
  campaign: CampaignRow,
  input: { personId: number; reason: string | null; now: number; outcomes: readonly OutcomeName[] },
): Promise<StatementRow> {
  const { personId, reason, now, outcomes } = input;
  if (campaign.ended_at === null) throw new AppError('statement_not_ready', { why: 'not_ended' });
  await trx.deleteFrom('statements').where('campaign_id', '=', campaign.id).where('signed_at', 'is', null).execute();
  const signed = await listStatements(trx, campaign);
  const last = signed.at(-1);
  const no = last ? last.no + 1 : 0;
  const document = last
    ? await supplementDocument(trx, campaign, { signed, no, reason, now, outcomes })
    : await currentDocument(trx, campaign, { now, outcomes, kind: 'statement', no });
  if (no === 0 && !document.head.balanced) throw new AppError('statement_not_ready', { why: 'not_balanced' });
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('statements', 'id')) as id`.execute(trx);
  const id = rows[0]!.id;
  const { hash, lines } = await storePieces(trx, campaign, id, document);
  if (no > 0 && lines === 0) throw new AppError('statement_unchanged');
  const inserted = await sql<StatementRow>`
    insert into statements (id, client_id, campaign_id, no, hash, previous_hash, as_of, lines, reason, prepared_by,
      prepared_at, prepared_name)
    overriding system value
    select ${id}, ${campaign.client_id}, ${campaign.id}, ${no}, ${hash}, ${last?.hash ?? null}, ${new Date(now)}, ${lines},
      ${reason}, p.id, ${new Date(now)}, p.name from persons p where p.id = ${personId}
    returning *`.execute(trx);
  return inserted.rows[0]!;
}

/** Writes the pieces as they come. The lines of a statement must add up to its figures, which were read before them. */
async function storePieces(trx: Trx, campaign: CampaignRow, id: number, document: StatementDocument) {
  const hash = createHash('sha256');
  const counted = new Map<string, number>();
  let [no, lines] = [0, 0];
  for await (const piece of jsonPieces(document)) {
    hash.update(piece.body);
    lines += piece.lines.length;
    for (const line of piece.lines) if ('class' in line) counted.set(line.class, (counted.get(line.class) ?? 0) + 1);
    await trx
      .insertInto('statement_chunks')
      .values({
        statement_id: id,
        no: no++,
        client_id: campaign.client_id,
        campaign_id: campaign.id,
        first_contract: piece.lines[0]?.contractId ?? null,
        last_contract: piece.lines.at(-1)?.contractId ?? null,
        body: piece.body,
      })
      .execute();
  }
  const { kind, byClass } = document.head;
  const counts = new Map(byClass.map((row) => [row.class, row.count]));
  if (kind === 'statement' && STATEMENT_CLASSES.some((name) => (counted.get(name) ?? 0) !== counts.get(name))) {
    throw new AppError('statement_not_ready', { why: 'changed_meanwhile' });
  }
  return { hash: hash.digest('hex'), lines };
}

/**
 * Signs the document that waits, which from then on never changes. The signer names its hash and is not the person who
 * prepared it. Throws statement_hash_mismatch and self_approval.
 */
export async function signStatement(
  trx: Trx,
  campaign: CampaignRow,
  input: { personId: number; hash: string; comment: string | null; now: number },
): Promise<StatementRow> {
  const { personId, hash, comment, now } = input;
  const open = (await listStatements(trx, campaign)).find((row) => row.signed_at === null);
  if (open?.hash !== hash) throw new AppError('statement_hash_mismatch');
  if (open.prepared_by === personId) throw new AppError('self_approval');
  return trx
    .updateTable('statements')
    .set({
      signed_by: personId,
      signed_at: new Date(now),
      signed_name: sql<string>`(select p.name from persons p where p.id = ${personId})`,
      comment,
    })
    .where('id', '=', open.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The stored bytes, piece by piece. */
export async function* storedPieces(db: Queryable, statement: Pick<StatementRow, 'id'>): AsyncGenerator<string> {
  for (let no = 0; ; no++) {
    const piece = await db
      .selectFrom('statement_chunks')
      .select('body')
      .where('statement_id', '=', statement.id)
      .where('no', '=', no)
      .executeTakeFirst();
    if (!piece) return;
    yield piece.body;
  }
}

/** A stored document, to be drawn as CSV or PDF. */
export async function storedDocument(db: Queryable, statement: StatementRow): Promise<StatementDocument> {
  const first = await storedPieces(db, statement).next();
  return {
    head: headOf(String(first.value)),
    async *pages() {
      const { rows } = await sql<{ no: number }>`
        select no from statement_chunks where statement_id = ${statement.id} and first_contract is not null order by no
      `.execute(db);
      for (const { no } of rows) {
        const { body } = await db
          .selectFrom('statement_chunks')
          .select('body')
          .where('statement_id', '=', statement.id)
          .where('no', '=', no)
          .executeTakeFirstOrThrow();
        yield linesOfPiece(body);
      }
    },
  };
}

/** Number of contracts that the last signed document and its predecessors no longer state truly; 0 before a signature. */
export async function countPending(db: Queryable, campaign: CampaignRow, signed: StatementRow[]): Promise<number> {
  if (signed.length === 0) return 0;
  let pending = 0;
  for await (const page of changesSince(db, campaign, signed)) pending += page.length;
  return pending;
}
