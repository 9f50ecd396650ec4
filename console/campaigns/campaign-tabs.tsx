import { Link } from '@tanstack/react-router';
import { type Action } from '../../domain/access/access';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { useWork } from '../shell/work';
import { campaignTabWords } from '../texts/campaigns/campaign-tabs';
import { useWords } from '../words';

const TABS = [
  ['board', '/campaigns/$id', 'campaign.read'],
  ['people', '/campaigns/$id/people', 'journey.read'],
  ['content', '/campaigns/$id/content', 'campaign.preview'],
  ['audience', '/campaigns/$id/audience', 'audience.findings'],
  ['file', '/campaigns/$id/file', 'campaign.edit'],
  ['rehearsals', '/campaigns/$id/rehearsals', 'campaign.read'],
  ['waves', '/campaigns/$id/waves', 'campaign.preview'],
  ['steering', '/campaigns/$id/steering', 'campaign.pause'],
  ['exchange', '/campaigns/$id/exchange', 'exchange.read'],
  ['questions', '/campaigns/$id/questions', 'campaign.read'],
  ['inquiries', '/campaigns/$id/inquiries', 'inquiry.figures'],
  ['evidence', '/campaigns/$id/evidence', 'campaign.read'],
] as const satisfies readonly (readonly [keyof typeof campaignTabWords, string, Action])[];

/** The pages of one campaign that the reader's role has; first on each of them, below the heading. */
export function CampaignTabs({ id }: { id: string }) {
  const words = useWords(campaignTabWords);
  const may = useMay();
  const format = useFormat();
  const waiting = useWork().data?.questions?.mine ?? 0;
  return (
    <nav className="tabs" aria-label={words.label}>
      {TABS.map(
        ([name, to, action]) =>
          may(action) && (
            <Link
              key={name}
              to={to}
              params={{ id }}
              activeOptions={{ exact: name === 'board', includeSearch: false }}
              activeProps={{ 'aria-current': 'page' }}
            >
              {words[name]}
              {name === 'questions' && waiting > 0 && (
                <span className="n" aria-label={words.waiting(format.number(waiting))}>
                  {format.number(waiting)}
                </span>
              )}
            </Link>
          ),
      )}
    </nav>
  );
}
