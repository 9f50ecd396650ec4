import { z } from 'zod';
import { type Contracts } from '../../http/route';

/** Maximum number of payloads per request; a page of Temporal's UI needs no more. */
const MOST = 200;

const payload = z
  .object({
    metadata: z.record(z.string().max(100), z.base64().max(1000)).optional(),
    data: z.base64().optional(),
  })
  .meta({ id: 'Payload', description: "Temporal's payloads, with bytes as base64" });
const payloads = z.object({ payloads: z.array(payload).max(MOST) });

const codec = {
  method: 'post',
  tag: 'system',
  write: 'repeatable',
  limit: 'codec',
  body: { kind: 'json', schema: payloads },
  errors: ['payload_unreadable'],
} as const;

/** The codec server for Temporal's UI and command line (their "codec endpoint"). */
export const codecRoutes = {
  decodePayloads: {
    ...codec,
    path: '/codec/decode',
    summary: "Decrypt payloads of Temporal's histories; recorded with their number",
    action: 'codec.decode',
    reply: { status: 200, description: 'The payloads in the same order', schema: payloads },
  },
  encodePayloads: {
    ...codec,
    path: '/codec/encode',
    summary: 'Encrypt payloads with the newest key',
    action: 'codec.encode',
    reply: { status: 200, description: 'The payloads in the same order', schema: payloads },
  },
} as const satisfies Contracts;
