import { requireVisible } from '../../db/customers/protection';
import { transact } from '../../db/platform/transact';
import { recordPageAccess } from '../../db/privacy/page-access';
import { getReturn, openScan } from '../../db/returns/returns';
import { type Handlers } from '../http/handler';
import { single } from '../http/wire';
import { type returnPageRoutes } from './page-contract';
import { drawPageApart } from './page-decoder';
import { imageAccess } from './image-access';

/** Pages of scans as pictures. */
export const returnPageHandlers: Handlers<typeof returnPageRoutes> = {
  async getReturnPage({ deps, scope, actor, params, query }) {
    const row = await getReturn(deps.db, scope, params.id);
    await requireVisible(deps.db, actor, row.customer_id);
    const { bytes } = await openScan(deps.db, deps.vault, row);
    const png = await drawPageApart({ bytes, page: params.n, small: query.size === 'thumb' });
    const access = imageAccess({ scope, actor }, row);
    const subject = { of: 'return', id: row.id, campaignId: row.campaign_id } as const;
    await transact(deps.db, (trx) => recordPageAccess(trx, subject, access));
    return { stream: single(png), type: 'image/png', filename: `return-${row.id}-${params.n}.png` };
  },
};
