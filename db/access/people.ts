import { sql } from 'kysely';
import { type Role } from '../../domain/access/access';
import { type Queryable } from '../platform/types';

/** A person who works or worked for a client: what a page needs to name who did something. */
export interface Person {
  id: number;
  name: string;
  /** Roles for the client today. */
  roles: Role[];
  /** Whether the person has a role today and an account that is not closed. */
  active: boolean;
}

/** People who have or had a role for the client, by id, beginning after `after`. */
export async function listPeople(
  db: Queryable,
  clientId: number,
  page: { after: number | null; limit: number },
): Promise<Person[]> {
  const { rows } = await sql<Person>`
    select p.id, p.name, coalesce(r.roles, '{}') as roles, r.roles is not null and a.disabled_at is null as active
    from persons p
      left join accounts a on a.person_id = p.id
      left join lateral (
        select array_agg(distinct role order by role) as roles from (
          select g.role from grants g where g.client_id = ${clientId} and g.person_id = p.id and g.ended_at is null
          union all
          select k.role from api_keys k where k.client_id = ${clientId} and k.person_id = p.id and k.revoked_at is null
            and (k.expires_at is null or k.expires_at > now())) held) r on true
    where p.id > ${page.after ?? 0}
      and (exists (select from grants g where g.client_id = ${clientId} and g.person_id = p.id)
        or exists (select from api_keys k where k.client_id = ${clientId} and k.person_id = p.id))
    order by p.id limit ${page.limit}`.execute(db);
  return rows;
}
