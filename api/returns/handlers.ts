import { getCampaign, getVersion } from '../../db/campaigns/campaigns';
import { readClock } from '../../db/platform/clock';
import { recordAccess } from '../../db/privacy/access-log';
import { requireVisible } from '../../db/customers/protection';
import { bookAndReport } from '../../db/returns/book';
import {
  findByScan,
  findPostPiece,
  getReturn,
  lockReturn,
  moveReturn,
  type ReturnRow,
  openScan,
} from '../../db/returns/returns';
import { contractsOfPiece, recordOnPiece, reportForm } from '../../db/returns/decide';
import { reportWithdrawn, withdrawReturn } from '../../db/returns/withdraw';
import { accountsOf, keepAccount, readAccountOf, rulesOfPiece } from '../../db/returns/accounts';
import { differingFields } from '../../domain/returns/bank-account';
import { mayWithdraw } from '../../domain/returns/return-rules';
import { listReturns, addEntry, entriesOf } from '../../db/returns/list';
import { openHold } from '../../db/customers/holds';
import { refusePersonal } from '../../db/privacy/no-personal-text';
import { digestOf } from '../../db/platform/ledger';
import { AppError } from '../../domain/errors';
import { localDate } from '../../domain/campaigns/calendar';
import { type returnRoutes } from './contract';
import { decodeCursor, pageOfRows } from '../http/cursor';
import { type Handlers } from '../http/handler';
import { byPerson } from '../campaigns/rules';
import { single } from '../http/wire';
import { bookingOf, codeOf, requireAllContracts, requireAsked } from './input';
import { zoneOf } from './desk-zone';
import { imageAccess } from './image-access';
import { briefOfReturn, detailOfReturn } from './view';
import { transact } from '../../db/platform/transact';

/** Returned post: booked, read by two persons, judged by rules. */
export const returnHandlers: Handlers<typeof returnRoutes> = {
  async bookReturn({ deps, trx, scope, actor, query, body, language }) {
    const file = 'file' in body ? body.file : undefined;
    const show = async (row: ReturnRow, status: 200 | 201) => ({
      body: await detailOfReturn(trx, deps.vault, { scope, actor }, row),
      version: row.version,
      status,
    });
    const same = file && (await findByScan(trx, scope, file.hash));
    if (same) return show(same, 200);
    const input = 'json' in body ? body.json : query;
    const piece = await findPostPiece(trx, scope, { code: codeOf(input.code, file) });
    const { doc } = await getVersion(trx, await getCampaign(trx, scope, piece.campaignId));
    const { now } = await readClock(trx);
    const facts = bookingOf(input, localDate(now, doc.zone), { in: file ? 'query' : 'body', language });
    const again = 'json' in body && body.json.again;
    const from = { intakeId: input.intake, setAsideId: input.setAside };
    const item = { ...facts, ...from, personId: actor.personId, scan: file, again };
    const { row, fresh } = await bookAndReport(trx, deps.vault, piece, item);
    return show(row, fresh ? 201 : 200);
  },

  async listReturns({ deps, scope, actor, query }) {
    const { cursor, limit, campaign, enterable, order, ...filter } = query;
    const rows = await listReturns(deps.db, scope, {
      ...filter,
      after: decodeCursor(cursor),
      newest: order === 'newest',
      limit: limit + 1,
      ...(campaign !== undefined && { campaignId: campaign }),
      ...(enterable && { enterableBy: actor.personId, unprotected: !actor.rights.includes('personal.protected') }),
    });
    return {
      body: pageOfRows(
        rows,
        limit,
        (row) => row.id,
        (row) => briefOfReturn(row, actor),
      ),
    };
  },

  async getReturn({ deps, scope, actor, params }) {
    const row = await getReturn(deps.db, scope, params.id);
    return { body: await detailOfReturn(deps.db, deps.vault, { scope, actor }, row), version: row.version };
  },

  async getReturnImage({ deps, scope, actor, params }) {
    const row = await getReturn(deps.db, scope, params.id);
    await requireVisible(deps.db, actor, row.customer_id);
    const { type, bytes } = await openScan(deps.db, deps.vault, row);
    await transact(deps.db, (trx) => recordAccess(trx, imageAccess({ scope, actor }, row)));
    return { stream: single(bytes), type, filename: `return-${row.id}.${type.split('/')[1]}` };
  },

  async enterReturn({ deps, trx, scope, actor, params, body, language }) {
    const row = await lockReturn(trx, scope, params.id);
    await requireVisible(trx, actor, row.customer_id);
    const piece = await findPostPiece(trx, scope, { id: row.piece_id });
    const contracts = await contractsOfPiece(trx, deps.vault, piece);
    if (row.decided_at === null) requireAllContracts(body.choices, contracts, language);
    const { account, ...read } = body;
    if (row.decided_at === null) requireAsked(body, await rulesOfPiece(trx, piece), language);
    const reading = {
      ...read,
      ...(account !== undefined && { account: await readAccountOf(trx, deps.vault, row, account) }),
    };
    const first = (await accountsOf(trx, deps.vault, row)).get(1) ?? null;
    const sameAccount = differingFields(first, account ?? null).length === 0;
    const after = await addEntry(trx, row, { personId: actor.personId, reading, sameAccount });
    if (account) await keepAccount(trx, deps.vault, row, { no: after.no, account });
    const { now } = await readClock(trx);
    const show = async (moved: ReturnRow) => ({
      body: await detailOfReturn(trx, deps.vault, { scope, actor }, moved),
      version: moved.version,
    });
    const differs = after.status === 'mismatch';
    const entered = {
      kind: 'return_entered',
      return: row.id,
      no: after.no,
      by: byPerson(actor),
      differs,
      reading: digestOf(reading),
    };
    if (after.status !== 'decided' || after.reading.remark) {
      const status = after.status === 'decided' ? 'held' : after.status;
      const shown = await show(await moveReturn(trx, row, { status }));
      await recordOnPiece(trx, piece, now, entered);
      return shown;
    }
    const by = after.by.map((personId) => byPerson({ personId }));
    const verdict = await reportForm(trx, { row, piece }, { reading: after.reading, by, now, contracts, entered });
    const status = verdict.late ? 'late' : verdict.status;
    return show(await moveReturn(trx, row, { ...verdict, status, decided: true }));
  },

  async withdrawReturn({ deps, trx, scope, actor, params, body: { reason: because } }) {
    const row = await lockReturn(trx, scope, params.id);
    await requireVisible(trx, actor, row.customer_id);
    const zone = await zoneOf(trx, scope, row.campaign_id);
    const { now } = await readClock(trx);
    const { kind, status } = row;
    const booked = { kind, status, decided: row.decided_at !== null, bookedOn: localDate(row.received_at, zone) };
    if (!mayWithdraw(booked, localDate(now, zone))) throw new AppError('return_not_withdrawable', { status });
    const piece = await findPostPiece(trx, scope, { id: row.piece_id });
    const withdrawn = await withdrawReturn(trx, deps.vault, row, { because, personId: actor.personId });
    await reportWithdrawn(trx, { row: withdrawn, piece });
    const body = await detailOfReturn(trx, deps.vault, { scope, actor }, withdrawn);
    await recordOnPiece(trx, piece, now, { kind: 'return_withdrawn', return: row.id, by: byPerson(actor), because });
    return { body, version: withdrawn.version };
  },

  async decideRemark({ deps, trx, scope, actor, params, body: { decision, reason, hold } }) {
    const row = await lockReturn(trx, scope, params.id);
    await requireVisible(trx, actor, row.customer_id);
    if (row.status !== 'held') throw new AppError('return_without_remark');
    await refusePersonal(trx, deps.vault, scope, row.customer_id, { 'body.reason': reason });
    const piece = await findPostPiece(trx, scope, { id: row.piece_id });
    const entries = await entriesOf(trx, row);
    const { now } = await readClock(trx);
    const show = async (moved: ReturnRow) => ({
      body: await detailOfReturn(trx, deps.vault, { scope, actor }, moved),
      version: moved.version,
    });
    const decided = { kind: 'return_remark_decided', return: row.id, by: byPerson(actor), decision, reason };
    if (hold) {
      const kept = await moveReturn(trx, row, { status: 'held' });
      await recordOnPiece(trx, piece, now, decided);
      const whose = { customerId: row.customer_id, personId: actor.personId };
      await openHold(trx, scope, { ...hold, ...whose, source: `return:${row.id}`, note: null });
      return show(kept);
    }
    const verdict = await reportForm(
      trx,
      { row, piece },
      {
        reading: entries.at(-1)!.reading,
        by: [...entries.map(({ personId }) => byPerson({ personId })), byPerson(actor)],
        now,
        contracts: await contractsOfPiece(trx, deps.vault, piece),
        entered: decided,
        unclearRemark: decision === 'defect',
      },
    );
    return show(await moveReturn(trx, row, { ...verdict, decided: true }));
  },
};
