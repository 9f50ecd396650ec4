import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { addDays, localDate } from '../../../domain/campaigns/calendar';
import { decideHeldRows } from '../held-rows';
import { person, type ScenarioContext } from '../scenario';

const ZONE = 'Asia/Tokyo';
const ROWS = 24;

/**
 * The manager leaves decisions to others: a second campaign that waits for both approvals, a further version of the first
 * one, and an export. Repeating it adds nothing.
 */
export async function leaveDecisions(context: ScenarioContext, campaignId: number, at: number): Promise<void> {
  await submitCampaign(context, localDate(at, ZONE));
  await submitVersion(context, campaignId);
  const body = { what: 'statement', days: 30, reason: '委託元への月次報告のため' };
  await person(context, 'manager').call(`/api/campaigns/${campaignId}/exports`, { method: 'POST', body });
}

/** The same closing for a second group of customers, ten weeks later. */
async function submitCampaign(context: ScenarioContext, today: string): Promise<void> {
  const manager = person(context, 'manager');
  const file = parseDocument(campaignFile(context));
  const dates = {
    firstDispatch: addDays(today, 70),
    lastDispatch: addDays(today, 140),
    applyBy: addDays(today, 150),
    applyByRule: 'arrival',
    graceUntil: addDays(today, 164),
    endOfService: addDays(today, 164),
    claimsUntil: addDays(today, 350),
  };
  file.set('name', `${String(file.get('name'))}（第2期）`);
  file.set('dates', file.createNode(dates));
  const { id, status } = await manager.call<{ id: number; status: string }>('/api/campaigns', {
    method: 'POST',
    body: file.toString(),
    type: 'application/yaml',
  });
  if (status !== 'draft') return;
  const path = `/api/campaigns/${id}`;
  await manager.call(`${path}/audience?name=second-group.csv`, {
    method: 'PUT',
    body: lastRows(readFileSync(context.options.customers)),
    type: 'text/csv',
  });
  await decideHeldRows({ operator: person(context, 'operator'), manager, path, today });
  await manager.call(`${path}/submit`, { method: 'POST' });
}

/** One more attempt for the calls: submitted with its rule, so that both gates see what it changes. */
async function submitVersion(context: ScenarioContext, campaignId: number): Promise<void> {
  const manager = person(context, 'manager');
  const path = `/api/campaigns/${campaignId}/versions`;
  const file = parseDocument(campaignFile(context));
  const steps = (file.toJS() as { plan: { steps: { id: string; call?: { attempts: number } }[] } }).plan.steps;
  const call = steps.findIndex(({ call: rule }) => rule !== undefined);
  if (call < 0) return;
  file.setIn(['plan', 'steps', call, 'call', 'attempts'], steps[call]!.call!.attempts + 1);
  const { version } = await manager.call<{ version: number }>(path, {
    method: 'POST',
    body: file.toString(),
    type: 'application/yaml',
  });
  const rule = { default: 'migrate', segments: [], recall: [] };
  await manager.call(`${path}/${version}/submit`, { method: 'POST', body: { rule } });
}

/** The file as the campaign was made from it. */
const campaignFile = ({ options }: ScenarioContext): string =>
  readFileSync(join(options.data, 'campaign.yaml'), 'utf8');

/** The header and the last rows of an audience file, in its own encoding. */
function lastRows(file: Buffer): Buffer {
  const ends = [...file.entries()].filter(([, byte]) => byte === 0x0a).map(([index]) => index + 1);
  const from = ends.at(-(ROWS + 1)) ?? ends[0]!;
  return Buffer.concat([file.subarray(0, ends[0]), file.subarray(Math.max(from, ends[0]!))]);
}
