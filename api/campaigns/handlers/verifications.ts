import { getCampaign } from '../../../db/campaigns/campaigns';
import {
  askVerification,
  getVerification,
  listVerifications,
  type VerificationRow,
} from '../../../db/campaigns/verifications';
import { readClock } from '../../../db/platform/clock';
import { faultText, tableText } from '../../../domain/texts/audit';
import { type verificationRoutes } from '../contract/verifications';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { iso, isoOrNull } from '../../http/wire';

/** Verifications: asked for here, made by a worker. */
export const verificationHandlers: Handlers<typeof verificationRoutes> = {
  async askVerification({ trx, scope, actor, params, body }) {
    const campaign = await getCampaign(trx, scope, params.id);
    const { now } = await readClock(trx);
    const { id, asked } = await askVerification(trx, campaign, { what: body.what, personId: actor.personId, now });
    return { status: asked ? 201 : 200, body: wireOf(await getVerification(trx, campaign, id)) };
  },

  async listVerifications({ deps, scope, params, query }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const page = { before: decodeCursor(query.cursor), limit: query.limit + 1 };
    const rows = await listVerifications(deps.db, campaign, page);
    return { body: pageOfRows(rows, query.limit, (row) => row.id, wireOf) };
  },

  async getVerification({ deps, scope, params }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    return { body: wireOf(await getVerification(deps.db, campaign, params.verification)) };
  },
};

function wireOf(row: VerificationRow) {
  const { id, what, status, matches, part, done, total, result } = row;
  const { ledger, rows, decisions, completeness } = result;
  return {
    id,
    what,
    status,
    matches,
    askedBy: { id: row.asked_by, name: row.asked_name },
    askedAt: iso(row.asked_at),
    progress: part && row.progress_at !== null ? { part, done, total, at: iso(row.progress_at) } : null,
    finishedAt: isoOrNull(row.finished_at),
    ledger: ledger && {
      ...ledger,
      chains: ledger.chains.map(({ firstBad, ...chain }) => ({
        ...chain,
        firstBad: firstBad && { ...firstBad, text: faultText(firstBad.why) },
      })),
    },
    rows: rows && {
      ...rows,
      faults: rows.faults.map((fault) => ({
        ...fault,
        tableText: tableText(fault.table),
        text: faultText(fault.why === 'entry_missing' ? 'entry_missing_row' : fault.why),
      })),
    },
    decisions,
    completeness: completeness && {
      ...completeness,
      statements: completeness.statements.map(({ faults, ...statement }) => ({
        ...statement,
        faults: faults.map((fault) => ({ ...fault, text: faultText(fault.why, { contract: fault.contract ?? 0 }) })),
      })),
    },
  };
}
