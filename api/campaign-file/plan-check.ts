import { type CampaignDoc, type Language } from '../../domain/campaigns/campaign';
import { factsOf, type Group } from '../../domain/campaigns/plan-groups';
import { roleFaults } from '../../domain/campaigns/plan-roles';
import { isFor } from '../../domain/campaigns/segments';
import { type Issue } from '../../domain/errors';
import { groupText } from '../../domain/texts/campaign-file';
import { issueOf } from './finding';

/** Steps that some customers would get before any notice; for a file in which nothing else is wrong. */
export function checkRoles(doc: CampaignDoc, language: Language): Issue[] {
  return roleFaults(doc).map(({ index, kind, channel, group }) => {
    const detail = { kind, channel, group: groupInWords(group, doc, language) };
    return issueOf({ path: ['plan', 'steps', index, 'kind'], code: 'step_before_notice', detail }, language);
  });
}

/** A group of customers by its segments and by the channels on which they can be reached. */
export function groupInWords(group: Group, doc: CampaignDoc, language: Language): string {
  const facts = factsOf(group);
  const segments = Object.keys(doc.segments ?? {}).filter((id) => isFor({ only: [id] }, facts, doc));
  return groupText({ segments, channels: group.channels }, language);
}
