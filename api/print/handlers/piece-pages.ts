import { CampaignDocs } from '../../../db/campaigns/campaigns';
import { requireVisible } from '../../../db/customers/protection';
import { transact } from '../../../db/platform/transact';
import { sentPiece } from '../../../db/print/sent-piece';
import { recordPageAccess } from '../../../db/privacy/page-access';
import { AppError } from '../../../domain/errors';
import { typedCode } from '../../../domain/returns/return-rules';
import { composeContents } from '../../../rendering/letter/compose';
import { type Handlers } from '../../http/handler';
import { single } from '../../http/wire';
import { type piecePageRoutes } from '../contract/piece-pages';
import { piecePageApart } from '../piece-decoder';

/** Letters that were sent, as pictures. */
export const piecePageHandlers: Handlers<typeof piecePageRoutes> = {
  async getPiecePage({ deps, scope, actor, params }) {
    const { piece, campaignId, run } = await sentPiece(deps.db, scope, typedCode(params.code));
    await requireVisible(deps.db, actor, piece.customerId);
    const { db, vault, config } = deps;
    const [composed] = await composeContents({ db, vault, config, docs: new CampaignDocs() }, run, [piece]);
    if (!composed || 'failed' in composed) throw new AppError('erased', { customer: piece.customerId });
    const png = await piecePageApart({ content: composed.content, page: params.n });
    const purpose = actor.role === 'auditor' ? 'audit' : 'inquiry';
    const seen = { what: 'letter', purpose, reference: `piece:${piece.id}`, fields: ['name', 'address'] } as const;
    const about = { piece: piece.id, campaign: piece.letters[0]!.campaignId };
    const access = { scope, actor, ...seen, customer: piece.customerId, about };
    const subject = { of: 'piece', id: piece.id, campaignId } as const;
    await transact(db, (trx) => recordPageAccess(trx, subject, access));
    return { stream: single(png), type: 'image/png', filename: `letter-${piece.code}-${params.n}.png` };
  },
};
