import { sql } from 'kysely';
import { type Request, type Response } from 'express';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type AppDeps } from '../http/deps';
import { html } from './html';
import { layout } from './layout';
import { View, viewOf } from './view';
import { type Db } from '../../db/platform/types';

/** The one reply to a link that is altered, unknown, expired or revoked. */
export async function sendInvalidLink(deps: AppDeps, req: Request, res: Response, base: string): Promise<void> {
  const asked = viewOf(req, base);
  const view = new View(asked.language, asked.size, base, base, false, await onlySender(deps.db));
  const howPhone = view.t(view.sender ? 'invalidHowPhone' : 'invalidHowPhoneUnknown');
  const body = html`<div class="first"><h1>${view.t('invalidTitle')}</h1></div>
    <p>${view.t('invalidBody')}</p>
    <section>
      <h2>${view.t('invalidHow')}</h2>
      <ul class="dots">
        <li>${view.t('invalidHowNewest')}</li>
        <li>${view.t('invalidHowWhole')}</li>
        <li>${howPhone}</li>
      </ul>
    </section>`;
  res.status(404).send(layout(view, { name: 'invalid', title: view.t('invalidTitle'), body }));
}

/**
 * Who sends notices here, when all campaigns have one sender: a dead link must not tell whose it was, and yet its
 * owner needs a number to call.
 */
async function onlySender(db: Db): Promise<CampaignDoc['sender'] | undefined> {
  const rows = await db
    .selectFrom('campaigns as c')
    .innerJoin('campaign_versions as v', (join) =>
      join.onRef('v.campaign_id', '=', 'c.id').onRef('v.version', '=', 'c.version'),
    )
    .select(sql<CampaignDoc['sender']>`v.doc -> 'sender'`.as('sender'))
    .distinctOn(sql`v.doc -> 'sender' ->> 'phone'`)
    .where('c.started_at', 'is not', null)
    .limit(2)
    .execute();
  return rows.length === 1 ? rows[0]!.sender : undefined;
}
