import '../styles/steering.css';
import { useState } from 'react';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useKeys } from '../keys';
import { AsOf } from '../parts/as-of';
import { Button } from '../parts/button';
import { Loaded } from '../parts/loaded';
import { Note } from '../parts/note';
import { Page } from '../parts/page';
import { useParam } from '../search';
import { steeringWords } from '../texts/campaigns/steering';
import { useWords } from '../words';
import { CampaignTabs } from './campaign-tabs';
import { Corrections } from './steering/corrections';
import { OneCustomer } from './steering/one-customer';
import { Overrides } from './steering/overrides';
import { PauseDialog } from './steering/pause-dialog';
import { PauseList } from './steering/pause-list';
import { Recalls } from './steering/recalls';
import { Waves } from './steering/waves';
import { Whole } from './steering/whole';

/** Holds, takes back, resumes, corrects and stops: each act counts what it touches and asks the reason. */
export function SteeringPage() {
  const id = useParam('id');
  const words = useWords(steeringWords);
  const may = useMay();
  const board = useApi('getBoard', { params: { id } }, { every: 60_000 });
  const campaign = useApi('getCampaign', { params: { id } }, { every: 60_000 });
  const [pausing, setPausing] = useState(false);
  const status = campaign.data?.status;
  const pausable = may('campaign.pause') && (status === 'running' || status === 'paused');
  useKeys({ p: pausable ? () => setPausing(true) : undefined });
  return (
    <Page
      title={campaign.data ? `${campaign.data.name} ${words.title}` : words.title}
      acts={
        <>
          <AsOf read={board} at={board.data?.asOf} />
          {pausable && (
            <Button look="primary" shortcut="P" onClick={() => setPausing(true)}>
              {words.pause}
            </Button>
          )}
        </>
      }
    >
      <CampaignTabs id={id} />
      {!may('campaign.pause') && (
        <Note role="status">
          <p>{words.readOnly}</p>
        </Note>
      )}
      <Loaded read={campaign} lines={2}>
        {(detail) => (
          <Loaded read={board} lines={2}>
            {(data) => <Whole id={id} campaign={detail} board={data} />}
          </Loaded>
        )}
      </Loaded>
      <PauseList id={id} />
      <Recalls id={id} />
      <Waves id={id} />
      {may('journey.steer') && <OneCustomer />}
      {may('correction.ask') && <Corrections id={id} />}
      {may('override.read') && <Overrides id={id} />}
      {pausing && <PauseDialog id={id} onClose={() => setPausing(false)} />}
    </Page>
  );
}
