import { type EvidenceEntry } from '../../db/platform/evidence/entries';
import { type JourneyRows, type ReadingEvidence, type ReturnEvidence } from '../../db/platform/evidence/journey-rows';
import { canonicalJson, digestOf } from '../../db/platform/ledger';
import { faultsIn, fieldsOf, near, personOf, type RowFault } from './fault';

interface Entry {
  return: number;
  by: string | string[];
  what: string;
  receipt: string;
  receivedOn: string;
  postmarkOn: string | null;
  receivedAt?: number;
  slip?: string;
  intake?: number;
  setAside?: number;
  image: string | null;
  no: number;
  reading?: string;
  defects: string[];
  because: string;
}

const VERDICTS: Record<string, string> = {
  return_accepted: 'accepted',
  return_late: 'late',
  return_defect: 'defect',
};
const DECIDED = Object.values(VERDICTS);

/** Compares returned paper with the entries of its receipt, of each reading and of the verdict. */
export function returnFaults({ returns, readings }: JourneyRows, entries: EvidenceEntry[]): RowFault[] {
  const table = faultsIn('returns');
  const recorded = new Map<number, EvidenceEntry[]>();
  for (const entry of entries) {
    const { kind, return: id } = fieldsOf<Entry>(entry);
    if (kind.startsWith('return_')) recorded.set(id, [...(recorded.get(id) ?? []), entry]);
  }
  const faults = returns.flatMap((row) => {
    const own = recorded.get(row.id);
    recorded.delete(row.id);
    if (!own) return [table.entryMissing(row.id)];
    const read = readings.filter(({ return_id: id }) => id === row.id);
    return [...receiptFaults(row, own), ...verdictFaults(row, own), ...readingFaults(row, read, own)];
  });
  return [...faults, ...[...recorded.keys()].map((id) => table.rowMissing(id))];
}

function receiptFaults(row: ReturnEvidence, entries: EvidenceEntry[]): RowFault[] {
  const entry = entries.find(({ body }) => body.kind === 'return_received');
  if (!entry) return [faultsIn('returns').entryMissing(row.id)];
  const added = entries.find(({ body }) => body.kind === 'return_image_added');
  const named = entries.find(({ body }) => body.kind === 'return_intake_named');
  const {
    by,
    what: kind,
    receipt,
    receivedOn,
    postmarkOn,
    receivedAt,
    slip,
    image,
    intake,
    setAside,
  } = fieldsOf<Entry>(entry);
  return faultsIn('returns').compare(row.id, row, {
    ...{ kind, receipt, received_on: receivedOn, postmark_on: postmarkOn, reason: slip ?? null },
    ...{
      received_by: personOf(by),
      intake_id: (named ? fieldsOf<Entry>(named).intake : intake) ?? null,
      set_aside_id: setAside ?? null,
    },
    received_at: receivedAt ?? near(row.received_at, entry.at),
    // the image's hash goes with the image
    ...(row.scan_hash !== null && { scan_hash: added ? fieldsOf<Entry>(added).image : image }),
  });
}

function verdictFaults(row: ReturnEvidence, entries: EvidenceEntry[]): RowFault[] {
  const table = faultsIn('returns');
  const taken = entries.find(({ body }) => body.kind === 'return_withdrawn');
  if (taken || row.status === 'withdrawn') return withdrawalFaults(row, taken);
  const verdict = entries.findLast(({ body }) => VERDICTS[body.kind] !== undefined);
  if (!verdict) return DECIDED.includes(row.status) ? [table.differs(row.id, 'status')] : [];
  const { kind, defects } = fieldsOf<Entry>(verdict);
  // late in one campaign whose letter was in the envelope, in time in another
  const inTime = kind === 'return_late' && row.status === 'accepted';
  const same = canonicalJson(row.defects ?? []) === canonicalJson(defects);
  return [
    ...(row.status !== VERDICTS[kind] && !inTime ? [table.differs(row.id, 'status')] : []),
    ...(same ? [] : [table.differs(row.id, 'defects')]),
  ];
}

function withdrawalFaults(row: ReturnEvidence, entry: EvidenceEntry | undefined): RowFault[] {
  const table = faultsIn('returns');
  if (!entry || row.status !== 'withdrawn') return [table.differs(row.id, 'status')];
  const { by, because } = fieldsOf<Entry>(entry);
  return table.compare(row.id, row, { withdrawn_because: because, withdrawn_by: personOf(by) });
}

function readingFaults(row: ReturnEvidence, readings: ReadingEvidence[], entries: EvidenceEntry[]): RowFault[] {
  const table = faultsIn('return_entries');
  const recorded = new Map<number, EvidenceEntry>();
  for (const entry of entries) {
    if (entry.body.kind === 'return_entered') recorded.set(fieldsOf<Entry>(entry).no, entry);
  }
  const name = (no: number) => `return ${row.id} no. ${no}`;
  const faults = readings.flatMap((own) => {
    const entry = recorded.get(own.no);
    recorded.delete(own.no);
    if (!entry) return [table.entryMissing(name(own.no))];
    const { by, reading } = fieldsOf<Entry>(entry);
    const data = reading === undefined || reading === digestOf(own.data) ? undefined : false;
    return table.compare(name(own.no), own, { person_id: personOf(by), at: near(own.at, entry.at), data });
  });
  return [...faults, ...[...recorded.keys()].map((no) => table.rowMissing(name(no)))];
}
