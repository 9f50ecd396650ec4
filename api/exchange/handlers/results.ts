import { campaignDoc, getCampaign } from '../../../db/campaigns/campaigns';
import { bookAcknowledgement, finishAcknowledgement } from '../../../db/exchange/acknowledge';
import { type ClientFileRow, getClientFile, listClientFiles, lockClientFile } from '../../../db/exchange/client-files';
import { countStages, createDelivery, listResults, resultsCsv, resultTotals } from '../../../db/exchange/results';
import { countRequestedChanges } from '../../../db/exchange/requested-changes';
import { readClock } from '../../../db/platform/clock';
import { requireReleased } from '../../../db/privacy/exports';
import { recordAccess } from '../../../db/privacy/access-log';
import { AppError } from '../../../domain/errors';
import { type NotifiedOutcome, STAGES } from '../../../domain/exchange/client-data';
import { stageTexts } from '../../../domain/texts/exchange';
import { resultReasonText } from '../../../domain/texts/names/result-reasons';
import { type clientDataRoutes } from '../contract/exchange';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { byPerson } from '../../campaigns/rules';
import { iso, isoOrNull } from '../../http/wire';
import { issueOf } from '../client-file';
import { requireStarted, signalAll } from '../wire';
import { transact } from '../../../db/platform/transact';

type Routes = Pick<
  typeof clientDataRoutes,
  'getExchange' | 'listResultDeliveries' | 'createResultDelivery' | 'getResults' | 'listResults' | 'acknowledgeResults'
>;

/** Real ms one call of the acknowledgement works; the rest is left to the poll loop or the next call. */
const FINISH_MS = 20_000;

/** Results delivered to the client's system, and its acknowledgements. */
export const resultHandlers: Handlers<Routes> = {
  async getExchange({ deps, scope, query }) {
    const campaign = await getCampaign(deps.db, scope, query.campaign);
    const doc = await campaignDoc(deps.db, campaign.id, campaign.version);
    const counts = new Map((await countStages(deps.db, campaign, doc)).map(({ stage, count }) => [stage, count]));
    const stages = STAGES.map((stage) => ({ stage, name: stageTexts[stage], count: counts.get(stage) ?? 0 }));
    const contracts = stages.reduce((sum, { count }) => sum + count, 0);
    const changeRequests = await countRequestedChanges(deps.db, campaign.id);
    const asOf = iso((await readClock(deps.db)).now);
    return { body: { campaignId: campaign.id, asOf, contracts, stages, changeRequests } };
  },

  async listResultDeliveries({ deps, scope, query }) {
    const campaign = await getCampaign(deps.db, scope, query.campaign);
    const page = { kind: 'results' as const, before: decodeCursor(query.cursor), limit: query.limit + 1 };
    const rows = await listClientFiles(deps.db, campaign, page);
    return { body: pageOfRows(rows, query.limit, (row) => row.id, deliveryOf) };
  },

  async createResultDelivery({ deps, trx, scope, actor, body }) {
    const campaign = await getCampaign(trx, scope, body.campaign);
    requireStarted(campaign);
    const doc = await campaignDoc(trx, campaign.id, campaign.version);
    const { now } = await readClock(trx);
    const file = await createDelivery(trx, deps.vault, campaign, { doc, personId: actor.personId, now });
    const { rows, controlTotal } = resultTotals(file);
    const figures = { file: file.id, fileHash: file.file_hash, rows, controlTotal };
    const entries = [{ kind: 'client_results_sent', by: byPerson(actor), ...figures }];
    const ledger = { campaignId: campaign.id, clientId: campaign.client_id, at: now, entries };
    return { body: deliveryOf(file), ledger };
  },

  async getResults({ deps, scope, actor, params }) {
    const file = await getClientFile(deps.db, scope, params.id, 'results');
    const campaign = await getCampaign(deps.db, scope, file.campaign_id);
    const doc = await campaignDoc(deps.db, campaign.id, campaign.version);
    const release = await requireReleased(deps.db, campaign, 'results');
    const seen = { what: 'client_results', purpose: 'exchange', reference: `file:${file.id}` } as const;
    const shown = { ...seen, fields: ['contracts'] as const, count: resultTotals(file).rows };
    const about = { campaign: campaign.id, file: file.id, release };
    await transact(deps.db, (trx) => recordAccess(trx, { scope, actor, ...shown, about }));
    const { format } = resultTotals(file);
    async function* lines() {
      for await (const { bytes } of resultsCsv(deps.db, deps.vault, file, { zone: doc.zone, format }))
        yield Buffer.from(bytes);
    }
    const charset = format.encoding === 'cp932' ? 'windows-31j' : 'utf-8';
    return { stream: lines(), type: `text/csv; charset=${charset}`, filename: `results-${file.id}.csv` };
  },

  async listResults({ deps, scope, params, query }) {
    const file = await getClientFile(deps.db, scope, params.id, 'results');
    const page = { after: decodeCursor(query.cursor) ?? 0, limit: query.limit + 1, status: query.stage };
    const rows = await listResults(deps.db, file, page);
    type Row = (typeof rows)[number];
    const toItem = (row: Row) => ({
      contractId: row.contract_id,
      outcome: row.outcome as NotifiedOutcome,
      reason: row.reason,
      reasonText: resultReasonText(row.outcome as NotifiedOutcome, row.reason),
      receipt: row.receipt,
      decidedAt: iso(row.decided_at),
      stage: row.status,
      stageText: stageTexts[row.status],
      rejection: row.rejection,
      answeredAt: isoOrNull(row.answered_at),
    });
    return { body: pageOfRows(rows, query.limit, (row) => row.id, toItem) };
  },

  async acknowledgeResults({ deps, trx, scope, actor, params, body, language }) {
    const file = await lockClientFile(trx, scope, params.id, 'results');
    const { now } = await readClock(trx);
    const input = { answer: body, personId: actor.personId, now };
    const problems = await bookAcknowledgement(trx, deps.vault, file, input);
    if (problems.length > 0) {
      const issues = problems.map(({ path, code, ...detail }) => issueOf(`body.${path}`, code, language, detail));
      throw new AppError('client_totals_differ', {}, issues);
    }
    const finish = async () => {
      await finishAcknowledgement(deps.db, file, { onSignals: signalAll(deps), until: performance.now() + FINISH_MS });
      return deliveryOf(await getClientFile(deps.db, scope, file.id, 'results'));
    };
    return { body: deliveryOf(file), finish };
  },
};

function deliveryOf(file: ClientFileRow) {
  const { rows, controlTotal, sha256, more, reflected, rejected } = resultTotals(file);
  return {
    fileId: file.id,
    campaignId: file.campaign_id,
    status: file.status as 'sent' | 'acknowledged',
    totals: { rows, controlTotal },
    sha256,
    more,
    reflected: reflected ?? null,
    rejected: rejected ?? null,
    sentAt: iso(file.created_at),
    acknowledgedAt: isoOrNull(file.applied_at),
  };
}
