import { lookups } from '../../../db/audience/lookups';
import { type Actor } from '../../../db/access/api-keys';
import { recordAccess } from '../../../db/privacy/access-log';
import { fieldOf, searchCustomers, type SearchTerm } from '../../../db/customers/search';
import { AppError } from '../../../domain/errors';
import { maskName } from '../../../domain/privacy/mask';
import { numberIn } from '../../../domain/audience/phone';
import { readPostalCode } from '../../../domain/audience/postal-code';
import { contractNumberKey } from '../../../domain/audience/row';
import { searchKana, searchName } from '../../../domain/audience/search';
import { type SEARCH_BY, type searchRoutes } from '../contract/search';
import { decodeCursor, encodeCursor } from '../../http/cursor';
import { type Handlers } from '../../http/handler';
import { transact } from '../../../db/platform/transact';

/** Customer search. Searched values appear in no URL, log or record; the search itself is recorded. */
export const searchHandlers: Handlers<typeof searchRoutes> = {
  async searchCustomers({ deps, body, scope, actor }) {
    const { by, value, campaignId, purpose, reference, cursor, limit } = body;
    const wanted = searchTermOf(by, value);
    const search = {
      wanted,
      campaigns: campaignsOf(actor, campaignId),
      maySeeProtected: actor.rights.includes('personal.protected'),
      after: decodeCursor(cursor) ?? 0,
      limit,
    };
    const { items, next } = await transact(deps.db, async (trx) => {
      const page = await searchCustomers(trx, deps.vault, scope, search);
      const named = page.items.some((item) => item.name !== null);
      const field = fieldOf[by];
      const fields = [...new Set([...(field ? [field] : []), ...(named ? (['name'] as const) : [])])];
      const about = {
        customers: page.items.map((item) => item.customerId),
        ...(campaignId && { campaign: campaignId }),
      };
      const count = page.items.length;
      await recordAccess(trx, {
        scope,
        actor,
        what: 'search',
        purpose,
        reference: reference ?? null,
        fields,
        count,
        about,
      });
      return page;
    });
    const masked = items.map((item) => ({ ...item, name: item.name === null ? null : maskName(item.name) }));
    return { body: { items: masked, next: next === null ? null : encodeCursor(next) } };
  },
};

/** The requested campaign as far as the caller may see it; null means the whole client. */
function campaignsOf({ campaigns }: Actor, asked: number | undefined): readonly number[] | null {
  if (asked === undefined) return campaigns;
  return campaigns === null || campaigns.includes(asked) ? [asked] : [];
}

/** The value as it was indexed. Throws invalid_request if it cannot be a value of that kind. */
function searchTermOf(by: (typeof SEARCH_BY)[number], value: string): SearchTerm {
  switch (by) {
    case 'name':
      return { by, value: fit(searchName(value)) };
    case 'kana':
      return { by, value: fit(searchKana(value)) };
    case 'phone':
      return { by, value: fit(numberIn(lookups.phone(value))?.number) };
    case 'postalCode':
      return { by, value: fit(readPostalCode(value)) };
    case 'contractNumber':
      return { by, value: fit(contractNumberKey(value)) };
    case 'code':
      return { by, value: fit(/[A-Za-z0-9_-]+$/.exec(value.replace(/[?#].*$/, '').replace(/\/$/, ''))?.[0]) };
    case 'customerId': {
      const number = /^[1-9]\d{0,14}$/.test(value) ? Number(value) : undefined;
      if (number !== undefined) return { by, value: number };
      return unfit();
    }
  }
}

const fit = (value: string | null | undefined): string => (value ? value : unfit());

function unfit(): never {
  const message = 'この項目の値として読めません / is not a valid value for this field';
  throw new AppError('invalid_request', {}, [{ path: 'body.value', code: 'invalid_value', message }]);
}
