import { z } from 'zod';
import { type Contracts } from '../../http/route';
import { checkFile, readDraftFile } from '../read-file';
import {
  count,
  cursor,
  gate,
  id,
  idParam,
  impersonal,
  instant,
  issue,
  journeyState,
  limit,
  messageStatus,
  outcome,
  pageOf,
  reason,
  status,
} from '../../http/shapes';
import { rehearsedContents } from '../../rehearsals/rehearsed-shape';

export const campaignBrief = z
  .object({
    id,
    name: z.string(),
    status,
    version: z.number().int(),
    epoch: z.number().int().meta({ description: 'Incremented by each start, pause, resume and stop' }),
    contentHash: z.string().nullable().meta({ description: 'Set when submitted; what an approval covers' }),
    submittedAt: instant.nullable(),
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
  })
  .meta({ id: 'Campaign' });

export const glance = z
  .object({
    done: count.meta({ description: 'Contracts migrated or cancelled' }),
    of: count.meta({ description: 'Contracts without excluded ones' }),
    left: count.meta({ description: 'Days until the end of service' }),
    today: count.meta({ description: 'Messages that have left today or are queued' }),
    alerts: count.nullable().meta({ description: 'Open alerts of the campaign; null: not for this caller' }),
  })
  .meta({ id: 'CampaignGlance' });

export const approvalShape = z
  .object({
    gate,
    by: z.object({ id, name: z.string() }),
    at: instant,
    contentHash: z.string(),
    comment: z.string().nullable(),
    valid: z.boolean(),
    voidedAt: instant.nullable(),
    voidReason: z.string().nullable(),
  })
  .meta({ id: 'Approval' });

export const sendBackShape = z
  .object({
    gate,
    by: z.object({ id, name: z.string() }),
    at: instant,
    contentHash: z.string().meta({ description: 'What the approver had seen' }),
    comment: z.string(),
  })
  .meta({ id: 'SendBack' });
/** What an approver has read, and what has to change. */
export const sendBackBody = {
  kind: 'json',
  schema: z.object({ contentHash: z.string().regex(/^[0-9a-f]{64}$/), comment: impersonal(2000) }),
} as const;

const tally = <T extends z.ZodEnum>(name: T) => z.record(name, count);
const campaignDetail = campaignBrief
  .extend({
    asOf: instant,
    lastDispatch: instant,
    applyBy: instant,
    approvals: z.array(approvalShape),
    sendBacks: z.array(sendBackShape).meta({ description: 'What approvers sent back before the start, newest first' }),
    rehearsal: rehearsedContents,
    audience: z.object({ contracts: count, included: count, held: count, excluded: count }),
    customers: z
      .object({ total: count, byState: tally(journeyState) })
      .meta({ description: 'The states add up to the total; a customer whose contracts are all excluded is closed' }),
    byWave: z
      .array(z.object({ wave: z.string(), customers: count, byState: tally(journeyState) }))
      .meta({ description: 'Waves with customers; empty: everyone starts at the first dispatch' }),
    contracts: z
      .object({ total: count, byOutcome: tally(outcome), open: count })
      .meta({ description: 'Outcomes and open contracts add up to the total' }),
    messages: z.object({
      total: count,
      byChannel: z.array(z.object({ channel: z.string(), total: count, byStatus: tally(messageStatus) })),
    }),
    deferred: z.array(z.object({ reason: z.string(), count })),
    doubtful: count,
  })
  .meta({ id: 'CampaignDetail' });

const FILE_LIMIT = 1024 * 1024;
const campaignFile = {
  kind: 'text',
  types: ['application/yaml', 'application/json'],
  limit: FILE_LIMIT,
  description: 'A campaign file in YAML or JSON; examples/ has one',
  read: readDraftFile,
} as const;
const unfit = ['campaign_file_invalid', 'last_dispatch_past', 'decoder_busy'] as const;
const unready = ['campaign_without_audience', 'audience_held_undecided', 'version_conflict'] as const;
const acting = { method: 'post', tag: 'campaigns', params: idParam, write: 'idempotency-key' } as const;
const changed = { status: 200, description: 'The updated campaign', schema: campaignBrief, etag: true } as const;
const withReason = { kind: 'json', schema: z.object({ reason }) } as const;

export const campaignRoutes = {
  createCampaign: {
    method: 'post',
    path: '/api/campaigns',
    summary: 'Create a draft from a campaign file',
    tag: 'campaigns',
    action: 'campaign.create',
    body: campaignFile,
    write: 'idempotency-key',
    reply: { status: 201, description: 'The draft', schema: campaignBrief, etag: true },
    errors: unfit,
  },
  checkCampaignFile: {
    method: 'post',
    path: '/api/campaigns/check',
    summary: 'What is wrong with a campaign file, by line, and what its plan is warned of; nothing is stored',
    tag: 'campaigns',
    action: 'campaign.edit',
    body: { ...campaignFile, read: checkFile },
    write: 'repeatable',
    reply: {
      status: 200,
      description: 'The findings; with `ok` the file would be accepted',
      schema: z.object({ ok: z.boolean(), issues: z.array(issue), warnings: z.array(issue) }).meta({ id: 'FileCheck' }),
    },
    errors: ['decoder_busy'],
  },
  listCampaigns: {
    method: 'get',
    path: '/api/campaigns',
    summary: 'Campaigns, newest first',
    tag: 'campaigns',
    action: 'campaign.read',
    query: z.object({ cursor, limit, status: status.optional() }),
    reply: {
      status: 200,
      description: 'A page of campaigns',
      schema: pageOf(campaignBrief.extend({ glance }).meta({ id: 'CampaignLine' })),
    },
  },
  getCampaign: {
    method: 'get',
    path: '/api/campaigns/{id}',
    summary: 'State of a campaign: approvals, and counts that add up',
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    reply: { status: 200, description: 'The campaign', schema: campaignDetail, etag: true },
  },
  getDocument: {
    method: 'get',
    path: '/api/campaigns/{id}/document',
    summary: 'The contents to approve: plan, notices, facts, dates, policy',
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    reply: {
      status: 200,
      description: 'The current version as stored; times are epoch milliseconds',
      schema: z.looseObject({ name: z.string(), zone: z.string() }).meta({ id: 'CampaignDocument' }),
      etag: true,
    },
  },
  getCampaignFile: {
    method: 'get',
    path: '/api/campaigns/{id}/file',
    summary: 'The campaign file of the current or another version, to edit and send back; contract numbers as hashes',
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    query: z.object({ version: z.coerce.number().int().positive().optional() }),
    reply: { status: 200, description: 'The file', types: ['application/yaml'], etag: true },
  },
  checkPlan: {
    method: 'get',
    path: '/api/campaigns/{id}/plan-check',
    summary:
      'What the check finds in plan and texts: steps that never go out, silence before apply-by, vague wording, values that differ',
    tag: 'campaigns',
    action: 'campaign.read',
    params: idParam,
    query: z.object({ version: z.coerce.number().int().positive().optional() }),
    reply: {
      status: 200,
      description: 'The findings for the current or another version; an error cannot be saved again as it is',
      schema: z.object({ warnings: z.array(issue) }).meta({ id: 'PlanCheck' }),
    },
  },
  editCampaign: {
    method: 'put',
    path: '/api/campaigns/{id}',
    summary: 'Replace the contents before the start; the campaign returns to draft and its approvals are voided',
    tag: 'campaigns',
    action: 'campaign.edit',
    params: idParam,
    body: campaignFile,
    write: 'if-match',
    reply: changed,
    errors: ['campaign_file_invalid', 'last_dispatch_past', 'campaign_not_editable'],
  },
  submitCampaign: {
    ...acting,
    path: '/api/campaigns/{id}/submit',
    summary: 'Submit for approval; returns the content hash',
    action: 'campaign.submit',
    reply: changed,
    errors: ['campaign_wrong_state', ...unready, ...unfit],
  },
  approveCampaign: {
    ...acting,
    path: '/api/campaigns/{id}/approve',
    summary: "Approve exactly these contents; the key's role determines the gate",
    action: 'campaign.approve',
    freshCode: true,
    body: {
      kind: 'json',
      schema: z.object({
        contentHash: z.string().regex(/^[0-9a-f]{64}$/),
        comment: impersonal(2000).or(z.literal('')).optional(),
      }),
    },
    reply: changed,
    errors: ['campaign_wrong_state', 'self_approval', 'already_approved', 'content_hash_mismatch', ...unfit],
  },
  sendBackCampaign: {
    ...acting,
    path: '/api/campaigns/{id}/send-back',
    summary: 'Send the contents back to their author with what has to change: a draft again, its approvals void',
    action: 'campaign.approve',
    body: sendBackBody,
    reply: changed,
    errors: ['campaign_wrong_state', 'content_hash_mismatch'],
  },
  startCampaign: {
    ...acting,
    path: '/api/campaigns/{id}/start',
    summary: 'Start; requires both approvals of the current contents',
    action: 'campaign.start',
    freshCode: true,
    reply: changed,
    errors: ['campaign_wrong_state', 'not_approved', 'approval_void', 'last_dispatch_past'],
  },
  pauseCampaign: {
    ...acting,
    path: '/api/campaigns/{id}/pause',
    summary: 'Hold all further contacts at once; answers are still accepted',
    action: 'campaign.pause',
    body: withReason,
    reply: changed,
    errors: ['campaign_wrong_state'],
  },
  resumeCampaign: {
    ...acting,
    path: '/api/campaigns/{id}/resume',
    summary: 'Resume after a pause',
    action: 'campaign.pause',
    body: withReason,
    reply: changed,
    errors: ['campaign_wrong_state'],
  },
  stopCampaign: {
    ...acting,
    path: '/api/campaigns/{id}/stop',
    summary: 'Stop for good; waits up to 10 s for contacts being handed over, nothing is sent afterwards',
    action: 'campaign.stop',
    freshCode: true,
    body: withReason,
    reply: {
      status: 200,
      description: 'Whether all contacts under way have ended; send again with a new key to ask again',
      schema: z
        .object({
          campaign: campaignBrief,
          settled: z.boolean(),
          inFlight: count.meta({
            description: 'Contacts that cannot be recalled: with a provider, at the print shop, in a call',
          }),
          doubtful: count.meta({ description: 'Contacts of which it is not known whether they left' }),
        })
        .meta({ id: 'StopResult' }),
    },
    errors: ['campaign_wrong_state'],
  },
} as const satisfies Contracts;
