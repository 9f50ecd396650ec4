import { z } from 'zod';
import { ACCESS_PURPOSES } from '../../../domain/privacy/access-purposes';
import { ACCESS_SOURCES } from '../../../domain/privacy/access-sources';
import { type Contracts } from '../../http/route';
import { count, id, idParam, instant, pageOf, paging, text } from '../../http/shapes';

const entry = z
  .object({
    no: id.meta({ description: "Number in the installation's ledger" }),
    at: instant,
    by: z.object({ id, name: z.string() }),
    what: z.enum(ACCESS_SOURCES).meta({ description: 'Where it was shown' }),
    whatText: text,
    purpose: z.enum(ACCESS_PURPOSES),
    purposeText: text,
    reference: z.string().nullable().meta({ description: 'What the purpose refers to, as the person gave it' }),
    fields: z.array(z.string()),
    fieldTexts: z.array(text),
    customers: z.array(id).meta({ description: 'Whose data it was; none for a file' }),
    count: count.nullable().meta({ description: 'Rows of a file or list' }),
    campaignId: id.nullable(),
  })
  .meta({ id: 'AccessEntry' });

const pathId = idParam.shape.id.optional();

export const accessLogRoutes = {
  listAccessLog: {
    method: 'get',
    path: '/api/access-log',
    summary: "Who has seen personal data of the client's customers, newest first: fields and purpose, never a value",
    tag: 'access',
    action: 'access_log.read',
    query: paging.extend({
      person: pathId.meta({ description: 'Who saw it' }),
      customer: pathId.meta({ description: 'Whose data it was' }),
      day: z.iso.date().optional().meta({ description: 'Local day', example: '2027-02-01' }),
    }),
    reply: { status: 200, description: 'A page of the access log', schema: pageOf(entry) },
  },
} as const satisfies Contracts;
