import { campaignDoc } from '../campaigns/campaigns';
import { ownVersion } from '../campaigns/plan-versions';
import { type ClientFileRow } from './client-files';
import { type ArrivalKind } from '../journeys/arrival-kind';
import { type JourneySignal, recordArrival } from '../journeys/arrivals';
import { type JourneyRow } from '../journeys/facts/load-facts';
import { queueReplies } from '../journeys/replies/queue';
import { readClock } from '../platform/clock';
import { appendLedger, campaignChain, type LedgerEntry } from '../platform/ledger';
import { type Trx } from '../platform/types';

/** What the client's system has replied to one requested change; `rejection` null: it agreed. */
export interface DecidedChange {
  requestId: number;
  rejection: string | null;
}

/**
 * Books the client's decisions on the changes that one customer has asked for. Agreed: the answer counts, at the time it
 * was given, and is confirmed like every other. Refused: what was taken over stands, and the customer is notified. Repeatable: a
 * request is decided once. Where the contract has been excluded meanwhile, no answer stands, and the customer is not notified. The caller holds the journey's lock. Appends to the ledger.
 */
export async function decideRequestedChanges(
  trx: Trx,
  file: ClientFileRow,
  { journey, decided }: { journey: JourneyRow; decided: DecidedChange[] },
): Promise<JourneySignal[]> {
  const { now } = await readClock(trx);
  const rows = await trx
    .selectFrom('change_requests as q')
    .innerJoin('arrivals as v', 'v.id', 'q.arrival_id')
    .innerJoin('audience as a', (join) =>
      join.onRef('a.campaign_id', '=', 'q.campaign_id').onRef('a.contract_id', '=', 'q.contract_id'),
    )
    .select(['a.state'])
    .select(['q.id', 'q.contract_id', 'q.choice', 'q.at', 'q.arrival_id', 'v.kind', 'v.seq', 'v.source', 'v.data'])
    .where(
      'q.id',
      'in',
      decided.map(({ requestId }) => requestId),
    )
    .where('q.status', '=', 'sent')
    .orderBy('q.arrival_id')
    .orderBy('q.contract_id')
    .execute();
  const rejection = new Map(decided.map((one) => [one.requestId, one.rejection]));
  for (const { id } of rows) {
    const refusal = rejection.get(id) ?? null;
    await trx
      .updateTable('change_requests')
      .set({ status: refusal === null ? 'accepted' : 'refused', refusal, answered_at: new Date(now) })
      .where('id', '=', id)
      .execute();
  }
  const signals: JourneySignal[] = [];
  for (const own of byArrival(rows.filter(({ id }) => rejection.get(id) === null))) {
    const agreed = own.map(({ contract_id: contract, choice }) => ({ contract, choice }));
    const about = { journey: journey.id, arrivalId: own[0]!.arrival_id, file: file.id, requests: agreed };
    await append(trx, journey, now, [{ kind: 'change_agreed', ...about }]);
    const { signal } = await recordArrival(trx, answerOf(own, journey, file));
    if (signal) signals.push(signal);
  }
  const refused = byArrival(rows.filter(({ id }) => rejection.get(id) !== null));
  if (refused.length > 0) await tellRefused(trx, file, { journey, refused, now });
  return signals;
}

interface Requested {
  id: number;
  contract_id: number;
  choice: 'migrate' | 'cancel' | 'withdrawn';
  /** Of the contract in the audience. */
  state: string;
  at: number;
  arrival_id: number;
  kind: string;
  seq: number;
  source: string;
  data: Record<string, unknown>;
}

const byArrival = (rows: Requested[]): Requested[][] =>
  [...new Set(rows.map((row) => row.arrival_id))].map((arrival) => rows.filter((row) => row.arrival_id === arrival));

/** The answer the client has agreed to, as it was given. */
function answerOf(own: Requested[], journey: JourneyRow, file: ClientFileRow) {
  const [{ kind, at, source, data, arrival_id: arrivalId }] = own as [Requested];
  const { requested: _, choices: __, contracts: ___, keptAnswer: ____, ...given } = data;
  const content =
    kind === 'answer'
      ? { choices: Object.fromEntries(own.map((row) => [row.contract_id, row.choice])) }
      : { contracts: own.map((row) => row.contract_id) };
  return {
    campaignId: journey.campaign_id,
    customerId: journey.customer_id,
    kind: kind as ArrivalKind,
    at,
    source,
    data: { ...given, ...content, changeRequest: true },
    dedupe: `change_agreed:${file.id}:${arrivalId}`,
    callerSignals: true,
  };
}

async function tellRefused(
  trx: Trx,
  file: ClientFileRow,
  { journey, refused, now }: { journey: JourneyRow; refused: Requested[][]; now: number },
): Promise<void> {
  const campaign = await trx
    .selectFrom('campaigns')
    .select(['id', 'status', 'version'])
    .where('id', '=', journey.campaign_id)
    .executeTakeFirstOrThrow();
  const version = ownVersion(journey, campaign);
  const doc = await campaignDoc(trx, campaign.id, version);
  const standing = refused.filter((own) => own.some(({ state }) => state !== 'excluded'));
  const asked = standing.map(([first]) => ({
    ...{ journey, doc, version, reply: 'change-refused' as const, occurrence: first!.seq },
  }));
  const replies = campaign.status === 'stopped' ? [] : await queueReplies(trx, asked, now);
  const entries = refused.map((own): LedgerEntry => ({
    kind: 'change_refused',
    journey: journey.id,
    arrivalId: own[0]!.arrival_id,
    file: file.id,
    requests: own.map(({ contract_id: contract, choice }) => ({ contract, choice })),
  }));
  await append(trx, journey, now, [...entries, ...replies.map(({ entry }) => entry)]);
}

const append = (trx: Trx, journey: JourneyRow, now: number, entries: LedgerEntry[]) =>
  appendLedger(trx, campaignChain(journey.campaign_id), journey.client_id, now, entries);
