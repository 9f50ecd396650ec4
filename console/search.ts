import { useNavigate, useParams, useSearch } from '@tanstack/react-router';

/** Filters and cursor of a page, kept in its address: codes and ids only, never a personal value. */
type Search = Record<string, string | undefined>;

/** What the address says after `?`, and a way to change some of it; undefined takes a filter out. */
export function useFilters(): [Search, (change: Search) => void] {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  return [
    search,
    (change) =>
      void navigate({ to: '.', search: (before: Search) => ({ ...before, ...change }), replace: true } as never),
  ];
}

/** A part of the page's address, such as `id`. */
export const useParam = (name: string): string => (useParams({ strict: false }) as Record<string, string>)[name]!;
