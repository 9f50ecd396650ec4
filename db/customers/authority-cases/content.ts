import { type Wanted } from '../../../domain/customers/authority-cases/checks';
import { type AuthorityKind } from '../../../domain/customers/authority-cases/kinds';
import { type Queryable } from '../../platform/types';
import { type Profile, type Vault } from '../../privacy/vault';
import { type Addressee, type RepresentativeProfile } from '../addressee';
import { personsOf } from './cases';

/** What a letter that asks for proof says, and to whom. Personal: exists only while the letter is composed. */
export interface ProofContent {
  caseId: number;
  kind: AuthorityKind;
  /** Later rounds name what is missing. */
  round: number;
  wanted: Wanted[];
  /** ISO day. */
  dueOn: string;
  /** Without an address where none is known any more. */
  addressee: Addressee;
}

/** Kinds that are named with the company for which they act: their office is public, and they write for it. */
const OF_COMPANY: readonly AuthorityKind[] = ['liquidator', 'trustee', 'successor'];

/**
 * By the id of the letter (the message's occurrence), what it says: to the person at the address given, never to the
 * customer, and with no name but the person's own; to who acts for a company with that company's. Opens the vault.
 */
export async function loadProofContent(
  db: Queryable,
  vault: Vault,
  letterIds: number[],
): Promise<Map<number, ProofContent>> {
  if (letterIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('authority_letters as l')
    .innerJoin('authority_cases as c', 'c.id', 'l.case_id')
    .innerJoin('vault_keys as k', 'k.customer_id', 'c.customer_id')
    .innerJoin('vault_items as i', (join) =>
      join.onRef('i.customer_id', '=', 'c.customer_id').on('i.item', '=', 'profile'),
    )
    .select(['l.id', 'l.round', 'l.wanted', 'l.due_on as dueOn', 'c.id as caseId', 'c.kind', 'c.customer_id'])
    .select(['c.as_bereaved as asBereaved', 'k.wrapped_key as wrapped', 'i.data'])
    .where('l.id', 'in', letterIds)
    .execute();
  const persons = await personsOf(
    db,
    vault,
    rows.map(({ caseId, customer_id }) => ({ id: caseId, customer_id })),
  );
  const content = new Map<number, ProofContent>();
  for (const { id, caseId, round, dueOn, wrapped, data, asBereaved, ...row } of rows) {
    const person = persons.get(caseId);
    const key = vault.unwrapIfKnown(wrapped);
    if (!person || !key) continue;
    const kind = row.kind;
    const company = OF_COMPANY.includes(kind) ? vault.open<Profile>(key, data).name : undefined;
    const addressee = addresseeOf(person, { kind, asBereaved, company });
    content.set(id, { caseId, kind, round, dueOn, addressee, wanted: row.wanted as unknown as Wanted[] });
  }
  return content;
}

function addresseeOf(
  person: RepresentativeProfile,
  { kind, asBereaved, company }: { kind: AuthorityKind; asBereaved: boolean; company: string | undefined },
): Addressee {
  const { name, postalCode, address } = person;
  return {
    name: asBereaved && kind === 'heir' ? 'ご遺族様' : name,
    kind: kind === 'successor' ? 'company' : 'person',
    language: 'ja',
    ...(address !== undefined && { postalCode, address }),
    ...(company !== undefined && {
      representative: { id: 0, relation: kind, for: company, forKind: 'company', mayDecide: false },
    }),
  };
}
