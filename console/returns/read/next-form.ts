import { useRef } from 'react';
import { useApi } from '../../api/read';

const EVERY_MS = 10_000;
const QUERIES = {
  all: { enterable: 'true' },
  judge: { enterable: 'true', status: 'mismatch' },
  remarks: { status: 'held' },
} as const;

/** The forms that wait for this person, oldest first, and which comes after one. */
export function useNextForm(queue: string) {
  const query = QUERIES[queue as keyof typeof QUERIES] ?? QUERIES.all;
  const list = useApi('listReturns', { query: { ...query, kind: 'form', limit: 100 } }, { every: EVERY_MS });
  const skipped = useRef(new Set<number>());
  const items = list.data?.items ?? [];
  const open = items.filter(({ id }) => !skipped.current.has(id));
  return {
    list,
    waiting: items.length,
    skip: (id: number) => void skipped.current.add(id),
    /** After `id`, and from the beginning again once the end is reached; skipped ones come last. */
    next: (id: number | undefined): number | undefined => {
      const after = open.find((item) => id === undefined || item.id > id) ?? open.find((item) => item.id !== id);
      if (after) return after.id;
      const again = items.find((item) => item.id !== id && item.mayEnter);
      return again?.id;
    },
  };
}
