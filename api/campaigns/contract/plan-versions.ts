import { z } from 'zod';
import { approvalShape, sendBackBody, sendBackShape } from './campaigns';
import { type Contracts } from '../../http/route';
import { readVersionFile } from '../read-file';
import { count, id, idParam, instant, reason } from '../../http/shapes';

const version = z.number().int().positive();
const pathVersion = z.coerce.number().int().positive().max(2_147_483_647);
const params = idParam.extend({ version: pathVersion });

const move = z.enum(['migrate', 'stay']);
const name = z.string().min(1).max(100);
const rule = z
  .strictObject({
    default: move.meta({
      description: 'For customers in none of the segments below; only `migrate` where the version divides waves anew',
    }),
    segments: z
      .array(z.strictObject({ segment: name, rule: move }))
      .max(50)
      .default([])
      .meta({ description: 'Segments of the new version; the first that matches decides' }),
    onRemoved: z.enum(['next', 'end']).optional().meta({
      description:
        'For customers whose next step was removed: continue with the following step, or receive nothing more. Required if any step is removed',
    }),
    reopenClosed: z
      .enum(['yes', 'no'])
      .optional()
      .meta({
        description:
          'With later dates, for journeys that lapsed or became unreachable under the old ones: count their late answers and reopen ' +
          'the silent ones, or keep them closed. Required if the dates are later',
      }),
    recall: z.array(name).max(100).default([]).meta({
      description: 'Notices of the current version whose queued messages are sent with the new text, or withdrawn',
    }),
  })
  .meta({ id: 'PlanRule', description: 'What the version does to open journeys' });

const change = z.enum(['added', 'removed', 'changed']);
export const diff = z
  .object({
    steps: z.array(
      z.object({
        step: z.string(),
        change: z.enum(['added', 'removed', 'moved', 'changed']),
        fields: z.array(z.enum(['kind', 'purpose', 'channels', 'segments', 'notice', 'call', 'postal', 'at', 'wait'])),
      }),
    ),
    notices: z.array(z.object({ notice: z.string(), change })),
    dates: z.array(z.object({ date: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
    parts: z.array(z.string()).meta({ description: 'Other changed parts of the contents' }),
  })
  .meta({ id: 'PlanDiff', description: 'Compared with the version it was made from, by step id' });

const emptiedPauses = z.array(z.object({ id, wave: z.string(), reason: z.string(), openedAt: instant })).meta({
  description:
    'Pauses in force of waves that the version does not have: from its adoption on they hold none of the customers who move to another wave',
});

const planVersion = z
  .object({
    campaignId: id,
    version,
    baseVersion: version.meta({ description: 'The version it was made from' }),
    status: z.enum(['draft', 'submitted', 'approved', 'adopting', 'adopted', 'discarded']),
    outdated: z
      .boolean()
      .meta({ description: 'Another version was adopted meanwhile, so this one cannot be adopted any more' }),
    diff,
    rule: rule.nullable(),
    contentHash: z
      .string()
      .nullable()
      .meta({ description: 'Covers contents, base version and rule; what an approval is bound to' }),
    approvals: z.array(approvalShape),
    sendBacks: z.array(sendBackShape).meta({ description: 'What approvers sent back, newest first' }),
    createdAt: instant,
    submittedAt: instant.nullable(),
    adoptedAt: instant.nullable(),
    adoptionFinishedAt: instant.nullable().meta({ description: 'When all open journeys had been processed' }),
    dividesAnew: z.boolean().meta({
      description:
        'It divides the customers whose wave has not begun anew, so that its rule cannot leave anyone behind',
    }),
    emptiedPauses,
  })
  .meta({ id: 'PlanVersion' });

const preview = z
  .object({
    asOf: instant,
    open: count,
    migrate: count,
    stay: count,
    woken: count.meta({ description: 'Signalled at once because their next step comes earlier' }),
    closed: z
      .object({ journeys: count, reopened: count, answered: count, unchanged: count, stay: count })
      .meta({ description: 'Closed for lateness: reopened, closed by a late answer that now counts, or unchanged' }),
    steps: z.array(
      z.object({
        step: z.string().nullable().meta({ description: 'Next step under the current version; null: none' }),
        journeys: count,
        stay: count,
        same: count,
        earlier: count,
        later: count,
        goesOn: z.array(z.object({ step: z.string().nullable(), journeys: count })),
        held: count,
        closing: count,
      }),
    ),
    notices: z.array(z.object({ notice: z.string(), handedOver: count, inHand: count, queued: count })),
    waves: z
      .array(z.object({ from: z.string().nullable(), to: z.string().nullable(), customers: count }))
      .meta({ description: 'Customers who get another wave, since theirs has not begun; null: no wave' }),
    emptiedPauses,
  })
  .meta({ id: 'PlanPreview', description: 'What the version would do to all open journeys; the counts add up' });

const acting = { method: 'post', tag: 'campaigns', params, write: 'idempotency-key' } as const;
const changed = { status: 200, description: 'The updated version', schema: planVersion } as const;
const ruleBody = { kind: 'json', schema: z.object({ rule }) } as const;

export const planVersionRoutes = {
  createPlanVersion: {
    method: 'post',
    path: '/api/campaigns/{id}/versions',
    summary: 'Draft a new version of a running or paused campaign from a campaign file; nothing else changes yet',
    tag: 'campaigns',
    action: 'campaign.edit',
    params: idParam,
    body: {
      kind: 'text',
      types: ['application/yaml', 'application/json'],
      limit: 1024 * 1024,
      description: 'The complete new campaign file, YAML or JSON',
      read: readVersionFile,
    },
    write: 'idempotency-key',
    reply: { status: 201, description: 'The draft with its differences', schema: planVersion },
    errors: [
      'campaign_wrong_state',
      'campaign_file_invalid',
      'last_dispatch_past',
      'plan_version_refused',
      'plan_version_unchanged',
      'decoder_busy',
    ],
  },
  listPlanVersions: {
    method: 'get',
    path: '/api/campaigns/{id}/versions',
    summary: 'Plan versions of a campaign, newest first',
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    reply: { status: 200, description: 'All of them', schema: z.object({ items: z.array(planVersion) }) },
  },
  getPlanVersion: {
    method: 'get',
    path: '/api/campaigns/{id}/versions/{version}',
    summary: 'A plan version: differences, rule, approvals and progress',
    tag: 'campaigns',
    action: 'campaign.read',
    params,
    reply: { status: 200, description: 'The version', schema: planVersion },
  },
  getPlanVersionDocument: {
    method: 'get',
    path: '/api/campaigns/{id}/versions/{version}/document',
    summary: 'The contents of a plan version, as approved',
    tag: 'campaigns',
    action: 'campaign.read',
    params,
    reply: {
      status: 200,
      description: 'As stored; times are epoch milliseconds',
      schema: z.looseObject({ name: z.string(), zone: z.string() }).meta({ id: 'PlanVersionDocument' }),
    },
  },
  previewPlanVersion: {
    method: 'post',
    path: '/api/campaigns/{id}/versions/{version}/preview',
    summary: 'Count how a rule would affect journeys; read-only',
    tag: 'campaigns',
    action: 'campaign.preview',
    params,
    body: ruleBody,
    write: 'repeatable',
    reply: { status: 200, description: 'The counts', schema: preview },
    errors: ['plan_version_refused', 'plan_version_outdated'],
  },
  submitPlanVersion: {
    ...acting,
    path: '/api/campaigns/{id}/versions/{version}/submit',
    summary: 'Submit for approval with its rule; returns the content hash',
    action: 'campaign.submit',
    body: ruleBody,
    reply: changed,
    errors: [
      'campaign_wrong_state',
      'plan_version_wrong_state',
      'plan_version_outdated',
      'plan_version_refused',
      'campaign_file_invalid',
      'decoder_busy',
    ],
  },
  approvePlanVersion: {
    ...acting,
    path: '/api/campaigns/{id}/versions/{version}/approve',
    summary: "Approve exactly these contents and this rule; the key's role determines the gate",
    action: 'campaign.approve',
    freshCode: true,
    body: {
      kind: 'json',
      schema: z.object({ contentHash: z.string().regex(/^[0-9a-f]{64}$/), comment: z.string().max(2000).optional() }),
    },
    reply: changed,
    errors: [
      'plan_version_wrong_state',
      'self_approval',
      'already_approved',
      'content_hash_mismatch',
      'campaign_file_invalid',
    ],
  },
  sendBackPlanVersion: {
    ...acting,
    path: '/api/campaigns/{id}/versions/{version}/send-back',
    summary: 'Send a version back to its author with what has to change: a draft again, its approvals void',
    action: 'campaign.approve',
    body: sendBackBody,
    reply: changed,
    errors: ['plan_version_wrong_state', 'content_hash_mismatch'],
  },
  adoptPlanVersion: {
    ...acting,
    path: '/api/campaigns/{id}/versions/{version}/adopt',
    summary: 'Adopt an approved version; `adopting` while the journeys that stay are pinned to their version',
    action: 'campaign.start',
    freshCode: true,
    reply: changed,
    errors: [
      'campaign_wrong_state',
      'plan_version_wrong_state',
      'plan_version_outdated',
      'plan_version_refused',
      'plan_version_busy',
      'not_approved',
      'last_dispatch_past',
    ],
  },
  discardPlanVersion: {
    ...acting,
    path: '/api/campaigns/{id}/versions/{version}/discard',
    summary: 'Discard a version that is not in force; its approvals are voided',
    action: 'campaign.edit',
    body: { kind: 'json', schema: z.object({ reason }) },
    reply: changed,
    errors: ['plan_version_wrong_state'],
  },
} as const satisfies Contracts;
