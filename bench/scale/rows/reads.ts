import { createApiKey } from '../../../db/access/api-keys';
import { contract } from '../../../api/contract';
import { type RouteContract } from '../../../api/http/route';
import { ACCESS, type Action, type Right, type Role } from '../../../domain/access/access';
import { type Bench, BOARD_MS, LIMIT_MS, type Row } from '../row';
import { campaign, type Path, type RouteName } from './paths';
import { DESK_READS } from './desk-reads';

const customer =
  (rest = ''): Path =>
  ({ samples }, turn) =>
    `/api/customers/${samples.customer(samples.large, 'answered', turn)}${rest}`;
const journey =
  (rest = ''): Path =>
  ({ samples }, turn) =>
    `/api/journeys/${samples.customer(samples.large, 'answered', turn)}${rest}`;

/** Id of a row of the large campaign's client: the newest that fits. */
async function newest(
  { db, samples }: Bench,
  table: 'print_runs' | 'requests' | 'client_files' | 'returns' | 'scan_batches',
  kind?: string,
) {
  const query = db
    .selectFrom(table)
    .select('id')
    .where('client_id', '=', samples.large.clientId)
    .orderBy('id', 'desc')
    .limit(1);
  const row = await (
    kind === undefined ? query : query.where('kind' as never, '=', kind as never)
  ).executeTakeFirstOrThrow();
  return row.id;
}
const newestRehearsal = async ({ db, samples }: Bench) =>
  (
    await db
      .selectFrom('rehearsals')
      .select('id')
      .where('campaign_id', '=', samples.large.campaignId)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
  ).id;
const ofNewest =
  (base: string, table: Parameters<typeof newest>[1], rest = '', kind?: string): Path =>
  async (bench) =>
    `${base}/${await newest(bench, table, kind)}${rest}`;

/** A GET of each list and figure of the API, several for those with filters. */
export const READS: Partial<Record<RouteName, Record<string, Path>>> = {
  ...DESK_READS,
  listAlerts: { all: () => '/api/alerts?limit=50', open: () => '/api/alerts?state=open&limit=50' },
  listAccounts: { all: () => '/api/accounts?limit=50' },
  getAccount: { one: ({ samples }) => `/api/accounts/${samples.persons[0]}` },
  listAccountKeys: { one: ({ samples }) => `/api/accounts/${samples.persons[0]}/api-keys` },
  listAccountSessions: { one: ({ samples }) => `/api/accounts/${samples.persons[0]}/sessions` },
  listBounces: { open: () => '/api/bounces?open=true&limit=50', all: () => '/api/bounces?limit=50' },
  listCampaigns: { all: () => '/api/campaigns?limit=50', running: () => '/api/campaigns?status=running&limit=50' },
  getCampaign: { board: campaign(''), 'board, over': ({ samples }) => `/api/campaigns/${samples.over.campaignId}` },
  getBoard: {
    board: campaign('/board'),
    'board, over': ({ samples }) => `/api/campaigns/${samples.over.campaignId}/board`,
  },
  getAudience: { figures: campaign('/audience') },
  listFindings: {
    page: campaign('/audience/findings?limit=50'),
    'of a kind': campaign('/audience/findings?code=phone_malformed&limit=50'),
  },
  listHeld: { page: campaign('/audience/held?limit=50') },
  getCompliance: { 'of a day': campaign('/compliance?day=2027-02-19&limit=50') },
  getChanges: { 'since the last decision': campaign('/changes') },
  getDocument: { one: campaign('/document') },
  listJourneys: {
    'first page': campaign('/journeys?limit=50'),
    'by state': campaign('/journeys?state=awaiting_reply&limit=50'),
    'by outcome': campaign('/journeys?outcome=unreachable&limit=50'),
    'by a rare outcome': campaign('/journeys?outcome=stopped&limit=50'),
    'without an outcome': campaign('/journeys?outcome=open&limit=50'),
    'by prefecture': campaign('/journeys?prefecture=13&outcome=unreachable&limit=50'),
    'by when they go on': campaign('/journeys?order=wakeAt&limit=50'),
    'by id': async ({ samples }, turn) =>
      `/api/campaigns/${samples.large.campaignId}/journeys?q=${samples.customer(samples.large, 'answered', turn)}&limit=50`,
    'by an unknown id': campaign('/journeys?q=999999999&limit=50'),
  },
  listRecipients: { page: campaign('/notices/reminder/versions/1/recipients?limit=50') },
  listOverrides: { all: campaign('/overrides') },
  listPauses: { page: campaign('/pauses?limit=50') },
  listRecalls: { page: campaign('/recalls?limit=50') },
  getRetention: {
    large: campaign('/retention'),
    over: ({ samples }) => `/api/campaigns/${samples.over.campaignId}/retention`,
  },
  listSupplements: { all: campaign('/statement/supplements') },
  listVerifications: { page: campaign('/verifications?limit=50') },
  listRehearsals: { page: campaign('/rehearsals?limit=50') },
  getRehearsal: {
    'the newest': async (bench) =>
      `/api/campaigns/${bench.samples.large.campaignId}/rehearsals/${await newestRehearsal(bench)}`,
  },
  listProofs: { all: campaign('/proofs') },
  listPlanVersions: { all: campaign('/versions') },
  listWaves: { all: campaign('/waves') },
  getEffort: { counts: campaign('/effort') },
  listChangeFiles: { page: ({ samples }) => `/api/client-data?campaign=${samples.large.campaignId}&limit=50` },
  getExchange: { figures: ({ samples }) => `/api/client-data/exchange?campaign=${samples.large.campaignId}` },
  getFileFormat: { one: () => '/api/client-data/format' },
  listResultDeliveries: {
    page: ({ samples }) => `/api/client-data/results?campaign=${samples.large.campaignId}&limit=50`,
  },
  listResults: { page: ofNewest('/api/client-data/results', 'client_files', '/rows?limit=50', 'results') },
  getChangeFile: { one: ofNewest('/api/client-data', 'client_files', '', 'changes') },
  listChanges: { page: ofNewest('/api/client-data', 'client_files', '/changes?limit=50', 'changes') },
  listChangeFindings: { page: ofNewest('/api/client-data', 'client_files', '/findings?limit=50', 'changes') },
  listDecisions: { page: () => '/api/decisions?limit=50' },
  listAccessLog: {
    page: () => '/api/access-log?limit=50',
    'of a day': () => '/api/access-log?day=2027-02-19&limit=50',
    'of a customer': ({ samples }, turn) =>
      `/api/access-log?customer=${samples.customer(samples.large, 'answered', turn)}&limit=50`,
  },
  listPeople: { page: () => '/api/people?limit=50' },
  listClients: { page: () => '/api/clients?limit=50' },
  getWork: { counts: () => '/api/work' },
  getClock: { one: () => '/api/clock' },
  getCustomer: { one: customer() },
  listConsents: { one: customer('/consents') },
  listErasures: { one: customer('/erasures') },
  listHolds: { one: customer('/holds') },
  listKeptAnswers: { one: customer('/kept-answers') },
  listAddressProposals: { one: customer('/address-proposals') },
  listProtections: { one: customer('/protections') },
  listRepresentatives: { one: customer('/representatives') },
  listAuthorityCases: { one: customer('/authority-cases') },
  waitingAuthorityCases: { page: () => '/api/authority-cases?limit=50' },
  dueHolds: { due: () => '/api/holds?limit=50', all: () => '/api/holds?due=2030-01-01&limit=50' },
  listCustomerJourneys: {
    one: ({ samples }, turn) => `/api/customers/${samples.customer(samples.large, 'call', turn)}/journeys`,
  },
  getJourney: { timeline: journey() },
  listCorrections: { one: journey('/corrections') },
  listLanes: { all: () => '/api/lanes' },
  listPrintRuns: {
    all: () => '/api/print-runs?limit=50',
    'of a campaign': ({ samples }) => `/api/print-runs?campaign=${samples.large.campaignId}&limit=50`,
  },
  getPrintRun: { one: ofNewest('/api/print-runs', 'print_runs', '?limit=50') },
  getPrintDaybook: { 'of a day': () => '/api/print-runs/daybook?date=2027-02-20' },
  getCampaignCosts: { all: campaign('/costs') },
  listRequests: { open: () => '/api/requests?open=true&limit=50', all: () => '/api/requests?limit=50' },
  getRequest: { one: ofNewest('/api/requests', 'requests') },
  listReturns: {
    all: () => '/api/returns?limit=50',
    'newest first': () => '/api/returns?order=newest&limit=50',
    'to read': () => '/api/returns?status=received&limit=50',
    'that I may enter': () => '/api/returns?enterable=true&limit=50',
    'of one campaign': ({ samples }) => `/api/returns?campaign=${samples.large.campaignId}&limit=50`,
  },
  getDaybook: { 'of a day': () => '/api/returns/daybook?date=2027-02-20' },
  listEnclosures: {
    open: () => '/api/enclosures?limit=50',
    'of one campaign': ({ samples }) => `/api/enclosures?state=all&campaign=${samples.large.campaignId}&limit=50`,
  },
  listToResearch: { page: () => '/api/address-research?limit=50' },
  listOriginals: { 'of a run': ofNewest('/api/print-runs', 'print_runs', '/originals') },
  listResearch: { one: ofNewest('/api/returns', 'returns', '/research') },
  listBoxes: { open: () => '/api/boxes?limit=50', all: () => '/api/boxes?state=all&limit=50' },
  listIntakes: { page: () => '/api/intakes?limit=50' },
  listSetAsides: { open: () => '/api/set-asides?limit=50', all: () => '/api/set-asides?state=all&limit=50' },
  getReturn: { one: ofNewest('/api/returns', 'returns') },
  listScanBatches: { newest: () => '/api/scan-batches' },
  getScanBatch: { one: ofNewest('/api/scan-batches', 'scan_batches') },
  getHealth: { one: () => '/healthz' },
};

/** Routes that are no recurring look: files that go out whole, and what a browser asks while it signs in. */
export const NOT_RECURRING: Partial<Record<RouteName, string>> = {
  getStatement: 'a file of every contract, streamed',
  compareRehearsals: 'two rows by their keys',
  getRehearsalPdf: 'one row by its key, drawn as a file',
  getSupplement: 'a file, streamed',
  getStatementWithNumbers: 'a file, streamed',
  secondFactorCodes: 'a file of every customer, streamed',
  getVerification: 'one row by its key',
  getResults: 'a file, streamed',
  listBrands: 'at most 50 rows of one client',
  getLogo: 'one picture by its hash',
  exportAddressProposals: 'a file, streamed',
  exportAccounts: 'a file, streamed',
  getPaperRecord: 'a file, streamed',
  getReturnImage: 'one image by its key',
  getReturnPage: 'one image by its key, drawn in a process of its own',
  getScannedPage: 'one image by its key',
  getControlSheet: 'a file of one run, drawn when it is asked for',
  getPostingSlip: 'a file of one run, drawn when it is asked for',
  getPiecePage: 'one letter by its code, drawn in a process of its own',
  getBounceMail: 'one mail by its key',
  previewMail: 'reads one document, and renders it in a process of its own',
  getInquiryAttachment: 'one file by its key',
  getTestSheet: 'reads the lanes, and draws one page',
  getSeparatorSheet: 'draws one page, and reads nothing',
  previewLetter: 'reads one document, and draws it in a process of its own',
  checkPlan: 'reads one document, and lints it in a process of its own',
  getPlanVersion: 'only once a version was drafted; listPlanVersions reads the same rows',
  getPlanVersionDocument: 'one document by its key',
  getCampaignFile: 'one document by its key',
  getOpenapi: 'asks nothing of the database',
  getReady: 'asks the database for nothing but an answer',
  getSession: 'a session by its token: see "API: caller by session"',
  finishOidc: 'once a sign-in',
  listOwnKeys: 'the same rows as listAccountKeys',
  getMetrics: 'kept for two seconds: see "metrics"',
  listOwnSessions: 'the same rows as listAccountSessions',
};

/** Looks that count or compare much, repeated once a minute at most. */
const REPORTS: Partial<Record<RouteName, { limitMs: number; report: string }>> = {
  getExchange: { limitMs: 5_000, report: 'compares every contract with what the client has been sent' },
  getCompliance: { limitMs: 1_000, report: 'checks every contact of a day' },
  getCampaignCosts: { limitMs: 50, report: 'adds up the seconds of every call of a campaign' },
  listPhoneDays: { limitMs: 50, report: 'adds up the half-hours of three months' },
  getInquiryFigures: { limitMs: 1_000, report: 'counts the inquiries of a month with what was done on each' },
  listWaves: { limitMs: 50, report: 'measures a trial by 900 of its customers' },
  listRecipients: { limitMs: 5_000, report: 'counts everyone who has a text, for a correction' },
};

const FOR_ALL: Right[] = ['personal.protected', 'protection.lift'];

function rowOf(route: RouteName, variant: string, path: Path): Row {
  const { action } = contract[route] as RouteContract;
  return {
    name: `GET ${route}: ${variant}`,
    route,
    ...(route === 'getCampaign' || route === 'getBoard'
      ? { limitMs: BOARD_MS, together: true as const }
      : { limitMs: LIMIT_MS }),
    ...REPORTS[route],
    prepare: async (bench, turn) => {
      const key = action === 'public' ? '' : await keyFor(bench, action, variant.endsWith('over'));
      return { key, path: await path(bench, turn) };
    },
    run: ({ get }, _, prepared) => {
      const { key, path: url } = prepared as { key: string; path: string };
      return get(url, { key });
    },
  };
}

/** A key of a role that may, for the client of the campaign that the row reads. */
async function keyFor({ db, samples }: Bench, action: Action, ofOver: boolean): Promise<string> {
  const role: Role = ACCESS[action].roles[0]!;
  const clientId = role === 'administrator' ? null : samples[ofOver ? 'over' : 'large'].clientId;
  const { key } = await createApiKey(db, { personId: samples.persons[0]!, clientId, role, rights: FOR_ALL });
  return key;
}

export const readRows: Row[] = Object.entries(READS).flatMap(([route, variants]) =>
  Object.entries(variants).map(([variant, path]) => rowOf(route as RouteName, variant, path)),
);
