import { loadCallback } from '../../../db/calls/callbacks';
import { needsOf } from '../../../db/calls/followups';
import { takeIncomingCall } from '../../../db/calls/incoming';
import { takePhoneEvent } from '../../../db/calls/phone/events';
import { recordingsOf } from '../../../db/calls/recordings';
import { receiveContact } from '../../../db/customers/inquiries/receive';
import { openTexts } from '../../../db/customers/inquiries/texts';
import { inquiriesOfWriter } from '../../../db/customers/inquiries/web';
import { wholeClient } from '../../../db/platform/scope';
import { NOW } from '../campaigns';
import { type Bench, LIMIT_MS as limitMs, type Row } from '../row';

/** A number that no customer has. */
const NUMBER = '+81312345678';
const SAID = '解約はいつですか。';

const linkOf = ({ samples: { running, customer } }: Bench, kind: 'answered' | 'call', turn: number) => {
  const { clientId, campaignId } = running;
  return { clientId, campaignId, customerId: customer(running, kind, turn), kind: 'page' as const, version: 1 };
};

/** What the telephone, mail and customers' pages bring to the call desk and to that of inquiries. */
export const deskActs: Row[] = [
  {
    name: 'incoming call: whose it is, and a case of it',
    route: 'takeIncomingCall',
    limitMs,
    run: ({ scoped, vault, samples }) => {
      const scope = wholeClient(samples.running.clientId);
      const inquiry = { campaignId: samples.running.campaignId, said: SAID };
      const call = { personId: samples.persons[0]!, maySeeProtected: true, number: NUMBER, inquiry };
      return scoped
        .db(scope)
        .transaction()
        .execute((trx) => takeIncomingCall(trx, vault, scope, call));
    },
  },
  {
    name: 'telephone system: the end of a call',
    limitMs,
    run: ({ db, vault, samples: { running } }, turn) => {
      const ended = { clientId: running.clientId, event: `scale-${turn}`, kind: 'ended', direction: 'in' } as const;
      return takePhoneEvent(db, vault, { ...ended, at: NOW, number: NUMBER, seconds: 90 });
    },
  },
  {
    name: 'inquiry: one more contact of a customer',
    route: 'recordInquiry',
    limitMs,
    run: ({ db, vault, samples: { running, customer, persons } }, turn) => {
      const { clientId, campaignId } = running;
      const who = { customer: { id: customer(running, 'answered', turn), matchedBy: 'phone' as const } };
      const what = { channel: 'phone' as const, receivedAt: NOW, said: { text: SAID }, personId: persons[0]! };
      return db
        .transaction()
        .execute((trx) => receiveContact(trx, vault, { clientId, campaignId, ...who, ...what }, NOW));
    },
  },
  {
    name: 'inquiry: what was said is read',
    route: 'readInquiry',
    limitMs,
    prepare: async ({ db, samples: { running, customer } }, turn) =>
      (
        await db
          .selectFrom('inquiries')
          .select('id')
          .where('customer_id', '=', customer(running, 'answered', turn))
          .executeTakeFirstOrThrow()
      ).id,
    run: ({ db, vault }, _, id) => openTexts(db, vault, id as number),
  },
  {
    name: 'call desk: what earlier calls of a customer say',
    limitMs,
    run: async ({ db, samples: { running, customer } }, turn) => {
      const customerId = customer(running, 'call', turn);
      await needsOf(db, customerId);
      await recordingsOf(db, wholeClient(running.clientId), customerId);
    },
  },
  {
    name: 'page: questions and calls agreed',
    limitMs,
    run: async (bench, turn) => {
      await inquiriesOfWriter(bench.db, linkOf(bench, 'answered', turn));
      await loadCallback(bench.db, linkOf(bench, 'call', turn));
    },
  },
];
