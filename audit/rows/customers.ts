import { type ConsentEvidence, type CustomerRows, type HoldEvidence } from '../../db/platform/evidence/customer-rows';
import { type EvidenceEntry } from '../../db/platform/evidence/entries';
import { type JourneyRows } from '../../db/platform/evidence/journey-rows';
import { consentOf } from '../../db/journeys/arrival-effects';
import { takenOf } from './answers';
import { faultsIn, fieldsOf, near, personOf, type RowFault } from './fault';
import { type KnownImports } from './imports';

/** One customer in a campaign, as all of the following compare. */
export interface CustomerEvidence {
  rows: JourneyRows;
  own: CustomerRows;
  /** What all chains say of the customer. */
  entries: EvidenceEntry[];
  /** What the campaign's chain says of the journey. */
  ofJourney: EvidenceEntry[];
  imports: KnownImports;
}

/** What was found, and how many rows are from before the ledger kept what proves them. */
export interface CustomerFound {
  faults: RowFault[];
  unproved: number;
}

interface HoldEntry {
  hold: number;
  by: string;
  reason: string;
  owner?: number | null;
  at?: number;
  representative?: number;
  arrival?: string;
}

/** Compares a customer's contact holds with the entries that opened, reviewed and released them. */
export function holdFaults({ own, entries, rows, ofJourney, imports }: CustomerEvidence): CustomerFound {
  const table = faultsIn('holds');
  const recorded = new Map<number, EvidenceEntry[]>();
  for (const entry of entries.filter(({ body }) => body.kind.startsWith('hold_'))) {
    const { hold } = fieldsOf<HoldEntry>(entry);
    recorded.set(hold, [...(recorded.get(hold) ?? []), entry]);
  }
  const named = namedElsewhere(rows, ofJourney);
  const found: CustomerFound = { faults: [], unproved: 0 };
  for (const row of own.holds) {
    const about = recorded.get(row.id) ?? [];
    recorded.delete(row.id);
    if (about.some(({ body }) => body.kind === 'hold_opened')) found.faults.push(...compareHold(row, about));
    else if (named.has(row.id) || isOlder(row.source, imports)) found.unproved += 1;
    else found.faults.push(table.entryMissing(row.id));
  }
  found.faults.push(...[...recorded.keys()].map((id) => table.rowMissing(id)));
  return found;
}

/** Holds that the campaign's chain or an arrival names without an entry of their own: from before each had one. */
function namedElsewhere({ arrivals }: JourneyRows, ofJourney: EvidenceEntry[]): Set<number> {
  const arrived = arrivals.filter(({ kind }) => kind === 'hold_opened').map(({ data }) => Number(data.holdId));
  const undecided = ofJourney.filter(({ body }) => body.kind === 'undecided').map(({ body }) => Number(body.hold));
  return new Set([...arrived, ...undecided]);
}

function compareHold(row: HoldEvidence, about: EvidenceEntry[]): RowFault[] {
  const opened = about.find(({ body }) => body.kind === 'hold_opened')!;
  const released = about.find(({ body }) => body.kind === 'hold_released');
  const owner = about.map((entry) => fieldsOf<HoldEntry>(entry).owner).findLast((id) => id !== undefined);
  const { at: openedAt } = opened;
  const { reason } = fieldsOf<HoldEntry>(opened);
  const table = faultsIn('holds');
  const base = { reason, opened_at: openedAt, owner_id: owner };
  if (!released) return table.compare(row.id, row, { ...base, released_at: null, released_by: null });
  const { by, at, arrival, representative } = fieldsOf<HoldEntry>(released);
  const releasedAt = at ?? (arrival === undefined ? released.at : near(row.released_at, released.at));
  // a representative who came has ended it, not the person who entered them
  const releasedBy = representative === undefined ? personOf(by) : null;
  return table.compare(row.id, row, { ...base, released_at: releasedAt, released_by: releasedBy });
}

interface ConsentEntry {
  consent: number;
  by: string;
  channel: string;
  purpose: string;
  source: string;
  evidence?: string | null;
  at: number;
}

/** Compares a customer's consents and refusals with what was entered at a desk, declared by an arrival, or imported. */
export function consentFaults(evidence: CustomerEvidence): CustomerFound {
  const { own, entries, rows, imports } = evidence;
  const table = faultsIn('consents');
  const erased = entries.some(({ body }) => body.kind === 'erased');
  const recorded = new Map<number, EvidenceEntry>();
  for (const entry of entries.filter(({ body }) => body.kind.startsWith('consent_')))
    recorded.set(fieldsOf<ConsentEntry>(entry).consent, entry);
  const declared = declaredConsents(rows);
  const found: CustomerFound = { faults: [], unproved: 0 };
  for (const row of own.consents) {
    const entry = recorded.get(row.id);
    recorded.delete(row.id);
    if (entry) found.faults.push(...compareEntered(row, entry, erased));
    else if (row.arrivalCampaign === rows.journey.campaign_id) found.faults.push(...compareDeclared(row, declared));
    else if (row.arrivalCampaign !== null || isOlder(row.source, imports)) found.unproved += 1;
    else if (!isImported(row, imports)) found.faults.push(table.entryMissing(row.id));
  }
  found.faults.push(...[...recorded.keys()].map((id) => table.rowMissing(id)));
  found.faults.push(...[...declared.keys()].map((name) => table.rowMissing(name)));
  return found;
}

type Declared = Map<string, { value: boolean | null; source: string; at: Date; channel: string; purpose: string }>;

function declaredConsents({ arrivals, journey }: JourneyRows): Declared {
  const read = arrivals.filter(({ read_at: readAt }) => readAt !== null);
  return new Map(
    read.flatMap((arrival) =>
      consentOf(takenOf(arrival, journey.customer_id)).map((consent) => [`arrival ${arrival.id}`, consent] as const),
    ),
  );
}

function compareDeclared(row: ConsentEvidence, declared: Declared): RowFault[] {
  const name = `arrival ${row.arrival_id}`;
  const known = declared.get(name);
  declared.delete(name);
  if (!known) return [faultsIn('consents').entryMissing(row.id)];
  const { channel, purpose, value, source, at } = known;
  return faultsIn('consents').compare(row.id, row, { channel, purpose, value, source, at: at.getTime() });
}

function compareEntered(row: ConsentEvidence, entry: EvidenceEntry, erased: boolean): RowFault[] {
  const { kind, by, channel, purpose, source, evidence, at } = fieldsOf<ConsentEntry>(entry);
  const texts = erased && row.source === 'erased' ? {} : { source, evidence: evidence ?? null };
  const value = kind === 'consent_given';
  const expected = { channel, purpose, value, at, recorded_by: personOf(by), ...texts };
  return faultsIn('consents').compare(row.id, row, expected);
}

/** From an import that did not yet note its rows in the ledger, or that belongs to another campaign. */
function isOlder(source: string, imports: KnownImports): boolean {
  const id = /^import(?::(\d+))?$/.exec(source);
  return id !== null && !imports.has(Number(id[1]));
}

/** Within the ids that its import's entries have been compared with already. */
function isImported(row: ConsentEvidence, imports: KnownImports): boolean {
  const known = imports.get(Number(/^import:(\d+)$/.exec(row.source)?.[1]));
  return known !== undefined && row.id >= known.from && row.id <= known.to;
}
