import { encodeCursor } from '../../../api/http/cursor';
import { type Bench } from '../row';
import { campaign, type Path, type RouteName } from './paths';

/** The twentieth of the inquiries of the large campaign's client that wait, or the last of fewer. */
async function inquiry({ db, samples }: Bench): Promise<number> {
  const rows = await db
    .selectFrom('inquiries')
    .select('id')
    .where('client_id', '=', samples.large.clientId)
    .where('status', 'in', ['open', 'handed_over'])
    .orderBy('due_at')
    .orderBy('id')
    .limit(20)
    .execute();
  return rows.at(-1)!.id;
}
/** The same of the large campaign's complaints, in the order in which they were stated. */
async function complaint({ db, samples }: Bench): Promise<number> {
  const rows = await db
    .selectFrom('complaints')
    .select('inquiry_id')
    .where('campaign_id', '=', samples.large.campaignId)
    .orderBy('stated_at')
    .limit(20)
    .execute();
  return rows.at(-1)!.inquiry_id;
}

/** GETs of the call desk, of inquiries and complaints, and of questions to the client. */
export const DESK_READS: Partial<Record<RouteName, Record<string, Path>>> = {
  listCallTasks: {
    'the next tasks': () => '/api/call-tasks?limit=50',
    due: () => '/api/call-tasks?state=due&limit=50',
    leased: () => '/api/call-tasks?state=leased&limit=50',
    done: () => '/api/call-tasks?state=done&limit=50',
    'waiting, of one campaign': ({ samples }) =>
      `/api/call-tasks?state=waiting&campaign=${samples.large.campaignId}&limit=50`,
    'of one campaign': ({ samples }) => `/api/call-tasks?campaign=${samples.large.campaignId}&limit=50`,
    'of an old campaign, over': ({ samples }) => `/api/call-tasks?campaign=${samples.over.campaignId}&limit=50`,
    'of one customer': ({ samples }, turn) =>
      `/api/call-tasks?customer=${samples.customer(samples.large, 'call', turn)}`,
  },
  listFollowups: {
    open: () => '/api/call-followups?limit=50',
    done: () => '/api/call-followups?state=done&limit=50',
    'done, a later page': () => `/api/call-followups?state=done&cursor=${encodeCursor(400)}&limit=50`,
  },
  listPhoneDays: {
    'the newest': () => '/api/phone/days',
    'three months': () => '/api/phone/days?from=2026-12-01&to=2027-02-28',
  },
  listPhoneIntervals: { 'of a day': () => '/api/phone/intervals?day=2027-02-01' },
  listPhoneAgreements: { all: () => '/api/phone/agreements' },
  listQuestions: {
    page: campaign('/questions?limit=50'),
    open: campaign('/questions?status=open&limit=50'),
    'a later page': campaign(`/questions?cursor=${encodeCursor(60)}&limit=50`),
  },
  listInquiries: {
    'the next ones': () => '/api/inquiries?limit=50',
    'of one customer': ({ samples }, turn) =>
      `/api/inquiries?customer=${samples.customer(samples.large, 'answered', turn)}`,
    'a later page': async (bench) => `/api/inquiries?cursor=${encodeCursor(await inquiry(bench))}&limit=50`,
    mine: ({ samples }) => `/api/inquiries?owner=${samples.persons[0]}&limit=50`,
    'of one campaign': ({ samples }) => `/api/inquiries?campaign=${samples.large.campaignId}&limit=50`,
    'waiting complaints': () => '/api/inquiries?grade=complaint&limit=50',
    answered: () => '/api/inquiries?status=answered&limit=50',
    closed: () => '/api/inquiries?status=closed&limit=50',
    'closed, a later page': () => `/api/inquiries?status=closed&cursor=${encodeCursor(2_000)}&limit=50`,
    'closed, mine': ({ samples }) => `/api/inquiries?status=closed&owner=${samples.persons[0]}&limit=50`,
    'closed, of no owner': ({ samples }) => `/api/inquiries?status=closed&owner=${samples.persons[9]! + 1}&limit=50`,
    'closed, of one campaign': ({ samples }) =>
      `/api/inquiries?status=closed&campaign=${samples.large.campaignId}&limit=50`,
    'closed, of an old campaign, over': ({ samples }) =>
      `/api/inquiries?status=closed&campaign=${samples.over.campaignId}&limit=50`,
    'closed complaints': () => '/api/inquiries?status=closed&grade=complaint&limit=50',
    'closed complaints, mine': ({ samples }) =>
      `/api/inquiries?status=closed&grade=complaint&owner=${samples.persons[0]}&limit=50`,
  },
  getInquiry: { one: async (bench) => `/api/inquiries/${await inquiry(bench)}` },
  getComplaint: { one: async (bench) => `/api/inquiries/${await complaint(bench)}/complaint` },
  getCampaignFaq: { one: campaign('/faq') },
  listComplaints: {
    page: campaign('/complaints?limit=50'),
    'a later page': async (bench) =>
      campaign(`/complaints?cursor=${encodeCursor(await complaint(bench))}&limit=50`)(bench, 0),
  },
  getInquiryFigures: { 'thirty days': campaign('/inquiry-figures') },
};
