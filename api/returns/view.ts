import { campaignDoc } from '../../db/campaigns/campaigns';
import { localDate } from '../../domain/campaigns/calendar';
import { type Actor } from '../../db/access/api-keys';
import { docOf, contractsOfPiece, type FormContract } from '../../db/returns/decide';
import { accountsOf, rulesOfPiece } from '../../db/returns/accounts';
import { findPostPiece, type PostPiece, type ReturnRow } from '../../db/returns/returns';
import { correctionOf } from '../../db/returns/corrections';
import { returnContext, listedReturn, type ListedReturn, entriesOf } from '../../db/returns/list';
import { type Scope } from '../../db/platform/scope';
import { type Vault } from '../../db/privacy/vault';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { closingInstant } from '../../domain/journeys/outcome';
import { type BankAccount, differingFields, maskedAccount } from '../../domain/returns/bank-account';
import { type Defect, type FormReading, type Undeliverable } from '../../domain/returns/return-rules';
import { defectTexts, undeliverableTexts } from '../../domain/texts/names/desks';
import { type ReturnNote, returnNoteTexts } from '../../domain/texts/returns';
import { iso, isoOrNull } from '../http/wire';
import { type Queryable } from '../../db/platform/types';

/** A return without its contents, as `actor` may see it. */
export function briefOfReturn(row: ListedReturn, actor: Actor) {
  const waits = row.kind === 'form' && row.decided_at === null && row.status !== 'held';
  const visible = !row.protected || actor.rights.includes('personal.protected');
  return {
    id: row.id,
    receipt: row.receipt,
    kind: row.kind,
    status: row.status,
    campaignId: row.campaign_id,
    customerId: row.customer_id,
    receivedOn: row.received_on,
    postmarkOn: row.postmark_on,
    reason: row.reason as Undeliverable | null,
    defects: (row.defects ?? []) as Defect[],
    bookedAt: iso(row.received_at),
    decidedAt: isoOrNull(row.decided_at),
    hasImage: row.has_image,
    entries: row.entered_by.length,
    protected: row.protected,
    mayEnter: waits && visible && !row.entered_by.includes(actor.personId),
    withdrawnBecause: row.withdrawn_because,
    duplicateOf: row.duplicate_of,
  };
}

/** A return with its contracts. Readings stay hidden until two persons have read independently. */
export async function detailOfReturn(
  db: Queryable,
  vault: Vault,
  caller: { scope: Scope; actor: Actor },
  row: ReturnRow,
) {
  const listed = await listedReturn(db, row);
  const piece = await findPostPiece(db, caller.scope, { id: row.piece_id });
  const contracts = await contractsOfPiece(db, vault, piece);
  const entries = await entriesOf(db, row);
  const context = await returnContext(db, row, piece);
  const own = piece.letters.find((letter) => letter.campaignId === row.campaign_id)!;
  const doc = await docOf(db, own.journeyId);
  const judged = row.decided_at !== null && row.status !== 'withdrawn';
  const decided = judged ? entries.at(-1)?.reading : undefined;
  const readings = decided || row.status === 'mismatch' || row.status === 'held' ? entries : [];
  const rules = await rulesOfPiece(db, piece);
  const accounts = readings.length > 0 ? await accountsOf(db, vault, row) : new Map<number, BankAccount>();
  const remark = readings.some(({ reading }) => reading.remark);
  const correction = await correctionOf(db, row.id);
  const brief = briefOfReturn(listed, caller.actor);
  const hidden = listed.protected && !caller.actor.rights.includes('personal.protected');
  const codes = notesOf({
    brief,
    piece,
    contracts,
    context,
    doc,
    remark,
    decided,
    corrected: correction !== undefined,
  });
  return {
    ...brief,
    contracts: contracts.map(({ journeyId: _, ...contract }) => ({
      ...contract,
      ...(hidden && { number: '' }),
      choice: decided?.choices[contract.key] ?? null,
    })),
    readings: readings.map(({ no, personId, at, reading }) => {
      const account = accounts.get(no);
      return { no, by: personId, at: iso(at), reading, account: account && !hidden ? maskedAccount(account) : null };
    }),
    asks: { hanko: rules.hanko !== 'none', account: rules.account !== 'none' },
    accountDiffers: readings.length > 1 ? differingFields(accounts.get(1) ?? null, accounts.get(2) ?? null) : [],
    pages: listed.pages,
    mailed: await mailedIn(db, piece),
    corrected: correction
      ? {
          ...{ at: iso(correction.at), by: correction.personId, callTaskId: correction.taskId },
          spokenWith: correction.spokenWith as 'customer' | 'representative',
        }
      : null,
    countsAt: isoOrNull(context.answer?.at ?? null),
    texts: brief.reason ? [undeliverableTexts[brief.reason]] : brief.defects.map((defect) => defectTexts[defect]),
    notes: codes.map((code) => ({ code, text: returnNoteTexts[code] })),
  };
}

/** What was in the envelope, in the words of the version that each letter was written in. */
async function mailedIn(db: Queryable, { letters, postedAt }: PostPiece) {
  const mailed = [];
  for (const { campaignId, notice, version, step } of letters) {
    const { name, zone, dates } = await campaignDoc(db, campaignId, version);
    const postedOn = postedAt === null ? null : localDate(postedAt, zone);
    mailed.push({ campaignId, campaign: name, notice, version, step, postedOn, applyBy: iso(dates.applyBy) });
  }
  return mailed;
}

interface NoteFacts {
  brief: ReturnType<typeof briefOfReturn>;
  piece: PostPiece;
  contracts: FormContract[];
  context: Awaited<ReturnType<typeof returnContext>>;
  doc: CampaignDoc;
  remark: boolean;
  decided: FormReading | undefined;
  corrected: boolean;
}

function notesOf({ brief, piece, contracts, context, doc, remark, decided, corrected }: NoteFacts): ReturnNote[] {
  const { answer } = context;
  const tooLate = answer !== null && answer.at > closingInstant(doc);
  const when: [ReturnNote, boolean][] = [
    ['second_form', brief.kind === 'form' && brief.duplicateOf !== null],
    ['piece_withdrawn', piece.withdrawn],
    ['declared_elsewhere', context.declaredElsewhere],
    ['contract_excluded', brief.kind === 'form' && contracts.some((contract) => contract.excluded)],
    ['partly_counted', brief.status === 'defect' && answer !== null],
    ['in_favour', answer?.datedBy === 'in_favour'],
    ['in_grace', answer !== null && answer.at > doc.dates.applyBy && !tooLate],
    ['too_late', tooLate],
    ['withdrawn', brief.status === 'withdrawn'],
    ['withdrawn_followed', brief.status === 'withdrawn' && context.followed],
    ['remark', remark],
    ['holder_unproven', decided?.account === 'unproven' && brief.status !== 'defect'],
    ['corrected_by_phone', corrected],
    ['remark_unread', brief.status === 'held'],
  ];
  return when.flatMap(([code, holds]) => (holds ? [code] : []));
}
