import { z } from 'zod';
import { CHANGE_KINDS, NOTIFIED_OUTCOMES, STAGES } from '../../../domain/exchange/client-data';
import { type Contracts } from '../../http/route';
import { count, cursor, fileName, id, idParam, instant, limit, pageOf, text } from '../../http/shapes';

const FILE_LIMIT = 32 * 1024 * 1024;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const campaign = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const ofCampaign = z.object({ campaign });
const pageOfCampaign = z.object({ campaign, cursor, limit });

const totals = z
  .object({ rows: count, controlTotal: count })
  .meta({ description: 'Number of rows, and the sum of the last four digits of their contract numbers' });

const finding = z
  .object({
    line: z.number().int(),
    column: z.string().nullable(),
    severity: z.enum(['refused', 'warning', 'info']),
    code: z.string(),
    message: text,
    advice: text,
  })
  .meta({ id: 'ChangeFinding' });

const kind = z.enum([...CHANGE_KINDS, 'unreadable']);
const verdict = z.enum(['planned', 'done', 'nothing_to_do', 'refused', 'unknown_contract']);

const changeFile = z
  .object({
    fileId: id,
    campaignId: id,
    status: z.enum(['preview', 'applying', 'applied', 'discarded']),
    fileHash: sha256,
    encoding: z.string(),
    totals,
    totalsHash: sha256.meta({ description: 'Send it with apply, to confirm what was previewed' }),
    limit: count.meta({ description: 'More planned changes than this need a second person' }),
    needsSecondPerson: z.boolean(),
    planned: count.meta({ description: 'Changes when the file was received' }),
    open: count.meta({ description: 'Changes not applied yet' }),
    unknownContracts: count,
    byKind: z.array(
      z.object({
        kind,
        name: text,
        rows: count,
        planned: count,
        done: count,
        nothingToDo: count,
        refused: count,
        unknown: count,
      }),
    ),
    findingCount: count,
    sentBy: id.nullable(),
    sentAt: instant,
    appliedBy: id.nullable(),
    appliedAt: instant.nullable(),
  })
  .meta({ id: 'ChangeFile' });

const preview = changeFile
  .extend({ findings: z.array(finding).meta({ description: 'The first 100; /findings has more' }) })
  .meta({ id: 'ChangePreview' });

const change = z
  .object({
    line: z.number().int(),
    contractId: id.nullable(),
    customerId: id.nullable(),
    kind,
    effectiveOn: z.iso.date().nullable(),
    verdict,
  })
  .meta({ id: 'ClientChange' });

const delivery = z
  .object({
    fileId: id,
    campaignId: id,
    status: z.enum(['sent', 'acknowledged']),
    totals,
    sha256,
    more: z.boolean().meta({ description: 'One delivery could not hold all: request the next' }),
    reflected: count.nullable(),
    rejected: count.nullable(),
    sentAt: instant,
    acknowledgedAt: instant.nullable(),
  })
  .meta({ id: 'ResultDelivery' });

const result = z
  .object({
    contractId: id,
    outcome: z.enum(NOTIFIED_OUTCOMES),
    reason: z.string(),
    reasonText: text,
    receipt: z.string().nullable(),
    decidedAt: instant,
    stage: z.enum(['sent', 'reflected', 'rejected']),
    stageText: text,
    rejection: z.string().nullable(),
    answeredAt: instant.nullable(),
  })
  .meta({ id: 'ClientResult' });

const exchange = z
  .object({
    campaignId: id,
    asOf: instant,
    contracts: count,
    stages: z
      .array(z.object({ stage: z.enum(STAGES), name: text, count }))
      .meta({ description: 'They add up to the contracts' }),
    changeRequests: z
      .object({ asked: count, sent: count, accepted: count, refused: count })
      .meta({ description: 'Changes asked for of results taken over: to be sent, undecided, agreed to, refused' }),
  })
  .meta({ id: 'Exchange' });

const base = { tag: 'exchange' } as const;
const fileErrors = ['file_empty', 'file_not_text', 'file_encoding_unknown', 'file_quote_unclosed'] as const;

/** Literal paths come before those with an id, which would match them too. */
export const clientDataRoutes = {
  getExchange: {
    ...base,
    method: 'get',
    path: '/api/client-data/exchange',
    summary: "Progress of results into the client's system: 受付済 → 連携済 → 反映済 / 反映エラー",
    action: 'exchange.read',
    query: ofCampaign,
    reply: { status: 200, description: 'Contracts by stage', schema: exchange },
    errors: ['not_found'],
  },
  listResultDeliveries: {
    ...base,
    method: 'get',
    path: '/api/client-data/results',
    summary: 'Deliveries of results, newest first',
    action: 'exchange.read',
    query: pageOfCampaign,
    reply: { status: 200, description: 'A page of deliveries', schema: pageOf(delivery) },
    errors: ['not_found'],
  },
  createResultDelivery: {
    ...base,
    method: 'post',
    path: '/api/client-data/results',
    summary: 'Create the next delivery: all results that are new or changed since the last one; may be empty',
    action: 'exchange.work',
    body: { kind: 'json', schema: z.object({ campaign: id }) },
    write: 'idempotency-key',
    reply: { status: 201, description: 'The delivery', schema: delivery },
    errors: ['not_found', 'campaign_wrong_state'],
  },
  getResults: {
    ...base,
    method: 'get',
    path: '/api/client-data/results/{id}',
    summary: 'A delivery as CSV (結果データ) with totals at the end; each access is recorded',
    action: 'exchange.work',
    params: idParam,
    reply: { status: 200, description: '連番,契約番号,結果,理由,申出日時,受付番号', types: ['text/csv'] },
    errors: ['export_not_released'],
  },
  listResults: {
    ...base,
    method: 'get',
    path: '/api/client-data/results/{id}/rows',
    summary: 'Rows of a delivery without personal data, and their status',
    action: 'exchange.read',
    params: idParam,
    query: z.object({ cursor, limit, stage: z.enum(['sent', 'reflected', 'rejected']).optional() }),
    reply: { status: 200, description: 'A page of results', schema: pageOf(result) },
  },
  acknowledgeResults: {
    ...base,
    method: 'post',
    path: '/api/client-data/results/{id}/acknowledgement',
    summary:
      "Acknowledgement by the client's system; rejected: a result returns to its journey, a 変更依頼 changes nothing",
    action: 'exchange.work',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        accepted: count,
        controlTotal: count.meta({ description: 'Over all rows of the delivery, accepted and rejected' }),
        rejected: z
          .array(
            z.object({
              contractNumber: z.string().min(1).max(100),
              code: z.string().regex(/^[A-Za-z0-9_.-]{1,20}$/),
              reason: z.string().max(200).default(''),
            }),
          )
          .max(1_000),
      }),
    },
    write: 'idempotency-key',
    reply: { status: 200, description: 'The updated delivery', schema: delivery },
    errors: ['client_totals_differ', 'client_results_acknowledged'],
  },
  sendChanges: {
    ...base,
    method: 'post',
    path: '/api/client-data',
    summary: "Upload the client's change file (異動データ): returns a preview, changes nothing yet",
    action: 'exchange.work',
    query: ofCampaign.extend({ name: fileName }),
    body: {
      kind: 'stream',
      types: ['text/csv', 'application/octet-stream'],
      limit: FILE_LIMIT,
      description: 'CSV: nine agreed columns, 使用言語 if needed; last line 合計,<rows>,<control total>',
    },
    write: 'repeatable',
    reply: { status: 200, description: 'The preview; the same file again returns the same one', schema: preview },
    errors: [
      'not_found',
      'campaign_wrong_state',
      ...fileErrors,
      'file_too_costly',
      'decoder_busy',
      'file_without_header',
      'client_file_columns',
      'client_totals_differ',
    ],
  },
  listChangeFiles: {
    ...base,
    method: 'get',
    path: '/api/client-data',
    summary: 'Change files, newest first',
    action: 'exchange.read',
    query: pageOfCampaign,
    reply: { status: 200, description: 'A page of files', schema: pageOf(changeFile) },
    errors: ['not_found'],
  },
  getChangeFile: {
    ...base,
    method: 'get',
    path: '/api/client-data/{id}',
    summary: 'A change file',
    action: 'exchange.read',
    params: idParam,
    reply: { status: 200, description: 'The file, with its first findings', schema: preview },
  },
  listChanges: {
    ...base,
    method: 'get',
    path: '/api/client-data/{id}/changes',
    summary: 'Rows of a change file without personal data: what each would do, or did',
    action: 'exchange.read',
    params: idParam,
    query: z.object({ cursor, limit, verdict: verdict.optional() }),
    reply: { status: 200, description: 'A page of rows', schema: pageOf(change) },
  },
  listChangeFindings: {
    ...base,
    method: 'get',
    path: '/api/client-data/{id}/findings',
    summary: 'Problems of a change file by line, and how to fix them',
    action: 'exchange.read',
    params: idParam,
    query: z.object({ cursor, limit }),
    reply: { status: 200, description: 'A page of findings', schema: pageOf(finding) },
  },
  applyChanges: {
    ...base,
    method: 'post',
    path: '/api/client-data/{id}/apply',
    summary: 'Apply a change file; above the limit by a manager or approver other than the sender',
    action: 'exchange.apply',
    params: idParam,
    body: { kind: 'json', schema: z.object({ totalsHash: sha256 }) },
    write: 'idempotency-key',
    reply: {
      status: 200,
      description: 'The updated file. A large one may still be `applying` and completes by itself',
      schema: changeFile,
    },
    errors: ['client_file_changed', 'client_file_decided', 'second_person_needed'],
  },
  discardChanges: {
    ...base,
    method: 'post',
    path: '/api/client-data/{id}/discard',
    summary: 'Discard a change file; the same file uploaded again is a new preview',
    action: 'exchange.work',
    params: idParam,
    write: 'idempotency-key',
    reply: { status: 200, description: 'The updated file', schema: changeFile },
    errors: ['client_file_decided'],
  },
} as const satisfies Contracts;
