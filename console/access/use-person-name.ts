import { useApi } from '../api/read';

/** Gives the name of a person of the client by id; the id itself until it is known. */
export function usePersonName(): (id: number | null | undefined) => string | null {
  const people = useApi('listPeople', { query: { limit: 200 } });
  const names = new Map(people.data?.items.map(({ id, name }) => [id, name]));
  return (id) => (id === null || id === undefined ? null : (names.get(id) ?? `#${id}`));
}
