import { createHash } from 'node:crypto';
import { transact } from '../../../db/platform/transact';
import { readCarrierFile } from '../../../db/print/carrier/read-file';
import { type CarrierFileRow, takeCarrierFile } from '../../../db/print/carrier/take-file';
import { findRun } from '../../../db/print/runs';
import { type CarrierFinding } from '../../../domain/print/carrier-file';
import { AppError } from '../../../domain/errors';
import { carrierFindingTexts } from '../../../domain/texts/names/postal';
import { byPerson } from '../../campaigns/rules';
import { type Handlers } from '../../http/handler';
import { iso } from '../../http/wire';
import { type carrierRoutes } from '../contract/carrier';

const MOST_FINDINGS = 100;

/** Files of the carrier, uploaded for a run. */
export const carrierHandlers: Handlers<typeof carrierRoutes> = {
  async takeCarrierFile({ deps, scope, actor, params, query, body }) {
    const { id: runId } = await findRun(deps.db, scope, params.id);
    const file = readCarrierFile(body);
    if (!file) throw new AppError('file_without_header');
    const hash = createHash('sha256').update(body).digest('hex');
    const by = { personId: actor.personId, ledger: byPerson(actor) };
    const source = { name: query.name ?? `${file.kind}.csv`, hash, runId, clientId: scope.clientId, by };
    const taken = await transact(deps.db, (trx) => takeCarrierFile(trx, deps.vault, file, source));
    return { body: carrierFileWire(taken!.row) };
  },
};

/** A file as the API shows it. */
export const carrierFileWire = (row: CarrierFileRow) => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  status: row.status,
  rows: row.rows,
  fresh: row.fresh,
  findings: (row.findings as unknown as CarrierFinding[])
    .slice(0, MOST_FINDINGS)
    .map(({ line, code }) => ({ line, code, text: carrierFindingTexts[code] })),
  receivedAt: iso(row.received_at),
  receivedBy: row.received_by,
});
