import { AppError, type Issue } from '../../domain/errors';
import { holdsContact, holdsValue } from '../../domain/privacy/personal-text';
import { knownValues, openPersonal } from './personal-data';
import { inCampaigns, ofCampaigns, type Scope } from '../platform/scope';
import { type Vault } from './vault';
import { type Queryable } from '../platform/types';

/**
 * Throws text_holds_personal_data if a text stored outside the vault (often in the ledger, where nothing can be
 * removed) contains a phone number, a mail address or a known value of the customer. `texts`: by input path. An erased
 * customer has no known values. Throws not_found for another client's customer.
 */
export async function refusePersonal(
  db: Queryable,
  vault: Vault,
  scope: Scope,
  customerId: number,
  texts: Record<string, string | null | undefined>,
  further: (string | undefined)[] = [],
): Promise<void> {
  const given = Object.entries(texts).flatMap(([path, text]) => (text ? [{ path, text }] : []));
  if (given.length === 0) return;
  const known = [...(await valuesOf(db, vault, scope, customerId)), ...further.flatMap((value) => value ?? [])];
  const issues = given.flatMap(({ path, text }): Issue[] => {
    if (holdsContact(text)) return [{ path, code: 'contact_in_text', message: MESSAGE }];
    return holdsValue(text, known) ? [{ path, code: 'known_value_in_text', message: MESSAGE }] : [];
  });
  if (issues.length > 0) throw new AppError('text_holds_personal_data', { count: issues.length }, issues);
}

/** Like `refusePersonal`, for a journey's customer. The calling action checks that the journey exists. */
export async function refuseOfJourney(
  db: Queryable,
  vault: Vault,
  scope: Scope,
  journeyId: number,
  texts: Record<string, string | null | undefined>,
): Promise<void> {
  const journey = await db
    .selectFrom('journeys')
    .select('customer_id')
    .where('id', '=', journeyId)
    .where('client_id', '=', scope.clientId)
    .where(inCampaigns(scope))
    .executeTakeFirst();
  if (journey) await refusePersonal(db, vault, scope, journey.customer_id, texts);
}

/** Like `refusePersonal`, for a contract's customer. */
export async function refuseOfContract(
  db: Queryable,
  vault: Vault,
  scope: Scope,
  contractId: number,
  texts: Record<string, string | null | undefined>,
  further: (string | undefined)[] = [],
): Promise<void> {
  const contract = await db
    .selectFrom('contracts')
    .select('customer_id')
    .where('id', '=', contractId)
    .where('client_id', '=', scope.clientId)
    .where(ofCampaigns(scope, 'contracts.customer_id'))
    .executeTakeFirst();
  if (contract) await refusePersonal(db, vault, scope, contract.customer_id, texts, further);
}

const MESSAGE =
  '氏名・住所・電話番号・メールアドレス・契約番号は書けません / no name, address, phone, mail or contract number here';

async function valuesOf(db: Queryable, vault: Vault, scope: Scope, customerId: number): Promise<string[]> {
  try {
    return knownValues(await openPersonal(db, vault, scope, customerId));
  } catch (error) {
    if (error instanceof AppError && error.code === 'erased') return [];
    throw error;
  }
}
