import { readFile, writeFile } from 'node:fs/promises';
import { askRehearsal } from '../api/rehearsals/request';
import { sleep } from '../config/sleep';
import { findAccount } from '../db/access/accounts';
import { clientName } from '../db/access/clients';
import { campaignById, type CampaignRow, campaignDoc, lockCampaign } from '../db/campaigns/campaigns';
import { connectDb } from '../db/platform/connect';
import { appendLedger, campaignChain } from '../db/platform/ledger';
import { wholeClient } from '../db/platform/scope';
import { transact } from '../db/platform/transact';
import { type Db } from '../db/platform/types';
import { cancelRehearsal, readRehearsal, recordOf, type RehearsalRow } from '../db/rehearsals/stored';
import { readClock } from '../db/platform/clock';
import { type Language } from '../domain/campaigns/campaign';
import { AppError, type ErrorCode, ERRORS } from '../domain/errors';
import { type Behaviour } from '../domain/rehearsals/behaviour';
import { errorText } from '../domain/texts/errors';
import { rehearsalTerminal } from '../domain/texts/rehearsals/terminal';
import { rehearsalPdf } from '../rendering/rehearsal/pdf';
import { targetOf } from './keys';
import { answersOf } from './rehearse-answers';

export interface RehearseOptions {
  campaign: number;
  sample: number;
  all: boolean;
  behaviour?: string;
  seed: number;
  login?: string;
  json: boolean;
  pdf?: string;
  data?: string;
  lang: Language;
}
interface Output {
  out: (line: string) => void;
  err: (line: string) => void;
  /** Ends the rehearsal when it is aborted. */
  signal: AbortSignal;
}

const EVERY_MS = 2_000;
const BY = 'cli';

/** Asks for a rehearsal, shows how far it is, and prints what it found. Returns the exit code that `--help` names. */
export async function rehearse(options: RehearseOptions, output: Output = terminal()): Promise<number> {
  const { db } = connectDb({ url: targetOf(options).DATABASE_URL, max: 2, application: 'tsunagi-rehearse' });
  try {
    const behaviour = options.behaviour === undefined ? '{}' : await readFile(options.behaviour, 'utf8');
    const campaign = await campaignById(db, options.campaign);
    const { id } = await ask(db, campaign, { ...options, behaviour });
    const row = await followed(db, campaign, { id, lang: options.lang, output });
    if (row.result === null) return ended(row, options.lang, output);
    if (options.pdf !== undefined) await writeFile(options.pdf, await pdfOf(db, campaign, row, options.lang));
    if (options.json) output.out(JSON.stringify(row.result));
    else for (const line of answersOf(row.result, options.lang)) output.out(line);
    return 0;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { title, advice } = errorText(error.code, options.lang, error.detail);
    output.err(`${title} ${advice}`);
    for (const { line, path, message } of error.issues)
      output.err(`  ${line === undefined ? '' : `${line}: `}${path}: ${message}`);
    return 1;
  } finally {
    await db.destroy();
  }
}

async function ask(db: Db, { id, client_id }: CampaignRow, options: RehearseOptions & { behaviour: string }) {
  return transact(db, async (trx) => {
    const campaign = await lockCampaign(trx, wholeClient(client_id), id);
    const account = options.login === undefined ? undefined : await findAccount(trx, options.login);
    const personId = options.login === undefined ? campaign.created_by : account?.personId;
    if (personId === undefined || personId === null) throw new AppError('not_found', { what: 'account' });
    const { row, entry, now } = await askRehearsal(trx, campaign, {
      ...{ sample: options.all ? null : options.sample, seed: options.seed, behaviour: options.behaviour },
      ...{ language: options.lang, personId, by: BY },
    });
    await appendLedger(trx, campaignChain(id), client_id, now, [entry]);
    return row;
  });
}

/** Waits until the rehearsal has ended, and prints its progress. */
async function followed(
  db: Db,
  campaign: CampaignRow,
  { id, lang, output }: { id: number; lang: Language; output: Output },
): Promise<RehearsalRow> {
  let before = '';
  for (;;) {
    const row = await readRehearsal(db, id);
    if (row.ended_at !== null) return row;
    if (output.signal.aborted) await cancel(db, campaign, id);
    const { journeys = 0, ended: done = 0, day = null } = row.progress ?? {};
    const line =
      row.progress === null
        ? rehearsalTerminal(lang, 'waits', { id })
        : rehearsalTerminal(lang, 'progress', { ended: done, journeys, day: day ?? '—' });
    if (line !== before) output.err(line);
    before = line;
    if (!output.signal.aborted) await sleep(EVERY_MS);
  }
}

async function cancel(db: Db, campaign: CampaignRow, id: number): Promise<void> {
  await transact(db, async (trx) => {
    const { now } = await readClock(trx);
    const row = await cancelRehearsal(trx, campaign, { id, at: now });
    const entry = { ...recordOf('rehearsal_cancelled', row), by: BY };
    await appendLedger(trx, campaignChain(campaign.id), campaign.client_id, now, [entry]);
  });
}

function ended({ status, error }: RehearsalRow, lang: Language, { err, signal }: Output): number {
  const code = error?.code ?? '';
  const known = Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : 'internal';
  err(status === 'cancelled' ? rehearsalTerminal(lang, 'cancelled') : `${errorText(known, lang, error?.detail).title} (${code})`); // prettier-ignore
  return signal.aborted ? 2 : 1;
}

async function pdfOf(db: Db, campaign: CampaignRow, row: RehearsalRow, lang: Language): Promise<Buffer> {
  const { name } = await campaignDoc(db, campaign.id, row.version);
  const paper = {
    client: await clientName(db, campaign.client_id),
    campaign: { name, version: row.version, contentHash: row.content_hash },
    ...{ rehearsedAt: row.ended_at!, outdated: false },
    ...{ behaviour: row.behaviour as unknown as Behaviour, result: row.result! },
  };
  return rehearsalPdf(paper, lang);
}

function terminal(): Output {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  return {
    out: (line) => void process.stdout.write(`${line}\n`),
    err: (line) => void process.stderr.write(`${line}\n`),
    signal: stop.signal,
  };
}
