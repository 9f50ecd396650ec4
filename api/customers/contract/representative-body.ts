import { z } from 'zod';
import { RELATIONS } from '../../../domain/customers/who-answers';
import { channel, impersonal } from '../../http/shapes';

export const day = z.iso.date().meta({ description: 'Local day', example: '2027-02-15' });
export const purpose = z.enum(['service_notice', 'offer']).meta({ id: 'Purpose' });
export const relation = z.enum(RELATIONS).meta({ id: 'Relation' });
export const line = (max: number) => z.string().trim().min(1).max(max);

/** A representative to be recorded. */
export const representativeBody = z
  .object({
    relation,
    name: line(100),
    postalCode: z
      .string()
      .regex(/^\d{3}-?\d{4}$/)
      .optional(),
    address: line(300).optional(),
    mail: line(254).optional(),
    phone: line(40).optional().meta({ description: 'Landline or mobile; a mobile also receives SMS' }),
    birthDate: day.optional().meta({
      description:
        'Asked for on the page of a representative who may decide; else the last digits of the phone, else a code sent apart',
    }),
    evidence: impersonal(200).meta({ description: 'Document that proves it, with its date' }),
    evidenceOn: day.optional().meta({
      description: "When it was issued; a guardian's certificate (登記事項証明書) must not be older than six months",
    }),
    validFrom: day,
    validUntil: day.optional(),
    mayDecide: z.boolean().optional().meta({ description: 'Default: yes, except for a mere contact' }),
    purposes: z
      .array(purpose)
      .min(1)
      .optional()
      .meta({ description: 'Default: all. For other purposes neither is contacted while it is in force' }),
    channels: z.array(channel).min(1).optional().meta({ description: 'Default: all with an address given' }),
  })
  .refine(({ address, mail, phone }) => address ?? mail ?? phone, {
    path: ['address'],
    message: '住所・メール・電話のどれかが必要です / a postal address, mail address or phone number is required',
  })
  .refine(({ address, postalCode }) => address !== undefined || postalCode === undefined, {
    path: ['postalCode'],
    message: '郵便番号には住所も必要です / a postal code needs an address',
  })
  .refine(({ validFrom, validUntil }) => validUntil === undefined || validFrom <= validUntil, {
    path: ['validUntil'],
    message: '開始日より前です / is before the first day',
  });
