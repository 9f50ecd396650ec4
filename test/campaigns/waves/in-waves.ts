import { type Wave } from '../../../domain/campaigns/campaign';
import { type Api } from '../../support/api';
import { type Flight } from '../plan-versions-fixture';

export const waveName = { ja: '便', en: 'wave' };
/** Midnight of a day `MM-DD` of the test's year, epoch ms. */
export const on = (day: string): number => Date.parse(`2027-${day}T00:00:00+09:00`);
/** A wave that begins on a day `MM-DD`. */
export const wave = (id: string, day: string, rule: Partial<Wave> = {}): Wave => ({
  ...{ id, name: waveName, begins: on(day) },
  ...rule,
});

/** The wave of each journey, in order. */
export async function wavesOf({ t }: Api, { id }: Flight): Promise<(string | null)[]> {
  const rows = await t.db.selectFrom('journeys').select('wave').where('campaign_id', '=', id).orderBy('id').execute();
  return rows.map((row) => row.wave);
}

/** The waves as GET …/waves lists them. */
export async function listedWaves<Item>(api: Api, { id, own }: Flight): Promise<Item[]> {
  const { body } = await api.send('get', `/api/campaigns/${id}/waves`, own.keys.client_viewer.key).expect(200);
  return (body as { items: Item[] }).items;
}
