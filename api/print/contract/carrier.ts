import { z } from 'zod';
import { CARRIER_FINDINGS, CARRIER_RESULTS } from '../../../domain/print/carrier-file';
import { POSTAL_CLASSES } from '../../../domain/print/postal-class';
import { UNDELIVERABLE } from '../../../domain/returns/return-rules';
import { type Contracts } from '../../http/route';
import { count, fileName, id, idParam, instant, text } from '../../http/shapes';

export const postal = z
  .object({
    class: z.enum(POSTAL_CLASSES),
    express: z.boolean().meta({ description: '速達' }),
    noForwarding: z.boolean().meta({ description: '転送不要' }),
  })
  .meta({ id: 'Postal', description: 'ordinary 普通, recorded 特定記録, simple_registered 簡易書留, registered 書留' });

/** What the carrier reported of a piece last. */
export const deliveryResult = z.object({
  result: z.enum(CARRIER_RESULTS),
  at: instant,
  reason: z.enum(UNDELIVERABLE).nullable(),
});

export const runDelivery = z
  .object({
    tracked: count.meta({ description: 'Envelopes that the carrier follows; the results below add up to them' }),
    numbered: count.meta({ description: 'Of these, with a tracking number' }),
    delivered: count,
    kept: count.meta({ description: 'At the post office' }),
    returned: count,
    refused: count.meta({ description: 'Received, but not taken; counts as received' }),
    open: count.meta({ description: 'Without a result' }),
  })
  .meta({ id: 'RunDelivery' });

export const carrierFile = z
  .object({
    id,
    name: z.string(),
    kind: z.enum(['tracking', 'results']),
    status: z.enum(['taken', 'refused']).meta({ description: 'refused: some row does not fit, and nothing is booked' }),
    rows: count,
    fresh: count.meta({ description: 'Rows that were not known before' }),
    findings: z
      .array(z.object({ line: z.number().int(), code: z.enum(CARRIER_FINDINGS), text }))
      .meta({ description: 'The first 100' }),
    receivedAt: instant,
    receivedBy: id.nullable().meta({ description: 'Null: from the folder shared with the print shop' }),
  })
  .meta({ id: 'CarrierFile' });

export const carrierRoutes = {
  takeCarrierFile: {
    method: 'post',
    path: '/api/print-runs/{id}/carrier-files',
    summary: 'Tracking numbers of a run, or delivery results: all rows of the file, or none where any does not fit',
    tag: 'lanes',
    action: 'print.work',
    params: idParam,
    query: z.object({ name: fileName }),
    body: {
      kind: 'text',
      types: ['text/csv', 'application/octet-stream'],
      limit: 4 * 1024 * 1024,
      description: 'CSV in UTF-8. Numbers: piece,tracking_no. Results: piece or tracking_no,result,at,reason',
    },
    write: 'repeatable',
    reply: {
      status: 200,
      description: 'The file, taken or refused with its findings; the same file again changes nothing',
      schema: carrierFile,
    },
    errors: ['not_found', 'file_without_header'],
  },
} as const satisfies Contracts;
