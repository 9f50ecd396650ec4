import { z } from 'zod';
import { ACCESS_PURPOSES } from '../../../domain/privacy/access-purposes';
import { PERSONAL_FIELDS } from '../../../domain/privacy/mask';
import { type Contracts } from '../../http/route';
import { id, idParam } from '../../http/shapes';

const value = z.string().nullable().optional();
const values = z.object({
  name: value,
  kana: value,
  birth: value,
  mail: value,
  phone: value,
  mobile: value,
  postalCode: value,
  address: value,
  contracts: z.array(z.object({ contractId: id, number: z.string(), remark: z.string().nullable() })).optional(),
  representatives: z
    .array(
      z.object({
        representativeId: id,
        name: z.string().nullable(),
        phone: z.string().nullable(),
        mail: z.string().nullable(),
        address: z.string().nullable(),
      }),
    )
    .optional(),
});

const masked = z
  .object({
    customerId: id,
    kind: z.enum(['person', 'company']),
    language: z.enum(['ja', 'en']).meta({ description: 'In which the customer is written to' }),
    protected: z.boolean(),
    masked: values,
  })
  .meta({ id: 'MaskedCustomer' });
const clear = z
  .object({ customerId: id, kind: z.enum(['person', 'company']), values })
  .meta({ id: 'CustomerPersonalData' });

/** Why a person reads it. */
export const accessPurpose = z.enum(ACCESS_PURPOSES).meta({ id: 'LookPurpose' });

/** Reason of an access: a code, so that no value gets into the record. */
export const accessReference = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9._:/#-]{1,60}$/)
  .meta({
    description: 'What the purpose refers to, such as the number of an inquiry; letters, digits and . _ : / # -',
  });

export const personalRoutes = {
  getCustomer: {
    method: 'get',
    path: '/api/customers/{id}',
    summary: 'A customer with every value masked; not recorded',
    tag: 'customers',
    action: 'personal.masked',
    params: idParam,
    reply: { status: 200, description: 'Masked values', schema: masked },
    errors: ['protected_customer', 'erased'],
  },
  readPersonalData: {
    method: 'post',
    path: '/api/customers/{id}/personal',
    summary: "Read a customer's data unmasked: fields and purpose; the access is recorded, the values are not",
    tag: 'customers',
    action: 'personal.read',
    limit: 'search',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        purpose: accessPurpose,
        reference: accessReference,
        fields: z
          .array(z.enum(PERSONAL_FIELDS).meta({ id: 'PersonalField' }))
          .min(1)
          .max(PERSONAL_FIELDS.length),
      }),
    },
    // No idempotency key: the stored response would keep the values, and asking again is one more recorded access.
    write: 'repeatable',
    reply: { status: 200, description: 'The requested fields', schema: clear },
    errors: ['protected_customer', 'research_not_allowed', 'erased'],
  },
} as const satisfies Contracts;
