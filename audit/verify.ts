import { createHash } from 'node:crypto';
import { calendarOf } from '../domain/campaigns/holidays';
import { CampaignDocs } from '../db/campaigns/campaigns';
import { campaignChain, canonicalJson, ledgerEntries, ledgerHead, parseEntry } from '../db/platform/ledger';
import { decide } from '../domain/journeys/decide';
import { type JourneyFacts } from '../domain/journeys/facts';
import { type Db, type Queryable } from '../db/platform/types';

/**
 * `entry_missing`: a sequence number is missing. `hash_wrong`: text or hash was changed. `columns_wrong`: time or
 * client in the columns differ from the text. `end_missing`: the head says there were more entries. `head_wrong`: the
 * head does not match the last entry. `chain_missing`: no such chain. `noted_missing`: it ends before the head that was
 * noted outside. `noted_differs`: it had another hash there.
 */
export type ChainFault =
  | 'entry_missing'
  | 'hash_wrong'
  | 'columns_wrong'
  | 'end_missing'
  | 'head_wrong'
  | 'chain_missing'
  | 'noted_missing'
  | 'noted_differs';

/** A chain's last number and hash (hex), as noted outside the installation. */
export interface NotedHead {
  seq: number;
  hash: string;
}

/** Is given the number of entries, or journeys, that are done, each time some more are. */
export type OnProgress = (done: number) => Promise<void> | void;

export interface VerifiedChain {
  entries: number;
  ok: boolean;
  /** The first entry that does not follow from the previous one. */
  firstBad?: { seq: number; why: ChainFault };
  /**
   * The recomputed last hash (hex). Anyone who recorded it elsewhere can check that nothing before it was rewritten.
   */
  head: string;
}

/** Progress is given each time so many entries are done. */
const REPORTED = 2_000;

/**
 * Recomputes a chain from its texts, sha256(previous hash || body), and compares it with the stored hashes and the
 * head. A chain that was cut or made anew, with its head, holds in itself: only a head `noted` outside finds it.
 */
export async function verifyChain(
  db: Db,
  chain: string,
  { noted, onProgress }: { noted?: NotedHead | undefined; onProgress?: OnProgress } = {},
): Promise<VerifiedChain> {
  const view = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  return view.execute(async (trx) => {
    const head = await ledgerHead(trx, chain);
    let hash = createHash('sha256').update('').digest();
    let entries = 0;
    const bad = (seq: number, why: ChainFault): VerifiedChain => ({
      entries,
      ok: false,
      firstBad: { seq, why },
      head: hash.toString('hex'),
    });
    if (!head) return bad(1, 'chain_missing');
    for await (const entry of ledgerEntries(trx, chain)) {
      if (entry.seq !== entries + 1) return bad(entries + 1, 'entry_missing');
      const next = createHash('sha256').update(hash).update(entry.body).digest();
      if (!entry.hash.equals(next)) return bad(entry.seq, 'hash_wrong');
      const stored = parseEntry(entry.body);
      if (stored.t !== entry.at || stored.c !== entry.client_id) return bad(entry.seq, 'columns_wrong');
      hash = next;
      entries += 1;
      if (entries % REPORTED === 0) await onProgress?.(entries);
      if (entries === noted?.seq && hash.toString('hex') !== noted.hash) return bad(entries, 'noted_differs');
    }
    if (noted && entries < noted.seq) return bad(entries + 1, 'noted_missing');
    if (entries < head.seq) return bad(entries + 1, 'end_missing');
    if (entries > head.seq || !head.hash.equals(hash)) return bad(head.seq, 'head_wrong');
    return { entries, ok: true, head: hash.toString('hex') };
  });
}

export interface Redecided {
  decisions: number;
  /**
   * Decisions with a different result today: their inputs, their result, the campaign's version or a rule was changed.
   */
  differing: { seq: number; journey: number }[];
}

/** Makes every decision in a campaign's ledger again, from the recorded inputs and the plan version used. */
export async function redecide(db: Db, campaignId: number, onProgress?: OnProgress): Promise<Redecided> {
  const again = decider(db, campaignId);
  const found: Redecided = { decisions: 0, differing: [] };
  for await (const { seq, body } of ledgerEntries(db, campaignChain(campaignId))) {
    if (seq % REPORTED === 0) await onProgress?.(seq);
    const entry = parseEntry(body);
    if (entry.kind !== 'decision') continue;
    const { journey, version, facts, decision } = entry as unknown as DecisionEntry;
    found.decisions += 1;
    if ((await again(facts, version)) !== canonicalJson(decision)) found.differing.push({ seq, journey });
  }
  return found;
}

interface DecisionEntry {
  journey: number;
  version: number;
  facts: JourneyFacts;
  decision: unknown;
}

/** Returns undefined for inputs that cannot be decided, which equals no decision. */
function decider(db: Queryable, campaignId: number) {
  const docs = new CampaignDocs();
  const calendars = new Map<number, ReturnType<typeof calendarOf>>();
  return async (facts: JourneyFacts, version: number): Promise<string | undefined> => {
    const doc = await docs.get(db, campaignId, version);
    const calendar = calendars.get(version) ?? calendarOf(doc);
    calendars.set(version, calendar);
    try {
      return canonicalJson(decide({ facts, doc, calendar }));
    } catch {
      return undefined;
    }
  };
}
