import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { connectDb } from '../../../db/platform/connect';
import { FileMasterKeys } from '../../../db/privacy/master-keys';
import { openVault, type Vault } from '../../../db/privacy/vault';
import { runningPostmaster } from '../../../embedded/postgres/running';
import { prepareCluster } from '../../../embedded/postgres/initdb';
import { startBase } from '../../../embedded/base';
import { connectTemporal } from '../../../temporal/connection';
import { filePatterns, type Owner, vaultPatterns } from './values';
import { type Found, type Searched, searchFiles, searchServer, searchTemporal } from './sources';
import { type Pattern, Patterns } from './patterns';
import { findTarget, type Target } from '../../../temporal/target';
import { type Db } from '../../../db/platform/types';

/** Values found in one place: how often, and of how many owners; the first few by id or line. */
export interface Leak {
  where: string;
  hits: number;
  owners: Owner[];
}

export interface LeakReport {
  ok: boolean;
  /** Values looked for, in all their forms. */
  values: number;
  searched: Record<'databases' | 'executions' | 'files', Searched>;
  leaks: Leak[];
  /** What was not searched, and why. */
  leftOut: { path: string; why: string }[];
}

/**
 * What lies in a data folder and is not ours to keep clean: records of the stand-ins, who are other companies and their
 * customers, and what the client gave or gets.
 */
export const LEFT_OUT: { path: string; why: string }[] = [
  { path: 'postgres/data', why: 'searched table by table, through the server' },
  { path: 'inbox', why: "the mail provider's own record, and the customers' mailboxes" },
  { path: 'sms', why: "the SMS provider's own record" },
  { path: 'print-shop', why: "the print shop's own record" },
  { path: 'print', why: 'letters on their way to the print shop; removed by retention and erasure' },
  { path: 'phone', why: "the exchange's own record" },
  { path: 'customers', why: 'the simulated customers themselves' },
  { path: 'client-system', why: "the client's own system" },
  {
    path: 'campaign.yaml',
    why: "the manager's campaign file, which may name contracts for exceptions; kept as hashes",
  },
  { path: 'access-codes.csv', why: 'the list that goes to the client, asked for and recorded' },
];

/**
 * Searches everything an embedded installation keeps for the values of every customer. `dir`: its data folder; it is
 * started for the search when it does not run. `audience`: the client's file, for rows refused on import.
 */
export async function findLeaks(dir: string, audience: string): Promise<LeakReport> {
  return whileRunning(resolve(dir), (urls) => searchInstallation(resolve(dir), audience, urls));
}

interface Urls extends Target {
  superUrl: string;
}

async function searchInstallation(dir: string, audience: string, urls: Urls): Promise<LeakReport> {
  const { db } = connectDb({ url: superOf(urls), max: 2, application: 'tsunagi-audit' });
  const client = await connectTemporal(urls);
  try {
    const patterns = new Patterns(await patternsOf(db, await openVault(new FileMasterKeys(`${dir}.key`)), audience));
    const leaks = new Map<string, Leak>();
    const found: Found<Owner> = (where, owner) => note(leaks, where, owner);
    const leftOut = LEFT_OUT.filter(({ path }) => existsSync(join(dir, path)));
    const searched = {
      databases: await searchServer(urls.superUrl, patterns, found),
      executions: await searchTemporal(client, patterns, found),
      files: await searchFiles(
        dir,
        leftOut.map(({ path }) => path),
        patterns,
        found,
      ),
    };
    return { ok: leaks.size === 0, values: patterns.size, searched, leaks: [...leaks.values()], leftOut };
  } finally {
    await client.connection.close();
    await db.destroy();
  }
}

/** The product's own database, as the superuser: row-level rules must not hide a row from the search. */
function superOf({ superUrl, DATABASE_URL }: Urls): string {
  const url = new URL(superUrl);
  url.pathname = new URL(DATABASE_URL).pathname;
  return url.toString();
}

async function patternsOf(db: Db, vault: Vault, audience: string): Promise<Pattern<Owner>[]> {
  const patterns: Pattern<Owner>[] = [];
  for await (const pattern of filePatterns(readFileSync(audience))) patterns.push(pattern);
  for await (const pattern of vaultPatterns(db, vault)) patterns.push(pattern);
  return patterns;
}

const OWNERS_SHOWN = 5;

function note(leaks: Map<string, Leak>, where: string, owner: Owner): void {
  const leak = leaks.get(where) ?? { where, hits: 0, owners: [] };
  leak.hits += 1;
  const known = leak.owners.some((one) => one.customer === owner.customer && one.line === owner.line);
  if (!known && leak.owners.length < OWNERS_SHOWN) leak.owners.push(owner);
  leaks.set(where, leak);
}

/** Runs the work against the installation of a folder, which is started for it when nothing runs there. */
async function whileRunning<Result>(dir: string, work: (urls: Urls) => Promise<Result>): Promise<Result> {
  const postgres = join(dir, 'postgres');
  if (!existsSync(join(postgres, 'data'))) throw new Error(`there is no installation in ${dir}`);
  const running = await runningPostmaster(join(postgres, 'data'));
  if (running) {
    const { password } = prepareCluster(postgres);
    const superUrl = `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${running.port}/postgres`;
    return work({ ...findTarget(dir), superUrl });
  }
  const log = (line: string) => void process.stderr.write(`  ${line}\n`);
  const base = await startBase({ dir, log, namespaces: ['tsunagi'] });
  try {
    return await work({ ...findTarget(dir), superUrl: base.postgres.superUrl });
  } finally {
    await base.stop();
  }
}
