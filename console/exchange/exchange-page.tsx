import '../styles/contents.css';
import { CampaignName } from '../campaigns/campaign-name';
import { CampaignTabs } from '../campaigns/campaign-tabs';
import { Page } from '../parts/page';
import { useParam } from '../search';
import { exchangeWords } from '../texts/exchange';
import { useWords } from '../words';
import { ChangeFiles } from './change-files';
import { Deliveries } from './deliveries';
import { Stages } from './stages';

/** The files to and from the client's system, and whether both sides agree. */
export function ExchangePage() {
  const id = useParam('id');
  const words = useWords(exchangeWords);
  const campaign = Number(id);
  return (
    <Page title={words.title} state={<CampaignName id={id} />}>
      <CampaignTabs id={id} />
      <Stages campaign={campaign} />
      <ChangeFiles campaign={campaign} />
      <Deliveries campaign={campaign} />
    </Page>
  );
}
