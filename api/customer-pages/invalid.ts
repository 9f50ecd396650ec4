import { type Request, type Response } from 'express';
import { type AppDeps } from '../http/deps';
import { html } from './html';
import { layout } from './layout';
import { View, viewOf } from './view';
import { onlySender } from '../../db/campaigns/campaigns';

/** The same reply to every link that is altered, unknown, expired or revoked, but for those of `sendReplacedLink`. */
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
 * To a link that ended because its customer asked for it again, as one printed in a letter still on its way: which one to
 * use now, and whom to call. It names no one.
 */
export function sendReplacedLink(view: View, res: Response): void {
  const body = html`<div class="first"><h1>${view.t('replacedTitle')}</h1></div>
    <p>${view.t('replacedBody')}</p>
    <p>${view.t('replacedHow')}</p>`;
  res.status(410).send(layout(view, { name: 'replaced', title: view.t('replacedTitle'), body }));
}

/** To a link in a proof, opened or posted to: nothing is there to do. It knows no campaign and names no one. */
export function sendProofPage(req: Request, res: Response): void {
  const view = viewOf(req, `/p/${String(req.params['token'])}`);
  const body = html`<div class="first"><h1>${view.t('proofTitle')}</h1></div>
    <p>${view.t('proofBody')}</p>`;
  res.status(200).send(layout(view, { name: 'proof', title: view.t('proofTitle'), body }));
}
