import { type Readable } from 'node:stream';
import { getCampaign, campaignDoc } from '../../../db/campaigns/campaigns';
import { applyChangeFile } from '../../../db/exchange/apply';
import {
  beginChanges,
  changeTotals,
  type ClientFileRow,
  findChangeFile,
  getClientFile,
  insertChangeFile,
  listChanges,
  listClientFiles,
  lockClientFile,
  needsSecondPerson,
  setFileStatus,
} from '../../../db/exchange/client-files';
import { lockExchange } from '../../../db/exchange/results';
import { readClock } from '../../../db/platform/clock';
import { appendLedger, campaignChain } from '../../../db/platform/ledger';
import { localDate } from '../../../domain/campaigns/calendar';
import { AppError } from '../../../domain/errors';
import { type clientDataRoutes } from '../contract/exchange';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { byPerson } from '../../campaigns/rules';
import { readChangeFileApart } from '../client-file-decoder';
import { changeFilesOf, changeStatus, findingOf, previewOf, requireStarted, signalAll } from '../wire';
import { type Queryable } from '../../../db/platform/types';
import { transact } from '../../../db/platform/transact';

type Routes = Pick<
  typeof clientDataRoutes,
  | 'sendChanges'
  | 'listChangeFiles'
  | 'getChangeFile'
  | 'listChanges'
  | 'listChangeFindings'
  | 'applyChanges'
  | 'discardChanges'
>;

/** Real ms one call of `apply` works; the rest is left to the poll loop or the next call. */
const APPLY_MS = 20_000;

/** The client's change file: previewed first, then applied. */
export const changeHandlers: Handlers<Routes> = {
  async sendChanges({ deps, scope, actor, query, body, language }) {
    const campaign = await getCampaign(deps.db, scope, query.campaign);
    requireStarted(campaign);
    const { zone } = await campaignDoc(deps.db, campaign.id, campaign.version);
    const { now } = await readClock(deps.db);
    const file = await readChangeFileApart(body as Readable, { today: localDate(now, zone), zone, language });
    const row = await transact(deps.db, async (trx) => {
      // two uploads of the same bytes are serialised, so the second finds the first
      await lockExchange(trx, campaign.id);
      const known = await findChangeFile(trx, campaign, file.hash);
      if (known) return known.status === 'discarded' ? setFileStatus(trx, known, 'preview') : known;
      const input = { file, name: query.name ?? null, personId: actor.personId, now };
      const made = await insertChangeFile(trx, deps.vault, campaign, input);
      const { rows, controlTotal, planned } = changeTotals(made);
      const figures = { file: made.id, fileHash: made.file_hash, rows, controlTotal, planned };
      const entry = { kind: 'client_changes_received', by: byPerson(actor), ...figures };
      await appendLedger(trx, campaignChain(campaign.id), campaign.client_id, now, [entry]);
      return made;
    });
    return { body: await previewOf(deps.db, row) };
  },

  async listChangeFiles({ deps, scope, query }) {
    const campaign = await getCampaign(deps.db, scope, query.campaign);
    const page = { kind: 'changes' as const, before: decodeCursor(query.cursor), limit: query.limit + 1 };
    const rows = await listClientFiles(deps.db, campaign, page);
    const shown = await changeFilesOf(deps.db, rows);
    const idOf = (row: ClientFileRow) => row.id;
    return { body: pageOfRows(rows, query.limit, idOf, (row) => shown.get(row.id)!) };
  },

  async getChangeFile({ deps, scope, params }) {
    const file = await getClientFile(deps.db, scope, params.id, 'changes');
    return { body: await previewOf(deps.db, file) };
  },

  async listChanges({ deps, scope, params, query }) {
    const file = await getClientFile(deps.db, scope, params.id, 'changes');
    const page = { after: decodeCursor(query.cursor) ?? 0, limit: query.limit + 1, verdict: query.verdict };
    const rows = await listChanges(deps.db, file, page);
    type Row = (typeof rows)[number];
    const toItem = (row: Row) => ({
      line: row.line,
      contractId: row.contract_id,
      customerId: row.customer_id,
      kind: row.kind as 'moved',
      effectiveOn: row.effective_on,
      verdict: row.verdict as 'planned',
    });
    return { body: pageOfRows(rows, query.limit, (row) => row.line, toItem) };
  },

  async listChangeFindings({ deps, scope, params, query }) {
    const file = await getClientFile(deps.db, scope, params.id, 'changes');
    const after = decodeCursor(query.cursor) ?? 0;
    const { findings } = changeTotals(file);
    const rows = findings.map((finding, at) => ({ finding, no: at + 1 })).slice(after, after + query.limit + 1);
    return {
      body: pageOfRows(
        rows,
        query.limit,
        (row) => row.no,
        ({ finding }) => findingOf(finding),
      ),
    };
  },

  async applyChanges({ deps, trx, scope, actor, params, body }) {
    const file = await lockClientFile(trx, scope, params.id, 'changes');
    const totals = changeTotals(file);
    if (file.status === 'discarded') throw decided(file);
    if (body.totalsHash !== totals.hash) throw new AppError('client_file_changed', { file: file.id });
    if (file.applied_by === null) {
      const mayAlone = actor.role === 'manager' || actor.role === 'approver';
      if (needsSecondPerson(totals) && (!mayAlone || actor.personId === file.created_by)) {
        throw new AppError('second_person_needed', { planned: totals.planned, limit: totals.limit });
      }
    }
    const begun = file.applied_by === null ? await beginChanges(trx, file, actor.personId) : file;
    const finish = async () => {
      await applyChangeFile(deps.db, deps.vault, begun, {
        onSignals: signalAll(deps),
        until: performance.now() + APPLY_MS,
      });
      return oneFile(deps.db, await getClientFile(deps.db, scope, file.id, 'changes'));
    };
    return { body: await oneFile(trx, begun), finish };
  },

  async discardChanges({ trx, scope, actor, params }) {
    const file = await lockClientFile(trx, scope, params.id, 'changes');
    if (file.status === 'discarded') return { body: await oneFile(trx, file) };
    if (file.status !== 'preview' || file.applied_by !== null) throw decided(file);
    const after = await setFileStatus(trx, file, 'discarded');
    const { now } = await readClock(trx);
    const entry = { kind: 'client_changes_discarded', by: byPerson(actor), file: file.id, fileHash: file.file_hash };
    return {
      body: await oneFile(trx, after),
      ledger: { campaignId: file.campaign_id, clientId: file.client_id, at: now, entries: [entry] },
    };
  },
};

async function oneFile(db: Queryable, file: ClientFileRow) {
  return (await changeFilesOf(db, [file])).get(file.id)!;
}

const decided = (file: ClientFileRow) => new AppError('client_file_decided', { status: changeStatus(file) });
