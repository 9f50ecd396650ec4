import { WEEKDAYS } from '../../domain/campaigns/calendar';
import { CHANNELS, CONSENTS, PURPOSES } from './parts';
import { usesOf } from './plan';
import { isMapping, listAt, type Problem, show, valueAt } from './problems';

/** Quiet hours: of some length, given for every channel the plan uses, and none for letters, which have a print run. */
export function quietProblems(raw: unknown): Problem[] {
  const uses = usesOf(raw);
  const given = valueAt(raw, ['quietHours']);
  return CHANNELS.flatMap((channel): Problem[] => {
    const path = ['quietHours', channel];
    const used = uses.some((use) => use.channel === channel);
    if (channel === 'post') return valueAt(raw, path) ? [{ path, code: 'quiet_hours_post' }] : [];
    if (isMapping(given) && used && given[channel] === undefined) {
      return [{ path, code: 'quiet_hours_missing', detail: { channel } }];
    }
    return [...emptyHours(raw, path), ...dayProblems(raw, [...path, 'days'])];
  });
}

function emptyHours(raw: unknown, path: string[]): Problem[] {
  const from = valueAt(raw, [...path, 'from']);
  if (typeof from !== 'string' || from !== valueAt(raw, [...path, 'until'])) return [];
  return [{ path, code: 'quiet_hours_empty', detail: { value: show(from) } }];
}

function dayProblems(raw: unknown, path: string[]): Problem[] {
  if (WEEKDAYS.every((day) => valueAt(raw, [...path, day]) === 'closed')) return [{ path, code: 'days_all_closed' }];
  return WEEKDAYS.flatMap((day) => emptyHours(raw, [...path, day]));
}

/** The table: a row for all that the plan uses, and nothing in it that no consent allows. */
export function policyProblems(raw: unknown): Problem[] {
  const problems: Problem[] = [];
  for (const purpose of PURPOSES) {
    for (const channel of CHANNELS) problems.push(...rowProblems(raw, purpose, channel));
  }
  return [...problems, ...overrideProblems(raw)];
}

function rowProblems(raw: unknown, purpose: string, channel: string): Problem[] {
  const row = ['policy', 'table', purpose, channel];
  const used = usesOf(raw).some((use) => use.purpose === purpose && use.channel === channel);
  if (used && isMapping(valueAt(raw, ['policy', 'table'])) && valueAt(raw, row) === undefined) {
    return [{ path: row, code: 'policy_row_missing', detail: { purpose, channel } }];
  }
  return CONSENTS.flatMap((consent): Problem[] => {
    const path = [...row, consent];
    const cell = valueAt(raw, path);
    const offered = purpose === 'offer' && consent !== 'yes';
    if (offered && (cell === 'contact' || cell === 'override')) {
      return [{ path, code: 'policy_offer', detail: { consent } }];
    }
    if (consent === 'no' && cell === 'contact') return [{ path, code: 'policy_no_contact' }];
    return consent !== 'no' && cell === 'override' ? [{ path, code: 'policy_override_misplaced' }] : [];
  });
}

/** The table says for which channels a no may be overridden, the list says for whom and why: neither without the other. */
function overrideProblems(raw: unknown): Problem[] {
  const overrides = listAt(raw, ['policy', 'overrides']);
  return CHANNELS.flatMap((channel): Problem[] => {
    const row = ['policy', 'table', 'service_notice', channel];
    const path = [...row, 'no'];
    const cell = valueAt(raw, path);
    const indexes = overrides.flatMap((one, i) => (valueAt(one, ['channel']) === channel ? [i] : []));
    if (cell === 'override' && indexes.length === 0) {
      return [{ path, code: 'override_without_contracts', detail: { channel } }];
    }
    const used = usesOf(raw).some((use) => use.channel === channel);
    if (cell !== 'dont' && (used || valueAt(raw, row) !== undefined)) return [];
    return indexes.map((i) => ({
      path: ['policy', 'overrides', i],
      code: 'override_not_in_table',
      detail: { channel },
    }));
  });
}
