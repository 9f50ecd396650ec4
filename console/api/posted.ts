import { useQuery } from '@tanstack/react-query';
import { call, type Input, type Operation, type Reply } from './client';
import { asProblem } from './problem';
import { type Read, whenSignedIn } from './read';
import { hasEnded } from './session';

/** Reads by a POST that changes nothing, such as a preview. Its input may hold no personal value. */
export function usePosted<O extends Operation>(
  operation: O,
  input: Input<O>,
  { enabled = true }: { enabled?: boolean } = {},
): Read<Reply<O>> {
  const result = useQuery({
    queryKey: [operation, input],
    queryFn: async ({ signal }) => (await whenSignedIn(() => call(operation, input, { signal }))).body,
    enabled: enabled && !hasEnded(),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
  return {
    data: result.data,
    etag: null,
    problem: result.error ? asProblem(result.error) : null,
    readAt: result.dataUpdatedAt,
    reading: result.isFetching,
    every: undefined,
    reload: () => void result.refetch(),
  };
}
