import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type Input, type Operation, type Reply, requestOf, urlOf } from './client';
import { asProblem, Problem, type ProblemBody } from './problem';
import { whenSignedIn } from './read';
import { readAgain } from './read-again';

export interface Upload<O extends Operation> {
  /** Sends the file; resolves to the answer, or undefined when it was refused or given up: `problem` says why. */
  run(input: Input<O>): Promise<Reply<O> | undefined>;
  /** Bytes that the server has, of how many; null while nothing is sent. All of them: the server works on it. */
  progress: { sent: number; of: number } | null;
  cancel(): void;
  problem: Problem | null;
}

/** Sends a large file with progress. Only for routes that may be repeated: the same file again changes nothing. */
export function useUpload<O extends Operation>(operation: O): Upload<O> {
  const [progress, setProgress] = useState<Upload<O>['progress']>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const request = useRef<XMLHttpRequest | null>(null);
  const queries = useQueryClient();
  return {
    progress,
    problem,
    cancel: () => request.current?.abort(),
    async run(input) {
      setProblem(null);
      try {
        const send = () =>
          sendFile(operation, input, (sent, of) => setProgress({ sent, of }), (xhr) => (request.current = xhr)); // prettier-ignore
        const answer = await whenSignedIn(send);
        readAgain(queries);
        return answer as Reply<O>;
      } catch (thrown) {
        setProblem(asProblem(thrown));
        return undefined;
      } finally {
        setProgress(null);
        request.current = null;
      }
    },
  };
}

function sendFile<O extends Operation>(
  operation: O,
  input: Input<O>,
  onProgress: (sent: number, of: number) => void,
  begin: (request: XMLHttpRequest) => void,
): Promise<unknown> {
  const { method, headers, body } = requestOf(operation, input as Record<string, unknown>, {});
  const file = body as Blob;
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    begin(request);
    request.open(method!, urlOf(operation, input as Record<string, unknown>));
    for (const [name, value] of (headers as Headers).entries()) request.setRequestHeader(name, value);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded }) => onProgress(loaded, file.size);
    request.onerror = () => reject(Problem.offline());
    request.onabort = () => reject(new Problem(-1, 'given_up'));
    request.onload = () => {
      const answer = request.response as Partial<ProblemBody> | null;
      if (request.status < 400 && answer !== null) resolve(answer);
      else if (request.status < 400) reject(Problem.offline());
      else reject(new Problem(request.status, answer?.code ?? `http_${request.status}`, answer ?? {}));
    };
    onProgress(0, file.size);
    request.send(file);
  });
}
