import '../styles/contents.css';
import { useState } from 'react';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { useApi } from '../api/read';
import { Loaded } from '../parts/loaded';
import { Page } from '../parts/page';
import { useFilters, useParam } from '../search';
import { contentWords } from '../texts/campaigns/content';
import { useFormat } from '../format';
import { useWords } from '../words';
import { CampaignName } from './campaign-name';
import { CampaignTabs } from './campaign-tabs';
import { Notices } from './content/notices';
import { Plan } from './content/plan';
import { Dates, Policy, SenderAndChoices, Statements } from './content/statements';
import { Proofs } from './content/proofs/proofs';
import { TextFindings } from './content/text-findings';
import { TryCustomer } from './content/try-customer';

/** What customers will get, of the current version or of a further one. */
export function ContentPage() {
  const id = useParam('id');
  const words = useWords(contentWords);
  const format = useFormat();
  const [{ version }] = useFilters();
  const campaign = useApi('getCampaign', { params: { id } });
  return (
    <Page
      title={version ? `${words.title} ${words.version(format.number(Number(version)))}` : words.title}
      state={<CampaignName id={id} />}
    >
      <CampaignTabs id={id} />
      <Loaded read={campaign} lines={12}>
        {(data) => <Content id={id} version={version ? Number(version) : data.version} further={Boolean(version)} />}
      </Loaded>
    </Page>
  );
}

function Content({ id, version, further }: { id: string; version: number; further: boolean }) {
  const current = useApi('getDocument', { params: { id } }, { enabled: !further });
  const other = useApi('getPlanVersionDocument', { params: { id, version } }, { enabled: further });
  const [notice, setNotice] = useState('');
  const openNotice = (one: string) => {
    setNotice(one);
    document.getElementById('notices')?.scrollIntoView({ block: 'start' });
  };
  return (
    <Loaded read={further ? other : current} lines={16}>
      {(read) => {
        const doc = read as unknown as CampaignDoc;
        return (
          <>
            <TextFindings {...{ id, version, openNotice }} />
            <div className="grid2">
              <Plan doc={doc} openNotice={openNotice} />
              <div className="col">
                <Dates doc={doc} />
                <SenderAndChoices doc={doc} />
              </div>
            </div>
            <Notices {...{ id, version, doc, notice, setNotice }} />
            <Proofs {...{ id, version, doc }} />
            <Statements doc={doc} />
            <Policy doc={doc} />
            <TryCustomer {...{ id, version, doc }} />
          </>
        );
      }}
    </Loaded>
  );
}
