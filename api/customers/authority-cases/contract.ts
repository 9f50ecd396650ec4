import { z } from 'zod';
import { FINDINGS, NEXT_ACTIONS } from '../../../domain/customers/authority-cases/checks';
import {
  AUTHORITY_KINDS,
  AUTHORITY_STATUSES,
  CLOSE_REASONS,
  GUARDIAN_SCOPES,
  KINSHIPS,
  REPORTED_BY,
} from '../../../domain/customers/authority-cases/kinds';
import { type Contracts } from '../../http/route';
import { day, line } from '../contract/representative-body';
import { cursor, id, idParam, instant, limit, messageStatus, pageOf, text } from '../../http/shapes';

const lack = z.enum([...FINDINGS.filter((one) => one !== 'good'), 'too_old'] as const);
const wanted = z.object({ document: z.string(), why: lack });
const scope = z.enum(GUARDIAN_SCOPES).nullable().meta({ description: '後見, 保佐 or 補助; of a guardian only' });

const seen = z.object({
  document: z.string().max(32),
  finding: z.enum(FINDINGS),
  issuedOn: day.nullable().meta({ description: 'Day of issue; null where it bears none' }),
});

const authorityCase = z
  .object({
    id,
    number: z.string().meta({ description: 'For people, such as A-0000123-8' }),
    customerId: id,
    campaignId: id,
    kind: z.enum(AUTHORITY_KINDS),
    status: z.enum(AUTHORITY_STATUSES),
    next: z.enum(NEXT_ACTIONS).meta({ description: 'What a person has to do' }),
    decideWhy: z.enum(['differs', 'limited', 'twice']).nullable(),
    reportedBy: z.enum(REPORTED_BY),
    kinship: z.enum(KINSHIPS).nullable(),
    asBereaved: z.boolean(),
    hasPerson: z.boolean().meta({ description: 'Whether it is known who wants to act' }),
    writable: z.boolean().meta({ description: 'An address of that person is known' }),
    round: z.number().int(),
    dueOn: day.nullable(),
    receivedOn: day.nullable(),
    returnId: id.nullable().meta({ description: 'The paper that the desk booked' }),
    holdId: id,
    holdOpen: z.boolean(),
    representativeId: id.nullable(),
    openedBy: id,
    openedAt: instant,
    endedAt: instant.nullable(),
    closeReason: z.enum(CLOSE_REASONS).nullable(),
    documents: z
      .array(z.object({ id: z.string(), name: text, maxAgeMonths: z.number().int().nullable() }))
      .meta({ description: 'What the campaign asks for' }),
    wanted: z.array(wanted).meta({ description: 'What the newest letter asks for' }),
    letters: z.array(
      z.object({
        round: z.number().int(),
        askedAt: instant,
        dueOn: day,
        wanted: z.array(wanted),
        status: messageStatus,
        handedOverAt: instant.nullable(),
        cameBack: z.boolean(),
        failure: z.string().nullable(),
      }),
    ),
    checkedBy: z
      .array(id)
      .meta({ description: 'Who has checked in this round; what was noted shows once it is decided' }),
  })
  .meta({ id: 'AuthorityCase' });

const person = z
  .object({
    name: line(100),
    postalCode: z
      .string()
      .regex(/^\d{3}-?\d{4}$/)
      .optional(),
    address: line(300).optional().meta({ description: 'The one that the person gave' }),
    mail: line(254).optional(),
    phone: line(40).optional(),
  })
  .meta({ id: 'AuthorityPerson' });
const about = {
  kinship: z.enum(KINSHIPS).optional(),
  asBereaved: z
    .boolean()
    .optional()
    .meta({ description: 'Written to as ご遺族様; only because the person asked for it' }),
};

const acting = {
  method: 'post',
  tag: 'customers',
  action: 'representative.edit',
  params: idParam,
  write: 'idempotency-key',
} as const;
const reply = { status: 200, description: 'The case', schema: authorityCase } as const;
const errors = ['authority_wrong_state'] as const;

/** Who may act for a customer who died, has a guardian, or is a company in liquidation. */
export const authorityRoutes = {
  listAuthorityCases: {
    method: 'get',
    path: '/api/customers/{id}/authority-cases',
    summary: 'Cases in which a person has to prove that he or she may act for the customer, newest first',
    tag: 'customers',
    action: 'representative.read',
    params: idParam,
    reply: { status: 200, description: 'Cases', schema: z.object({ items: z.array(authorityCase) }) },
  },
  openAuthorityCase: {
    ...acting,
    path: '/api/customers/{id}/authority-cases',
    summary: 'Report a death, a guardian, a liquidation: every contact with the customer stops, and proof is asked for',
    body: {
      kind: 'json',
      schema: z.object({
        kind: z.enum(AUTHORITY_KINDS),
        reportedBy: z.enum(REPORTED_BY),
        campaignId: id.optional().meta({ description: 'Whose letters ask; default: of the newest journey' }),
        person: person.optional(),
        ...about,
        receivedOn: day.optional().meta({ description: 'Documents came with the report' }),
        letter: z.boolean().optional().meta({ description: 'Send the letter that asks for documents at once' }),
      }),
    },
    reply: { status: 201, description: 'The case', schema: authorityCase },
    errors: ['authority_not_for_customer', 'authority_open', 'authority_no_address', 'authority_wrong_state'],
  },
  waitingAuthorityCases: {
    method: 'get',
    path: '/api/authority-cases',
    summary: 'Cases that wait for documents, a check or a decision, the longest first',
    tag: 'customers',
    action: 'representative.read',
    query: z.object({ cursor, limit, status: z.enum(['asked', 'received', 'checked', 'decide']).optional() }),
    reply: { status: 200, description: 'A page of cases', schema: pageOf(authorityCase) },
  },
  setAuthorityPerson: {
    ...acting,
    path: '/api/authority-cases/{id}/person',
    summary: 'Record who wants to act, or a new address of that person',
    body: { kind: 'json', schema: z.object({ person, ...about }) },
    reply,
    errors,
  },
  showAuthorityPerson: {
    method: 'post',
    path: '/api/authority-cases/{id}/person/shown',
    summary: 'Read who wants to act, to compare with the documents; the access is recorded',
    tag: 'customers',
    action: 'personal.read',
    params: idParam,
    // No idempotency key: the stored response would keep the person, and asking again is one more recorded access.
    write: 'repeatable',
    reply: { status: 200, description: 'The person', schema: person },
    errors: ['authority_no_person', 'protected_customer'],
  },
  askForProof: {
    ...acting,
    path: '/api/authority-cases/{id}/letters',
    summary: 'Send the letter that asks for documents, or send it again with a new date',
    body: { kind: 'json', schema: z.object({ dueOn: day.optional() }) },
    reply,
    errors: [...errors, 'authority_no_address'],
  },
  receiveProof: {
    ...acting,
    path: '/api/authority-cases/{id}/documents',
    summary: "Book documents that came without the letter's cover sheet",
    body: { kind: 'json', schema: z.object({ receivedOn: day }) },
    reply,
    errors,
  },
  checkProof: {
    ...acting,
    path: '/api/authority-cases/{id}/checks',
    summary: 'Note what was found of each document; the second check, by another person, decides',
    body: { kind: 'json', schema: z.object({ seen: z.array(seen).min(1).max(10), scope: scope.optional() }) },
    reply,
    errors: [...errors, 'four_eyes', 'authority_no_person'],
  },
  decideProof: {
    ...acting,
    path: '/api/authority-cases/{id}/decision',
    action: 'authority.decide',
    summary: 'Decide what two persons could not: accept the person, with or without the right to decide, or ask again',
    body: {
      kind: 'json',
      schema: z.object({
        seen: z.array(seen).max(10),
        scope: scope.optional(),
        decision: z.discriminatedUnion('accept', [
          z.object({ accept: z.literal(true), mayDecide: z.boolean() }),
          z.object({ accept: z.literal(false), wanted: z.array(wanted).min(1).max(10) }),
        ]),
      }),
    },
    reply,
    errors: [...errors, 'four_eyes', 'authority_no_person'],
  },
  closeAuthorityCase: {
    ...acting,
    path: '/api/authority-cases/{id}/close',
    summary: 'End a case without a representative; the hold stays',
    body: { kind: 'json', schema: z.object({ reason: z.enum(CLOSE_REASONS) }) },
    reply,
    errors,
  },
} as const satisfies Contracts;
