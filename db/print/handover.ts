import { sql } from 'kysely';
import { contactFor } from '../../domain/customers/contact-policy';
import { type Postal } from '../../domain/print/postal-class';
import { letterVerdict, type LetterVerdict } from '../../domain/print/print-run';
import { type CampaignDocs } from '../campaigns/campaigns';
import { readClock } from '../platform/clock';
import { asksForProof, loadContacts, messageCurrent, messageHeld, messageRefused } from '../customers/contacts';
import { type InHand, withdraw } from '../delivery/handovers';
import { giveBack } from '../delivery/lanes';
import { messagePaused } from '../journeys/facts/pause-facts';
import { newPieceCode } from '../journeys/step-writes';
import { type Db, type Queryable, type Trx } from '../platform/types';
import { appendLedger, campaignChain, type LedgerEntry } from '../platform/ledger';
import { getRun, type PrintRun } from './runs';
import { undoLateSplits } from './split-piece';

/** A letter in a run, and whether it may still be sent. */
interface CheckedLetter extends InHand {
  pieceId: number;
  verdict: LetterVerdict;
}

/**
 * Checks every letter of a run again: campaign, journey, pauses, hold, consent, address and last dispatch. Locks the
 * campaigns' rows FOR SHARE, so that inside a transaction no pause or stop can interleave.
 */
export async function checkRun(db: Queryable, docs: CampaignDocs, runId: number): Promise<CheckedLetter[]> {
  const statusOf = await shareCampaignsOfRun(db, runId);
  const { now } = await readClock(db);
  const letters = await lettersOf(db, runId);
  const contacts = await loadContacts(db, [...new Set(letters.map((letter) => letter.customerId))], now);
  const checked: CheckedLetter[] = [];
  for (const { customerId, version, purpose, asksForProof, ...letter } of letters) {
    const { dates } = await docs.get(db, letter.campaignId, version);
    const verdict = letterVerdict({
      ...letter,
      campaign: statusOf.get(letter.campaignId) ?? 'unknown',
      contact: asksForProof ? 'ok' : contactFor(contacts.get(customerId)?.get('post') ?? 'no_contact', purpose),
      tooLate: !letter.reply && now > dates.lastDispatch,
    });
    const { messageId, journeyId, campaignId, fence, pieceId } = letter;
    checked.push({ messageId, journeyId, campaignId, fence, pieceId, verdict });
  }
  return checked;
}

/** Locks the campaigns of a run's letters FOR SHARE; returns their status. */
async function shareCampaignsOfRun(db: Queryable, runId: number): Promise<Map<number, string>> {
  const { rows } = await sql<{ id: number; status: string }>`
    select id, status from campaigns where id in (select m.campaign_id from messages m
      join pieces p on p.id = m.piece_id where p.print_run_id = ${runId} and m.status = 'claimed')
    order by id for share`.execute(db);
  return new Map(rows.map((row) => [row.id, row.status]));
}

interface LetterRow extends InHand {
  pieceId: number;
  customerId: number;
  purpose: string;
  version: number;
  /** To who acts for the customer, at an address of their own. */
  asksForProof: boolean;
  current: boolean;
  reply: boolean;
  unread: boolean;
  held: boolean;
  paused: boolean;
  refused: boolean;
}

async function lettersOf(db: Queryable, runId: number): Promise<LetterRow[]> {
  const { rows } = await sql<LetterRow>`
    select m.id as "messageId", m.journey_id as "journeyId", m.campaign_id as "campaignId", m.fence,
      m.piece_id as "pieceId", m.customer_id as "customerId", m.purpose, m.version, ${messageCurrent} as current, m.reply,
      ${asksForProof} as "asksForProof", j.arrival_seq <> j.read_seq as unread, ${messageRefused} as refused,
      ${messageHeld} as held,
      ${messagePaused} as paused
    from pieces p join messages m on m.piece_id = p.id join journeys j on j.id = m.journey_id
    where p.print_run_id = ${runId} and m.status = 'claimed' order by m.id`.execute(db);
  return rows;
}

/** Removes letters from a run that may not be sent, or not yet. Returns their number. */
export async function clearRun(db: Db, docs: CampaignDocs, run: { id: number; lane_id: number }): Promise<number> {
  const checked = await db.transaction().execute((trx) => checkRun(trx, docs, run.id));
  const back = checked.filter(({ verdict }) => verdict.kind === 'give_back').map(({ messageId }) => messageId);
  let out = 0;
  for (const { verdict, ...letter } of checked) {
    if (verdict.kind !== 'take_out') continue;
    await withdraw(db, letter, verdict.reason);
    out += 1;
  }
  if (back.length > 0) await db.transaction().execute((trx) => giveLettersBack(trx, run, back));
  await dropEmptyPieces(db, run.id);
  return back.length + out;
}

/**
 * Returns letters to the queue, each in a piece of its own again, since merged letters may no longer belong together.
 */
export async function giveLettersBack(
  trx: Trx,
  run: { id: number; lane_id: number },
  messageIds: number[],
): Promise<void> {
  await trx.selectFrom('lanes').select('id').where('id', '=', run.lane_id).forNoKeyUpdate().execute();
  const codes = messageIds.map(() => newPieceCode());
  const { numAffectedRows } = await sql`
    with wanted as (select m.id, m.client_id, m.campaign_id, m.customer_id, w.code
        from unnest(${messageIds}::bigint[], ${codes}::text[]) as w(id, code) join messages m on m.id = w.id
        join pieces p on p.id = m.piece_id where p.print_run_id = ${run.id} and m.status = 'claimed'),
      fresh as (insert into pieces (client_id, campaign_id, customer_id, code)
        select client_id, campaign_id, customer_id, code from wanted returning id, code)
    update messages m set status = 'queued', piece_id = fresh.id from wanted join fresh using (code)
    where m.id = wanted.id`.execute(trx);
  await giveBack(trx, run.lane_id, Number(numAffectedRows));
}

/** Marks the run's envelopes that have become empty. */
export async function dropEmptyPieces(db: Queryable, runId: number): Promise<void> {
  await sql`
    update pieces p set removed_reason = coalesce((select min(m.failure) from messages m where m.piece_id = p.id),
      'given_back'), no = null, pages = null
    where p.print_run_id = ${runId} and p.removed_reason is null
      and not exists (select 1 from messages m where m.piece_id = p.id and m.status = 'claimed')`.execute(db);
}

interface RenderedPiece extends Postal {
  id: number;
  no: number;
  pages: number;
  form: boolean;
}

/** Result of rendering a run. */
interface Rendered {
  pieces: RenderedPiece[];
  pages: number;
  manifestHash: string;
  totals: Record<string, unknown>;
  /** Of the run when drawing began. */
  changes: number;
}

/**
 * Numbers the envelopes, with the class each is posted by, and stores the run's control totals. An envelope with one
 * letter left is not merged any more. A run that was handed over, or that a person has changed meanwhile, stays as it is.
 */
export async function recordRendered(db: Db, runId: number, rendered: Rendered): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('print_runs')
      .set({
        status: 'rendered',
        pieces: rendered.pieces.length,
        pages: rendered.pages,
        manifest_hash: rendered.manifestHash,
        totals: JSON.stringify(rendered.totals),
      })
      .where('id', '=', runId)
      .where('status', 'in', ['open', 'rendered'])
      .where('changes', '=', rendered.changes)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return;
    await sql`
      update pieces p set no = r.no, pages = r.pages, postal_class = r.class, express = r.express,
        no_forwarding = r."noForwarding", form = r.form,
        envelope_notes = case when (select count(*) from messages m where m.piece_id = p.id and m.status = 'claimed') > 1
          then p.envelope_notes else array_remove(p.envelope_notes, 'merged_same_customer') end
      from jsonb_to_recordset(${JSON.stringify(rendered.pieces)}::jsonb)
        as r(id bigint, no int, pages int, class text, express boolean, "noForwarding" boolean, form boolean)
      where p.id = r.id and p.print_run_id = ${runId}`.execute(trx);
  });
}

/** Closes a run in which nothing is left to print. */
export async function closeEmptyRun(db: Db, runId: number): Promise<void> {
  await db
    .updateTable('print_runs')
    .set({ status: 'posted', pieces: 0, pages: 0 })
    .where('id', '=', runId)
    .where('status', 'in', ['open', 'rendered'])
    .execute();
}

/** `again`: something in it must not be sent any more, or its files do not match the totals; render it again. */
type HandOver = 'done' | 'again';

/**
 * Hands a rendered run over: `move` makes its folder visible to the print shop, in the transaction that has checked
 * every letter once more; it must take moments, since pauses wait for it. `lies` means the shop has the folder already (the process died between move and commit); the
 * run is then handed over whatever has happened since.
 */
export async function handOverRun(
  db: Db,
  docs: CampaignDocs,
  runId: number,
  folder: { lies: boolean; fits: (run: PrintRun) => boolean; move: () => Promise<void> },
): Promise<HandOver> {
  return db.transaction().execute(async (trx) => {
    await shareCampaignsOfRun(trx, runId);
    await trx.selectFrom('print_runs').select('id').where('id', '=', runId).forNoKeyUpdate().execute();
    const run = await getRun(trx, runId);
    if (run.status !== 'rendered' && run.status !== 'open') return 'done';
    if (folder.lies) await undoLateSplits(trx, runId);
    else if (run.status === 'open') return 'again';
    else {
      const letters = await checkRun(trx, docs, runId);
      if (letters.some(({ verdict }) => verdict.kind !== 'print') || !folder.fits(run)) return 'again';
      await folder.move();
    }
    const { now } = await readClock(trx);
    await trx
      .updateTable('print_runs')
      .set({ status: 'handed_over', handed_over_at: new Date(now) })
      .where('id', '=', runId)
      .execute();
    await noteRun(trx, run, now, { did: 'handed_over', pages: run.pages, manifest: run.manifest_hash });
    return 'done';
  });
}

/**
 * Appends one entry about the run to the chain of each campaign with letters in it.
 */
export async function noteRun(trx: Trx, run: PrintRun, at: number, what: Record<string, unknown>): Promise<void> {
  const { rows } = await sql<{ campaign: number; pieces: number; letters: number }>`
    select m.campaign_id as campaign, count(distinct p.id)::int as pieces, count(*)::int as letters
    from pieces p join messages m on m.piece_id = p.id
    where p.print_run_id = ${run.id} and p.removed_reason is null and m.status in ('claimed', 'handed_over')
    group by m.campaign_id order by m.campaign_id`.execute(trx);
  for (const { campaign, pieces, letters } of rows) {
    const entry: LedgerEntry = { kind: 'print_run', by: 'system', printRun: run.key, pieces, letters, ...what };
    await appendLedger(trx, campaignChain(campaign), run.client_id, at, [entry]);
  }
}
