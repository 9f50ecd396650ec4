import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { save } from './save';
import { callFile, type Input, type Operation } from './client';
import { asProblem, type Problem } from './problem';
import { type Read, whenSignedIn } from './read';
import { hasEnded } from './session';

/** A file that a route serves, with its text where it is one. */
export interface ServedFile {
  blob: Blob;
  text: string;
}

/**
 * Reads a file of a route once: a picture or a text. Nothing is recorded twice, since it is not read again by itself.
 */
export function useFile<O extends Operation>(
  operation: O,
  input: Input<O>,
  accept: string,
  { enabled = true, once = false }: { enabled?: boolean; /** An act does not make it stale. */ once?: boolean } = {},
): Read<ServedFile> {
  const result = useQuery({
    queryKey: [operation, input, accept],
    queryFn: async () => {
      const { blob, etag } = await whenSignedIn(() => callFile(operation, input, accept));
      return { blob, etag, text: blob.type.startsWith('image/') ? '' : await blob.text() };
    },
    enabled: enabled && !hasEnded(),
    staleTime: Infinity,
    meta: { once },
    refetchOnWindowFocus: false,
  });
  return {
    data: result.data,
    etag: result.data?.etag ?? null,
    problem: result.error ? asProblem(result.error) : null,
    readAt: result.dataUpdatedAt,
    reading: result.isFetching,
    every: undefined,
    reload: () => void result.refetch(),
  };
}

/** Lets the reader save a file of a route, such as a CSV. */
export function useDownload<O extends Operation>(
  operation: O,
): { run: (input: Input<O>, accept: string, name: string) => Promise<void>; busy: boolean; problem: Problem | null } {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  return {
    busy,
    problem,
    async run(input, accept, name) {
      setBusy(true);
      setProblem(null);
      try {
        const file = await whenSignedIn(() => callFile(operation, input, accept));
        save(file.blob, file.name ?? name);
      } catch (thrown) {
        setProblem(asProblem(thrown));
      } finally {
        setBusy(false);
      }
    },
  };
}
