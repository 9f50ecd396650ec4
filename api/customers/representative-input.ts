import { type z } from 'zod';
import { lookups } from '../../db/audience/lookups';
import { type RepresentativeProfile } from '../../db/customers/addressee';
import { type NewRepresentative } from '../../db/customers/representatives';
import { type Relation } from '../../domain/customers/who-answers';
import { numberIn } from '../../domain/audience/phone';
import { readMailAddress } from '../../domain/audience/mail-address';
import { type Language } from '../../domain/campaigns/campaign';
import { AppError } from '../../domain/errors';
import { type representativeBody } from './contract/representative-body';

type Given = z.infer<typeof representativeBody>;

/**
 * A representative as given in a request, whose fields lie at `path`. Phone number and mail address are normalised; name and
 * postal address are kept as given. Throws invalid_request.
 */
export function representativeFrom(
  given: Given,
  language: Language,
  path: string,
): Omit<NewRepresentative, 'customerId' | 'personId'> {
  const { evidence, evidenceOn = null, validFrom, validUntil = null, relation } = given;
  const { mayDecide = relation !== 'contact', purposes = null, channels = null } = given;
  const profile = profileOf(given, language, path);
  return { profile, evidence, evidenceOn, validFrom, validUntil, mayDecide, purposes, channels };
}

/**
 * What the vault keeps of a representative: phone number and mail address normalised, the rest as given. Throws
 * invalid_request for fields at `path`.
 */
export function profileOf(
  {
    relation,
    name,
    postalCode,
    address,
    mail,
    phone,
    birthDate,
  }: Pick<Given, 'relation' | 'name' | 'postalCode' | 'address' | 'mail' | 'phone' | 'birthDate'>,
  language: Language,
  path: string,
): RepresentativeProfile & { relation: Relation } {
  const number = phone === undefined ? undefined : (numberIn(lookups.phone(phone)) ?? null);
  const readMail = mail === undefined ? undefined : readMailAddress(mail);
  const wrong = [...(number === null ? ['phone'] : []), ...(readMail === null ? ['mail'] : [])];
  if (wrong.length > 0) {
    const message = { ja: '読み取れません。書き方を確認してください', en: 'is not usable' }[language];
    throw new AppError(
      'invalid_request',
      {},
      wrong.map((field) => ({ path: `${path}.${field}`, code: `${field}_invalid`, message })),
    );
  }
  return {
    name,
    relation,
    ...(address !== undefined && { address, postalCode: postalCode?.replace('-', '') }),
    ...(birthDate !== undefined && { birth: birthDate }),
    ...(readMail && { mail: readMail }),
    ...(number && (number.mobile ? { mobile: number.number } : { phone: number.number })),
  };
}
