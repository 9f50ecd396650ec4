import { type Logger } from 'pino';
import { expireRecordings } from '../../db/calls/recordings';
import { forgetProofRecipients } from '../../db/campaigns/proofs/recipients';
import { readClock } from '../../db/platform/clock';
import { emptyUnstarted } from '../../db/privacy/left-out';
import { noteRun } from '../../db/privacy/retention-runs';
import { dueCampaigns, dueUnstarted, openDueErasures, removeDueImages, runsOf } from '../../db/privacy/retention';
import { expirePages } from '../../db/returns/batches/retention';
import { dropLostUploads } from '../../db/returns/batches/upload';
import { type PrintArchive } from '../print/archive';
import { type Db } from '../../db/platform/types';

export interface RetentionDeps {
  db: Db;
  log: Logger;
  archive: PrintArchive;
}

/** Customers or images of a campaign in one call. */
const BATCH = 100;

/**
 * Marks for erasure the customers of campaigns whose retention has ended, also of those that never started, and removes
 * names and addresses of recipients of proofs, images, scanned pages, letters' files and references of recordings. Each
 * step is a transaction of its own and may be repeated. Returns the number marked or removed.
 */
export async function applyRetention({ db, log, archive }: RetentionDeps): Promise<number> {
  const { now } = await readClock(db);
  const due = await dueCampaigns(db, now);
  const limit = { now, limit: BATCH };
  let moved = 0;
  const personal = due.personal.map((campaign) => campaign.id);
  for (const campaign of due.personal.filter(({ open }) => open)) {
    const { opened, kept } = await openDueErasures(db, campaign, personal, limit);
    if (opened > 0) log.info({ campaign: campaign.id, opened, kept }, 'retention: customers marked for erasure');
    moved += opened;
  }
  const unstarted = await dueUnstarted(db, now);
  const forgotten = await forgetProofRecipients(db, [...personal, ...unstarted.map(({ id }) => id)]);
  if (forgotten > 0) log.info({ recipients: forgotten }, 'retention: recipients of proofs removed');
  moved += forgotten;
  for (const { id: campaignId, clientId } of unstarted) {
    const removed = await emptyUnstarted(db, { clientId, campaignId, now });
    log.info({ campaign: campaignId, removed }, 'retention: audience of a campaign that never started removed');
    moved += removed ?? 0;
  }
  for (const campaign of due.images.filter(({ open }) => open)) {
    const { removed, kept } = await removeDueImages(db, campaign, limit);
    if (removed > 0) log.info({ campaign: campaign.id, removed, kept }, 'retention: images removed');
    moved += removed;
  }
  await dropLostUploads(db);
  const expired = await expirePages(
    db,
    due.images.map(({ id }) => id),
    limit,
  );
  if (expired > 0) log.info({ pages: expired }, 'retention: pages that no person decided on removed');
  moved += expired;
  const recordings = await expireRecordings(db);
  if (recordings > 0) log.info({ recordings }, 'retention: references of recordings removed');
  moved += recordings;
  // last: it stops where the print shop's server is away
  const print = due.print.map((campaign) => campaign.id);
  for (const campaign of due.print.filter(({ open }) => open)) {
    const runs = await runsOf(db, campaign.id, print);
    const free = runs.filter((run) => run.free);
    let files = 0;
    for (const { key } of free) files += await archive.removeRun(key);
    const kept = runs.length - free.length;
    const run = { removed: files, kept, done: kept === 0, now };
    await db.transaction().execute((trx) => noteRun(trx, campaign, 'print', run));
    if (files > 0) log.info({ campaign: campaign.id, files, kept }, 'retention: print files removed');
    moved += files;
  }
  return moved;
}
