import { type CampaignDoc, type Language } from '../../domain/campaigns/campaign';
import { planWarnings, type PlanWarning } from '../../domain/campaigns/explain/plan-check';
import { factsOf, type Group } from '../../domain/campaigns/plan-groups';
import { roleFaults } from '../../domain/campaigns/plan-roles';
import { isFor } from '../../domain/campaigns/segments';
import { type Issue } from '../../domain/errors';
import { groupText } from '../../domain/texts/campaign-file';
import { type Finding, issueOf } from './finding';

/** Steps that some customers would get before any notice; for a file in which nothing else is wrong. */
export function checkRoles(doc: CampaignDoc, language: Language): Issue[] {
  return roleFaults(doc).map(({ index, kind, channel, group }) => {
    const detail = { kind, channel, group: groupInWords(group, doc, language) };
    return issueOf({ path: ['plan', 'steps', index, 'kind'], code: 'step_before_notice', detail }, language);
  });
}

/** What the check warns of in a plan that can be used as it is. */
export function checkPlan(doc: CampaignDoc, language: Language): Issue[] {
  return planWarnings(doc).map((warning) => issueOf(findingOf(warning, doc, language), language));
}

function findingOf(warning: PlanWarning, doc: CampaignDoc, language: Language): Finding {
  const { code } = warning;
  switch (code) {
    case 'step_never_goes':
      return { code, path: ['plan', 'steps', warning.index], detail: { step: warning.step } };
    case 'silent_before_deadline': {
      const detail = { days: warning.days, group: groupInWords(warning.group, doc, language) };
      return { code, path: ['plan', 'steps'], detail };
    }
    case 'notice_without_english':
      return { code, path: ['notices', warning.notice, 'body', 'en'] };
    case 'year_end_open':
      return { code, path: ['calendar', 'closedDays'], detail: { days: warning.days.join(', ') } };
    case 'year_end_date':
      return { code, path: ['dates', warning.date], detail: { date: warning.date, day: warning.day } };
  }
}

/** A group of customers by its segments and by the channels on which they can be reached. */
export function groupInWords(group: Group, doc: CampaignDoc, language: Language): string {
  const facts = factsOf(group);
  const segments = Object.keys(doc.segments ?? {}).filter((id) => isFor({ only: [id] }, facts, doc));
  return groupText({ segments, channels: group.channels }, language);
}
