import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { PrintFolder } from '../../../activities/print/folder';
import { renderRun } from '../../../activities/print/render';
import { CampaignDocs } from '../../../db/campaigns/campaigns';
import { claimMessages } from '../../../db/delivery/claims';
import { withdraw } from '../../../db/delivery/handovers';
import { handOverRun } from '../../../db/print/handover';
import { openPrintRuns } from '../../../db/print/open-runs';
import { getRun, takeOverPostLane } from '../../../db/print/runs';
import { type StepResult } from '../../../domain/journeys/story';
import { takeSteps } from '../../../db/journeys/take-steps';
import { laneLookup } from '../../../db/delivery/lanes';
import { type CampaignDoc } from '../../../domain/campaigns/campaign';
import { nameCustomer } from '../../print/fixture';
import { seenPages } from '../../print/letter-fixture';
import { another } from '../../returns/returns-fixture';
import { type Api } from '../../support/api';
import { channelsDoc, type SeedCustomer, stepClock } from '../../support/seed';
import { linkScene, type LinkScene } from '../links-fixture';

/** The desk's day: the run of that day is at 14:00 in Tokyo. */
export const DAY = '2027-02-08T10:00:00+09:00';
export const RUN = '2027-02-08T14:00:00+09:00';

/** 山田花子 of 横浜, whose mother (or company) is the customer. */
export const PERSON = {
  name: '山田　花子',
  postalCode: '231-0005',
  address: '神奈川県横浜市中区本町3-4-5',
  phone: '090-7777-1234',
};

export interface Case {
  id: number;
  number: string;
  status: string;
  next: string;
  dueOn: string | null;
  round: number;
  decideWhy: string | null;
  representativeId: number | null;
  letters: { wanted: { document: string; why: string }[]; cameBack: boolean; status: string }[];
  documents: { id: string }[];
}

export interface Scene extends LinkScene {
  second: { key: string; personId: number };
  third: { key: string; personId: number };
  report(body: object): ReturnType<Api['act']>;
  act(id: number, what: string, body: object, key?: string): ReturnType<Api['act']>;
  cases(): Promise<Case[]>;
  /** Prints and hands over what is due, as the lane does: the pages, and the codes of the envelopes. */
  printed(): Promise<{ pages: Awaited<ReturnType<typeof seenPages>>; codes: string[]; pdf: Buffer }>;
  step(): Promise<StepResult>;
  close(): void;
}

/** A running campaign of one customer (佐藤　静江 of 港区, or a company), and three people at the desk. */
export async function authorityScene(
  api: Api,
  { name = '佐藤　静江', company = false, ...customer }: SeedCustomer & { name?: string; company?: boolean } = {},
  doc: Partial<CampaignDoc> = {},
): Promise<Scene> {
  const { t } = api;
  const contact: SeedCustomer = { channels: ['sms', 'post', 'phone'], ...customer };
  const s = await linkScene(api, contact, channelsDoc(doc));
  await stepClock(t, DAY);
  if (company) await t.db.updateTable('customers').set({ kind: 'company' }).where('id', '=', s.customerId).execute();
  await nameCustomer(t, s.customerId, { name, address: '東京都港区海岸1-2-3', postalCode: '105-0022' });
  const dir = mkdtempSync(join(tmpdir(), 'tsunagi-authority-'));
  const docs = new CampaignDocs();
  const folder = new PrintFolder(dir);
  const log = pino({ level: 'silent' });
  const deps = { db: t.db, vault: t.vault, docs, config: { PUBLIC_URL: 'https://closing.example' }, folder, log };
  const operator = s.keys.operator.key;
  let turn = 0;
  const step = async () => {
    const { db, vault } = t;
    const request = { journeyId: s.journeyId, run: 1, turn: turn++ };
    return (await takeSteps({ db, vault, docs, laneOf: laneLookup() }, [request]))[0]!;
  };
  return {
    ...s,
    step,
    second: await another(api, s),
    third: await another(api, s, 'manager'),
    report: (body) => api.act(`/api/customers/${s.customerId}/authority-cases`, operator, body),
    act: (id, what, body, key = operator) => api.act(`/api/authority-cases/${id}/${what}`, key, body),
    cases: async () => {
      const { body } = await api.send('get', `/api/customers/${s.customerId}/authority-cases`, operator).expect(200);
      return (body as { items: Case[] }).items;
    },
    async printed() {
      await step(); // the journey reads what has arrived
      const { fence } = await takeOverPostLane(t.db, s.lanes.post);
      const lane = { laneId: s.lanes.post, fence };
      const { messages, refused } = await claimMessages(t.db, docs, { ...lane, limit: 100 });
      for (const { message, reason } of refused) await withdraw(t.db, message, reason);
      const [runId] = await openPrintRuns(t.db, docs, lane, messages);
      if (runId === undefined) return { pages: [], codes: [], pdf: Buffer.alloc(0) };
      await renderRun(deps, runId);
      const { key } = await getRun(t.db, runId);
      const shop = { lies: false, fits: () => true, move: () => folder.handOver(key) };
      await handOverRun(t.db, docs, runId, shop);
      const csv = readFileSync(join(dir, 'out', key, 'manifest.csv'), 'utf8')
        .trim()
        .split('\r\n')
        .slice(1);
      const pdf = readFileSync(join(dir, 'out', key, 'letters-001.pdf'));
      return { pages: await seenPages(pdf), codes: csv.map((line) => line.split(',')[0]!), pdf };
    },
    close: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** All documents of a case as good, issued in January 2027 unless said otherwise. */
export const allGood = (known: Case, change: Record<string, object> = {}) => ({
  seen: known.documents.map(({ id }) => ({ document: id, finding: 'good', issuedOn: '2027-01-10', ...change[id] })),
});
