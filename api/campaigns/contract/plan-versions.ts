import { z } from 'zod';
import { approvalShape } from './campaigns';
import { type Contracts } from '../../http/route';
import { count, id, idParam, instant, reason } from '../../http/shapes';

const version = z.number().int().positive();
const pathVersion = z.coerce.number().int().positive().max(2_147_483_647);
const params = idParam.extend({ version: pathVersion });

const move = z.enum(['migrate', 'stay']);
const name = z.string().min(1).max(100);
const rule = z
  .strictObject({
    default: move.meta({ description: 'For whom no segment below holds' }),
    segments: z
      .array(z.strictObject({ segment: name, rule: move }))
      .max(50)
      .default([])
      .meta({ description: 'Segments of the new version; the first that holds decides' }),
    onRemoved: z.enum(['next', 'end']).optional().meta({
      description:
        'Whose next step was removed: goes on with the next one, or gets nothing more. Needed if any is removed',
    }),
    reopenClosed: z
      .enum(['yes', 'no'])
      .optional()
      .meta({
        description:
          'With later dates, of journeys that lapsed or could not be reached in time: their late answers count and the ' +
          'silent are open again, or they stay closed. Needed if people have longer',
      }),
    recall: z.array(name).max(100).default([]).meta({
      description:
        'Notices of the present version: what is still queued of them goes out with the new text, or not at all',
    }),
  })
  .meta({ id: 'PlanRule', description: 'What the version does to people in flight' });

const change = z.enum(['added', 'removed', 'changed']);
const diff = z
  .object({
    steps: z.array(
      z.object({
        step: z.string(),
        change: z.enum(['added', 'removed', 'moved', 'changed']),
        fields: z.array(z.enum(['kind', 'purpose', 'channels', 'segments', 'notice', 'call', 'wait'])),
      }),
    ),
    notices: z.array(z.object({ notice: z.string(), change })),
    dates: z.array(z.object({ date: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
    parts: z.array(z.string()).meta({ description: 'Other parts of the contents that differ' }),
  })
  .meta({ id: 'PlanDiff', description: 'Against the version it was made from, by step id' });

const planVersion = z
  .object({
    campaignId: id,
    version,
    baseVersion: version.meta({ description: 'The version it was made from' }),
    status: z.enum(['draft', 'submitted', 'approved', 'adopting', 'adopted', 'discarded']),
    outdated: z.boolean().meta({ description: 'Another version was adopted since; this one cannot be any more' }),
    diff,
    rule: rule.nullable(),
    contentHash: z.string().nullable().meta({ description: 'Contents, base and rule; what an approval is bound to' }),
    approvals: z.array(approvalShape),
    createdAt: instant,
    submittedAt: instant.nullable(),
    adoptedAt: instant.nullable(),
    adoptionFinishedAt: instant.nullable().meta({ description: 'When every open journey had been gone through' }),
  })
  .meta({ id: 'PlanVersion' });

const preview = z
  .object({
    asOf: instant,
    open: count,
    migrate: count,
    stay: count,
    woken: count.meta({ description: 'Woken at once, because what comes next comes sooner' }),
    closed: z
      .object({ journeys: count, reopened: count, answered: count, unchanged: count, stay: count })
      .meta({ description: 'Closed for lateness: open again, closed by a late answer that counts now, as they were' }),
    steps: z.array(
      z.object({
        step: z.string().nullable().meta({ description: 'Next step as things are; null: none is left' }),
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
  })
  .meta({ id: 'PlanPreview', description: 'What the version would do to everybody in flight; the counts add up' });

const acting = { method: 'post', tag: 'campaigns', params, write: 'idempotency-key' } as const;
const changed = { status: 200, description: 'The version after it', schema: planVersion } as const;
const ruleBody = { kind: 'json', schema: z.object({ rule }) } as const;

export const planVersionRoutes = {
  createPlanVersion: {
    method: 'post',
    path: '/api/campaigns/{id}/versions',
    summary: 'Draft a further version of a running or paused campaign from a campaign file; nothing changes yet',
    tag: 'campaigns',
    action: 'campaign.edit',
    params: idParam,
    body: {
      kind: 'text',
      types: ['application/yaml', 'application/json'],
      limit: 1024 * 1024,
      description: 'The whole campaign file as it is to be, YAML or JSON',
    },
    write: 'idempotency-key',
    reply: { status: 201, description: 'The draft with its differences', schema: planVersion },
    errors: [
      'campaign_wrong_state',
      'campaign_file_invalid',
      'last_dispatch_past',
      'plan_version_refused',
      'plan_version_unchanged',
    ],
  },
  listPlanVersions: {
    method: 'get',
    path: '/api/campaigns/{id}/versions',
    summary: 'Further versions of a campaign, newest first',
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    reply: { status: 200, description: 'All of them', schema: z.object({ items: z.array(planVersion) }) },
  },
  getPlanVersion: {
    method: 'get',
    path: '/api/campaigns/{id}/versions/{version}',
    summary: 'A further version: differences, rule, approvals, how far it has come',
    tag: 'campaigns',
    action: 'campaign.read',
    params,
    reply: { status: 200, description: 'The version', schema: planVersion },
  },
  getPlanVersionDocument: {
    method: 'get',
    path: '/api/campaigns/{id}/versions/{version}/document',
    summary: 'The contents of a further version, as they are approved',
    tag: 'campaigns',
    action: 'campaign.read',
    params,
    reply: {
      status: 200,
      description: 'As stored; instants are epoch milliseconds',
      schema: z.looseObject({ name: z.string(), zone: z.string() }).meta({ id: 'PlanVersionDocument' }),
    },
  },
  previewPlanVersion: {
    method: 'post',
    path: '/api/campaigns/{id}/versions/{version}/preview',
    summary: 'Count how many journeys a rule would affect, and how; changes nothing',
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
    summary: 'Hand over for approval with its rule; answers the content hash',
    action: 'campaign.submit',
    body: ruleBody,
    reply: changed,
    errors: ['campaign_wrong_state', 'plan_version_wrong_state', 'plan_version_outdated', 'plan_version_refused'],
  },
  approvePlanVersion: {
    ...acting,
    path: '/api/campaigns/{id}/versions/{version}/approve',
    summary: "Approve exactly these contents and this rule; the key's role picks the gate",
    action: 'campaign.approve',
    body: {
      kind: 'json',
      schema: z.object({ contentHash: z.string().regex(/^[0-9a-f]{64}$/), comment: z.string().max(2000).optional() }),
    },
    reply: changed,
    errors: ['plan_version_wrong_state', 'self_approval', 'already_approved', 'content_hash_mismatch'],
  },
  adoptPlanVersion: {
    ...acting,
    path: '/api/campaigns/{id}/versions/{version}/adopt',
    summary: 'Put an approved version in force; `adopting` while those who stay are given the version they keep',
    action: 'campaign.start',
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
    summary: 'Give up a version that is not in force; its approvals become void',
    action: 'campaign.edit',
    body: { kind: 'json', schema: z.object({ reason }) },
    reply: changed,
    errors: ['plan_version_wrong_state'],
  },
} as const satisfies Contracts;
