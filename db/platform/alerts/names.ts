import { type AlertRow } from './alerts';
import { type Queryable } from '../types';

/** The names that an alert's figures stand for: of its campaign and lane, and of the person who is asked. */
export type AlertNames = Partial<Record<'campaign' | 'lane' | 'owner', string>>;

/** The names of one page of alerts, by alert; what has none keeps its number. */
export async function namesOfAlerts(db: Queryable, rows: AlertRow[]): Promise<Map<number, AlertNames>> {
  const idsOf = (figure: keyof AlertNames): number[] => [
    ...new Set(rows.map(({ figures }) => Number((figures as Record<string, unknown>)[figure])).filter((id) => id > 0)),
  ];
  const names = {
    campaign: new Map<number, string>(),
    lane: new Map<number, string>(),
    owner: new Map<number, string>(),
  };
  for (const [figure, table] of [
    ['campaign', 'campaigns'],
    ['lane', 'lanes'],
    ['owner', 'persons'],
  ] as const) {
    const ids = idsOf(figure);
    if (ids.length === 0) continue;
    for (const { id, name } of await db.selectFrom(table).select(['id', 'name']).where('id', 'in', ids).execute())
      names[figure].set(id, name);
  }
  const namesOf = (figures: Record<string, unknown>): AlertNames =>
    Object.fromEntries(
      Object.entries(names).flatMap(([figure, known]) => {
        const name = known.get(Number(figures[figure]));
        return name === undefined ? [] : [[figure, name]];
      }),
    );
  return new Map(rows.map((row) => [row.id, namesOf(row.figures as Record<string, unknown>)]));
}
