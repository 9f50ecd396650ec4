import { acknowledgeAlert, type AlertRow, listAlerts } from '../../../db/platform/alerts/alerts';
import { type AlertNames, namesOfAlerts } from '../../../db/platform/alerts/names';
import { alertText } from '../../../domain/texts/alerts';
import { type alertRoutes } from '../contract/alerts';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { iso, isoOrNull } from '../../http/wire';

/** Alerts as ids, codes and figures, with their texts. */
export const alertHandlers: Handlers<typeof alertRoutes> = {
  async listAlerts({ deps, scope, query }) {
    const { campaign, state, limit } = query;
    const page = {
      before: decodeCursor(query.cursor),
      limit: limit + 1,
      open: state === 'open' || !!campaign,
      campaign,
    };
    const rows = await listAlerts(deps.db, scope, page);
    const names = await namesOfAlerts(deps.db, rows);
    return {
      body: pageOfRows(
        rows,
        query.limit,
        (row) => row.id,
        (row) => alertOf(row, names),
      ),
    };
  },

  async acknowledgeAlert({ trx, scope, actor, params }) {
    const { personId, role } = actor;
    const administrator = role === 'administrator';
    const row = await acknowledgeAlert(trx, scope, { id: params.id, personId, role, administrator });
    return { body: alertOf(row, await namesOfAlerts(trx, [row])) };
  },
};

const alertOf = (row: AlertRow, names: Map<number, AlertNames>) => ({
  id: row.id,
  kind: row.kind,
  subject: row.subject,
  shared: row.client_id === null,
  figures: row.figures,
  ...alertText(row.kind, row.figures, names.get(row.id)),
  openedAt: iso(row.opened_at),
  closedAt: isoOrNull(row.closed_at),
  acknowledgedAt: isoOrNull(row.acknowledged_at),
  acknowledgedBy: row.acknowledged_by,
});
