import { z } from 'zod';
import { HOLD_REASONS } from '../../../domain/customers/hold-rules';
import { type Contracts } from '../../http/route';
import { channel, impersonal } from '../../http/shapes';
import { acting, reply } from './act-contract';
import { seconds } from './contract';

const day = z.iso.date();
/** A complaint is recorded in its register, which opens its hold. */
const reasons = z.enum(HOLD_REASONS).exclude(['complaint']);

/** What the desk does about what a customer says in an inquiry, beside an answer. */
export const inquiryBesideRoutes = {
  holdForInquiry: {
    ...acting,
    path: '/api/inquiries/{id}/hold',
    summary: 'Put contact with the customer on hold, such as after a lawyer’s notice; its source is the inquiry',
    body: {
      kind: 'json',
      schema: z.object({
        reason: reasons,
        reviewOn: day.meta({ description: 'Local day on which the caller reviews it' }),
        note: impersonal(500).optional(),
        seconds,
      }),
    },
    reply,
    errors: ['inquiry_customer_unknown', 'research_not_allowed', 'text_holds_personal_data'],
  },
  optOutForInquiry: {
    ...acting,
    path: '/api/inquiries/{id}/opt-out',
    summary: 'Record that the customer refuses a channel, in all campaigns of the client',
    body: {
      kind: 'json',
      schema: z.object({ channel, purpose: z.enum(['service_notice', 'offer']).default('service_notice'), seconds }),
    },
    reply,
    errors: ['inquiry_customer_unknown'],
  },
  proposeInquiryAddress: {
    ...acting,
    path: '/api/inquiries/{id}/new-address',
    summary: 'Propose the address that the customer names to the client; nothing is overwritten',
    body: {
      kind: 'json',
      schema: z.object({
        postalCode: z
          .string()
          .regex(/^\d{3}-?\d{4}$/)
          .meta({ example: '105-0022' }),
        address: z.string().trim().min(1).max(200).meta({ description: 'As said, with building and room' }),
        seconds,
      }),
    },
    reply,
    errors: ['inquiry_customer_unknown', 'protected_customer', 'erased'],
  },
} as const satisfies Contracts;
