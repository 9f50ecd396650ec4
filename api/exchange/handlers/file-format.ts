import { fileFormat, setFileFormat } from '../../../db/exchange/results';
import { readClock } from '../../../db/platform/clock';
import { appendLedger, INSTALLATION_CHAIN } from '../../../db/platform/ledger';
import { type fileFormatRoutes } from '../contract/file-format';
import { type Handlers } from '../../http/handler';
import { byPerson } from '../../campaigns/rules';
import { transact } from '../../../db/platform/transact';

/** How a client's programs get their files. */
export const fileFormatHandlers: Handlers<typeof fileFormatRoutes> = {
  async getFileFormat({ deps, scope }) {
    return { body: await fileFormat(deps.db, scope.clientId) };
  },

  async setFileFormat({ deps, scope, actor, body }) {
    await transact(deps.db, async (trx) => {
      await setFileFormat(trx, scope.clientId, body);
      const { now } = await readClock(trx);
      const entry = { kind: 'file_format_set', by: byPerson(actor), client: scope.clientId, ...body };
      await appendLedger(trx, INSTALLATION_CHAIN, null, now, [entry]);
    });
    return { body };
  },
};
