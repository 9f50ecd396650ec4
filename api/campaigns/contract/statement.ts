import { z } from 'zod';
import { STATEMENT_CLASSES } from '../../../domain/campaigns/statement/line';
import { type Contracts } from '../../http/route';
import {
  count,
  id,
  idParam,
  impersonal,
  instant,
  messageStatus,
  outcome,
  reason,
  status,
  text,
} from '../../http/shapes';

const statementClass = z.enum(STATEMENT_CLASSES).meta({
  id: 'StatementClass',
  description: 'accepted: a move that the client has not reported as taken over; open: no outcome yet',
});
const hash = z.string().regex(/^[0-9a-f]{64}$/);

const state = z.object({
  class: statementClass,
  classText: text,
  outcome: outcome.nullable(),
  reason: z.string().nullable(),
  reasonText: text.nullable(),
  at: instant.nullable(),
  reflection: z.enum(['sent', 'reflected', 'rejected', 'change_requested']).nullable(),
  reflectionText: text,
  exclusion: text.nullable().meta({ description: 'File, row and person that an exclusion rests on' }),
});
const attempt = z.object({
  no: z.number().int(),
  run: z.number().int(),
  step: z.string(),
  stepText: text,
  channel: z.string(),
  channelText: text,
  at: instant.nullable(),
  band: z.string().nullable(),
  bandText: text.nullable(),
  result: z.string(),
  resultText: text,
});
const ids = { contractId: id, customerId: id, line: z.number().int() };
const line = state
  .extend({
    ...ids,
    attempts: z.array(attempt).meta({ description: 'Every contact; each attempt of a call is one of its own' }),
  })
  .meta({ id: 'StatementLine' });
const change = z
  .object({
    ...ids,
    from: state,
    to: state,
    cause: z.string(),
    causeText: text,
    changedAt: instant.nullable(),
  })
  .meta({ id: 'StatementChange' });

const head = {
  title: text,
  kind: z.enum(['current', 'statement', 'supplement']),
  no: z
    .number()
    .int()
    .nullable()
    .meta({ description: '0: the statement; 1 and later: supplements; null: as it stands now' }),
  previousHash: hash.nullable(),
  reason: z.string().nullable(),
  campaignId: id,
  campaignName: z.string(),
  clientName: z.string(),
  asOf: instant,
  zone: z.string(),
  status,
  contentHash: z.string().nullable(),
  dates: z.object({ firstDispatch: instant, applyBy: instant, endOfService: instant }),
  source: z
    .object({ importId: id, name: z.string().nullable(), sha256: z.string(), importedAt: instant.nullable() })
    .nullable()
    .meta({ description: 'The audience file' }),
  rows: z
    .object({ total: count, refused: count, doubles: count, contracts: count })
    .meta({ description: 'Rows of the file: refused rows, exact duplicates and contracts add up to the total' }),
  refusedByCode: z.array(z.object({ code: z.string(), text, count })),
  held: z.object({ undecided: count, released: count, excluded: count }),
  contracts: z.object({ total: count, byOutcome: z.record(outcome, count), open: count }),
  changesUndecided: count.meta({
    description: 'Contracts of which the client has not decided a requested change; their outcomes stay as booked',
  }),
  byClass: z
    .array(z.object({ class: statementClass, name: text, count }))
    .meta({ description: 'Every class, zeros too; they add up to the contracts' }),
  byReason: z.array(z.object({ outcome, class: statementClass, name: text, reason: z.string(), text, count })),
  messages: z.array(
    z.object({ channel: z.string(), channelText: text, status: messageStatus, statusText: text, count }),
  ),
  balanced: z.boolean().meta({ description: 'Whether rows and outcomes add up and no contract is open' }),
};
const statement = z
  .object({ ...head, lines: z.array(line).optional().meta({ description: 'Absent with lines=none' }) })
  .meta({ id: 'Statement' });
const supplement = z.object({ ...head, lines: z.array(change) }).meta({ id: 'StatementSupplement' });

const stored = z
  .object({
    no: z.number().int(),
    hash: hash.meta({ description: 'SHA-256 of the document as JSON, byte for byte as it is served' }),
    previousHash: hash.nullable(),
    asOf: instant,
    lines: count.meta({ description: 'Contracts of the statement, or changes of a supplement' }),
    reason: z.string().nullable(),
    preparedBy: z.object({ id, name: z.string() }),
    preparedAt: instant,
    signedBy: z.object({ id, name: z.string() }).nullable(),
    signedAt: instant.nullable(),
    comment: z.string().nullable(),
  })
  .meta({ id: 'StoredStatement' });

const format = z.enum(['json', 'csv', 'pdf']).optional().meta({ description: 'Default: by Accept, else json' });
const no = z.coerce.number().int().min(0).max(2_147_483_647);
const noParam = idParam.extend({ no });
const types = ['text/csv', 'application/pdf'] as const;
const acting = { method: 'post', tag: 'campaigns', params: idParam, write: 'idempotency-key' } as const;

export const statementRoutes = {
  getStatement: {
    method: 'get',
    path: '/api/campaigns/{id}/statement',
    summary: 'Completeness statement: each contract with its outcome and every attempt, as JSON, CSV or PDF',
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    query: z.object({
      format,
      of: z
        .enum(['signed', 'current'])
        .optional()
        .meta({ description: 'Default: the signed one, always the same bytes; before the signature as it stands now' }),
      lines: z
        .enum(['all', 'none'])
        .optional()
        .meta({ description: 'none: the figures alone, as JSON, without a line per contract' }),
    }),
    reply: { status: 200, description: 'The statement, on one snapshot', schema: statement, types },
  },
  prepareStatement: {
    ...acting,
    path: '/api/campaigns/{id}/statement',
    summary: 'Store the statement of an ended campaign, or what has changed since as a supplement, for signature',
    action: 'statement.prepare',
    body: {
      kind: 'json',
      schema: z.object({ reason: reason.optional().meta({ description: 'Why a supplement is drawn up' }) }),
    },
    reply: { status: 201, description: 'The document that waits for its signature', schema: stored },
    errors: ['statement_not_ready', 'statement_unchanged'],
  },
  signStatement: {
    ...acting,
    path: '/api/campaigns/{id}/statement/sign',
    summary:
      'Sign the document that waits, as another person than the one who prepared it; it never changes afterwards',
    action: 'statement.sign',
    body: { kind: 'json', schema: z.object({ hash, comment: impersonal(500).optional() }) },
    reply: { status: 200, description: 'The signed document', schema: stored },
    errors: ['statement_hash_mismatch', 'self_approval'],
  },
  listSupplements: {
    method: 'get',
    path: '/api/campaigns/{id}/statement/supplements',
    summary: 'The statement, its supplements, and the number of contracts that have changed since the last of them',
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    reply: {
      status: 200,
      description: 'In the order in which they were drawn up; each names the hash before it',
      schema: z.object({ items: z.array(stored), pending: count }),
    },
  },
  getSupplement: {
    method: 'get',
    path: '/api/campaigns/{id}/statement/supplements/{no}',
    summary: 'A supplement: which contracts changed, from what to what, why and when; as JSON, CSV or PDF',
    tag: 'campaigns',
    action: 'campaign.read',
    params: noParam,
    query: z.object({ format }),
    reply: { status: 200, description: 'The supplement as stored', schema: z.union([supplement, statement]), types },
  },
  getStatementWithNumbers: {
    method: 'get',
    path: '/api/campaigns/{id}/statement/supplements/{no}/numbers',
    summary: 'A stored document with contract numbers, as CSV or PDF; needs an approved export, and is recorded',
    tag: 'campaigns',
    action: 'statement.numbers',
    params: noParam,
    query: z.object({ format: z.enum(['csv', 'pdf']).default('csv') }),
    reply: { status: 200, description: 'The document', types },
    errors: ['export_not_released'],
  },
} as const satisfies Contracts;
