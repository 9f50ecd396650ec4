import '../styles/board.css';
import '../styles/rehearsals.css';
import { useState } from 'react';
import { type Input } from '../api/client';
import { usePosted } from '../api/posted';
import { Loaded } from '../parts/loaded';
import { Note } from '../parts/note';
import { Page } from '../parts/page';
import { useParam } from '../search';
import { wavesWords } from '../texts/campaigns/waves';
import { useWords } from '../words';
import { CampaignTabs } from './campaign-tabs';
import { PlannedWaves } from './waves/planned';
import { WavesForm } from './waves/waves-form';

export type Wish = NonNullable<Input<'planWaves'>['body']>;

/** Waves proposed from priorities and capacity, with what each day would bring. Nothing is changed. */
export function WavesPage() {
  const id = useParam('id');
  const words = useWords(wavesWords);
  const [wish, setWish] = useState<Wish>({});
  const known = usePosted('planWaves', { params: { id }, body: {} });
  const read = usePosted('planWaves', { params: { id }, body: wish });
  return (
    <Page title={words.title}>
      <CampaignTabs id={id} />
      <Note tone="acc">
        <p>{words.lead}</p>
      </Note>
      {known.problem?.status === 409 && known.data === undefined ? (
        <Note role="status">
          <p className="b">{known.problem.body.title}</p>
          <p className="s sub">{known.problem.body.detail}</p>
        </Note>
      ) : (
        <Loaded read={known} lines={4}>
          {({ segments, limits }) => (
            <WavesForm segments={segments} limits={limits} busy={read.reading} onPlan={setWish} />
          )}
        </Loaded>
      )}
      {known.data && (
        <Loaded read={read} lines={8}>
          {(plan) => <PlannedWaves plan={plan} />}
        </Loaded>
      )}
    </Page>
  );
}
