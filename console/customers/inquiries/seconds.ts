import { useCallback, useRef } from 'react';

/** Longer than anyone works on one case without a break. */
const MOST = 3_600;

/** Seconds since the page opened or since the last act, for the handling time; each call begins anew. */
export function useSeconds(): () => number {
  const since = useRef(performance.now());
  return useCallback(() => {
    const now = performance.now();
    const seconds = Math.min(MOST, Math.round((now - since.current) / 1_000));
    since.current = now;
    return seconds;
  }, []);
}
