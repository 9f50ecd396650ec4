import { useApi } from './api/read';

/** Names of the people who work for the client, by their id; one that is not known is shown by its number. */
export function usePeople(): (id: number) => string {
  const { data } = useApi('listPeople', { query: { limit: 200 } });
  const names = new Map(data?.items.map((person) => [person.id, person.name]));
  return (id) => names.get(id) ?? `#${id}`;
}
