import { pdfOfRehearsal } from '../api/rehearsals/paper';
import { askRehearsal } from '../api/rehearsals/request';
import { loadConfig } from '../config/settings';
import { findAccount } from '../db/access/accounts';
import { campaignById, type CampaignRow, lockCampaign } from '../db/campaigns/campaigns';
import { connectDb } from '../db/platform/connect';
import { appendLedger, campaignChain } from '../db/platform/ledger';
import { wholeClient } from '../db/platform/scope';
import { transact } from '../db/platform/transact';
import { type Db, type Trx } from '../db/platform/types';
import { type RehearsalRow } from '../db/rehearsals/stored';
import { type Language } from '../domain/campaigns/campaign';
import { AppError, type ErrorCode, ERRORS } from '../domain/errors';
import { errorText } from '../domain/texts/errors';
import { rehearsalTerminal } from '../domain/texts/rehearsals/terminal';
import { readGivenFile, requireWritable, writeGivenFile } from './given-file';
import { targetOf } from './keys';
import { answersOf } from './rehearse-answers';
import { sayError } from './say-error';
import { BY, followed, type Output, PATIENCE, type Patience } from './rehearse-follow';

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

/** Asks for a rehearsal, shows how far it is, and prints what it found. Returns the exit code that `--help` names. */
export async function rehearse(
  options: RehearseOptions,
  output: Output = terminal(),
  patience: Patience = PATIENCE,
): Promise<number> {
  const { db } = connectDb({ url: targetOf(options).DATABASE_URL, max: 2, application: 'tsunagi-rehearse' });
  try {
    if (!canRehearse(options)) throw new AppError('rehearsal_not_set_up');
    const behaviour = options.behaviour === undefined ? '{}' : readGivenFile(options.behaviour);
    if (options.pdf !== undefined) requireWritable(options.pdf);
    const campaign = await campaignById(db, options.campaign);
    const { id } = await ask(db, campaign, { ...options, behaviour });
    const row = await followed(db, campaign, { id, lang: options.lang, output, patience });
    if (row.result === null) return ended(row, options.lang, output);
    if (options.json) output.out(JSON.stringify(row.result));
    else for (const line of answersOf(row.result, options.lang)) output.out(line);
    if (options.pdf !== undefined)
      await writeGivenFile(options.pdf, await pdfOfRehearsal(db, campaign, row, options.lang));
    return 0;
  } catch (error) {
    sayError(error, { lang: options.lang, err: output.err });
    return 1;
  } finally {
    await db.destroy();
  }
}

/** An installation with a data folder of its own always can; any other needs its setting, as its workers do. */
const canRehearse = ({ data }: RehearseOptions): boolean =>
  data !== undefined || loadConfig().REHEARSAL_DATABASE_URL !== undefined;

async function ask(db: Db, { id, client_id }: CampaignRow, options: RehearseOptions & { behaviour: string }) {
  return transact(db, async (trx) => {
    const campaign = await lockCampaign(trx, wholeClient(client_id), id);
    const personId = await whoAsks(trx, campaign, options.login);
    const { row, entry, now } = await askRehearsal(trx, campaign, {
      ...{ sample: options.all ? null : options.sample, seed: options.seed, behaviour: options.behaviour },
      ...{ language: options.lang, personId, by: BY },
    });
    await appendLedger(trx, campaignChain(id), client_id, now, [entry]);
    return row;
  });
}

/** The person of the login, else the campaign's author. Throws login_unknown and rehearsal_without_author. */
async function whoAsks(trx: Trx, { created_by: author }: CampaignRow, login: string | undefined): Promise<number> {
  if (login !== undefined) {
    const account = await findAccount(trx, login);
    if (!account) throw new AppError('login_unknown', { login });
    return account.personId;
  }
  if (author === null) throw new AppError('rehearsal_without_author');
  return author;
}

function ended({ status, error }: RehearsalRow, lang: Language, { err, signal }: Output): number {
  if (status === 'cancelled') err(rehearsalTerminal(lang, 'cancelled'));
  else {
    const code = error?.code ?? '';
    const { title, advice } = errorText(
      Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : 'internal',
      lang,
      error?.detail,
    );
    err(`${title} ${advice} (${code})`);
  }
  return signal.aborted ? 2 : 1;
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
