import { getCampaign } from '../../../db/campaigns/campaigns';
import { readClock } from '../../../db/platform/clock';
import {
  countRecipients,
  findSentText,
  type SentText,
  type Recipient,
  listRecipients,
} from '../../../db/campaigns/text-recipients';
import { inOneView } from '../../../db/campaigns/statement/document';
import { type Channel } from '../../../domain/campaigns/campaign';
import { CSV_BOM, csvLine } from '../../../domain/exchange/csv';
import { type recipientRoutes } from '../contract/text-recipients';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { iso, isoOrNull } from '../../http/wire';
import { type Db } from '../../../db/platform/types';

const PAGE = 5_000;

/** Which customers received which text. */
export const recipientHandlers: Handlers<typeof recipientRoutes> = {
  async listRecipients({ deps, scope, params, query, wantsCsv }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const sent = await findSentText(deps.db, campaign, { notice: params.noticeId, version: params.version });
    if (wantsCsv) {
      const filename = `recipients-${campaign.id}-${sent.notice}-v${sent.version}.csv`;
      return { stream: csvOf(deps.db, sent), type: 'text/csv; charset=utf-8', filename };
    }
    const view = deps.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only');
    return view.execute(async (trx) => {
      const rows = await listRecipients(trx, sent, { after: decodeCursor(query.cursor) ?? 0, limit: query.limit + 1 });
      const { now } = await readClock(trx);
      const page = pageOfRows(rows, query.limit, ({ messageId }) => messageId, wireOf);
      const { notice, version } = sent;
      return { body: { asOf: iso(now), notice, version, counts: await countRecipients(trx, sent), ...page } };
    });
  },
};

const wireOf = (recipient: Recipient) => ({
  ...recipient,
  channel: recipient.channel as Channel,
  handedOverAt: isoOrNull(recipient.handedOverAt),
  correctedAt: isoOrNull(recipient.correctedAt),
});

const COLUMNS = [
  'messageId',
  'customerId',
  'journeyId',
  'step',
  'occurrence',
  'channel',
  'status',
  'handedOverAt',
  'cameBack',
  'piece',
  'journey',
  'correctedAt',
  'answers',
] as const;

async function* csvOf(db: Db, sent: SentText): AsyncGenerator<string> {
  yield CSV_BOM + csvLine(COLUMNS);
  yield* inOneView(db, async function* (view) {
    for (let after = 0; ;) {
      const rows = await listRecipients(view, sent, { after, limit: PAGE });
      if (rows.length > 0) yield rows.map((row) => csvLine(cellsOf(wireOf(row)))).join('');
      if (rows.length < PAGE) return;
      after = rows.at(-1)!.messageId;
    }
  });
}

function cellsOf(recipient: ReturnType<typeof wireOf>): (string | number | null)[] {
  return COLUMNS.map((column) => {
    const value = recipient[column];
    return typeof value === 'boolean' ? String(value) : value;
  });
}
