import { campaignRows } from '../../db/platform/evidence/campaign-rows';
import { customerRows } from '../../db/platform/evidence/customer-rows';
import { entriesOfCustomers, entriesOfJourneys, type EvidenceEntry } from '../../db/platform/evidence/entries';
import { existingJourneys, journeyRowsAfter } from '../../db/platform/evidence/journey-rows';
import { campaignChain, ledgerPages, parseEntry } from '../../db/platform/ledger';
import { type Db, type Trx } from '../../db/platform/types';
import { type OnProgress } from '../verify';
import { archiveFaults } from './archives';
import { arrivalFaults, choiceFaults, keptFaults } from './answers';
import { RecordedApprovals } from './approvals';
import { callFaults } from './calls';
import { consentFaults, type CustomerEvidence, type CustomerFound, holdFaults } from './customers';
import { faultsIn, type RowFault } from './fault';
import { RecordedFourEyes } from './four-eyes';
import { importFaults, type KnownImports, learnImport } from './imports';
import { messageFaults } from './messages';
import { outcomeFaults } from './outcomes';
import { returnFaults } from './returns';
import { RecordedVersions } from './versions';

/** Journeys compared at a time, in one snapshot. */
const BATCH = 200;
/** Faults that are kept by name; the others are counted. */
const NAMED = 1_000;

export interface VerifiedRows {
  journeys: number;
  /** How many there are in all. */
  amiss: number;
  /** The first thousand of them. */
  faults: RowFault[];
  /** Rows from before the ledger noted what proves them. */
  unproved: number;
}

/**
 * Compares every row of a campaign that is evidence with its entries in the ledger, both ways: first what the chain says of
 * the campaign as a whole, in its order, then journey by journey in batches, each in a snapshot of its own.
 */
export async function verifyRows(db: Db, campaignId: number, onProgress?: OnProgress): Promise<VerifiedRows> {
  const found: VerifiedRows = { journeys: 0, amiss: 0, faults: [], unproved: 0 };
  const imports: KnownImports = new Map();
  add(found, await chainFaults(db, campaignId, imports));
  for (let after = 0; ;) {
    const batch = await inSnapshot(db, (trx) => compareBatch(trx, { campaignId, imports, after }));
    if (batch.journeys === 0) return found;
    found.journeys += batch.journeys;
    found.unproved += batch.unproved;
    add(found, batch.faults);
    after = batch.last;
    await onProgress?.(found.journeys);
  }
}

function add(found: VerifiedRows, faults: RowFault[]): void {
  found.amiss += faults.length;
  found.faults.push(...faults.slice(0, Math.max(0, NAMED - found.faults.length)));
}

const inSnapshot = <Result>(db: Db, work: (trx: Trx) => Promise<Result>): Promise<Result> =>
  db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work);

/** What the chain tells of the campaign, its versions and approvals, and of journeys and imports that may be gone. */
async function chainFaults(db: Db, campaignId: number, imports: KnownImports): Promise<RowFault[]> {
  return inSnapshot(db, async (trx) => {
    const recorded = [new RecordedApprovals(), new RecordedVersions(), new RecordedFourEyes()] as const;
    const faults: RowFault[] = [];
    for await (const page of ledgerPages(trx, campaignChain(campaignId))) {
      const entries = page.map(({ seq, at, body }): EvidenceEntry => ({ seq, at, body: parseEntry(body) }));
      for (const entry of entries) {
        for (const one of recorded) one.learn(entry);
        if (entry.body.kind === 'audience_imported') learnImport(imports, entry);
        if (entry.body.kind === 'consents_imported') faults.push(...(await importFaults(trx, imports, entry)));
      }
      for (const entry of entries.filter(({ body }) => body.kind === 'histories_archived'))
        faults.push(...(await archiveFaults(trx, campaignId, entry)));
      faults.push(...(await goneJourneys(trx, campaignId, entries)));
    }
    const rows = await campaignRows(trx, campaignId);
    return [...recorded.flatMap((one) => one.faults(rows)), ...faults];
  });
}

async function goneJourneys(trx: Trx, campaignId: number, entries: EvidenceEntry[]): Promise<RowFault[]> {
  const named = entries.flatMap(({ body: { journey } }) => (typeof journey === 'number' ? [journey] : []));
  const ids = [...new Set(named)];
  const known = await existingJourneys(trx, campaignId, ids);
  return ids.filter((id) => !known.has(id)).map((id) => faultsIn('journeys').rowMissing(id));
}

async function compareBatch(
  trx: Trx,
  { campaignId, imports, after }: { campaignId: number; imports: KnownImports; after: number },
) {
  const batch = await journeyRowsAfter(trx, campaignId, { after, limit: BATCH });
  const customers = batch.map(({ journey }) => journey.customer_id);
  const own = await customerRows(trx, customers);
  const ofJourneys = await entriesOfJourneys(
    trx,
    campaignId,
    batch.map(({ journey }) => journey.id),
  );
  const ofCustomers = batch.length > 0 ? await entriesOfCustomers(trx, customers) : new Map<number, EvidenceEntry[]>();
  const found = batch.map((rows) => {
    const { id, customer_id: customer } = rows.journey;
    const entries = ofCustomers.get(customer) ?? [];
    return compareCustomer({ rows, own: own.get(customer)!, entries, ofJourney: ofJourneys.get(id) ?? [], imports });
  });
  return {
    journeys: batch.length,
    last: customers.at(-1) ?? 0,
    faults: found.flatMap(({ faults }) => faults),
    unproved: found.reduce((sum, { unproved }) => sum + unproved, 0),
  };
}

function compareCustomer(evidence: CustomerEvidence): CustomerFound {
  const { rows, ofJourney } = evidence;
  const holds = holdFaults(evidence);
  const consents = consentFaults(evidence);
  return {
    faults: [
      ...messageFaults(rows, ofJourney),
      ...arrivalFaults(rows, ofJourney),
      ...choiceFaults(rows),
      ...keptFaults(rows, ofJourney),
      ...outcomeFaults(rows, ofJourney),
      ...callFaults(rows, ofJourney),
      ...returnFaults(rows, ofJourney),
      ...holds.faults,
      ...consents.faults,
    ],
    unproved: holds.unproved + consents.unproved,
  };
}
