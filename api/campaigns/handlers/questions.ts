import { type CampaignRow, CampaignDocs, getCampaign } from '../../../db/campaigns/campaigns';
import {
  answerQuestion,
  askQuestion,
  closeQuestion,
  listQuestions,
  type Question,
} from '../../../db/campaigns/questions';
import { returnFromClient } from '../../../db/customers/inquiries/act';
import { type Actor } from '../../../db/access/api-keys';
import { readClock } from '../../../db/platform/clock';
import { digestOf } from '../../../db/platform/ledger';
import { type Queryable, type Trx } from '../../../db/platform/types';
import { localDate } from '../../../domain/campaigns/calendar';
import { type questionRoutes } from '../contract/questions';
import { byPerson } from '../rules';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { iso, isoOrNull } from '../../http/wire';

/** Questions to the client and their answers. The ledger has who and when, and a digest of the text. */
export const questionHandlers: Handlers<typeof questionRoutes> = {
  async listQuestions({ deps, scope, params, query }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const page = { before: decodeCursor(query.cursor), limit: query.limit + 1, status: query.status };
    const rows = await listQuestions(deps.db, campaign, page);
    const today = await todayOf(deps.db, campaign);
    return {
      body: pageOfRows(
        rows,
        query.limit,
        (row) => row.no,
        (row) => wireOf(row, today),
      ),
    };
  },

  async askQuestion({ trx, scope, actor, params, body }) {
    const campaign = await getCampaign(trx, scope, params.id);
    const { now } = await readClock(trx);
    const question = await askQuestion(trx, campaign, { ...body, personId: actor.personId, now });
    const { no, subject, text, dueOn } = question;
    return acted(trx, campaign, question, {
      kind: 'question_asked',
      actor,
      dueOn,
      digest: digestOf({ no, subject, text }),
    });
  },

  async answerQuestion({ trx, scope, actor, params, body }) {
    const campaign = await getCampaign(trx, scope, params.id);
    const { now } = await readClock(trx);
    const { no } = params;
    const question = await answerQuestion(trx, campaign, { no, answer: body.text, personId: actor.personId, now });
    await returnFromClient(trx, { campaignId: campaign.id, no }, { personId: actor.personId, now });
    return acted(trx, campaign, question, {
      kind: 'question_answered',
      actor,
      digest: digestOf({ no, answer: body.text }),
    });
  },

  async confirmQuestion({ trx, scope, actor, params }) {
    const campaign = await getCampaign(trx, scope, params.id);
    const { now } = await readClock(trx);
    const closing = { as: 'confirmed', reason: null, personId: actor.personId, now } as const;
    const question = await closeQuestion(trx, campaign, { no: params.no, ...closing });
    return acted(trx, campaign, question, { kind: 'question_confirmed', actor });
  },

  async withdrawQuestion({ trx, scope, actor, params, body }) {
    const campaign = await getCampaign(trx, scope, params.id);
    const { now } = await readClock(trx);
    const closing = { as: 'withdrawn', reason: body.reason, personId: actor.personId, now } as const;
    const question = await closeQuestion(trx, campaign, { no: params.no, ...closing });
    return acted(trx, campaign, question, { kind: 'question_withdrawn', actor, reason: body.reason });
  },
};

/** The reply to an act, with its entry in the campaign's ledger. */
async function acted(
  trx: Trx,
  campaign: CampaignRow,
  question: Question,
  { kind, actor, ...about }: { kind: string; actor: Actor } & Record<string, unknown>,
) {
  const { now } = await readClock(trx);
  const entry = { kind, by: byPerson(actor), question: question.no, ...about };
  const ledger = { campaignId: campaign.id, clientId: campaign.client_id, at: now, entries: [entry] };
  return { body: wireOf(question, await todayOf(trx, campaign)), ledger };
}

/** The campaign's local day. */
async function todayOf(db: Queryable, campaign: CampaignRow): Promise<string> {
  const { zone } = await new CampaignDocs().get(db, campaign.id, campaign.version);
  return localDate((await readClock(db)).now, zone);
}

const personOf = (id: number | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });

const wireOf = (question: Question, today: string) => {
  const { no, subject, text, dueOn, status, answer, closeReason } = question;
  return {
    ...{ no, subject, text, dueOn, status, answer, closeReason },
    overdue: status === 'open' && dueOn < today,
    askedBy: { id: question.askedBy, name: question.askedName },
    askedAt: iso(question.askedAt),
    answeredBy: personOf(question.answeredBy, question.answeredName),
    answeredAt: isoOrNull(question.answeredAt),
    closedBy: personOf(question.closedBy, question.closedName),
    closedAt: isoOrNull(question.closedAt),
  };
};
