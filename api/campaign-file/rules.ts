import { isField, isIgnoredField } from '../../domain/audience/fields';
import { tidy } from '../../domain/audience/text';
import { isDay, localDate } from '../../domain/campaigns/calendar';
import { type Channel, type Purpose } from '../../domain/campaigns/campaign';
import { replyFault } from '../../domain/print/reply';
import { checkDates, checkWaveBegins, datesOf } from './date-rules';
import { entriesOf, type FileDraft, reportRepeated } from './draft';
import { unknownKey } from './error-map';
import { checkFaq } from './inquiries/rules';
import { type Finding, MAX_FINDINGS, pathOf, type Report, show } from './finding';
import { CHANNELS, PURPOSES } from './parts';
import { channelsOfDraft, checkNotice, checkSteps, isSegment } from './plan-rules';
import { campaignFileSchema } from './schema';

/** What is wrong between the sections of a file, whatever else could not be read. */
export function checkAcrossFields(file: FileDraft, now: number): Finding[] {
  const findings: Finding[] = [];
  const report: Report = (path, code, more) => {
    if (findings.length < MAX_FINDINGS) findings.push({ path, code, ...more });
  };
  checkDates(file, now, report);
  checkSteps(file, report);
  checkHandlers(file, report);
  checkWaveBegins(file, report);
  const waves = file.waves ?? [];
  reportRepeated(
    waves.map((wave) => wave?.id),
    (i) => ['waves', i, 'id'],
    report,
  );
  for (const [i, wave] of waves.entries()) {
    for (const [n, name] of (wave?.only ?? []).entries()) {
      if (name !== undefined) isSegment(file, name, ['waves', i, 'only', n], report);
    }
  }
  reportRepeated(
    (file.choices ?? []).map((choice) => choice?.id),
    (i) => ['choices', i, 'id'],
    report,
  );
  checkFaq(file, report);
  checkUses(file, report);
  checkReply(file, report);
  checkColumns(file, report);
  return findings;
}

/** The channels that each handler is about. */
const HANDLERS = [
  { key: 'onUndeliverable', about: ['post'] },
  { key: 'onBounce', about: ['mail', 'sms'] },
] as const;

const callsOf = ({ plan }: FileDraft): boolean =>
  [plan?.onUndeliverable?.reasons, plan?.onBounce?.channels].some((one) => Object.values(one ?? {}).includes('call'));

function checkHandlers(file: FileDraft, report: Report): void {
  const used = (file.plan?.steps ?? []).flatMap((step) => (step ? channelsOfDraft(step) : []));
  for (const { key, about } of HANDLERS) {
    const handler = file.plan?.[key];
    if (!handler) continue;
    const path = ['plan', key];
    if (about.every((channel) => !used.includes(channel))) {
      report(path, 'handler_unused', { detail: { key, channel: about.join(', ') } });
      continue;
    }
    if ('channels' in handler) {
      for (const [channel] of entriesOf(handler.channels)) {
        if (used.includes(channel as Channel)) continue;
        report([...path, 'channels', channel], 'handler_unused', { detail: { key, channel } });
      }
    }
    checkNotice(file, handler.notice, { path: [...path, 'notice'], channels: ['phone'], unread: false }, report);
  }
}

/** What a channel needs to be used: quiet hours, a row of the policy for the purpose, and the rules of letters. */
function checkUses(file: FileDraft, report: Report): void {
  const senders = [...(file.plan?.steps ?? []), file.plan?.onDefect];
  const uses: Record<Purpose, Channel[]> = { service_notice: callsOf(file) ? ['phone'] : [], offer: [] };
  for (const sender of senders) if (sender) uses[sender.purpose ?? 'service_notice'].push(...channelsOfDraft(sender));
  const used = CHANNELS.filter((channel) => PURPOSES.some((purpose) => uses[purpose].includes(channel)));
  if (used.includes('post') && !('post' in file)) report(['post'], 'post_missing');
  const { quietHours } = file;
  if (quietHours?.post) report(['quietHours', 'post'], 'quiet_hours_post');
  for (const channel of used) {
    if (!quietHours || channel === 'post' || channel in quietHours) continue;
    report(['quietHours', channel], 'quiet_hours_missing', { detail: { channel } });
  }
  const table = file.policy?.table;
  for (const purpose of PURPOSES) {
    for (const channel of CHANNELS) {
      if (!table || !uses[purpose].includes(channel) || channel in (table[purpose] ?? {})) continue;
      report(['policy', 'table', purpose, channel], 'policy_row_missing', { detail: { purpose, channel } });
    }
  }
}

/** A prepaid reply is valid as long as answers come, and no longer than a post office approves. */
function checkReply(file: FileDraft, report: Report): void {
  const until = file.post?.reply?.until;
  const { applyBy, graceUntil, firstDispatch } = datesOf(file);
  const last = graceUntil ?? applyBy;
  if (!until || !isDay(until) || last === undefined || firstDispatch === undefined) return;
  const zone = file.zone ?? 'Asia/Tokyo';
  const days = { lastAnswer: localDate(last, zone), firstDispatch: localDate(firstDispatch, zone) };
  const fault = replyFault(until, days);
  if (fault) report(['post', 'reply', 'until'], fault.code, { detail: { value: until, day: fault.day } });
}

/** Every column is one of our fields or ignored, and no header is read twice. */
function checkColumns({ columns }: FileDraft, report: Report): void {
  const owners = new Map<string, string>();
  for (const [field, header] of entriesOf(columns)) {
    if (!isField(field) && !isIgnoredField(field)) {
      const { path, code, ...more } = unknownKey(campaignFileSchema, ['columns'], field);
      report(path, code, more);
      continue;
    }
    const owner = owners.get(tidy(header));
    if (owner === undefined) owners.set(tidy(header), field);
    else {
      const detail = { value: show(header), first: pathOf(['columns', owner]) };
      report(['columns', field], 'column_twice', { detail });
    }
  }
}
