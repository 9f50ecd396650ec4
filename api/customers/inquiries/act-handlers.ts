import { type Actor } from '../../../db/access/api-keys';
import { getCampaign } from '../../../db/campaigns/campaigns';
import {
  assignCustomer,
  classifyCase,
  closeCase,
  declaredOnCase,
  giveBack,
  handOver,
  noteOnCase,
  reopenCase,
  takeCase,
} from '../../../db/customers/inquiries/act';
import { answerCase, type Answered, type AnswerBy, releaseDraft } from '../../../db/customers/inquiries/answer';
import { type InquiryRow } from '../../../db/customers/inquiries/cases';
import { readClock } from '../../../db/platform/clock';
import { type Scope } from '../../../db/platform/scope';
import { type Trx } from '../../../db/platform/types';
import { refusePersonal } from '../../../db/privacy/no-personal-text';
import { type Handlers } from '../../http/handler';
import { isoOrNull } from '../../http/wire';
import { aboutOf, requireReason } from './checks';
import { type inquiryActRoutes } from './act-contract';
import { visibleCase } from './handlers';
import { requireSmsFits } from './sms-fits';
import { inquiryOf } from './wire';

/** What people do about an inquiry. */
export const inquiryActHandlers: Handlers<typeof inquiryActRoutes> = {
  async classifyInquiry(call) {
    const { trx, scope, body } = call;
    const row = await visibleCase(trx, call, call.params.id);
    const campaign = await getCampaign(trx, scope, row.campaign_id);
    await requireReason(trx, campaign, body.reason);
    const about = body.about ? await aboutOf(trx, campaign, body.about) : null;
    return shown(trx, await classifyCase(trx, scope, { ...(await actOf(call)), reason: body.reason, about }));
  },

  async takeInquiry(call) {
    await visibleCase(call.trx, call, call.params.id);
    return shown(call.trx, await takeCase(call.trx, call.scope, await actOf(call)));
  },

  async assignInquiry(call) {
    const { deps, trx, scope, body } = call;
    await visibleCase(trx, call, call.params.id);
    const act = { ...(await actOf(call)), customerId: body.customerId };
    return shown(trx, await assignCustomer(trx, deps.vault, scope, act));
  },

  async noteInquiry(call) {
    const { deps, trx, scope, body } = call;
    await visibleCase(trx, call, call.params.id);
    return shown(trx, await noteOnCase(trx, deps.vault, scope, { ...(await actOf(call)), text: body.text }));
  },

  async answerInquiry(call) {
    const { deps, trx, scope, body } = call;
    const row = await visibleCase(trx, call, call.params.id);
    const answer = body.faq === undefined ? { text: body.text! } : { faq: body.faq };
    if (body.by === 'sms') {
      const { version } = await getCampaign(trx, scope, row.campaign_id);
      await requireSmsFits(trx, row, { answer, version, publicUrl: deps.config.PUBLIC_URL });
    }
    const act = { ...(await actOf(call)), by: (body.by ?? null) as AnswerBy | null, with: answer, seen: body.seen };
    return { body: await answeredOf(trx, await answerCase(trx, deps.vault, scope, act)) };
  },

  async releaseInquiryAnswer(call) {
    const { deps, trx, scope, body, params } = call;
    await visibleCase(trx, call, params.id);
    const act = { ...(await actOf(call)), by: (body.by ?? null) as AnswerBy | null, draft: params.draft };
    return { body: await answeredOf(trx, await releaseDraft(trx, deps.vault, scope, act)) };
  },

  async declareInquiry(call) {
    const { trx, scope, body } = call;
    await visibleCase(trx, call, call.params.id);
    return shown(trx, await declaredOnCase(trx, scope, { ...(await actOf(call)), receipt: body.receipt }));
  },

  async handOverInquiry(call) {
    const { deps, trx, scope, body } = call;
    const row = await visibleCase(trx, call, call.params.id);
    if (body.to === 'client' && row.customer_id !== null) {
      const texts = { 'body.subject': body.subject, 'body.text': body.text };
      await refusePersonal(trx, deps.vault, scope, row.customer_id, texts);
    }
    const { seconds: _, ...over } = body;
    return shown(trx, await handOver(trx, scope, { ...(await actOf(call)), ...over }));
  },

  async returnInquiry(call) {
    await visibleCase(call.trx, call, call.params.id);
    return shown(call.trx, await giveBack(call.trx, call.scope, await actOf(call)));
  },

  async closeInquiry(call) {
    await visibleCase(call.trx, call, call.params.id);
    return shown(call.trx, await closeCase(call.trx, call.scope, { ...(await actOf(call)), as: call.body.as }));
  },

  async reopenInquiry(call) {
    await visibleCase(call.trx, call, call.params.id);
    return shown(call.trx, await reopenCase(call.trx, call.scope, await actOf(call)));
  },
};

interface Acting {
  trx: Trx;
  scope: Scope;
  actor: Actor;
  params: { id: number };
  body: { seconds?: number | undefined };
}

/** What every act on a case has, as the request says it. */
export async function actOf({ trx, actor, params, body }: Acting) {
  const { now } = await readClock(trx);
  return { id: params.id, personId: actor.personId, now, seconds: body.seconds };
}

/** The case as the reply to an act. */
export const shown = async (trx: Trx, row: InquiryRow) => ({ body: await inquiryOf(trx, row) });

async function answeredOf(trx: Trx, { inquiry, status, channel, notBefore }: Answered) {
  return { inquiry: await inquiryOf(trx, inquiry), status, channel, notBefore: isoOrNull(notBefore) };
}
