import { AppError } from '../../domain/errors';

/** An opaque cursor into a list ordered by id. */
export const encodeCursor = (id: number): string => Buffer.from(`id:${id}`).toString('base64url');

/** The id in a cursor; null without one. Throws invalid_request for anything else. */
export function decodeCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  const id = /^id:(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'))?.[1];
  if (id !== undefined) return Number(id);
  throw new AppError('invalid_request', {}, [
    {
      path: 'query.cursor',
      code: 'invalid_cursor',
      message: '前のページの next の値だけが使えます / must be the `next` value of a previous page',
    },
  ]);
}

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
