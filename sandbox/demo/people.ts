import { randomUUID } from 'node:crypto';
import { createApiKey } from '../../db/access/api-keys';
import { type Db } from '../../db/platform/types';
import { insertClient, insertPerson } from '../../db/access/clients';
import { type Right, type Role, ROLE_NAMES } from '../../domain/access/access';

/** Owners of an API key: a person for each role, a second operator for second readings, and the client's own system. */
export type Who = Role | 'operator2' | 'client_system';

/**
 * No one approves their own submission, and no one reads a form twice. Paper of customers under protection is read by the
 * two who may see it.
 */
const PEOPLE: { who?: Who; role: Role; login: string; name: string; rights?: Right[] }[] = [
  { role: 'manager', login: 'takase', name: '高瀬(進行管理)', rights: ['personal.protected', 'protection.lift'] },
  { role: 'approver', login: 'ono', name: '大野(承認者)', rights: ['protection.lift'] },
  { role: 'client_approver', login: 'minato-kishi', name: '岸(委託元・承認)' },
  { role: 'operator', login: 'hirai', name: '平井(オペレーター)' },
  { who: 'operator2', role: 'operator', login: 'sano', name: '佐野(オペレーター)', rights: ['personal.protected'] },
  { who: 'client_system', role: 'client_approver', login: 'minato-system', name: '委託元システム' },
  { role: 'auditor', login: 'kuse', name: '久世(監査人)' },
  { role: 'client_viewer', login: 'minato-oka', name: '岡(委託元・閲覧)' },
  { role: 'administrator', login: 'admin', name: '管理者' },
];

/** A person who signs in to the console. */
export interface SignsIn {
  login: string;
  name: string;
  roles: readonly Role[];
  rights?: readonly Right[];
}

/** Everybody but the client's system, and a visitor who can take every role. */
export const SIGN_IN: readonly SignsIn[] = [
  ...PEOPLE.filter(({ who }) => who !== 'client_system').map(({ role, ...person }) => ({ ...person, roles: [role] })),
  { login: 'kengaku', name: '見学(全役割)', roles: ROLE_NAMES, rights: ['personal.protected', 'protection.lift'] },
];

/** The login in an installation whose people were created with this suffix. */
export const loginOf = ({ login }: { login: string }, suffix: string): string => `${login}-${suffix}`;

export type Keys = Record<Who, string>;

/** Creates the demo's client, its people and an API key for each role. Names are unique per installation. */
export async function createPeople(
  db: Db,
): Promise<{ clientId: number; suffix: string; keys: Keys; logins: Record<Who, string> }> {
  return db.transaction().execute(async (trx) => {
    const suffix = randomUUID().slice(0, 4);
    const clientId = await insertClient(trx, { code: `minato-${suffix}`, name: 'みなと通信' });
    const keys: Partial<Keys> = {};
    const logins: Partial<Record<Who, string>> = {};
    for (const { role, who = role, login, name, rights = [] } of PEOPLE) {
      const personId = await insertPerson(trx, { login: loginOf({ login }, suffix), name });
      const owner = role === 'administrator' ? null : clientId;
      const { key } = await createApiKey(trx, { personId, clientId: owner, role, rights });
      keys[who] = key;
      logins[who] = name;
    }
    return { clientId, suffix, keys: keys as Keys, logins: logins as Record<Who, string> };
  });
}
