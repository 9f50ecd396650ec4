import { type Request, type Response } from 'express';
import { type AppDeps } from '../http/deps';
import { html } from './html';
import { layout } from './layout';
import { View, viewOf } from './view';
import { onlySender } from '../../db/campaigns/campaigns';

/** The same reply to every link that is altered, unknown, expired or revoked. */
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
