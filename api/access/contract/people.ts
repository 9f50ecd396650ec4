import { z } from 'zod';
import { ROLE_NAMES } from '../../../domain/access/access';
import { type Contracts } from '../../http/route';
import { id, pageOf, paging } from '../../http/shapes';

const person = z
  .object({
    id,
    name: z.string(),
    roles: z.array(z.enum(ROLE_NAMES)).meta({ description: 'For the client, today' }),
    active: z.boolean().meta({ description: 'False: has no role any more, or a closed account' }),
  })
  .meta({ id: 'Person' });
const client = z.object({ id, code: z.string(), name: z.string() }).meta({ id: 'Client' });

/** Names behind the ids of persons and clients in other responses. */
export const peopleRoutes = {
  listPeople: {
    method: 'get',
    path: '/api/people',
    summary: 'People who have or had a role for the client, for the names behind their ids',
    tag: 'access',
    action: 'people.read',
    query: paging,
    reply: { status: 200, description: 'A page of people', schema: pageOf(person) },
  },
  listClients: {
    method: 'get',
    path: '/api/clients',
    summary: 'Clients of the installation, to grant roles for',
    tag: 'access',
    action: 'account.read',
    query: paging,
    reply: { status: 200, description: 'A page of clients', schema: pageOf(client) },
  },
} as const satisfies Contracts;
