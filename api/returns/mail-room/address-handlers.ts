import { accountTypeTexts } from '../../../domain/texts/names/mail-room';
import { getCampaign } from '../../../db/campaigns/campaigns';
import { requireCustomer } from '../../../db/journeys/customer-arrivals';
import { listAddressesInCases, proposalsInCases } from '../../../db/customers/inquiries/addresses';
import { requireVisible } from '../../../db/customers/protection';
import { readClock } from '../../../db/platform/clock';
import { type Scope } from '../../../db/platform/scope';
import { transact } from '../../../db/platform/transact';
import { type Queryable } from '../../../db/platform/types';
import { recordAccess } from '../../../db/privacy/access-log';
import { requireReleased } from '../../../db/privacy/exports';
import { type Vault } from '../../../db/privacy/vault';
import { recordOnPiece } from '../../../db/returns/decide';
import { keepProposedAddress, listProposedAddresses, proposalsOf } from '../../../db/returns/proposed-address';
import { listAccounts } from '../../../db/returns/accounts';
import { findPostPiece, lockReturn } from '../../../db/returns/returns';
import { CSV_BOM, csvLine } from '../../../domain/exchange/csv';
import { byPerson } from '../../campaigns/rules';
import { type Handlers } from '../../http/handler';
import { iso } from '../../http/wire';
import { type addressRoutes } from './address-contract';

/** New addresses on returned paper, proposed to the client, who decides; and bank accounts for it to pay to. */
export const addressHandlers: Handlers<typeof addressRoutes> = {
  async proposeAddress({ deps, trx, scope, actor, params, body }) {
    const row = await lockReturn(trx, scope, params.id);
    await requireVisible(trx, actor, row.customer_id);
    const { now } = await readClock(trx);
    const proposed = { ...body, postalCode: body.postalCode.replace('-', ''), by: actor.personId, at: now };
    await keepProposedAddress(trx, deps.vault, row, proposed);
    const piece = await findPostPiece(trx, scope, { id: row.piece_id });
    await recordOnPiece(trx, piece, now, { kind: 'address_proposed', by: byPerson(actor), returned: row.id });
    return { body: await shown(trx, deps.vault, scope, row.customer_id) };
  },

  async listAddressProposals({ deps, scope, actor, params }) {
    await requireCustomer(deps.db, scope, params.id);
    await requireVisible(deps.db, actor, params.id);
    return { body: await shown(deps.db, deps.vault, scope, params.id) };
  },

  async exportAddressProposals({ deps, scope, actor, params }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const release = await requireReleased(deps.db, campaign, 'addresses');
    const seen = { what: 'address_proposals', purpose: 'exchange', reference: `campaign:${campaign.id}` } as const;
    const fields = ['contracts', 'postalCode', 'address'] as const;
    const about = { campaign: campaign.id, release };
    await transact(deps.db, (trx) => recordAccess(trx, { scope, actor, ...seen, fields, about }));
    async function* lines() {
      yield CSV_BOM + csvLine(['契約番号', '新しい郵便番号', '新しい住所', '受付番号', '受付日']);
      for await (const page of listProposedAddresses(deps.db, deps.vault, campaign)) yield page.map(lineOf).join('');
      yield (await listAddressesInCases(deps.db, deps.vault, campaign)).map(lineOf).join('');
    }
    return { stream: lines(), type: 'text/csv; charset=utf-8', filename: `addresses-${campaign.id}.csv` };
  },

  async exportAccounts({ deps, scope, actor, params }) {
    const campaign = await getCampaign(deps.db, scope, params.id);
    const release = await requireReleased(deps.db, campaign, 'accounts');
    const seen = { what: 'bank_accounts', purpose: 'exchange', reference: `campaign:${campaign.id}` } as const;
    const about = { campaign: campaign.id, release };
    await transact(deps.db, (trx) =>
      recordAccess(trx, { scope, actor, ...seen, fields: ['contracts', 'account'], about }),
    );
    async function* lines() {
      yield CSV_BOM + csvLine(['契約番号', '金融機関', '支店', '種別', '口座番号', '口座名義', '受付番号', '受付日']);
      for await (const page of listAccounts(deps.db, deps.vault, campaign)) {
        const line = ({ contract, bank, branch, type, number, holder, receipt, receivedOn }: (typeof page)[number]) =>
          csvLine([
            contract,
            bank,
            branch,
            accountTypeTexts[type].ja,
            number.padStart(7, '0'),
            holder,
            receipt,
            receivedOn,
          ]);
        yield page.map(line).join('');
      }
    }
    return { stream: lines(), type: 'text/csv; charset=utf-8', filename: `accounts-${campaign.id}.csv` };
  },
};

type Line = Awaited<ReturnType<typeof listAddressesInCases>>[number];

const lineOf = ({ number, postalCode, address, receipt, receivedOn }: Line) =>
  csvLine([number, `${postalCode.slice(0, 3)}-${postalCode.slice(3)}`, address, receipt, receivedOn]);

async function shown(db: Queryable, vault: Vault, scope: Scope, customerId: number) {
  const paper = await proposalsOf(db, vault, scope, customerId);
  const rows = [
    ...paper.map((row) => ({ ...row, inquiryId: null })),
    ...(await proposalsInCases(db, vault, scope, customerId)),
  ];
  return { items: rows.map(({ at, ...row }) => ({ ...row, at: iso(at) })) };
}
