import { z } from 'zod';
import { ACCESS_PURPOSES } from '../../../db/privacy/access-log';
import { accessReference } from '../../privacy/contract/personal-data';
import { type Contracts } from '../../http/route';
import { cursor, id, journeyState } from '../../http/shapes';

export const SEARCH_BY = ['name', 'kana', 'phone', 'contractNumber', 'postalCode', 'code', 'customerId'] as const;

const found = z
  .object({
    customerId: id,
    protected: z.boolean().meta({ description: 'Under 支援措置: without the right to it nothing else is told' }),
    kind: z.enum(['person', 'company']).nullable(),
    name: z.string().nullable().meta({ description: 'Masked', example: '山●●●' }),
    journeys: z.array(z.object({ journeyId: id, campaignId: id, state: journeyState })),
  })
  .meta({ id: 'FoundCustomer' });

export const searchRoutes = {
  searchCustomers: {
    method: 'post',
    path: '/api/customers/search',
    summary: 'Find customers by what they say or hold; names come masked, and the look is recorded',
    tag: 'customers',
    action: 'customer.search',
    limit: 'search',
    body: {
      kind: 'json',
      schema: z.object({
        by: z.enum(SEARCH_BY).meta({
          description:
            'name and kana: from their beginning, whatever width, spaces or size of kana; phone: any usual writing; ' +
            'code: of an envelope or form, or the last part of a link. By name, kana, phone and postalCode a customer ' +
            'under 支援措置 is found only with the right to such',
        }),
        value: z.string().trim().min(1).max(100),
        campaignId: id.optional().meta({ description: "Only customers of this campaign's audience" }),
        purpose: z.enum(ACCESS_PURPOSES),
        reference: accessReference.optional(),
        cursor,
        limit: z.number().int().min(1).max(50).default(20),
      }),
    },
    write: 'repeatable',
    reply: {
      status: 200,
      description: 'A page in the order of ids. It may hold fewer than asked for and still have a next one',
      schema: z.object({ items: z.array(found), next: z.string().nullable() }),
    },
  },
} as const satisfies Contracts;
