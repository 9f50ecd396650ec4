import { type Client } from '@temporalio/client';
import { localDate } from '../../domain/campaigns/calendar';
import { terminalText } from '../../domain/texts/terminal';
import { stepUntil } from '../../embedded/clock-stepper';
import { instantNow } from '../../db/platform/stepped-clock';
import { type Installation } from '../installation/installation';
import { type InstallationPorts, TASK_QUEUE, urlOf } from '../installation/programs';
import { person, type ScenarioContext } from './scenario';
import { sleep } from '../../config/sleep';
import { campaignById } from '../../db/campaigns/campaigns';

export interface CampaignDetail {
  status: string;
  endedAt: string | null;
  asOf: string;
  customers: { total: number; byState: Record<string, number> };
  contracts: { total: number; byOutcome: Record<string, number>; open: number };
  messages: { total: number; byChannel: { channel: string; byStatus: Record<string, number> }[] };
  doubtful: number;
}

const POLL_MS = 500;
const AFTERWARDS_MS = 3 * 86_400_000;

/** Advances the days until the campaign has ended, reporting progress. */
export async function playCampaign(
  context: ScenarioContext,
  installation: Installation,
  client: Client,
  campaignId: number,
): Promise<void> {
  const parties = partiesOf(installation.ports);
  const teller = progressTeller(context, campaignId);
  const ended = async () => {
    return (await campaignById(context.db, campaignId)).ended_at !== null;
  };
  if (context.options.day === 86_400) await waitInRealTime(parties.flat(), ended, teller);
  else {
    const dayMs = context.options.day * 1000;
    const stepping = {
      db: context.db,
      client,
      taskQueue: TASK_QUEUE,
      dayMs,
      parties,
      onDay: () => void teller().catch(() => undefined),
    };
    await stepUntil(stepping, ended);
    // The client's system receives the last day's outcomes on the following days.
    const until = (await instantNow(context.db)) + AFTERWARDS_MS;
    await stepUntil(stepping, async () => (await instantNow(context.db)) >= until);
  }
  await teller(true);
  const { endedAt, asOf } = await fetchCampaign(context, campaignId);
  context.say(terminalText(context.language, 'ended', { date: localDate(Date.parse(endedAt ?? asOf), 'Asia/Tokyo') }));
}

const fetchCampaign = (context: ScenarioContext, campaignId: number): Promise<CampaignDetail> =>
  person(context, 'manager').call(`/api/campaigns/${campaignId}`);

/**
 * Stand-ins first, then customers, then the desks, then the client's system, which works at the end of a day. Without the
 * desks, what arrives by post waits.
 */
export function partiesOf(ports: InstallationPorts, { desks = true } = {}): string[][] {
  const clock = (port: number) => urlOf(port, '/clock');
  const shop = desks ? clock(ports.shop) : `${clock(ports.shop)}?mail=waits`;
  return [
    [clock(ports.inboxHttp), clock(ports.sms), shop, clock(ports.phone)],
    [clock(ports.customers)],
    ...(desks ? [[clock(ports.operators)]] : []),
    [clock(ports.client)],
  ];
}

/** At speed 1 the clock is not stepped; stand-ins and customers only receive the time. */
async function waitInRealTime(
  clocks: string[],
  ended: () => Promise<boolean>,
  tell: () => Promise<void>,
): Promise<void> {
  for (let round = 0; !(await ended().catch(() => false)); round++) {
    const body = JSON.stringify({ at: new Date().toISOString() });
    for (const url of clocks) {
      await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).catch(
        () => undefined,
      );
    }
    if (round % 4 === 0) await tell().catch(() => undefined);
    await sleep(POLL_MS);
  }
}

/** A line that is rewritten on a terminal; elsewhere a new line on changes, at most every 2 s. */
export function progressTeller(context: ScenarioContext, campaignId: number): (last?: boolean) => Promise<void> {
  const live = process.stdout.isTTY === true;
  let shown = '';
  let notifiedAt = 0;
  return async (last = false) => {
    const detail = await fetchCampaign(context, campaignId);
    const sent = detail.messages.byChannel.reduce((sum, channel) => sum + (channel.byStatus.handed_over ?? 0), 0);
    const date = localDate(Date.parse(detail.asOf), 'Asia/Tokyo');
    const values = { ...detail.customers.byState, date, total: detail.customers.total, sent };
    const line = terminalText(context.language, 'progress', values);
    if (live) process.stdout.write(`\r\u001b[2K${line}${last ? '\n' : ''}`);
    else if (last || (line.slice(10) !== shown && Date.now() - notifiedAt > 2_000)) {
      context.say(line);
      shown = line.slice(10);
      notifiedAt = Date.now();
    }
  };
}
