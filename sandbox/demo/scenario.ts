import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type Language } from '../../domain/campaigns/campaign';
import { basename, join } from 'node:path';
import { addDays, instantOf, localDate } from '../../domain/campaigns/calendar';
import { terminalText } from '../../domain/texts/terminal';
import { ApiClient } from './api-client';
import { readCampaignFile } from './campaign-file';
import { decideHeldRows } from './held-rows';
import { pages } from './pages';
import { type DemoOptions, type DemoState, writeDemo } from './state';
import { type Db } from '../../db/platform/types';
import { instantNow, startSteppedClock } from '../../db/platform/stepped-clock';

const ZONE = 'Asia/Tokyo';

export interface ScenarioContext {
  options: DemoOptions;
  state: DemoState;
  db: Db;
  language: Language;
  say: (line: string) => void;
}

interface CampaignBrief {
  id: number;
  name: string;
  status: string;
  contentHash: string | null;
}

/**
 * From the two files to the started campaign: each action by the right person, through the API only. Every action is
 * idempotent, so an interrupted demo repeats the scenario and nothing is done twice.
 */
export async function prepareCampaign(context: ScenarioContext): Promise<number> {
  const { state, options, say } = context;
  const manager = person(context, 'manager');
  const text = (code: Parameters<typeof terminalText>[1], values = {}) =>
    say(terminalText(context.language, code, values));
  const campaign = await createCampaign(context, manager);
  const path = `/api/campaigns/${campaign.id}`;
  text('created', { name: campaign.name, id: campaign.id });
  if (campaign.status === 'draft') {
    await importAudience(context, path, manager);
    const decided = await decideHeldRows({
      operator: person(context, 'operator'),
      manager,
      path,
      today: localDate(await instantNow(context.db), ZONE),
    });
    const values = { who: state.logins.operator, released: decided.release, excluded: decided.exclude };
    text('heldDecided', values);
  }
  await releaseFiles(context, path);
  const codes = await person(context, 'client_approver').text(`${path}/second-factor-codes`);
  writeFileSync(join(options.data, 'access-codes.csv'), codes, { mode: 0o600 });
  const submitted = await manager.call<CampaignBrief>(`${path}/submit`, { method: 'POST' });
  text('submitted', { who: state.logins.manager, hash: submitted.contentHash!.slice(0, 12) });
  const approval = { method: 'POST', body: { contentHash: submitted.contentHash } } as const;
  await person(context, 'approver').call(`${path}/approve`, approval);
  text('approvedInternal', { who: state.logins.approver });
  await person(context, 'client_approver').call(`${path}/approve`, approval);
  text('approvedClient', { who: state.logins.client_approver });
  await manager.call(`${path}/start`, { method: 'POST' });
  if (options.day === 86_400) text('startedReal');
  else text('started', { day: options.day });
  return campaign.id;
}

/** Exports of personal data need two people: the manager requests, an approver approves. */
async function releaseFiles(context: ScenarioContext, path: string): Promise<void> {
  for (const what of ['codes', 'results']) {
    const body = { what, days: 400, reason: '委託元との授受' };
    const asked = { method: 'POST', body } as const;
    const { requestId } = await person(context, 'manager').call<{ requestId: number }>(`${path}/exports`, asked);
    const approval = { method: 'POST', body: {} } as const;
    await person(context, 'approver').call(`/api/requests/${requestId}/approve`, approval);
  }
}

export const person = ({ state }: ScenarioContext, role: keyof DemoState['keys']): ApiClient =>
  new ApiClient(state.urls.api, state.keys[role]);

/** Posts the campaign file as first read, so that a repeated scenario posts the same bytes. */
async function createCampaign(context: ScenarioContext, manager: ApiClient): Promise<CampaignBrief> {
  const { options, state, db } = context;
  const kept = join(options.data, 'campaign.yaml');
  if (!existsSync(kept)) {
    const beginAt = options.day === 86_400 ? Date.now() + 5_000 : undefined;
    const file = readCampaignFile(readFileSync(options.campaign, 'utf8'), beginAt);
    await setClock(db, options, file.firstDispatch);
    writeFileSync(kept, file.text);
  }
  const body = readFileSync(kept, 'utf8');
  const { id } = await manager.call<CampaignBrief>('/api/campaigns', {
    method: 'POST',
    body,
    type: 'application/yaml',
  });
  writeDemo(options.data, { ...state, campaignId: id });
  return manager.call<CampaignBrief>(`/api/campaigns/${id}`);
}

/** A faster clock starts at noon of the day before the first dispatch; in real time it is unchanged. */
async function setClock(db: Db, options: DemoOptions, firstDispatch: string | undefined): Promise<void> {
  const first = Date.parse(firstDispatch ?? '');
  if (options.day === 86_400 || Number.isNaN(first)) return;
  const date = /^\d{4}-\d{2}-\d{2}$/.test(firstDispatch!) ? firstDispatch! : localDate(first, ZONE);
  const begin = instantOf(addDays(date, -1), '12:00', ZONE);
  await startSteppedClock(db, { speed: 86_400 / options.day, from: begin });
}

interface ImportSummary {
  rows: number;
  refused: number;
  held: number;
  contracts: number;
  customers: number;
}
interface Finding {
  line: number;
  code: string;
  severity: string;
  message: { ja: string; en: string };
  advice: { ja: string; en: string };
}

async function importAudience(context: ScenarioContext, path: string, manager: ApiClient): Promise<void> {
  const { options, language, say } = context;
  const text = (code: Parameters<typeof terminalText>[1], values = {}) => say(terminalText(language, code, values));
  const summary = await manager.call<ImportSummary>(
    `${path}/audience?name=${encodeURIComponent(basename(options.customers))}`,
    {
      method: 'PUT',
      body: readFileSync(options.customers),
      type: 'text/csv',
    },
  );
  text('imported', { ...summary, accepted: summary.rows - summary.refused });
  const groups = new Map<string, Finding[]>();
  for await (const finding of pages<Finding>(manager, `${path}/audience/findings`)) {
    groups.set(finding.code, [...(groups.get(finding.code) ?? []), finding]);
  }
  text('findingsHead');
  for (const group of [...groups.values()].sort((a, b) => b.length - a.length)) {
    const { message, advice } = group[0]!;
    text('finding', { count: group.length, message: message[language], advice: advice[language] });
    text('findingLines', {
      lines:
        group
          .slice(0, 8)
          .map((finding) => finding.line)
          .join(', ') + (group.length > 8 ? ' …' : ''),
    });
  }
}
