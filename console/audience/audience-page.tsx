import '../styles/contents.css';
import { useApi } from '../api/read';
import { CampaignName } from '../campaigns/campaign-name';
import { CampaignTabs } from '../campaigns/campaign-tabs';
import { useMay } from '../api/session';
import { AsOf } from '../parts/as-of';
import { Loaded } from '../parts/loaded';
import { Page } from '../parts/page';
import { useParam } from '../search';
import { audienceWords } from '../texts/campaigns/audience';
import { useWords } from '../words';
import { AudienceFile } from './file';
import { Findings } from './findings';
import { Held } from './held';
import { Sums } from './sums';

/** Who the campaign is for: complete when no row is held any more. */
export function AudiencePage() {
  const id = useParam('id');
  const words = useWords(audienceWords);
  const may = useMay();
  const campaign = useApi('getCampaign', { params: { id } });
  const read = useApi('getAudience', { params: { id } });
  const status = campaign.data?.status ?? '';
  const editable = ['draft', 'submitted', 'approved'].includes(status);
  return (
    <Page title={words.title} state={<CampaignName id={id} />} acts={<AsOf read={read} />}>
      <CampaignTabs id={id} />
      <Loaded read={read} lines={12}>
        {(audience) => (
          <>
            <AudienceFile id={id} status={status} last={audience.import} />
            <Sums audience={audience} />
            {audience.import && may('audience.held') && (audience.contracts.held > 0 || editable) && (
              <Held id={id} held={audience.contracts.held} editable={editable} />
            )}
            {audience.import && may('audience.findings') && <Findings id={id} kinds={audience.findings} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}
