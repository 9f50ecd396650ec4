import { type ChildProcess, fork } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createTransport } from 'nodemailer';
import { pino } from 'pino';
import { createMailActivities } from '../../activities/delivery/mail';
import { SmtpProvider } from '../../activities/delivery/providers/smtp';
import { sleep } from '../../config/sleep';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { ensureLane } from '../../db/delivery/lanes';
import { newPieceCode } from '../../db/journeys/step-writes';
import { type Db } from '../../db/platform/types';
import { Vault } from '../../db/privacy/vault';
import { renderMail } from '../../rendering/render';
import { MailSigners } from '../../rendering/mail/signers';
import { benchDoc, type BenchCampaign, insertCampaign, release } from '../launch/campaign';
import { interleave, type Measurement } from '../measurement';
import { withScratchDatabase } from '../scratch';

const CONNECTIONS = 4;
const KINDS = ['lane', 'pool'] as const;
const LIMIT = 0.6;
const DOMAIN = 'minato-tsushin.example';
const LINKS = {
  link: `https://page.example/m/${'x'.repeat(22)}`,
  optOutLink: `https://page.example/s/${'x'.repeat(22)}`,
};

interface Way {
  sinkPort: number;
  key: KeyObject;
  count: number;
}

/**
 * Mails a second through the lane (claimed, rendered, signed, handed over, recorded) and through nodemailer's own pool
 * with the same message and key, in turn, to an SMTP server that keeps nothing.
 */
export const mail: Measurement = {
  name: 'mail',
  what: "mails a second through the lane, each signed (DKIM), against nodemailer's own pool",
  async run({ quick, count = quick ? 300 : 1_000, rounds = quick ? 2 : 4 }, say) {
    const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const sink = fork(require.resolve('./mail-sink'), { execArgv: ['--require', require.resolve('tsx/cjs')] });
    const [sinkPort] = (await once(sink, 'message')) as [number];
    try {
      const way = { sinkPort, key, count };
      const rates = { lane: [] as number[], pool: [] as number[] };
      await withScratchDatabase(async ({ db }) => {
        const laneId = await ensureLane(db, { clientId: null, channel: 'mail', name: 'default', ratePerMinute: 6_000_000, burst: 100_000 }); // prettier-ignore
        const send = { lane: () => throughLane(db, laneId, way), pool: () => throughPool(way) };
        for (const kind of KINDS) await send[kind](); // both are compiled and warm from here on
        await interleave(KINDS, rounds, async (kind) => void rates[kind].push(await send[kind]()));
      });
      const values = rates.lane.map((rate, round) => rate / rates.pool[round]!);
      say(`lane ${rates.lane.map(Math.round).join(', ')}/s, pool ${rates.pool.map(Math.round).join(', ')}/s`);
      const of = `lane ÷ bare pool, mails a second, ${CONNECTIONS} connections`;
      return [{ name: 'mails handed over', of, unit: '×', values, limit: { least: LIMIT }, detail: rates }];
    } finally {
      await end(sink);
    }
  },
};

async function end(sink: ChildProcess): Promise<void> {
  const gone = once(sink, 'exit');
  sink.disconnect();
  await gone;
}

async function throughLane(db: Db, laneId: number, { sinkPort, key, count }: Way): Promise<number> {
  const vault = new Vault(Buffer.alloc(32, 1));
  const campaign = await insertCampaign(db, vault, count);
  await release(db, campaign);
  await queueMails(db, laneId, campaign);
  const { code } = await db.selectFrom('clients').select('code').where('id', '=', campaign.clientId).executeTakeFirstOrThrow(); // prettier-ignore
  const provider = new SmtpProvider(`smtp://127.0.0.1:${sinkPort}`);
  const stop = new AbortController();
  const { drainMailLane } = createMailActivities({
    ...{ db, vault, provider, docs: new CampaignDocs(), connections: CONNECTIONS, stopping: stop.signal },
    config: { PUBLIC_URL: 'https://page.example', BOUNCE_DOMAIN: 'bounce.example' },
    signers: new MailSigners([{ client: code, domain: DOMAIN, selector: 'bench', key }]),
    log: pino({ level: 'silent' }),
  });
  const started = performance.now();
  const draining = new MockActivityEnvironment().run(drainMailLane, { laneId });
  while (await anyOpen(db, campaign)) await sleep(50);
  const seconds = (performance.now() - started) / 1000;
  stop.abort();
  await draining;
  provider.close();
  return count / seconds;
}

async function anyOpen(db: Db, { campaignId }: BenchCampaign): Promise<boolean> {
  const open = await db
    .selectFrom('messages')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .where('status', 'in', ['queued', 'claimed', 'handing_over'])
    .limit(1)
    .executeTakeFirst();
  return open !== undefined;
}

/** A notice for each customer, as the step of a journey writes it. */
async function queueMails(db: Db, laneId: number, { clientId, campaignId }: BenchCampaign): Promise<void> {
  const own = { client_id: clientId, campaign_id: campaignId };
  const customers = await db
    .selectFrom('audience')
    .select('customer_id')
    .where('campaign_id', '=', campaignId)
    .execute();
  const due = new Date(Date.now() - 60_000);
  for (let first = 0; first < customers.length; first += 500) {
    const people = customers.slice(first, first + 500).map(({ customer_id }) => ({ ...own, customer_id }));
    const journeys = await db.insertInto('journeys').values(people).returning(['id', 'customer_id']).execute();
    const pieces = await db
      .insertInto('pieces')
      .values(people.map((one) => ({ ...one, code: newPieceCode() })))
      .returning(['id', 'customer_id'])
      .execute();
    const pieceOf = new Map(pieces.map(({ id, customer_id }) => [customer_id, id]));
    const fixed = { ...own, lane_id: laneId, run: 1, step: 'notice', occurrence: 0, channel: 'mail' as const, notice: 'notice', purpose: 'service_notice' as const, version: 1, due_at: due, not_before: due }; // prettier-ignore
    const rows = journeys.map(({ id, customer_id }) => ({ ...fixed, customer_id, journey_id: id, piece_id: pieceOf.get(customer_id)! })); // prettier-ignore
    await db.insertInto('messages').values(rows).execute();
  }
}

async function throughPool({ sinkPort, key, count }: Way): Promise<number> {
  const doc = benchDoc(new Vault(Buffer.alloc(32, 1)), Date.now());
  const { subject, text, html } = renderMail(doc, 'notice', { name: '見本 1', ...LINKS });
  const transport = createTransport({
    ...{ host: '127.0.0.1', port: sinkPort, secure: false, ignoreTLS: true },
    ...{ pool: true, maxConnections: CONNECTIONS, maxMessages: Infinity },
    dkim: {
      domainName: DOMAIN,
      keySelector: 'bench',
      privateKey: key.export({ type: 'pkcs8', format: 'pem' }) as string,
      headerFieldNames: 'From:To:Subject:Date:Message-ID:Auto-Submitted:List-Unsubscribe:List-Unsubscribe-Post:MIME-Version:Content-Type', // prettier-ignore
    },
  });
  const mail = (no: number) => ({
    from: { name: doc.sender.name.ja, address: doc.sender.mailFrom },
    to: `c${no}@customers.example`,
    ...{ subject, text, html, encoding: 'base64' as const, textEncoding: 'base64' as const, xMailer: false as const },
    headers: {
      'Auto-Submitted': 'auto-generated',
      'List-Unsubscribe': { prepared: true, value: `<${LINKS.optOutLink}>` },
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  });
  const started = performance.now();
  await Promise.all(Array.from({ length: count }, (_, no) => transport.sendMail(mail(no))));
  const seconds = (performance.now() - started) / 1000;
  transport.close();
  return count / seconds;
}
