import { insertBrand, listBrands, readLogo } from '../../db/brand/brands';
import { readClock } from '../../db/platform/clock';
import { appendLedger, digestOf, INSTALLATION_CHAIN } from '../../db/platform/ledger';
import { type Brand } from '../../domain/brand/brand';
import { paletteOf } from '../../domain/brand/palette';
import { byPerson } from '../campaigns/rules';
import { type Handlers } from '../http/handler';
import { iso, single } from '../http/wire';
import { type brandRoutes } from './contract';

const SHOWN = 50;

/** How a client appears to its customers. */
export const brandHandlers: Handlers<typeof brandRoutes> = {
  async listBrands({ deps, scope }) {
    const brands = await listBrands(deps.db, scope, SHOWN);
    return { body: { items: brands.map(({ by, at, ...brand }) => ({ ...wireOf(brand), by: by.name, at: iso(at) })) } };
  },

  async setBrand({ trx, scope, actor, query, body }) {
    const { now } = await readClock(trx);
    const logo = 'file' in body ? body.file.logo : body.json.logo === 'keep' ? 'keep' : null;
    const brand = await insertBrand(trx, scope, { ...query, logo, personId: actor.personId, at: now });
    const { version } = brand;
    const entry = { kind: 'brand_set', by: byPerson(actor), client: scope.clientId, version, brand: digestOf(brand) };
    await appendLedger(trx, INSTALLATION_CHAIN, null, now, [entry]);
    return { status: 201, body: wireOf(brand) };
  },

  async getLogo({ deps, params, query }) {
    const pictures = await readLogo(deps.db, params.hash);
    return { stream: single(pictures[query.use]), type: 'image/png' };
  },
};

const wireOf = (brand: Brand) => ({ ...brand, palette: paletteOf(brand.accent) });
