import { type EvidenceEntry } from '../../db/platform/evidence/entries';
import { type ArrivalEvidence, type JourneyRows, type MessageEvidence } from '../../db/platform/evidence/journey-rows';
import { faultsIn, near, type RowFault } from './fault';
import { messageKey, type RecordedMessage, recordedMessages } from './recorded-messages';

const table = faultsIn('messages');
/** Statuses that only an entry can have brought about. */
const PROVED: readonly string[] = ['handed_over', 'doubtful', 'recalled'];
const IN_HAND: readonly string[] = ['queued', 'claimed', 'handing_over'];

/** Compares a journey's messages with what its decisions, lanes, calls and print runs have left in the ledger. */
export function messageFaults({ journey, messages, arrivals }: JourneyRows, entries: EvidenceEntry[]): RowFault[] {
  const byId = new Map(messages.map((row) => [row.id, messageKey(row)]));
  const recorded = recordedMessages(entries, (id) => byId.get(id));
  const faults: RowFault[] = [];
  for (const row of messages) {
    const key = byId.get(row.id)!;
    const own = recorded.has(key) ? key : messageKey({ ...row, run: null });
    const known = recorded.get(own);
    recorded.delete(own);
    faults.push(...(known ? compareMessage(row, known, arrivals) : [table.entryMissing(row.id)]));
  }
  return [...faults, ...[...recorded.keys()].map((key) => table.rowMissing(`journey ${journey.id} ${key}`))];
}

function compareMessage(row: MessageEvidence, recorded: RecordedMessage, arrivals: ArrivalEvidence[]): RowFault[] {
  const { purpose, notice, version, left } = recorded;
  const about = arrivals.filter((arrival) => namesMessage(arrival, row.id));
  const handedOverAt = left && (left.exact ? left.at : near(row.handed_over_at, left.at));
  return [
    ...table.compare(row.id, row, {
      ...{ purpose, notice, version },
      handed_over_at: handedOverAt ?? null,
      delivered_at: recorded.deliveredAt ?? null,
    }),
    ...statusFaults(row, recorded, about),
    ...lossFaults(row, about),
  ];
}

const namesMessage = ({ data }: ArrivalEvidence, id: number): boolean =>
  data.messageId === id || (Array.isArray(data.messageIds) && data.messageIds.includes(id));

function statusFaults(row: MessageEvidence, recorded: RecordedMessage, about: ArrivalEvidence[]): RowFault[] {
  if (recorded.status === undefined) {
    const failed = row.status === 'failed' && !about.some(({ kind }) => kind === 'not_sent');
    return failed || PROVED.includes(row.status) ? [table.differs(row.id, 'status')] : [];
  }
  // a doubtful message whose provider answers after all that it could not take it waits for its next try
  const again = recorded.status === 'doubtful' && IN_HAND.includes(row.status) && row.deferrals > 0;
  if (row.status !== recorded.status && !again) return [table.differs(row.id, 'status')];
  const final = recorded.failure !== undefined && row.bounced_at === null;
  return final && row.failure !== recorded.failure ? [table.differs(row.id, 'failure')] : [];
}

/** A bounce or a returned letter takes a hand-over back; both are arrivals. */
function lossFaults(row: MessageEvidence, about: ArrivalEvidence[]): RowFault[] {
  const losses = about.filter((arrival) => arrival.read_at !== null && takesBack(arrival));
  if (row.bounced_at !== null) {
    return losses.some(({ at }) => at === row.bounced_at) ? [] : [table.differs(row.id, 'bounced_at')];
  }
  const after = ({ kind }: ArrivalEvidence) => kind === 'delivered' || kind === 'return_withdrawn';
  const delivered = row.delivered_at !== null || about.some(after);
  return losses.length > 0 && !delivered ? [table.differs(row.id, 'bounced_at')] : [];
}

const takesBack = ({ kind, data }: ArrivalEvidence): boolean =>
  (kind === 'bounce' && (data.hard === true || data.pending !== true)) ||
  (kind === 'undeliverable' && data.reason !== 'refused');
