import { campaignDoc, getCampaign } from '../../../db/campaigns/campaigns';
import { logoOf } from '../../../db/brand/brands';
import { readClock } from '../../../db/platform/clock';
import { type Scope } from '../../../db/platform/scope';
import { localDate } from '../../../domain/campaigns/calendar';
import { type SampleName } from '../../../domain/campaigns/samples';
import { AppError } from '../../../domain/errors';
import { LOGO_CID } from '../../../rendering/mail/html';
import { type Previewed } from '../../../rendering/preview/letter';
import { type AppDeps } from '../../http/deps';
import { type Handlers } from '../../http/handler';
import { iso, single } from '../../http/wire';
import { type previewRoutes } from '../contract/preview';
import { explainApart, letterPageApart, noticeApart } from '../preview/decoder';

/** What a mail may do in a browser: nothing but be shown. */
const MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** Contents as customers would get them. Nothing is stored or sent, and no customer's data is read. */
export const previewHandlers: Handlers<typeof previewRoutes> = {
  async previewNotice({ deps, scope, params, body }) {
    return { body: await noticeApart(await previewed(deps, scope, { id: params.id, ...body })) };
  },

  async previewLetter({ deps, scope, params, query }) {
    const { page, ...wanted } = query;
    const letter = await previewed(deps, scope, { id: params.id, notice: params.noticeId, ...wanted });
    const logo = (await logoOf(deps.db, letter.doc))?.paper;
    const png = await letterPageApart({ ...letter, ...(logo && { logo }), page });
    return { stream: single(Buffer.from(png)), type: 'image/png' };
  },

  async previewMail({ deps, scope, params, query }) {
    const wanted = await previewed(deps, scope, { id: params.id, notice: params.noticeId, ...query });
    const { html } = await noticeApart(wanted);
    if (html === undefined) throw new AppError('not_found', { what: 'notice' });
    const logo = (await logoOf(deps.db, wanted.doc))?.screen.toString('base64');
    const shown = html.replace(`cid:${LOGO_CID}`, `data:image/png;base64,${logo}`);
    return { stream: single(shown), type: 'text/html; charset=utf-8', policy: MAIL_POLICY };
  },

  async explainCampaign({ deps, scope, params, body, language }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const doc = await campaignDoc(deps.db, campaign.id, body.version ?? campaign.version);
    const start = body.start ? Date.parse(body.start) : (campaign.started_at ?? (await readClock(deps.db)).now);
    const { customer, entries, leftOut } = await explainApart({ explain: body.scenario, doc, start, language });
    const dated = entries.map(({ at, contacts, ...entry }) => ({
      ...entry,
      at: iso(at),
      ...(contacts && { contacts: contacts.map((contact) => ({ ...contact, leavesAt: iso(contact.leavesAt) })) }),
    }));
    return { body: { customer: { ...customer }, entries: dated, leftOut } };
  },
};

interface Wanted {
  id: number;
  notice: string;
  sample: SampleName;
  version?: number | undefined;
}

async function previewed(deps: AppDeps, scope: Scope, { id, notice, sample, version }: Wanted): Promise<Previewed> {
  const campaign = await getCampaign(deps.db, scope, id);
  const doc = await campaignDoc(deps.db, campaign.id, version ?? campaign.version);
  const { now } = await readClock(deps.db);
  return { doc, notice, sample, publicUrl: deps.config.PUBLIC_URL, day: localDate(now, doc.zone) };
}
