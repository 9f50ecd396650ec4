import { z } from 'zod';
import { PROOF_CHANNELS, PROOF_STATES } from '../../../domain/delivery/proof';
import { line } from '../../customers/contract/representative-body';
import { type Contracts } from '../../http/route';
import { count, id, idParam, instant } from '../../http/shapes';

const proofChannel = z.enum(PROOF_CHANNELS).meta({ id: 'ProofChannel' });
const acting = { method: 'post', tag: 'campaigns', action: 'proof.send', write: 'idempotency-key' } as const;
const hash = z.string().regex(/^[0-9a-f]{64}$/);

export const proofRoutes = {
  listProofs: {
    method: 'get',
    path: '/api/campaigns/{id}/proofs',
    summary: 'Proofs of the notices that were sent to test recipients, and whether they still show what will be sent',
    tag: 'campaigns',
    action: 'proof.read',
    params: idParam,
    query: z.object({
      version: z.coerce.number().int().positive().max(2_147_483_647).optional().meta({
        description: 'Of the contents that proofs are compared with; default: the current one',
      }),
    }),
    reply: {
      status: 200,
      description: 'The newest first: a hundred contents at most, and two hundred copies',
      schema: z
        .object({
          recipients: z.array(z.object({ id, name: z.string(), channels: z.array(proofChannel) })),
          proofs: z.array(
            z.object({
              notice: z.string(),
              channel: proofChannel,
              version: id.meta({ description: 'The newest version with this content' }),
              contentHash: hash.meta({ description: 'Of everything that the notice shows' }),
              outdated: z.boolean().meta({ description: 'The notice or what it shows has changed since' }),
              sent: count,
              recipients: count.meta({ description: 'To whom it was sent' }),
              waiting: count,
              failed: count,
              doubtful: count.meta({ description: 'It cannot be known whether these left; not sent again' }),
              failures: z.array(z.string()).meta({ description: 'Codes' }),
              askedBy: id,
              askedAt: instant,
              lastSentAt: instant.nullable(),
            }),
          ),
          copies: z.array(
            z.object({
              id,
              recipientId: id,
              name: z.string().nullable().meta({ description: 'Null: the recipient has been removed' }),
              notice: z.string(),
              channel: proofChannel,
              language: z.enum(['ja', 'en']),
              version: id.meta({ description: 'Of the contents that it was sent with' }),
              outdated: z.boolean().meta({ description: 'The notice or what it shows is another one now' }),
              state: z.enum(PROOF_STATES).meta({ id: 'ProofState' }),
              askedAt: instant,
              sentAt: instant.nullable().meta({ description: 'When it was handed to the provider or the print shop' }),
              reportedAt: instant.nullable().meta({ description: 'When its delivery or its bounce was reported' }),
              code: z.string().nullable().meta({ description: 'Of the bounce, or why it could not be sent' }),
            }),
          ),
          unproved: z
            .array(z.string())
            .meta({ description: 'Notices of which no proof with these contents has been sent' }),
        })
        .meta({ id: 'Proofs' }),
    },
  },
  sendProofs: {
    ...acting,
    path: '/api/campaigns/{id}/proofs',
    summary: "Send marked proofs of notices to the campaign's test recipients, through its lanes; no customer gets any",
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        notices: z.array(z.string().min(1).max(100)).min(1).max(30),
        recipients: z.array(id).min(1).max(20).optional().meta({ description: 'Default: all' }),
        version: z.number().int().positive().max(2_147_483_647).optional().meta({
          description: 'Of the contents; default: the current one',
        }),
      }),
    },
    reply: {
      status: 201,
      description: 'Queued; they leave within the hours and rate of their lanes',
      schema: z.object({ queued: count }).meta({ id: 'ProofsQueued' }),
    },
    errors: ['proof_without_address'],
  },
  addProofRecipient: {
    ...acting,
    path: '/api/campaigns/{id}/proof-recipients',
    summary: 'Add a test recipient; refused for an address of one of the client’s customers',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        name: line(100),
        mail: line(254).optional(),
        mobile: line(40).optional(),
        postalCode: z
          .string()
          .regex(/^\d{3}-?\d{4}$/)
          .optional(),
        address: line(300).optional(),
      }),
    },
    reply: { status: 201, description: 'Added', schema: z.object({ id }).meta({ id: 'ProofRecipientAdded' }) },
    errors: ['proof_recipient_is_customer', 'proof_recipients_full'],
  },
  removeProofRecipient: {
    ...acting,
    path: '/api/campaigns/{id}/proof-recipients/{recipientId}/remove',
    summary: 'Remove a test recipient with the addresses',
    params: idParam.extend({ recipientId: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) }),
    reply: { status: 200, description: 'Removed', schema: z.object({ id }).meta({ id: 'ProofRecipientRemoved' }) },
  },
} as const satisfies Contracts;
