import { type Read, useApi } from '../api/read';
import { type Reply } from '../api/client';
import { useMay } from '../api/session';

const EVERY_MS = 10_000;

/** What waits for the reader, for the numbers beside the menu and the desks. */
export function useWork(): Read<Reply<'getWork'>> {
  const may = useMay();
  return useApi('getWork', {}, { every: EVERY_MS, enabled: may('work.read') });
}
