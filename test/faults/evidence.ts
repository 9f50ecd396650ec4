import { verifyRows } from '../../audit/rows/verify-rows';
import { verifyChain } from '../../audit/verify';
import { campaignChain } from '../../db/platform/ledger';
import { readResults } from '../../sandbox/client-system/files';
import { ApiClient } from '../../sandbox/demo/api-client';
import { type DemoState } from '../../sandbox/demo/state';
import { type Installation } from '../../sandbox/installation/installation';
import { urlOf } from '../../sandbox/installation/programs';
import { contactsOf, journeysOf } from './demand';
import { type Answer, type Evidence } from './judge';
import { readRecords } from './records';
import { canStand, type ChangeAsked } from './standing';
import { DATES, ORDER, type Stage } from './stage';
import { type Db } from '../../db/platform/types';

interface Scene {
  installation: Installation;
  db: Db;
  stage: Stage;
  state: DemoState;
  campaigns: { whole: number; halted: number | undefined };
}

interface ClientRecord {
  standing: { contract: string; outcome: string }[];
  changes: { contract: string; kind: string }[];
  rejections: { contract: string; at: string }[];
  changesAsked: ChangeAsked[];
}

/** Paper needs days to arrive: what is posted so late, or before a stop, may be too late and has no receipt. */
const PAPER_MS = 8 * 86_400_000;
const OUTCOMES: Record<string, string> = { 移行受付: 'migrated', 解約受付: 'cancelled' };

/** Collects the records of the stand-ins, the customers and the client's system, and the product's own. */
export async function collectEvidence(scene: Scene): Promise<Omit<Evidence, 'stop'>> {
  const { installation, db, stage, state, campaigns } = scene;
  const { ports } = installation;
  const client = await get<ClientRecord>(urlOf(ports.client, '/api/record'));
  const results = client.standing.map(({ contract, outcome }) => [contract, OUTCOMES[outcome] ?? outcome] as const);
  const halted = campaigns.halted === undefined ? [] : await resultsOf(installation, state, campaigns.halted);
  const { answers } = await get<{ answers: Answer[] }>(urlOf(ports.customers, '/record'));
  const stopped = new Set(halted.map(([contract]) => contract));
  const takenBack = new Set(client.changes.filter(({ kind }) => kind === '解約済').map(({ contract }) => contract));
  // What the client sent back has to be answered anew: the answer before it no longer stands.
  const sentBack = new Map(client.rejections.map(({ contract, at }) => [contract, at]));
  const late = Date.parse(`${DATES.applyBy}T00:00:00+09:00`) - PAPER_MS;
  return {
    records: readRecords(stage.dir),
    contacts: await contactsOf(db),
    journeys: await journeysOf(db),
    answers: answers.filter(({ contract, receipt, at }) => {
      if (!canStand({ contract, at }, client.changesAsked)) return false;
      if (takenBack.has(contract) || Date.parse(at) <= Date.parse(sentBack.get(contract) ?? '')) return false;
      return receipt !== '' || (!stopped.has(contract) && Date.parse(at) < late);
    }),
    outcomes: new Map([...halted, ...results]),
    order: ORDER,
    demanded: stage.demanded,
    amiss: await amissOf(db, campaigns),
  };
}

/** What `tsunagi audit verify` would find in chains and rows of both campaigns. */
async function amissOf(db: Db, { whole, halted }: Scene['campaigns']): Promise<string[]> {
  const found: string[] = [];
  for (const campaignId of [whole, ...(halted === undefined ? [] : [halted])]) {
    const { firstBad } = await verifyChain(db, campaignChain(campaignId));
    if (firstBad) found.push(`chain of campaign ${campaignId}: no. ${firstBad.seq} ${firstBad.why}`);
    const { faults } = await verifyRows(db, campaignId);
    found.push(...faults.map(({ table, row, field = '', why }) => `${table} ${row} ${field} ${why}`));
  }
  return found;
}

/** The results of a campaign as the client fetches them. */
async function resultsOf(installation: Installation, { keys }: DemoState, campaign: number) {
  const client = new ApiClient(urlOf(installation.ports.api), keys.client_system);
  const outcomes: [string, string][] = [];
  for (let more = true, part = 0; more; part++) {
    const delivery = await client.call<{ fileId: number; more: boolean }>('/api/client-data/results', {
      method: 'POST',
      body: { campaign },
      headers: { 'idempotency-key': `judge-${campaign}-${part}` },
    });
    const text = await client.text(`/api/client-data/results/${delivery.fileId}`, { accept: 'text/csv' });
    for (const { contract, outcome } of readResults(text).rows) outcomes.push([contract, OUTCOMES[outcome] ?? outcome]);
    more = delivery.more;
  }
  return outcomes;
}

const get = async <Answer>(url: string): Promise<Answer> => (await (await fetch(url)).json()) as Answer;
