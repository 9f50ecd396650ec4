import { z } from 'zod';
import { HOLD_REASONS } from '../../domain/customers/hold-rules';
import { day, representativeBody } from '../customers/contract/representative-body';
import { type Contracts } from '../http/route';
import { count, cursor, fileName, id, idParam, instant, limit, pageOf, reason, text } from '../http/shapes';

const AUDIENCE_LIMIT = 1024 * 1024 * 1024;
const severity = z.enum(['refused', 'held', 'warning', 'info']);

const importSummary = z
  .object({
    importId: id,
    unchanged: z.boolean().meta({ description: 'The same file had been imported before; nothing changed' }),
    encoding: z.string(),
    rows: count,
    refused: count,
    held: count,
    doubles: count,
    contracts: count,
    customers: count,
    findings: z.object({ bySeverity: z.record(severity, count), byCode: z.record(z.string(), count) }),
  })
  .meta({ id: 'ImportSummary' });

const audienceSummary = z
  .object({
    import: importSummary
      .omit({ unchanged: true, findings: true })
      .extend({ importedAt: instant.nullable() })
      .nullable(),
    customers: count,
    contracts: z
      .object({ total: count, included: count, held: count, excluded: count })
      .meta({ description: 'Included, held and excluded add up to the total' }),
    findings: z.array(
      z.object({
        code: z.string(),
        severity,
        severityText: text,
        text: text.meta({ description: 'What is wrong in all rows with this finding' }),
        count,
      }),
    ),
  })
  .meta({ id: 'AudienceSummary' });

const finding = z
  .object({
    no: z.number().int(),
    line: z.number().int(),
    column: z.string().nullable(),
    code: z.string(),
    severity,
    message: text,
    advice: text,
  })
  .meta({ id: 'Finding' });

const heldRow = z
  .object({
    contractId: id,
    customerId: id,
    line: z.number().int(),
    reason: z.string(),
    number: z.string().meta({ description: 'Masked; the full number needs a recorded access to the customer' }),
    message: text.meta({ description: 'Why a person decides' }),
    advice: text,
    hasRemark: z
      .boolean()
      .meta({ description: 'Whether the file has a remark on it; reading it is a recorded access' }),
  })
  .meta({ id: 'HeldRow' });

const terms = z
  .object({
    representative: representativeBody
      .optional()
      .meta({ description: 'Who is written to instead: another addressee, or a person who acts for the customer' }),
    noPhone: z.boolean().optional().meta({ description: 'No one calls, in any campaign: a refusal from the remark' }),
    largePrint: z.boolean().optional().meta({ description: 'Letters in large type' }),
    protect: z.boolean().optional().meta({ description: 'The customer is put under protection (支援措置)' }),
    hold: z
      .object({ reason: z.enum(HOLD_REASONS), reviewOn: day, ownerId: id.optional() })
      .optional()
      .meta({ description: 'The contract is in the campaign, but nothing goes out until a person releases the hold' }),
  })
  .meta({ id: 'HeldTerms', description: 'What the remark asks for; several may apply' });

const heldDecision = z
  .object({ decision: z.enum(['release', 'exclude']), reason, terms: terms.optional() })
  .refine(({ decision, terms: given }) => decision === 'release' || given === undefined, {
    path: ['terms'],
    message: '対象に戻すときだけ付けます / only with a release',
  });

export const audienceRoutes = {
  putAudience: {
    method: 'put',
    path: '/api/campaigns/{id}/audience',
    summary: "Import the client's CSV; a change returns the campaign to draft and voids its approvals",
    tag: 'audience',
    action: 'audience.import',
    params: idParam,
    query: z.object({ name: fileName }),
    body: {
      kind: 'stream',
      types: ['text/csv', 'application/octet-stream'],
      limit: AUDIENCE_LIMIT,
      description: 'CSV in CP932 or UTF-8, with the header named in the campaign file',
    },
    write: 'repeatable',
    reply: { status: 200, description: 'Result of the import', schema: importSummary },
    errors: [
      'campaign_not_editable',
      'file_empty',
      'file_not_text',
      'file_encoding_unknown',
      'file_without_header',
      'file_column_unknown',
      'file_column_missing',
      'file_headers_differ',
      'file_without_good_row',
      'file_quote_unclosed',
      'import_running',
    ],
  },
  getAudience: {
    method: 'get',
    path: '/api/campaigns/{id}/audience',
    summary: 'Counts of the audience',
    tag: 'audience',
    action: 'campaign.read',
    params: idParam,
    reply: { status: 200, description: 'Counts of the latest import', schema: audienceSummary },
  },
  listFindings: {
    method: 'get',
    path: '/api/campaigns/{id}/audience/findings',
    summary: 'Findings of the import, by line; as CSV with format=csv or Accept: text/csv',
    tag: 'audience',
    action: 'audience.findings',
    params: idParam,
    query: z.object({
      cursor,
      limit,
      code: z.string().max(60).optional().meta({ description: 'Only findings of this kind' }),
      format: z.enum(['json', 'csv']).optional(),
    }),
    reply: { status: 200, description: 'A page of findings', schema: pageOf(finding), types: ['text/csv'] },
  },
  listHeld: {
    method: 'get',
    path: '/api/campaigns/{id}/audience/held',
    summary: 'Rows that a person must decide, with the reason why the import held them',
    tag: 'audience',
    action: 'audience.held',
    params: idParam,
    query: z.object({ cursor, limit }),
    reply: { status: 200, description: 'A page of held rows', schema: pageOf(heldRow) },
  },
  decideHeld: {
    method: 'post',
    path: '/api/campaigns/{id}/audience/held/{contractId}',
    summary: 'Release a held row into the campaign, with what follows for the customer, or exclude it',
    tag: 'audience',
    action: 'audience.decide',
    params: idParam.extend({ contractId: idParam.shape.id }),
    write: 'idempotency-key',
    body: { kind: 'json', schema: heldDecision },
    reply: {
      status: 200,
      description: 'The decision',
      schema: z.object({ contractId: id, decision: z.enum(['release', 'exclude']), undecided: count }),
    },
    errors: ['held_already_decided', 'campaign_not_editable', 'hold_not_yours', 'hold_of_case'],
  },
  secondFactorCodes: {
    method: 'get',
    path: '/api/campaigns/{id}/second-factor-codes',
    summary: 'Access codes for customers, to be sent separately by the client, as CSV; each access is recorded',
    tag: 'audience',
    action: 'audience.codes',
    params: idParam,
    reply: { status: 200, description: 'Contract numbers and codes', types: ['text/csv'] },
    errors: ['export_not_released'],
  },
} as const satisfies Contracts;
