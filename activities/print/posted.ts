import { type Logger } from 'pino';
import { type CampaignDocs } from '../../db/campaigns/campaigns';
import { getRun } from '../../db/print/runs';
import {
  closePosted,
  codesOf,
  type PostedLetter,
  pulledFrom,
  recordDiffering,
  recordPosted,
  type UnpostedLetter,
  unpostedLetters,
} from '../../db/print/posted';
import { unansweredRecalls } from '../../db/print/recalls';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { isReminder } from '../../domain/journeys/notice-role';
import { type PriceList } from '../../domain/print/prices';
import { type Acknowledgement, differences, expectedArrival } from '../../domain/print/print-run';
import { calendarOf } from '../../domain/campaigns/holidays';
import { type Db } from '../../db/platform/types';

export interface PostedDeps {
  db: Db;
  docs: CampaignDocs;
  log: Logger;
  /** Default: the carrier's public ones. */
  prices?: PriceList[];
}

const BATCH = 500;
/**
 * Processes the shop's acknowledgement of a run. Equal figures: every letter is recorded as handed over at the time of
 * posting, and expected at noon some business days later. Different figures: nothing is recorded as posted. Repeatable.
 */
export async function bookAcknowledged(
  { db, docs, log, prices }: PostedDeps,
  runId: number,
): Promise<'waiting' | 'posted' | 'differs'> {
  const run = await getRun(db, runId);
  if (run.status === 'posted') return 'posted';
  const ack = run.acknowledged as Acknowledgement | null;
  if (!ack || (run.status !== 'handed_over' && run.status !== 'differs')) return 'waiting';
  const codes = await codesOf(db, runId);
  const pulled = await pulledFrom(db, runId);
  const found = differences({ pieces: run.pieces, pages: run.pages, codes, pulled }, ack);
  // what is missing may have been recalled: that answer signals the run
  if (found.length > 0 && (await unansweredRecalls(db, runId)) > 0) return 'waiting';
  if (found.length > 0) {
    log.error({ run: run.key, differences: found }, 'the print shop counts otherwise: a person must look');
    await recordDiffering(db, run, found);
    return 'differs';
  }
  const postedAt = Date.parse(ack.postedAt);
  for (;;) {
    const letters = await unpostedLetters(db, runId, BATCH);
    if (letters.length === 0) break;
    const posted: PostedLetter[] = [];
    for (const letter of letters) {
      const doc = await docs.get(db, letter.campaignId, letter.version);
      posted.push(asPosted(letter, doc, ack.postedOn));
    }
    await recordPosted(db, run, postedAt, posted);
  }
  await closePosted(db, run, postedAt, { ack, prices });
  log.info({ run: run.key, pieces: run.pieces }, 'print run posted');
  return 'posted';
}

function asPosted(letter: UnpostedLetter, doc: CampaignDoc, postedOn: string): PostedLetter {
  const expectedAt = expectedArrival(postedOn, doc, calendarFor(doc), letter.abroad);
  return { ...letter, reminder: isReminder(doc, letter), expectedAt };
}

const calendars = new WeakMap<CampaignDoc, ReturnType<typeof calendarOf>>();
function calendarFor(doc: CampaignDoc) {
  const known = calendars.get(doc) ?? calendarOf(doc);
  calendars.set(doc, known);
  return known;
}
