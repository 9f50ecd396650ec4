import { z } from 'zod';
import { ACCESS_PURPOSES } from '../../../domain/privacy/access-purposes';
import { accessReference } from '../../privacy/contract/personal-data';
import { type Contracts } from '../../http/route';
import { cursor, id, journeyState } from '../../http/shapes';

export const SEARCH_BY = ['name', 'kana', 'phone', 'contractNumber', 'postalCode', 'code', 'customerId'] as const;

const found = z
  .object({
    customerId: id,
    protected: z
      .boolean()
      .meta({ description: 'Under 支援措置: nothing else is returned without the right to see it' }),
    kind: z.enum(['person', 'company']).nullable(),
    name: z.string().nullable().meta({ description: 'Masked', example: '山●●●' }),
    journeys: z.array(z.object({ journeyId: id, campaignId: id, state: journeyState })),
  })
  .meta({ id: 'FoundCustomer' });

export const searchRoutes = {
  searchCustomers: {
    method: 'post',
    path: '/api/customers/search',
    summary: 'Find customers by something they know or hold; names are masked, and the access is recorded',
    tag: 'customers',
    action: 'customer.search',
    limit: 'search',
    body: {
      kind: 'json',
      schema: z.object({
        by: z.enum(SEARCH_BY).meta({
          description:
            'name and kana: prefix, regardless of width, spaces and small kana; phone: any usual format; ' +
            'code: of an envelope or form, or the last part of a link. By name, kana, phone and postalCode, customers ' +
            'under 支援措置 are found only with the right to see them',
        }),
        value: z.string().trim().min(1).max(100),
        campaignId: id.optional().meta({ description: "Only customers in this campaign's audience" }),
        purpose: z.enum(ACCESS_PURPOSES),
        reference: accessReference.optional(),
        cursor,
        limit: z.number().int().min(1).max(50).default(20),
      }),
    },
    write: 'repeatable',
    reply: {
      status: 200,
      description: 'A page in id order. It may hold fewer than requested and still have a next page',
      schema: z.object({ items: z.array(found), next: z.string().nullable() }),
    },
  },
} as const satisfies Contracts;
