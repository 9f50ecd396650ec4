import { createHash } from 'node:crypto';
import { campaignById } from '../db/campaigns/campaigns';
import { headOf, linesOfPiece } from '../db/campaigns/statement/document';
import { listStatements, storedPieces, type StatementRow } from '../db/campaigns/statement/stored';
import { campaignChain, ledgerEntries, parseEntry } from '../db/platform/ledger';
import { type Db, type Queryable } from '../db/platform/types';
import { type DocumentLine } from '../domain/campaigns/statement/document';
import { outcomesInLedger } from './completeness';

/**
 * `content_differs`: the stored bytes do not give the signed hash. `chain_differs`: the document does not follow from the
 * one before it. `not_in_ledger`: the ledger has no such signature. `document_missing`: it has one without a document.
 * `line_differs`: a contract is stated with another outcome than the ledger had at that time.
 */
export interface StatementFault {
  why: 'content_differs' | 'chain_differs' | 'not_in_ledger' | 'document_missing' | 'line_differs';
  contract?: number;
}

export interface StatementFaults {
  no: number;
  lines: number;
  faults: StatementFault[];
}

/** Contracts named per document; the first of them show what is amiss. */
const NAMED = 20;

/** Checks the signed statement and its supplements: bytes against hashes, hashes and outcomes against the ledger. */
export async function verifyStatements(db: Db, campaignId: number): Promise<StatementFaults[]> {
  const view = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
  return view.execute(async (trx) => {
    const signed = (await listStatements(trx, await campaignById(trx, campaignId))).filter(
      (row) => row.signed_at !== null,
    );
    const recorded = await signaturesInLedger(trx, campaignId);
    const found: StatementFaults[] = [];
    for (const [index, row] of signed.entries()) {
      const faults = await faultsOf(trx, row, { before: signed[index - 1], recorded: recorded.get(row.no) });
      found.push({ no: row.no, lines: row.lines, faults });
      recorded.delete(row.no);
    }
    for (const no of recorded.keys()) found.push({ no, lines: 0, faults: [{ why: 'document_missing' }] });
    return found;
  });
}

interface Recorded {
  hash: string;
  /** Number of the entry that says the document was prepared; 0: there is none. */
  prepared: number;
}

async function signaturesInLedger(db: Queryable, campaignId: number): Promise<Map<number, Recorded>> {
  const prepared = new Map<string, number>();
  const signatures = new Map<number, Recorded>();
  for await (const { seq, body } of ledgerEntries(db, campaignChain(campaignId))) {
    const entry = parseEntry(body) as { kind: string; no?: number; hash?: string };
    if (entry.kind === 'statement_prepared') prepared.set(entry.hash!, seq);
    if (entry.kind !== 'statement_signed') continue;
    signatures.set(entry.no!, { hash: entry.hash!, prepared: prepared.get(entry.hash!) ?? 0 });
  }
  return signatures;
}

async function faultsOf(
  db: Queryable,
  row: StatementRow,
  { before, recorded }: { before: StatementRow | undefined; recorded: Recorded | undefined },
): Promise<StatementFault[]> {
  const faults: StatementFault[] = [];
  const { hash, previousHash, outcomes } = await readDocument(db, row);
  if (hash !== row.hash) faults.push({ why: 'content_differs' });
  const follows = row.previous_hash === (before?.hash ?? null) && previousHash === row.previous_hash;
  if (!follows || row.no !== (before ? before.no + 1 : 0)) faults.push({ why: 'chain_differs' });
  if (recorded?.hash !== row.hash) return [...faults, { why: 'not_in_ledger' }];
  // what was booked while the document was written is in the ledger before it
  const bySeq = await outcomesInLedger(db, row.campaign_id, ({ seq }) => seq < recorded.prepared);
  const byTime = await outcomesInLedger(db, row.campaign_id, ({ at }) => at <= row.as_of);
  const differing = [...outcomes].filter(([contract, outcome]) =>
    [bySeq, byTime].every((known) => (known.get(contract) ?? 'excluded') !== outcome),
  );
  const named = differing.slice(0, NAMED).map(([contract]): StatementFault => ({ why: 'line_differs', contract }));
  return [...faults, ...named];
}

/** Hash of the stored bytes, and what they say; nothing where they cannot be read any more. */
async function readDocument(db: Queryable, row: StatementRow) {
  const hash = createHash('sha256');
  const outcomes = new Map<number, string>();
  let previousHash: string | null | undefined;
  for await (const body of storedPieces(db, row)) {
    hash.update(body);
    if (previousHash === undefined) previousHash = readable(() => headOf(body).previousHash);
    else for (const line of readable(() => linesOfPiece(body)) ?? []) outcomes.set(line.contractId, outcomeOf(line));
  }
  return { hash: hash.digest('hex'), previousHash: previousHash ?? null, outcomes };
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const outcomeOf = (line: DocumentLine): string => ('attempts' in line ? line.outcome : line.to.outcome) ?? 'open';
