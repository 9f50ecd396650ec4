import { listClients } from '../../../db/access/clients';
import { listPeople } from '../../../db/access/people';
import { type peopleRoutes } from '../contract/people';
import { decodeCursor, pageOfRows } from '../../http/cursor';
import { type Handlers } from '../../http/handler';

const whole = <Row>(row: Row) => row;
const byId = ({ id }: { id: number }) => id;

export const peopleHandlers: Handlers<typeof peopleRoutes> = {
  async listPeople({ deps, scope, query }) {
    const { cursor, limit } = query;
    const rows = await listPeople(deps.db, scope.clientId, { after: decodeCursor(cursor), limit: limit + 1 });
    return { body: pageOfRows(rows, limit, byId, whole) };
  },

  async listClients({ deps, query }) {
    const { cursor, limit } = query;
    const rows = await listClients(deps.db, { after: decodeCursor(cursor), limit: limit + 1 });
    return { body: pageOfRows(rows, limit, byId, whole) };
  },
};
