import { type CampaignRow, getCampaign } from '../../../db/campaigns/campaigns';
import {
  currentDocument,
  inOneView,
  jsonPieces,
  type StatementDocument,
} from '../../../db/campaigns/statement/document';
import { contractNumbers } from '../../../db/campaigns/statement/numbers';
import {
  countPending,
  findStatement,
  listStatements,
  lockStatements,
  prepareStatement,
  signStatement,
  type StatementRow,
  storedDocument,
  storedPieces,
} from '../../../db/campaigns/statement/stored';
import { readClock } from '../../../db/platform/clock';
import { type Db, type Queryable } from '../../../db/platform/types';
import { recordAccess } from '../../../db/privacy/access-log';
import { requireReleased } from '../../../db/privacy/exports';
import { type Language } from '../../../domain/campaigns/campaign';
import { AppError } from '../../../domain/errors';
import { type NumbersOf, statementCsv } from '../../../rendering/statement/csv';
import { statementPdf } from '../../../rendering/statement/pdf';
import { type Signature } from '../../../rendering/statement/summary';
import { type statementRoutes } from '../contract/statement';
import { byPerson } from '../rules';
import { type Handlers, type StreamReply } from '../../http/handler';
import { outcome } from '../../http/shapes';
import { iso, isoOrNull } from '../../http/wire';
import { transact } from '../../../db/platform/transact';

/** The completeness statement: as it stands, stored, signed, and with its supplements. */
export const statementHandlers: Handlers<typeof statementRoutes> = {
  async getStatement({ deps, scope, params, query, language, wantsCsv }) {
    const campaign = await getCampaign(deps.db, scope, params.id); // 404 must come before anything is sent
    const format = query.format ?? (wantsCsv ? 'csv' : 'json');
    const stored = query.of === 'current' ? undefined : await findStatement(deps.db, campaign, 0);
    const signed = stored?.signed_at ? stored : undefined;
    if (query.of === 'signed' && !signed) throw new AppError('not_found', { what: 'statement' });
    const name = `statement-${campaign.id}`;
    if (query.lines === 'none') return reply(headAlone(deps.db, campaign, signed), 'json', name);
    if (signed) return storedReply(deps.db, { row: signed, first: signed, format, language, name });
    const stream = inOneView(deps.db, async function* (view) {
      yield* drawn(await asItStands(view, campaign), { format, language, signature: null });
    });
    return reply(stream, format, name);
  },

  async prepareStatement({ trx, scope, actor, params, body }) {
    const campaign = await getCampaign(trx, scope, params.id);
    await lockStatements(trx, campaign);
    const { now } = await readClock(trx);
    const row = await prepareStatement(trx, campaign, {
      personId: actor.personId,
      reason: body.reason ?? null,
      now,
      outcomes: outcome.options,
    });
    const entry = { kind: 'statement_prepared', by: byPerson(actor), ...recordOf(row), reason: row.reason };
    const ledger = { campaignId: campaign.id, clientId: campaign.client_id, at: now, entries: [entry] };
    return { body: storedOf(row), ledger };
  },

  async signStatement({ trx, scope, actor, params, body }) {
    const campaign = await getCampaign(trx, scope, params.id);
    await lockStatements(trx, campaign);
    const { now } = await readClock(trx);
    const { hash, comment = null } = body;
    const row = await signStatement(trx, campaign, { personId: actor.personId, hash, comment, now });
    const entry = { kind: 'statement_signed', by: byPerson(actor), ...recordOf(row) };
    const ledger = { campaignId: campaign.id, clientId: campaign.client_id, at: now, entries: [entry] };
    return { body: storedOf(row), ledger };
  },

  async listSupplements({ deps, scope, params }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const rows = await listStatements(deps.db, campaign);
    const signed = rows.filter((row) => row.signed_at !== null);
    return { body: { items: rows.map(storedOf), pending: await countPending(deps.db, campaign, signed) } };
  },

  async getSupplement({ deps, scope, params, query, language, wantsCsv }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const [row, first] = await pairOf(deps.db, campaign, params.no);
    const format = query.format ?? (wantsCsv ? 'csv' : 'json');
    return storedReply(deps.db, { row, first, format, language, name: nameOf(row) });
  },

  async getStatementWithNumbers({ deps, scope, actor, params, query, language }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const [row, first] = await pairOf(deps.db, campaign, params.no);
    const release = await requireReleased(deps.db, campaign, 'statement');
    const seen = { what: 'statement', purpose: 'audit', reference: `statement:${row.id}` } as const;
    const about = { campaign: campaign.id, statement: row.id, release };
    const shown = { ...seen, fields: ['contracts'] as const, count: row.lines, about };
    await transact(deps.db, (trx) => recordAccess(trx, { scope, actor, ...shown }));
    const numbersOf: NumbersOf = (contractIds) =>
      contractNumbers(deps.db, deps.vault, { clientId: scope.clientId, contractIds });
    const name = `${nameOf(row)}-numbers`;
    return storedReply(deps.db, { row, first, format: query.format, language, name, numbersOf });
  },
};

type Format = 'json' | 'csv' | 'pdf';

async function asItStands(view: Queryable, campaign: CampaignRow): Promise<StatementDocument> {
  const { now } = await readClock(view);
  return currentDocument(view, campaign, { now, outcomes: outcome.options });
}

/** The figures of the signed document, or as they stand, without reading a line. */
async function* headAlone(db: Db, campaign: CampaignRow, signed: StatementRow | undefined): AsyncGenerator<string> {
  if (signed) yield JSON.stringify({ ...(await storedDocument(db, signed)).head, lines: undefined });
  else
    yield* inOneView(db, async function* (view) {
      yield JSON.stringify((await asItStands(view, campaign)).head);
    });
}

const nameOf = (row: StatementRow): string =>
  row.no === 0 ? `statement-${row.campaign_id}` : `statement-${row.campaign_id}-supplement-${row.no}`;

/** A stored document and the statement it belongs to. Throws not_found. */
async function pairOf(db: Queryable, campaign: CampaignRow, no: number): Promise<[StatementRow, StatementRow]> {
  const first = await findStatement(db, campaign, 0);
  const row = no === 0 ? first : await findStatement(db, campaign, no);
  if (!row || !first) throw new AppError('not_found', { what: 'statement' });
  return [row, first];
}

interface StoredReply {
  row: StatementRow;
  first: StatementRow;
  format: Format;
  language: Language;
  name: string;
  numbersOf?: NumbersOf;
}

async function storedReply(
  db: Queryable,
  { row, first, format, language, name, numbersOf }: StoredReply,
): Promise<StreamReply> {
  if (format === 'json') return reply(storedPieces(db, row), format, name);
  const document = await storedDocument(db, row);
  const signature: Signature = {
    hash: row.hash,
    preparedBy: row.prepared_name,
    preparedAt: row.prepared_at,
    signedBy: row.signed_name,
    signedAt: row.signed_at,
    statementHash: row.no === 0 ? null : first.hash,
  };
  return reply(drawn(document, { format, language, signature, numbersOf }), format, name);
}

interface Drawing {
  format: Format;
  language: Language;
  signature: Signature | null;
  numbersOf?: NumbersOf;
}

async function* drawn(document: StatementDocument, { format, ...options }: Drawing): AsyncGenerator<string | Buffer> {
  if (format === 'pdf') yield* statementPdf(document, options);
  else if (format === 'csv') yield* statementCsv(document, options);
  else for await (const { body } of jsonPieces(document)) yield body;
}

const TYPES: Record<Format, string> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
};

const reply = (stream: AsyncIterable<string | Buffer>, format: Format, name: string): StreamReply => ({
  stream,
  type: TYPES[format],
  ...(format !== 'json' && { filename: `${name}.${format}` }),
});

const recordOf = ({ no, hash, previous_hash: previousHash, lines, as_of: asOf }: StatementRow) => ({
  no,
  hash,
  previousHash,
  lines,
  asOf,
});

function storedOf(row: StatementRow) {
  return {
    no: row.no,
    hash: row.hash,
    previousHash: row.previous_hash,
    asOf: iso(row.as_of),
    lines: row.lines,
    reason: row.reason,
    preparedBy: { id: row.prepared_by, name: row.prepared_name },
    preparedAt: iso(row.prepared_at),
    signedBy: row.signed_by === null ? null : { id: row.signed_by, name: row.signed_name! },
    signedAt: isoOrNull(row.signed_at),
    comment: row.comment,
  };
}
