import { sql } from 'kysely';
import { type ContractSecret, type Profile, type Vault } from '../../privacy/vault';
import { type Trx } from '../../platform/types';

const PAGE = 5000;

interface PartyRow {
  place: string;
  party: Buffer;
  line: number;
  wrapped: Buffer;
  profile: Buffer;
  secret: Buffer;
}

/**
 * Brings all rows of one customer under one key and merges their profiles: the first row's, completed from the next.
 * Needed because each row was encrypted with a key of its own or the known customer's. Few customers have several rows;
 * they are read a page at a time.
 */
export async function reEncryptParties(trx: Trx, vault: Vault): Promise<void> {
  await sql`
    create temp table several on commit drop as
    select party_hash, row_number() over (order by line)::int as no from parties where rows > 1`.execute(trx);
  for (let from = 0; ; from += PAGE) {
    const { rows } = await sql<PartyRow>`
      select s.ctid::text as place, s.party_hash as party, s.line, s.wrapped, s.profile, s.secret
      from several v join staged s using (party_hash)
      where v.no > ${from} and v.no <= ${from + PAGE} and s.state = 'good'
      order by v.no, s.line`.execute(trx);
    if (rows.length === 0) return;
    await update(trx, reEncrypted(vault, rows));
  }
}

function reEncrypted(vault: Vault, rows: PartyRow[]): PartyRow[] {
  const groups = new Map<string, PartyRow[]>();
  for (const row of rows) {
    const party = row.party.toString('hex');
    groups.set(party, [...(groups.get(party) ?? []), row]);
  }
  return [...groups.values()].flatMap((group) => {
    const wrapped = group[0]!.wrapped;
    const key = vault.unwrap(wrapped);
    const opened = group.map((row) => ({ row, key: row.wrapped.equals(wrapped) ? key : vault.unwrap(row.wrapped) }));
    const profiles = opened.map(({ row, key: own }) => vault.open<Profile>(own, row.profile));
    const profile = vault.encrypt(key, mergeProfiles(profiles));
    return opened.map(({ row, key: own }) => ({
      ...row,
      wrapped,
      profile,
      secret: own === key ? row.secret : vault.encrypt(key, vault.open<ContractSecret>(own, row.secret)),
    }));
  });
}

/** Earlier rows win. Address and postal code are taken together, preferring a row that has both. */
function mergeProfiles(profiles: Profile[]): Profile {
  const addressed =
    profiles.find((profile) => profile.address && profile.postalCode) ?? profiles.find((profile) => profile.address);
  const first = <Key extends keyof Profile>(key: Key) => profiles.find((profile) => profile[key])?.[key];
  return {
    name: profiles[0]!.name,
    kana: first('kana'),
    birth: first('birth'),
    mail: first('mail'),
    phone: first('phone'),
    mobile: first('mobile'),
    postalCode: addressed?.postalCode,
    address: addressed?.address,
  };
}

async function update(trx: Trx, rows: PartyRow[]): Promise<void> {
  const column = (key: 'wrapped' | 'profile' | 'secret') => rows.map((row) => row[key]);
  await sql`
    update staged s set wrapped = u.wrapped, profile = u.profile, secret = u.secret
    from unnest(${rows.map((row) => row.place)}::tid[], ${column('wrapped')}::bytea[], ${column('profile')}::bytea[],
      ${column('secret')}::bytea[]) as u(place, wrapped, profile, secret)
    where s.ctid = u.place`.execute(trx);
}
