import { type DeskClient, Refused } from '../../../sandbox/operators/desk-client';
import { HoldDesk } from '../../../sandbox/operators/hold-desk';
import { WorkSession } from '../../../sandbox/operators/work-session';

it('decides the holds that journeys open, prints a letter once more, and leaves what takes longer than a demo', async () => {
  const holds = [
    { id: 1, customerId: 11, reason: 'address_research', keptAnswers: 0 },
    { id: 2, customerId: 12, reason: 'client_question', keptAnswers: 0 },
    { id: 3, customerId: 13, reason: 'unprintable', keptAnswers: 0 },
    { id: 4, customerId: 14, reason: 'complaint', keptAnswers: 1 },
    { id: 5, customerId: 15, reason: 'complaint', keptAnswers: 0 },
    { id: 6, customerId: 16, reason: 'death_reported', keptAnswers: 1 },
  ];
  const released: string[] = [];
  const manager = {
    async *all() {
      yield* holds;
    },
    async post(path: string, { body }: { body: { note: string } }) {
      expect(body.note).toMatch(/[ぁ-ん]/);
      released.push(path);
    },
  } as unknown as DeskClient;
  const session = new WorkSession({ log: undefined as never, put: () => undefined });
  session.begin(10_000);
  const desk = new HoldDesk({ manager, session });
  expect(await desk.work(0)).toBe(0);
  const path = (id: number) => `/api/customers/${10 + id}/holds/${id}/release`;
  expect(released).toEqual([path(1), path(2), path(3), path(4)]);
  // the letter could not be printed again: a new hold, which stays
  holds.splice(0, 6, { id: 7, customerId: 13, reason: 'unprintable', keptAnswers: 0 });
  await desk.work(1);
  expect(released).toHaveLength(4);
});

it('releases a hold for a consent only where an answer waits under it; one that the API refuses is not asked for again', async () => {
  const holds = [
    { id: 1, customerId: 11, reason: 'consent_missing', keptAnswers: 1 },
    { id: 2, customerId: 12, reason: 'consent_missing', keptAnswers: 0 },
    { id: 3, customerId: 13, reason: 'representative', keptAnswers: 2 },
  ];
  const asked: string[] = [];
  const manager = {
    async *all() {
      yield* holds;
    },
    async post(path: string, { body, key }: { body: { note: string }; key: string }) {
      asked.push(`${path} ${key}`);
      expect(body.note).toBe('権限または同意を書面で確認');
      if (path.includes('/13/')) throw new Refused(409, 'hold_not_yours', {});
    },
  } as unknown as DeskClient;
  const notes: object[] = [];
  const session = new WorkSession({ log: undefined as never, put: (note) => void notes.push(note) });
  session.begin(10_000);
  const desk = new HoldDesk({ manager, session });
  expect(await desk.work(0)).toBe(0);
  expect(asked).toEqual(['/api/customers/11/holds/1/release release/1', '/api/customers/13/holds/3/release release/3']);
  expect(notes).toMatchObject([
    { id: 1, what: 'released' },
    { id: 3, what: 'hold_not_yours' },
  ]);
  holds.splice(0, 1);
  await desk.work(1);
  expect(asked).toHaveLength(2);
});
