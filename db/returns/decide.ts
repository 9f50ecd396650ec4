import { sql } from 'kysely';
import { endOfDay, localDate } from '../../domain/campaigns/calendar';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import {
  type FormReading,
  type FormVerdict,
  isHard,
  isMendedByPhone,
  judgeForm,
  type PaperDates,
  type Undeliverable,
  whenItCounts,
  withUnclearRemark,
} from '../../domain/returns/return-rules';
import { FORM } from '../../domain/returns/form-layout';
import { closingInstant } from '../../domain/journeys/outcome';
import { isProofPiece, letterCameBack } from '../customers/authority-cases/documents';
import { recordArrival } from '../journeys/arrivals';
import { lockJourneysById } from '../journeys/customer-arrivals';
import { campaignDoc } from '../campaigns/campaigns';
import { appendLedger, campaignChain, type LedgerEntry } from '../platform/ledger';
import { rulesOfPiece } from './accounts';
import { type PostPiece, type ReturnRow } from './returns';
import { type Queryable, type Trx } from '../platform/types';
import { type ContractSecret, type Vault } from '../privacy/vault';

/** Deduplication key under which a return reports to a journey; the same report again is the same arrival. */
export const returnDedupe = (
  returnId: number,
  kind: 'received' | 'answer' | 'defect' | 'undeliverable' | 'withdrawn',
): string => `return:${returnId}:${kind}`;

/** A returned item with its envelope. */
export interface Envelope {
  row: ReturnRow;
  piece: PostPiece;
}

/** Notifies each journey with a letter in the envelope that it was returned. Call it last in the transaction. */
export async function reportUndeliverable(trx: Trx, { row, piece }: Envelope): Promise<void> {
  if (isProofPiece(piece)) {
    await lockJourneys(trx, piece);
    return letterCameBack(trx, { pieceId: piece.id, reason: row.reason!, at: row.received_at });
  }
  const reason = row.reason as Undeliverable;
  for (const { campaignId, journeyId } of await lockJourneys(trx, piece)) {
    const { zone } = await docOf(trx, journeyId);
    const messageIds = piece.letters.filter((one) => one.journeyId === journeyId).map((one) => one.messageId);
    await recordArrival(trx, {
      campaignId,
      customerId: row.customer_id,
      kind: 'undeliverable',
      at: Math.min(endOfDay(row.received_on, zone), row.received_at),
      source: 'post',
      data: { returnId: row.id, messageIds, reason, hard: isHard(reason) },
      dedupe: returnDedupe(row.id, 'undeliverable'),
    });
  }
}

/** Tells each journey with a letter in the envelope that a form is on the desk. Call it last in the transaction. */
export async function reportFormReceived(trx: Trx, { row, piece }: Envelope): Promise<void> {
  for (const { campaignId } of await lockJourneys(trx, piece)) {
    await recordArrival(trx, {
      campaignId,
      customerId: row.customer_id,
      kind: 'form_received',
      at: row.received_at,
      source: 'form',
      data: { returnId: row.id },
      dedupe: returnDedupe(row.id, 'received'),
    });
  }
}

/** A reading that decides, and the persons who made it. */
interface Decisive {
  reading: FormReading;
  by: string[];
  now: number;
  contracts: FormContract[];
  /** Ledger entry of the reading, or of the decision on its handwriting, that decided. */
  entered: LedgerEntry;
  /** What is written beside the boxes leaves open what the customer wants. */
  unclearRemark?: boolean;
}

/**
 * Judges a form by the rules and notifies each journey in the envelope: valid choices as an answer, missing parts as a
 * defect. Call it last in the transaction. Returns the verdict; `late`: its choices came after every campaign's limit;
 * `originalDue`: its original goes back with the letter about the defect.
 */
export async function reportForm(
  trx: Trx,
  envelope: Envelope,
  decisive: Decisive,
): Promise<FormVerdict & { late: boolean; originalDue: boolean }> {
  const { row, piece } = envelope;
  const rules = await rulesOfPiece(trx, piece);
  const judged = judgeForm(decisive.reading, await isRepresented(trx, row), rules);
  const verdict = decisive.unclearRemark ? withUnclearRemark(judged) : judged;
  const heavy = verdict.status === 'defect' && !isMendedByPhone(verdict.defects);
  const originalDue = heavy && rules.original === 'returned';
  const ledger = new Map<number, LedgerEntry[]>();
  let inTime = 0;
  let late = 0;
  for (const { campaignId, journeyId } of await lockJourneys(trx, piece)) {
    const asked = decisive.contracts.filter((one) => one.journeyId === journeyId && !one.excluded);
    const choices = Object.fromEntries(
      asked.flatMap(({ key, contractId }) => {
        const choice = verdict.choices[key];
        return choice ? [[contractId, choice]] : [];
      }),
    );
    const doc = await docOf(trx, journeyId);
    const counted = whenItCounts(paperOf(envelope, decisive.reading, doc), doc);
    const base = { campaignId, customerId: row.customer_id, at: counted.at, source: 'form' };
    const over = counted.at > closingInstant(doc);
    if (Object.keys(choices).length > 0) {
      if (over) late += 1;
      else inTime += 1;
      const data = { choices, receipt: row.receipt, via: 'form', returnId: row.id, datedBy: counted.by };
      await recordArrival(trx, { ...base, kind: 'answer', data, dedupe: returnDedupe(row.id, 'answer') });
    }
    if (asked.some(({ key }) => !verdict.choices[key])) {
      const unclear = unclearOf(asked, decisive.reading);
      const data = { returnId: row.id, defects: verdict.defects, unclear, ...(originalDue && { original: true }) };
      await recordArrival(trx, { ...base, kind: 'form_defect', data, dedupe: returnDedupe(row.id, 'defect') });
    }
    const entry = {
      kind: verdict.status === 'defect' ? 'return_defect' : over ? 'return_late' : 'return_accepted',
      journey: journeyId,
      return: row.id,
      defects: verdict.defects,
      counted: Object.keys(choices).length,
      at: counted.at,
      datedBy: counted.by,
      by: decisive.by,
    };
    ledger.set(campaignId, [...(ledger.get(campaignId) ?? []), { ...decisive.entered, journey: journeyId }, entry]);
  }
  for (const [campaignId, entries] of ledger) {
    await appendLedger(trx, campaignChain(campaignId), row.client_id, decisive.now, entries);
  }
  return { ...verdict, originalDue, late: inTime === 0 && late > 0 };
}

/** The contracts on the form of which both boxes are ticked, or none. */
function unclearOf(asked: FormContract[], { choices }: FormReading): Record<number, 'both' | 'none'> {
  return Object.fromEntries(
    asked.flatMap(({ key, contractId }) => {
      const ticked = choices[key];
      return ticked === 'both' || ticked === 'none' ? [[contractId, ticked]] : [];
    }),
  );
}

/** Appends an entry to the ledger for each journey in an envelope. Call it last in the transaction. */
export async function recordOnPiece(trx: Trx, piece: PostPiece, now: number, entry: LedgerEntry): Promise<void> {
  for (const { campaignId, journeyId } of journeysOf(piece)) {
    const chain = campaignChain(campaignId);
    await appendLedger(trx, chain, piece.clientId, now, [{ ...entry, journey: journeyId }]);
  }
}

/** Locks the journeys of an envelope in id order, as everywhere. */
export async function lockJourneys(trx: Trx, piece: PostPiece) {
  await lockJourneysById(
    trx,
    piece.letters.map((letter) => letter.journeyId),
  );
  return journeysOf(piece);
}

/** Sorted by campaign, so that two transactions never deadlock on each other's ledger. */
function journeysOf(piece: PostPiece): { journeyId: number; campaignId: number }[] {
  const byId = new Map(piece.letters.map((letter) => [letter.journeyId, letter]));
  return [...byId.values()].sort((a, b) => a.campaignId - b.campaignId);
}

/** The document of a journey: of the version it is pinned to, otherwise its campaign's. */
export async function docOf(trx: Queryable, journeyId: number): Promise<CampaignDoc> {
  const { id, version } = await trx
    .selectFrom('journeys as j')
    .innerJoin('campaigns as c', 'c.id', 'j.campaign_id')
    .select(['c.id', sql<number>`coalesce(j.plan_version, c.version)`.as('version')])
    .where('j.id', '=', journeyId)
    .executeTakeFirstOrThrow();
  return campaignDoc(trx, id, version);
}

function paperOf({ row, piece }: Envelope, reading: FormReading, doc: CampaignDoc): PaperDates {
  return {
    receivedOn: row.received_on,
    postmarkOn: row.postmark_on,
    writtenOn: reading.writtenOn,
    postedOn: localDate(piece.postedAt ?? doc.dates.firstDispatch, doc.zone),
    bookedAt: row.received_at,
  };
}

/** Whether a representative who may sign was in force on the day the form came; a mere contact does not count. */
async function isRepresented(trx: Trx, row: ReturnRow): Promise<boolean> {
  const found = await trx
    .selectFrom('representatives')
    .select('id')
    .where('customer_id', '=', row.customer_id)
    .where('client_id', '=', row.client_id)
    .where('may_decide', '=', true)
    .where('ended_at', 'is', null)
    .where('valid_from', '<=', row.received_on)
    .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '>=', row.received_on)]))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** A block of the form: a contract in one of the campaigns whose letters are in the envelope. */
export interface FormContract {
  /** Its key in a reading: the contract id, with `@` and the campaign id if two campaigns ask about it. */
  key: string;
  contractId: number;
  campaignId: number;
  journeyId: number;
  product: string | null;
  /** Last four characters of its number, as printed on the form. */
  number: string;
  /** Excluded from the campaign after printing: it is on the form, but its choice is ignored. */
  excluded: boolean;
}

/** Blocks of a piece's form in printed order: by contract, then by campaign. */
export async function contractsOfPiece(db: Queryable, vault: Vault, piece: PostPiece): Promise<FormContract[]> {
  const journeys = [...new Set(piece.letters.map((letter) => letter.journeyId))];
  const fixed = piece.printedAt === null ? null : new Date(piece.printedAt);
  const { rows } = await sql<Omit<FormContract, 'key' | 'number'> & { wrapped: Buffer; data: Buffer }>`
    select c.id as "contractId", a.campaign_id as "campaignId", j.id as "journeyId", c.product,
      a.state = 'excluded' as excluded, k.wrapped_key as wrapped, i.data
    from journeys j
    join audience a on a.campaign_id = j.campaign_id and a.customer_id = j.customer_id
    join contracts c on c.id = a.contract_id
    join vault_keys k on k.customer_id = j.customer_id
    join vault_items i on i.customer_id = j.customer_id and i.item = 'contract:' || c.id
    where j.id = any(${journeys}::bigint[]) and a.client_id = ${piece.clientId}
      and (a.state = 'included' or a.state = 'excluded' and exists (
        select from arrivals r where r.journey_id = j.id and r.kind = 'contracts_removed' and r.read_at >= ${fixed}
          and r.data -> 'contracts' @> to_jsonb(c.id)))
    order by c.id, a.campaign_id`.execute(db);
  return rows.map(({ wrapped, data, ...row }) => {
    const alone = rows.filter((other) => other.contractId === row.contractId).length === 1;
    const { number } = vault.open<ContractSecret>(vault.unwrap(wrapped), data);
    return {
      ...row,
      key: alone ? String(row.contractId) : `${row.contractId}@${row.campaignId}`,
      number: number.slice(-4),
    };
  });
}

/** How many pages the form in an envelope has. */
export async function pagesOfForm(db: Queryable, vault: Vault, piece: PostPiece): Promise<number> {
  const { account } = await rulesOfPiece(db, piece);
  return FORM.pages((await contractsOfPiece(db, vault, piece)).length, account !== 'none');
}
