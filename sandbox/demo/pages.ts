import { type ApiClient } from './api-client';

/** All items of a list, page by page. */
export async function* pages<Item>(client: ApiClient, path: string): AsyncGenerator<Item> {
  let next: string | null = null;
  do {
    const query: string = next === null ? 'limit=200' : `limit=200&cursor=${next}`;
    const page: { items: Item[]; next: string | null } = await client.call(
      `${path}${path.includes('?') ? '&' : '?'}${query}`,
    );
    yield* page.items;
    next = page.next;
  } while (next !== null);
}
