import '../styles/contents.css';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { CampaignName } from '../campaigns/campaign-name';
import { CampaignTabs } from '../campaigns/campaign-tabs';
import { AsOf } from '../parts/as-of';
import { Loaded } from '../parts/loaded';
import { NeedsRole } from '../parts/needs-role';
import { Note } from '../parts/note';
import { Page } from '../parts/page';
import { useFilters, useParam } from '../search';
import { exchangeWords } from '../texts/campaigns/exchange';
import { useWords } from '../words';
import { ChangeFile } from './change-file';
import { ChangeFiles } from './change-files';
import { Deliveries } from './deliveries';
import { Stages } from './stages';

const STARTED = ['running', 'paused', 'stopped', 'completed'];

/** The files exchanged with the client: changes that come in, results that go out, and whether both sides agree. */
export function ExchangePage() {
  const id = useParam('id');
  const words = useWords(exchangeWords);
  const may = useMay();
  const [filters, change] = useFilters();
  const mayRead = may('exchange.read');
  const campaign = useApi('getCampaign', { params: { id } });
  const read = useApi('getExchange', { query: { campaign: id } }, { every: 60_000, enabled: mayRead });
  if (!mayRead) return <Page title={words.title}>{<NeedsRole action="exchange.read" />}</Page>;
  const started = STARTED.includes(campaign.data?.status ?? '');
  const open = (file: number | undefined) => change({ file: file?.toString() });
  return (
    <Page
      title={words.title}
      state={<CampaignName id={id} />}
      acts={<AsOf read={read} at={read.data?.asOf} />}
      focus={filters.file === undefined}
    >
      <CampaignTabs id={id} />
      {campaign.data && !started && <Note>{words.notStarted}</Note>}
      {!may('exchange.work') && <Note>{words.readOnly}</Note>}
      <Loaded read={read} lines={4}>
        {(exchange) => <Stages exchange={exchange} />}
      </Loaded>
      {filters.file !== undefined && (
        <ChangeFile key={filters.file} id={filters.file} onClose={() => open(undefined)} />
      )}
      <ChangeFiles id={id} started={started} open={open} current={filters.file} />
      <Deliveries id={id} started={started} exchange={read.data} />
    </Page>
  );
}
