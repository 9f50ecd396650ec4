import { z } from 'zod';
import { type Contracts } from '../../http/route';
import { id, idParam, instant } from '../../http/shapes';

const proposal = z
  .object({
    returnId: id.nullable().meta({ description: 'The paper it stands on' }),
    inquiryId: id.nullable().meta({ description: 'The inquiry in which it was named' }),
    receipt: z.string(),
    by: id,
    at: instant,
    changed: z.boolean().meta({ description: 'The client has changed the address since' }),
  })
  .meta({
    id: 'AddressProposal',
    description: 'Without the address: it is on the image, and in the file for the client',
  });
const proposals = z.object({ items: z.array(proposal) });

export const addressRoutes = {
  proposeAddress: {
    method: 'post',
    path: '/api/returns/{id}/new-address',
    summary: 'Propose the new address that is written on a returned paper to the client; nothing is overwritten',
    tag: 'returns',
    action: 'return.work',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        postalCode: z
          .string()
          .regex(/^\d{3}-?\d{4}$/)
          .meta({ example: '105-0022' }),
        address: z.string().trim().min(1).max(200).meta({ description: 'As written, with building and room' }),
      }),
    },
    write: 'idempotency-key',
    reply: { status: 200, description: "The customer's proposals", schema: proposals },
    errors: ['protected_customer', 'erased'],
  },
  listAddressProposals: {
    method: 'get',
    path: '/api/customers/{id}/address-proposals',
    summary:
      'Addresses that a customer has written on paper or named in an inquiry, and whether the client has followed',
    tag: 'customers',
    action: 'personal.masked',
    params: idParam,
    reply: { status: 200, description: 'Proposals without the addresses', schema: proposals },
    errors: ['protected_customer'],
  },
  exportAddressProposals: {
    method: 'get',
    path: '/api/campaigns/{id}/address-proposals',
    summary: 'New addresses for the client to decide on, as CSV; each access is recorded',
    tag: 'exchange',
    action: 'audience.codes',
    params: idParam,
    reply: {
      status: 200,
      description: '契約番号,新しい郵便番号,新しい住所,受付番号,受付日',
      types: ['text/csv'],
    },
    errors: ['export_not_released'],
  },
  exportAccounts: {
    method: 'get',
    path: '/api/campaigns/{id}/accounts',
    summary: 'Bank accounts on accepted forms, for the client to pay to, as CSV; each access is recorded',
    tag: 'exchange',
    action: 'audience.codes',
    params: idParam,
    reply: {
      status: 200,
      description: '契約番号,金融機関,支店,種別,口座番号,口座名義,受付番号,受付日',
      types: ['text/csv'],
    },
    errors: ['export_not_released'],
  },
} as const satisfies Contracts;
