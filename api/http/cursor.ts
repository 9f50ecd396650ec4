import { AppError } from '../../domain/errors';

/** An opaque cursor into a list ordered by id. */
export const encodeCursor = (id: number): string => Buffer.from(`id:${id}`).toString('base64url');

/** The id in a cursor; null without one. Throws invalid_request for anything else. */
export function decodeCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  const id = /^id:(\d{1,15})$/.exec(textOf(cursor))?.[1];
  if (id === undefined) throw badCursor();
  return Number(id);
}

/** An opaque cursor into a list ordered by time and key. */
export const encodePlace = (micros: string, key: string): string =>
  Buffer.from(`at:${micros}:${key}`).toString('base64url');

/** Microseconds since the epoch, and key, in such a cursor; null without one. Throws invalid_request for anything else. */
export function decodePlace(cursor: string | undefined): [micros: string, key: string] | null {
  if (cursor === undefined) return null;
  const [, micros, key] = /^at:(\d{1,18}):([a-z_]+(?::\d{1,15})+)$/.exec(textOf(cursor)) ?? [];
  if (micros === undefined || key === undefined) throw badCursor();
  return [micros, key];
}

const textOf = (cursor: string): string => Buffer.from(cursor, 'base64url').toString('utf8');

const badCursor = () =>
  new AppError('invalid_request', {}, [
    {
      path: 'query.cursor',
      code: 'invalid_cursor',
      message: '前のページの next の値だけが使えます / must be the `next` value of a previous page',
    },
  ]);

/** A page of `limit` items from `limit + 1` rows; the extra row only shows that there is a next page. */
export function pageOfRows<Row, Item>(
  rows: Row[],
  limit: number,
  idOf: (row: Row) => number,
  toItem: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(toItem), next: rows.length > limit && last ? encodeCursor(idOf(last)) : null };
}
