import { type Query, type QueryClient } from '@tanstack/react-query';

/**
 * Reads all shown data again, or that for which `which` holds, after an act. The query client gives up a read that is on
 * its way and asks anew, but only where it has data already: it would take the answer of a first read, which may be of
 * before the act, and not ask again. So a first read is given up here.
 */
export function readAgain(queries: QueryClient, which: (query: Query) => boolean = () => true): void {
  const isFirst = (query: Query) => query.state.data === undefined && query.state.fetchStatus === 'fetching';
  void queries.cancelQueries({ type: 'active', predicate: (query) => which(query) && isFirst(query) });
  void queries.invalidateQueries({ predicate: which });
}
