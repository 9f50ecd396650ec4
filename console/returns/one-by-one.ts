/**
 * Works through what waits, one after another: each call of the returned function takes `next` until there is none. A
 * call while it works does nothing, since what it was called for is taken in its turn.
 */
export function oneByOne<Item>(next: () => Item | undefined, work: (item: Item) => Promise<void>): () => Promise<void> {
  let working = false;
  return async () => {
    if (working) return;
    working = true;
    try {
      for (let item = next(); item !== undefined; item = next()) await work(item);
    } finally {
      working = false;
    }
  };
}
