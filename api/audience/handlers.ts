import { importAudience } from '../../db/audience/import/import-audience';
import { findingsCsv, listFindings, countFindings, type ImportRow, lastImport } from '../../db/audience/imports';
import { campaignFigures } from '../../db/campaigns/board/figures';
import { getCampaign, getVersion, lockCampaign } from '../../db/campaigns/campaigns';
import { readClock } from '../../db/platform/clock';
import { decideHeld } from '../../db/audience/decide-held';
import { type HeldRow, listAccessCodes, listHeld } from '../../db/audience/held-rows';
import { draftIfChanged } from '../../db/campaigns/approvals';
import { refuseOfContract } from '../../db/privacy/no-personal-text';
import { requireReleased } from '../../db/privacy/exports';
import { recordAccess } from '../../db/privacy/access-log';
import { hiddenAmong } from '../../db/customers/protection';
import { type audienceRoutes } from './contract';
import { decodeCursor, pageOfRows } from '../http/cursor';
import { CSV_BOM, csvLine } from '../../domain/exchange/csv';
import { FINDINGS, type FindingCode } from '../../domain/audience/finding';
import { findingNames, findingText } from '../../domain/texts/audience';
import { representativeFrom } from '../customers/representative-input';
import { maskNumber, maskText } from '../../domain/privacy/mask';
import { type Handlers } from '../http/handler';
import { byPerson, requireState } from '../campaigns/rules';
import { isoOrNull } from '../http/wire';
import { transact } from '../../db/platform/transact';

const CSV = 'text/csv; charset=utf-8';

/** The audience: import result, held rows to decide, and what is exported from it. */
export const audienceHandlers: Handlers<typeof audienceRoutes> = {
  async putAudience({ deps, scope, actor, params, query, body }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    requireState(campaign, 'edit');
    const { doc } = await getVersion(deps.db, campaign);
    const { db, pool, vault } = deps;
    const summary = await importAudience({
      db,
      pool,
      vault,
      clientId: scope.clientId,
      campaignId: campaign.id,
      doc,
      personId: actor.personId,
      fileName: query.name ?? null,
      body,
    });
    return { body: summary };
  },

  async getAudience({ deps, scope, params }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const { customers, contracts, ...states } = (await campaignFigures(deps.db, campaign)).audience;
    const done = await lastImport(deps.db, { clientId: campaign.client_id, campaignId: campaign.id });
    const findings = (done ? await countFindings(deps.db, done) : []).map((kind) => ({
      ...kind,
      ...findingNames(kind),
    }));
    return {
      body: { import: done ? importOf(done) : null, customers, contracts: { total: contracts, ...states }, findings },
    };
  },

  async listFindings({ deps, scope, params, query, wantsCsv }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const of = { clientId: scope.clientId, campaignId: campaign.id };
    if (query.format === 'csv' || (wantsCsv && query.format === undefined)) {
      return { stream: findingsCsv(deps.db, of), type: CSV, filename: `findings-${campaign.id}.csv` };
    }
    const cursor = decodeCursor(query.cursor) ?? undefined;
    const rows = await listFindings(deps.db, { ...of, code: query.code, cursor, limit: query.limit + 1 });
    return {
      body: pageOfRows(
        rows,
        query.limit,
        (row) => row.no,
        (row) => row,
      ),
    };
  },

  async listHeld({ deps, scope, actor, params, query }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const after = decodeCursor(query.cursor) ?? 0;
    const rows = await listHeld(deps.db, deps.vault, campaign, { after, limit: query.limit + 1 });
    const customers = rows.map((row) => row.customerId);
    const hidden = await hiddenAmong(deps.db, actor, customers);
    const toItem = ({ number, remark, ...row }: HeldRow) => ({
      ...row,
      number: hidden.has(row.customerId) ? maskText() : maskNumber(number),
      hasRemark: remark !== undefined && remark !== '',
      ...questionOf(row.reason),
    });
    return { body: pageOfRows(rows, query.limit, (row) => row.contractId, toItem) };
  },

  async decideHeld({ deps, trx, scope, actor, params, body, language }) {
    const { terms, ...decision } = body;
    const acting = terms?.representative;
    const texts = { 'body.reason': body.reason, 'body.terms.representative.evidence': acting?.evidence };
    const own = acting ? [acting.name, acting.address, acting.mail, acting.phone] : [];
    await refuseOfContract(trx, deps.vault, scope, params.contractId, texts, own);
    const campaign = await lockCampaign(trx, scope, params.id);
    requireState(campaign, 'edit');
    const { now } = await readClock(trx);
    const representative = acting && representativeFrom(acting, language, 'body.terms.representative');
    await decideHeld(trx, deps.vault, {
      clientId: scope.clientId,
      campaignId: campaign.id,
      contractId: params.contractId,
      personId: actor.personId,
      role: actor.role,
      ...decision,
      ...(terms && { terms: { ...terms, representative } }),
    });
    const change = { at: now, reason: 'audience_changed', by: byPerson(actor) };
    const { entries } = await draftIfChanged(trx, campaign, change);
    const { audience } = await campaignFigures(trx, campaign);
    return {
      body: { contractId: params.contractId, decision: body.decision, undecided: audience.held },
      ledger: { campaignId: campaign.id, clientId: scope.clientId, at: now, entries },
    };
  },

  async secondFactorCodes({ deps, scope, actor, params }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const release = await requireReleased(deps.db, campaign, 'codes');
    const seen = { what: 'code_list', purpose: 'exchange', reference: `campaign:${campaign.id}` } as const;
    const shown = { ...seen, fields: ['contracts', 'code'] as const, about: { campaign: campaign.id, release } };
    await transact(deps.db, (trx) => recordAccess(trx, { scope, actor, ...shown }));
    async function* lines() {
      yield CSV_BOM + csvLine(['契約番号', '確認番号']);
      for await (const page of listAccessCodes(deps.db, deps.vault, campaign)) {
        yield page.map(({ number, code }) => csvLine([number, code])).join('');
      }
    }
    return { stream: lines(), type: CSV, filename: `codes-${campaign.id}.csv` };
  },
};

/** What a held row puts before a person: the finding of its reason. */
function questionOf(reason: string) {
  const named = `held_${reason}`;
  const code = named in FINDINGS ? (named as FindingCode) : 'held_customer';
  const [ja, en] = [findingText(code, 'ja'), findingText(code, 'en')];
  return { message: { ja: ja.message, en: en.message }, advice: { ja: ja.advice, en: en.advice } };
}

function importOf(done: ImportRow) {
  return {
    importId: done.id,
    encoding: done.encoding,
    rows: done.rows,
    refused: done.refused,
    held: done.held,
    doubles: done.doubles,
    contracts: done.contracts,
    customers: done.customers,
    importedAt: isoOrNull(done.finished_at),
  };
}
