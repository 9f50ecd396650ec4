import { keepPreviousData, QueryClient, useQuery } from '@tanstack/react-query';
import { call, type Input, type Operation, type Reply } from './client';
import { asProblem, type Problem } from './problem';
import { hasEnded, sessionEnded, useSession } from './session';

export const queries = new QueryClient({
  defaultOptions: { queries: { retry: false, refetchOnWindowFocus: true, staleTime: 1_000, gcTime: 60_000 } },
});

export interface Read<Body> {
  data: Body | undefined;
  /** Version for a later change. */
  etag: string | null;
  problem: Problem | null;
  /** When the data shown was read; 0 before. */
  readAt: number;
  /** Whether it is being read again. */
  reading: boolean;
  /** Milliseconds between two reads; undefined if it is read once. */
  every: number | undefined;
  reload(): void;
}

/** Reads, and once more when the session had ended and the same person is back. */
export async function whenSignedIn<Answer>(read: () => Promise<Answer>): Promise<Answer> {
  try {
    return await read();
  } catch (thrown) {
    const problem = asProblem(thrown);
    if (problem.code === 'unauthenticated' && (await sessionEnded())) return read();
    throw problem;
  }
}

interface Reading<Body> {
  /**
   * Milliseconds between two reads, or what gives them by what was read, undefined for no further one; the page stops
   * reading while it is hidden or the session has ended.
   */
  every?: number | ((read: Body | undefined) => number | undefined);
  enabled?: boolean;
  /** Keeps showing the former page of a list until the next is there. */
  keep?: boolean;
}

/**
 * Reads a route and keeps it fresh. The key is the operation and its input, so no personal value may be in a query.
 */
export function useApi<O extends Operation>(
  operation: O,
  input: Input<O>,
  { every, enabled = true, keep = false }: Reading<Reply<O>> = {},
): Read<Reply<O>> {
  const { ended } = useSession();
  const everyOf = typeof every === 'function' ? every : () => every;
  const result = useQuery({
    queryKey: [operation, input],
    queryFn: ({ signal }) => whenSignedIn(() => call(operation, input, { signal })),
    enabled: enabled && !hasEnded(),
    refetchInterval: ({ state }) => (!ended && everyOf(state.data?.body)) || false,
    ...(keep && { placeholderData: keepPreviousData }),
  });
  return {
    data: result.data?.body,
    etag: result.data?.etag ?? null,
    problem: result.error ? asProblem(result.error) : null,
    readAt: result.dataUpdatedAt,
    reading: result.isFetching,
    every: everyOf(result.data?.body),
    reload: () => void result.refetch(),
  };
}
