import { MockActivityEnvironment } from '@temporalio/testing';
import pino from 'pino';
import { createMailActivities } from '../../activities/delivery/mail';
import { SmtpProvider } from '../../activities/delivery/providers/smtp';
import { type Notifications } from '../../db/platform/notifications/listen';
import { type TestDb } from '../support/test-db';
import { type Scene } from './mail/mail-fixture';
import { eventually } from '../support/eventually';

/** A worker of its own drains the lane over this SMTP server until `done` says so; nothing of it outlives the call. */
export async function drainMail(
  test: TestDb,
  at: Scene,
  url: string,
  done: () => Promise<boolean>,
  { silenceMs, notifications }: { silenceMs?: number; notifications?: Notifications } = {},
): Promise<void> {
  const provider = new SmtpProvider(url, silenceMs);
  const stop = new AbortController();
  const { drainMailLane } = createMailActivities({
    db: test.db,
    vault: test.vault,
    docs: at.docs,
    config: { PUBLIC_URL: 'http://page.example', BOUNCE_DOMAIN: 'bounce.example' },
    provider,
    connections: 2,
    log: pino({ level: 'silent' }),
    stopping: stop.signal,
    notifications,
  });
  const running = new MockActivityEnvironment().run(drainMailLane, { laneId: at.laneId });
  const watch = () => eventually(`what ends the drain: ${String(done)}`, done).finally(() => stop.abort());
  await Promise.all([running, watch()]);
  provider.close();
}

export async function breakerOf(test: TestDb, at: Scene): Promise<{ breaker: string; reason: string | null }> {
  return test.db
    .selectFrom('lanes')
    .select(['breaker', 'breaker_reason as reason'])
    .where('id', '=', at.laneId)
    .executeTakeFirstOrThrow();
}

/** How many of the campaign's messages have this status. */
export async function countOf(test: TestDb, at: Scene, status: 'queued' | 'handed_over' | 'doubtful'): Promise<number> {
  const { count } = await test.db
    .selectFrom('messages')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('campaign_id', '=', at.campaignId)
    .where('status', '=', status)
    .executeTakeFirstOrThrow();
  return count;
}

/** What the installation's chain says of the lane. */
export async function laneEntries(test: TestDb, at: Scene): Promise<Record<string, unknown>[]> {
  const rows = await test.db
    .selectFrom('ledger')
    .select('body')
    .where('chain', '=', 'installation')
    .orderBy('seq')
    .execute();
  const entries = rows.map((row) => JSON.parse(row.body) as Record<string, unknown>);
  return entries.filter((entry) => entry.lane === at.laneId);
}

export const dsn = (status: string) => `Content-Type: multipart/report; boundary=X

--X
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822;secret@example.jp
Action: failed
Status: ${status}

--X--
`;

/** A feedback report (RFC 5965) about the mail in `fields` (Original-Mail-From) or the returned headers. */
export const feedback = (type: string, fields = '', returned = '') => `From: fbl@provider.example
Content-Type: multipart/report; report-type=feedback-report; boundary=X

--X
Content-Type: text/plain

This is an email abuse report.
--X
Content-Type: message/feedback-report

Feedback-Type: ${type}
User-Agent: Provider/1.0
Version: 1
${fields}

--X
Content-Type: text/rfc822-headers

Subject: x
${returned}

--X--
`;
