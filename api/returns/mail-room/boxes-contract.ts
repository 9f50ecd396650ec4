import { z } from 'zod';
import { BOX_ENDS } from '../../../domain/returns/boxes';
import { type Contracts } from '../../http/route';
import { count, id, idParam, instant, pageOf, paging } from '../../http/shapes';
import { box as number } from './contract';

const day = z.iso.date().meta({ description: 'Local day', example: '2028-03-31' });
const act = z.object({ by: id, at: instant }).nullable();

const box = z
  .object({
    id,
    no: z.string(),
    opened: z.object({ by: id, at: instant }),
    keepUntil: day.meta({ description: 'It is not destroyed before this day is over' }),
    papers: count,
    firstReceipt: z.string().nullable(),
    lastReceipt: z.string().nullable(),
    enclosures: count.meta({ description: 'Originals and copies kept in it' }),
    endedAs: z.enum(BOX_ENDS).nullable(),
    certificate: z.string().nullable(),
    ended: act,
    witnessed: act.meta({ description: 'The second person; without one the box has not ended' }),
  })
  .meta({ id: 'Box' });

const acting = { method: 'post', tag: 'returns', action: 'mail_room.work', write: 'idempotency-key' } as const;
const reply = { status: 200, description: 'The box', schema: box } as const;

export const boxRoutes = {
  listBoxes: {
    method: 'get',
    path: '/api/boxes',
    summary: 'Boxes of paper, newest first: what lies in them, until when, and how they ended',
    tag: 'returns',
    action: 'mail_room.read',
    query: paging.extend({ state: z.enum(['open', 'all']).default('open') }),
    reply: { status: 200, description: 'A page of boxes', schema: pageOf(box) },
  },
  openBox: {
    ...acting,
    path: '/api/boxes',
    summary: 'Open a box under its number, with the day until which it is kept',
    body: { kind: 'json', schema: z.object({ no: number, keepUntil: day }) },
    reply: { ...reply, status: 201 },
    errors: ['box_exists'],
  },
  fillBox: {
    ...acting,
    path: '/api/boxes/{id}/fill',
    summary: 'Put every decided paper that lies in no box yet into this one',
    params: idParam,
    reply,
    errors: ['box_ended'],
  },
  endBox: {
    ...acting,
    path: '/api/boxes/{id}/end',
    summary: 'Record that the box was destroyed, with the number of the certificate, or went to the client',
    params: idParam,
    body: {
      kind: 'json',
      schema: z.object({
        endedAs: z.enum(BOX_ENDS),
        certificate: z
          .string()
          .regex(/^[A-Za-z0-9-]{4,30}$/)
          .meta({ example: 'YK-2028-0042' }),
      }),
    },
    reply,
    errors: ['box_ended', 'box_kept'],
  },
  witnessBox: {
    ...acting,
    path: '/api/boxes/{id}/witness',
    summary: 'Confirm, as the second person, that the box ended so',
    params: idParam,
    reply,
    errors: ['box_ended', 'four_eyes'],
  },
  getPaperRecord: {
    method: 'get',
    path: '/api/campaigns/{id}/paper-record',
    summary:
      'The record of paper for the closing: each returned paper, original and enclosure, with box and end, as CSV',
    tag: 'returns',
    action: 'campaign.read',
    params: idParam,
    reply: {
      status: 200,
      description: '受付番号,受付日,紙,点数,判定,箱番号,保存期限,扱い,番号,日付,2人目の確認; no personal data',
      types: ['text/csv'],
    },
  },
} as const satisfies Contracts;
