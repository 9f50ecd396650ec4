import { z } from 'zod';
import { type Contracts } from '../../http/route';
import { count, id, idParam, instant, outcome, reason } from '../../http/shapes';

export const correctedOutcome = z.enum([...outcome.exclude(['pending']).options, 'open']).meta({
  description:
    '`open`: no outcome yet, contacts continue. Pending is what an open hold, pause or question gives, never a correction',
});

const steered = z
  .object({
    journeyId: id,
    status: z.enum(['open', 'closed']),
    pauseId: id.nullable().meta({ description: 'The pause that was opened or ended' }),
    paused: z.boolean(),
    stopped: z.boolean(),
    inFlight: count.meta({ description: 'Contacts that cannot be recalled any more' }),
  })
  .meta({ id: 'SteeredJourney' });

const correction = z
  .object({
    id,
    journeyId: id,
    contractId: id,
    outcome: correctedOutcome,
    before: outcome.nullable(),
    declaredAt: instant.nullable(),
    reason: z.string(),
    status: z.enum(['proposed', 'confirmed', 'declined']),
    proposedBy: id,
    proposedAt: instant,
    decidedBy: id.nullable(),
    decidedAt: instant.nullable(),
  })
  .meta({ id: 'Correction' });

const acting = { method: 'post', tag: 'journeys', write: 'idempotency-key' } as const;
const one = { ...acting, params: idParam } as const;
const withReason = { kind: 'json', schema: z.object({ reason }) } as const;
const after = { status: 200, description: 'The updated journey', schema: steered } as const;
const decided = {
  ...acting,
  action: 'correction.decide',
  params: idParam.extend({ correctionId: idParam.shape.id }),
  reply: { status: 200, description: 'The correction', schema: correction },
} as const;

export const journeySteeringRoutes = {
  pauseJourney: {
    ...one,
    path: '/api/journeys/{id}/pause',
    action: 'journey.steer',
    summary: 'Pause one customer; answers are still accepted. Idempotent',
    body: {
      kind: 'json',
      schema: z.object({
        extendWaits: z.boolean().meta({ description: 'Whether waits are extended by the length of the pause' }),
        until: instant.nullable().default(null),
        reason,
      }),
    },
    reply: after,
    errors: ['journey_closed', 'pause_until_past'],
  },
  resumeJourney: {
    ...one,
    path: '/api/journeys/{id}/resume',
    action: 'journey.steer',
    summary: 'End the pauses of this customer only; wider pauses remain',
    body: withReason,
    reply: after,
  },
  stopJourney: {
    ...one,
    path: '/api/journeys/{id}/stop',
    action: 'journey.steer',
    summary: 'Stop one customer for good: nothing more is sent, open contracts end as stopped',
    body: withReason,
    reply: after,
    errors: ['journey_closed'],
  },
  listCorrections: {
    method: 'get',
    path: '/api/journeys/{id}/corrections',
    summary: 'Corrections of outcomes, newest first',
    tag: 'journeys',
    action: 'journey.read',
    params: idParam,
    reply: { status: 200, description: 'All of them', schema: z.object({ items: z.array(correction) }) },
  },
  proposeCorrection: {
    ...one,
    path: '/api/journeys/{id}/corrections',
    action: 'correction.ask',
    summary: 'Request the correction of an outcome; it takes effect when another person confirms it',
    body: {
      kind: 'json',
      schema: z.object({
        contractId: id,
        outcome: correctedOutcome,
        declaredAt: instant
          .nullable()
          .default(null)
          .meta({ description: 'When the customer declared it; required for migrated and cancelled' }),
        reason,
      }),
    },
    reply: { status: 201, description: 'The pending correction', schema: correction },
    errors: ['correction_not_possible', 'correction_open'],
  },
  confirmCorrection: {
    ...decided,
    path: '/api/journeys/{id}/corrections/{correctionId}/confirm',
    summary: "Confirm another person's correction; the journey is reopened if contacts must follow",
    errors: ['correction_self', 'correction_decided', 'correction_not_possible'],
  },
  declineCorrection: {
    ...decided,
    path: '/api/journeys/{id}/corrections/{correctionId}/decline',
    summary: "Decline another person's correction",
    errors: ['correction_self', 'correction_decided'],
  },
} as const satisfies Contracts;
